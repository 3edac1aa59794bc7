"""Speed and memory of GLF-CR at its published size, and the size of the compact networks' files; ratios in one run."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

from unveil.models.card import ModelCard  # noqa: E402
from unveil.models.complexity import count_macs, count_parameters, describe_macs  # noqa: E402
from unveil.models.export import export_model  # noqa: E402
from unveil.models.importing import import_checkpoint  # noqa: E402
from unveil.models.networks import ARCHITECTURES, build  # noqa: E402

TILE = 256
FASTER = 2.5
ROUNDS = 3
MOST_BYTES = 1.5e9
MOST_FILE = 4e6
LEAST_EXACT = 45.0

CHILD = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
import conftest
from pathlib import Path
import numpy as np
from unveil.models.card import read_card

card, way = read_card(Path(sys.argv[2])), sys.argv[3]
fed = dict(np.load(sys.argv[4]))

def plain():
    # The network as published, but for its CUDA kernel: the whole map of filters, applied with F.unfold.
    import torch
    from torch.nn import functional as F
    from unveil.models.networks import dense_block, glf_cr
    from unveil.models.networks.dynamic_filter import DynamicFilter
    from unveil.models.torch_predictor import load_torch_predictor

    def forward(self, x, s):
        n, c, h, w = s.shape
        taps, half = self.size ** 2, self.size // 2
        kernels = self.fac_warp(torch.cat((x, s), 1)).view(n, c, taps, h, w)
        patches = F.unfold(F.pad(s, (half,) * 4, mode="replicate"), self.size).view(n, c, taps, h, w)
        return (patches * kernels).sum(2)

    DynamicFilter.forward = forward
    dense_block.only_asked = glf_cr.only_asked = lambda x: False
    network = load_torch_predictor(card, "cpu", "float32")._networks["float32"]
    network = network.to(memory_format=torch.contiguous_format)

    def run():
        with torch.no_grad():
            return network(torch.from_numpy(fed["optical"]), torch.from_numpy(fed["radar"])).numpy()
    return run, lambda: "float32"

def loaded():
    from unveil.models.predictor import load_predictor
    from unveil.models.torch_predictor import load_torch_predictor

    if way == "float32":
        predictor = load_torch_predictor(card, "cpu", way)
    else:
        # "auto" is what the user gets: it chooses the runtime, and with its first tile the precision.
        predictor = load_predictor(card, "cpu" if way == "onnx" else "auto")
    return (lambda: predictor.predict(fed)), (lambda: getattr(predictor, "precision", "float32"))

run, precision = plain() if way == "plain" else loaded()
run()
print("ready", flush=True)
for _ in sys.stdin:
    start, busy = time.perf_counter(), time.process_time()
    result = run()
    print(json.dumps({"seconds": time.perf_counter() - start, "work": time.process_time() - busy}), flush=True)
np.save(sys.argv[5], result)
# Of this process alone; ru_maxrss begins with what the parent had.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps({"bytes": int(peak.split()[1]) * 1024, "precision": precision()}))
"""


