"""Speed and memory of GLF-CR at its published size, and the size of the compact networks' files; ratios in one run."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

from unveil.models.card import ModelCard  # noqa: E402
from unveil.models.complexity import count_macs, count_parameters, describe_macs  # noqa: E402
from unveil.models.export import export_model  # noqa: E402
from unveil.models.half_weights import halve_weights  # noqa: E402
from unveil.models.importing import import_checkpoint  # noqa: E402
from unveil.models.networks import ARCHITECTURES, build  # noqa: E402
from unveil.models.networks.blocks import ImageOnly, image_of  # noqa: E402

TILE = 256
FASTER = 2.5
MOST_BYTES = 1.5e9
MOST_FILE = 4e6
LEAST_EXACT = 55.0

CHILD = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
import conftest
from pathlib import Path
import numpy as np
from unveil.models.card import read_card

card, way = read_card(Path(sys.argv[2])), sys.argv[3]
generator = np.random.default_rng(0)
fed = {name: generator.random((1, n, card.tile, card.tile), dtype=np.float32)
       for name, n in (("optical", 13), ("radar", 2))}

def plain():
    # The network as published, but for its CUDA kernel: the whole map of filters, applied with F.unfold.
    import torch
    from torch.nn import functional as F
    from unveil.models.networks import glf_cr
    from unveil.models.torch_predictor import load_torch_predictor

    def forward(self, x, s):
        n, c, h, w = s.shape
        taps, half = self.size ** 2, self.size // 2
        kernels = self.fac_warp(torch.cat((x, s), 1)).view(n, c, taps, h, w)
        patches = F.unfold(F.pad(s, (half,) * 4, mode="replicate"), self.size).view(n, c, taps, h, w)
        return (patches * kernels).sum(2)

    glf_cr.DynamicFilter.forward = forward
    glf_cr.CHUNK = sys.maxsize
    network = load_torch_predictor(card, "cpu", "float32")._networks["float32"]
    network = network.to(memory_format=torch.contiguous_format)

    def run():
        with torch.no_grad():
            return network(torch.from_numpy(fed["optical"]), torch.from_numpy(fed["radar"])).numpy()
    return run

if way == "plain":
    run = plain()
elif way == "onnx":
    from unveil.models.predictor import load_predictor
    predictor = load_predictor(card, "cpu")
    run = lambda: predictor.predict(fed)
else:
    from unveil.models.torch_predictor import load_torch_predictor
    predictor = load_torch_predictor(card, "cpu", way)
    run = lambda: predictor.predict(fed)
run()
seconds = []
for _ in range(2):
    start = time.perf_counter()
    result = run()
    seconds.append(time.perf_counter() - start)
np.save(sys.argv[4], result)
# Of this process alone; ru_maxrss begins with what the parent had.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps({"seconds": min(seconds), "bytes": int(peak.split()[1]) * 1024}))
"""


def psnr(image, reference):
    return -10 * np.log10(np.square(image.astype(np.float64) - reference).mean())


def test_glf_cr_of_the_published_size_is_faster_than_the_plain_module_and_stays_small(root, tmp_path, capsys):
    torch.manual_seed(0)
    torch.save({"network": build("glf-cr", "paper").state_dict()}, tmp_path / "CR_net.pth")
    card = import_checkpoint(tmp_path / "CR_net.pth", "paper", tmp_path / "zoo", tile=TILE)
    measured, results = {}, {}
    for way in ("plain", "onnx", "float32", "bfloat16"):
        out = tmp_path / f"{way}.npy"
        command = [sys.executable, "-c", CHILD, str(root / "tests"), str(card.folder / "card.toml"), way, str(out)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
        assert done.returncode == 0, done.stderr
        measured[way], results[way] = json.loads(done.stdout), np.load(out)
    with capsys.disabled():
        print(f"\nGLF-CR, published size, {TILE} x {TILE}; plain: float32, contiguous, F.unfold")
        for way, row in measured.items():
            print(
                f"  {way:9s} {row['seconds']:6.2f} s  {measured['plain']['seconds'] / row['seconds']:5.2f} x  "
                f"peak {row['bytes'] / 1e9:.2f} GB  {psnr(results[way], results['plain'] + 1e-9):6.1f} dB"
            )
    np.testing.assert_allclose(results["onnx"], results["plain"], rtol=0, atol=1e-4)
    np.testing.assert_allclose(results["float32"], results["plain"], rtol=0, atol=1e-4)
    # What the predictor would choose: the fastest way that is exact enough.
    ways = [way for way in ("onnx", "float32", "bfloat16") if psnr(results[way], results["plain"] + 1e-9) >= 45]
    best = min(ways, key=lambda way: measured[way]["seconds"])
    assert measured["plain"]["seconds"] / measured[best]["seconds"] >= FASTER
    assert max(measured[way]["bytes"] for way in ways) < MOST_BYTES


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_compact_files_are_small(architecture, tmp_path, capsys):
    import onnxruntime

    torch.manual_seed(0)
    network = build(architecture, "compact").eval()
    with torch.no_grad():
        for parameter in network.parameters():
            if parameter.abs().max() == 0:
                parameter.normal_(std=0.02)
    inputs = ("optical", "radar", "mask", "background")
    card = ModelCard(
        id="x", title="x", architecture=architecture, tile=128, sha256="", inputs=inputs, prior=(1000.0,) * 13
    )
    card = export_model(ImageOnly(network), card, tmp_path)
    whole = card.model_path.stat().st_size
    halve_weights(card.model_path)
    half = card.model_path.stat().st_size
    macs = count_macs(network, 128, 128, inputs)
    fed = [torch.rand(1, channels, 128, 128) for channels in (13, 2, 1, 13)]
    with torch.no_grad():
        expected = image_of(network(*fed)).numpy()
    session = onnxruntime.InferenceSession(str(card.model_path), providers=["CPUExecutionProvider"])
    decibels = psnr(session.run(["cloud_free"], dict(zip(inputs, (each.numpy() for each in fed))))[0], expected)
    with capsys.disabled():
        print(
            f"\n{architecture}: {count_parameters(network) / 1e6:.2f} M parameters, {describe_macs(macs, 128, 128)}, "
            f"{whole / 1e6:.1f} MB, with half-precision weights {half / 1e6:.1f} MB and {decibels:.0f} dB"
        )
    assert min(whole, half) < MOST_FILE and macs < 2.5e9
    assert decibels >= LEAST_EXACT