class Child:
    """A process that runs one tile in one way each time it is asked to."""

    def __init__(self, way, arguments, environment):
        self.way = way
        self._process = subprocess.Popen(
            [sys.executable, "-c", CHILD, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        assert self._process.stdout.readline() == "ready\n"
        self.rounds = []

    def run(self):
        self._process.stdin.write("once\n")
        self._process.stdin.flush()
        self.rounds.append(json.loads(self._process.stdout.readline()))

    def end(self):
        """Return the least time of all rounds, of wall and of CPU, the greatest memory, and the precision."""
        answer, _ = self._process.communicate(timeout=60)
        assert self._process.returncode == 0
        least = {name: min(each[name] for each in self.rounds) for name in ("seconds", "work")}
        return {**least, **json.loads(answer)}

    def kill(self):
        self._process.kill()
        self._process.wait()


def psnr(image, reference):
    return -10 * np.log10(np.square(image.astype(np.float64) - reference).mean() + 1e-12)


@pytest.fixture
def tile(request):
    """A real tile where there is one, as GLF-CR is fed: the cloudy patch with the radar of its place."""
    generator = np.random.default_rng(0)
    drawn = {
        name: generator.random((1, number, TILE, TILE), dtype=np.float32)
        for name, number in (("optical", 13), ("radar", 2))
    }
    try:
        folder = request.getfixturevalue("real_data") / "validation" / "ROIs1970_fall_139_p839"
    except pytest.skip.Exception:
        return "random", drawn
    from osgeo import gdal

    from unveil.models.scaling import Scaling

    optical, radar = (gdal.Open(str(folder / name)).ReadAsArray() for name in ("s2_cloudy.tif", "s1.tif"))
    fed = {"optical": Scaling().optical(optical)[None], "radar": Scaling().radar(radar)[None]}
    return "real", {name: np.ascontiguousarray(array, dtype=np.float32) for name, array in fed.items()}


def test_glf_cr_of_the_published_size_is_faster_than_the_plain_module_and_stays_small(root, tmp_path, tile, capsys):
    """Asserted on CPU time, which other work on the machine moves less than wall time; the ways take turns.

    Threads sleep while they wait for each other: those that spin would count as work what the machine gave to others.
    """
    torch.manual_seed(0)
    torch.save({"network": build("glf-cr", "paper").state_dict()}, tmp_path / "CR_net.pth")
    card = import_checkpoint(tmp_path / "CR_net.pth", "paper", tmp_path / "zoo", tile=TILE)
    kind, fed = tile
    np.savez(tmp_path / "fed.npz", **fed)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("OMP_", "MKL_"))}
    environment["OMP_WAIT_POLICY"] = "passive"
    children = []
    try:
        for way in ("plain", "float32", "onnx", "auto"):
            files = [str(card.folder / "card.toml"), way, str(tmp_path / "fed.npz"), str(tmp_path / f"{way}.npy")]
            children.append(Child(way, [str(root / "tests"), *files], environment))
        for _ in range(ROUNDS):
            for child in children:
                child.run()
        measured = {child.way: child.end() for child in children}
    finally:
        for child in children:
            child.kill()
    results = {way: np.load(tmp_path / f"{way}.npy") for way in measured}
    plain, exact = measured["plain"], results["plain"]
    with capsys.disabled():
        print(f"\nGLF-CR, published size, a {kind} tile of {TILE} x {TILE}; plain: float32, contiguous, F.unfold")
        for way, row in measured.items():
            print(
                f"  {way:8s} {row['precision']:8s} {row['work']:6.2f} s of CPU {plain['work'] / row['work']:5.2f} x, "
                f"{row['seconds']:6.2f} s of wall {plain['seconds'] / row['seconds']:5.2f} x, "
                f"peak {row['bytes'] / 1e9:.2f} GB, {psnr(results[way], exact):6.1f} dB"
            )
    np.testing.assert_allclose(results["onnx"], exact, rtol=0, atol=1e-4)
    np.testing.assert_allclose(results["float32"], exact, rtol=0, atol=1e-4)
    chosen = measured["auto"]
    assert psnr(results["auto"], exact) >= LEAST_EXACT
    assert plain["work"] / chosen["work"] >= FASTER
    assert chosen["bytes"] < MOST_BYTES


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_compact_files_are_small(architecture, tmp_path, capsys):
    """As they ship: half-precision weights; the export itself refuses less than 55 dB against float32."""
    torch.manual_seed(0)
    network = build(architecture, "compact").eval()
    inputs = ("optical", "radar", "mask", "background")
    card = ModelCard(
        id="x", title="x", architecture=architecture, tile=128, sha256="", inputs=inputs, prior=(1000.0,) * 13
    )
    whole = export_model(network, card, tmp_path / "whole").model_path.stat().st_size
    half = export_model(network, card, tmp_path / "half", half_weights=True).model_path.stat().st_size
    macs = count_macs(network, 128, 128, inputs)
    with capsys.disabled():
        print(
            f"\n{architecture}: {count_parameters(network) / 1e6:.2f} M parameters, {describe_macs(macs, 128, 128)}, "
            f"{whole / 1e6:.1f} MB, with half-precision weights {half / 1e6:.1f} MB"
        )
    assert half < MOST_FILE and macs < 2.5e9 and count_parameters(network) < 1.5e6
