from __future__ import annotations

import json
import os
import pickle
import sys
import zipfile

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from unveil.models.checkpoints import describe_checkpoint, read_checkpoint  # noqa: E402
from unveil.models.errors import ModelError  # noqa: E402
from unveil.models.networks import build, settings_of  # noqa: E402
from unveil.models.networks.attention import PUBLIC  # noqa: E402
from unveil.models.tensorfile import read_tensors, write_tensors  # noqa: E402


@pytest.fixture(scope="module")
def glf_cr():
    """The state dict of the published GLF-CR: with the buffers that theirs has and ours has not."""
    torch.manual_seed(0)
    state = dict(build("glf-cr", "paper").state_dict())
    for block in range(6):
        for layer in range(5):
            state[f"RDBs.{block}.convs.{layer}.attn.relative_position_index"] = torch.zeros(64, 64, dtype=torch.int64)
            if layer % 2:
                state[f"RDBs.{block}.convs.{layer}.attn_mask"] = torch.zeros(64, 64, 64)
    assert len(state) == 988
    return state


@pytest.fixture(scope="module")
def ib_hfn():
    torch.manual_seed(0)
    return dict(build("ib-hfn", "compact").state_dict())


def saved(tmp_path, content, **keywords):
    path = tmp_path / "net.pth"
    torch.save(content, path, **keywords)
    return path


def same(state, expected):
    return all(torch.equal(tensor, expected[name]) for name, tensor in state.items())


@pytest.mark.parametrize("zipped", [True, False])
def test_glf_crs_container(tmp_path, glf_cr, zipped):
    path = saved(tmp_path, {"network": glf_cr}, _use_new_zipfile_serialization=zipped)
    checkpoint = read_checkpoint(path)
    assert (checkpoint.architecture, checkpoint.size, checkpoint.settings) == ("glf-cr", "paper", {})
    assert len(checkpoint.state) == 946 and same(checkpoint.state, glf_cr)


def test_a_model_trained_on_several_gpus(tmp_path, glf_cr):
    path = saved(tmp_path, {"network": {f"module.{name}": tensor for name, tensor in glf_cr.items()}})
    assert same(read_checkpoint(path).state, glf_cr)


def test_cloud_removals_container_is_the_attention_network_with_the_settings_of_its_code(tmp_path, glf_cr):
    state = {f"net_G.{name}": tensor for name, tensor in glf_cr.items()}
    optimiser = [{"state": {0: {"step": 3, "exp_avg": torch.zeros(2)}}, "param_groups": [{"lr": 1e-4, "params": [0]}]}]
    path = saved(tmp_path, {"epoch": 7, "model_state_dict": state, "optimizers_state_dicts": optimiser})
    checkpoint = read_checkpoint(path)
    assert (checkpoint.architecture, checkpoint.size, checkpoint.settings) == ("attention", "paper", PUBLIC)
    assert len(checkpoint.state) == 946 and same(checkpoint.state, glf_cr)


@pytest.mark.parametrize(("name", "size"), [("ib-hfn", "compact"), ("mmcanet", "compact"), ("glf-cr", "compact")])
def test_plain_weights_of_our_own_networks(tmp_path, name, size):
    network = build(name, size)
    checkpoint = read_checkpoint(saved(tmp_path, network.state_dict()))
    assert (checkpoint.architecture, checkpoint.size) == (name, size)
    assert checkpoint.settings == settings_of(name, size)
    assert same(checkpoint.build().state_dict(), network.state_dict())


def test_a_cascade_is_seen_by_its_passes(tmp_path):
    network = build("mmcanet", "compact", restoration="cascade", steps=2)
    checkpoint = read_checkpoint(saved(tmp_path, network.state_dict()))
    assert checkpoint.settings["restoration"] == "cascade" and checkpoint.settings["steps"] == 2


def test_a_checkpoint_of_our_training_gives_its_average(tmp_path, ib_hfn):
    own = {"architecture": "ib-hfn", "size": "compact", "overrides": {"decoder_blocks": 2}, "steps": 5}
    network = build("ib-hfn", "compact", decoder_blocks=2).state_dict()
    average = {name: tensor + 1 for name, tensor in network.items()}
    path = saved(tmp_path, {"settings": own, "step": 5, "network": network, "average": average})
    checkpoint = read_checkpoint(path)
    assert checkpoint.settings["decoder_blocks"] == 2 and same(checkpoint.state, average)


def test_safetensors_with_and_without_a_description(tmp_path, ib_hfn):
    arrays = {name: tensor.numpy() for name, tensor in ib_hfn.items()}
    path = tmp_path / "net.safetensors"
    write_tensors(arrays, {}, path)
    assert same(read_checkpoint(path).state, ib_hfn)
    write_tensors(arrays, describe_checkpoint("ib-hfn", "compact", settings_of("ib-hfn", "compact"), (5.0,) * 13), path)
    checkpoint = read_checkpoint(path)
    assert checkpoint.size == "compact" and checkpoint.prior == (5.0,) * 13 and same(checkpoint.state, ib_hfn)


def test_safetensors_are_what_the_package_writes_and_reads(tmp_path):
    package = pytest.importorskip("safetensors.numpy")
    tensors = {"a": np.arange(6, dtype=np.float32).reshape(2, 3), "b": np.float16([1.5])}
    package.save_file(tensors, str(tmp_path / "theirs"), {"k": "v"})
    write_tensors(tensors, {"k": "v"}, tmp_path / "ours")
    mine, texts = read_tensors(tmp_path / "theirs")
    theirs = package.load_file(str(tmp_path / "ours"))
    assert texts == {"k": "v"}
    for name, tensor in tensors.items():
        np.testing.assert_array_equal(mine[name], tensor)
        np.testing.assert_array_equal(theirs[name], tensor)


def test_safetensors_of_bfloat16_become_float32(tmp_path):
    header = b'{"x":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}'
    values = torch.tensor([1.5, -3.140625], dtype=torch.bfloat16)
    raw = values.view(torch.int16).numpy().tobytes()
    (tmp_path / "x").write_bytes(len(header).to_bytes(8, "little") + header + raw)
    np.testing.assert_array_equal(read_tensors(tmp_path / "x")[0]["x"], values.float().numpy())


def refused(path, words):
    with pytest.raises(ModelError, match=words) as caught:
        read_checkpoint(path)
    sentence = str(caught.value)
    assert "\n" not in sentence and sentence.endswith(".") and "Traceback" not in sentence


def test_a_file_that_is_no_checkpoint_is_refused(tmp_path):
    path = tmp_path / "net.pth"
    path.write_bytes(b"GIF89a" + bytes(100))
    refused(path, "is no checkpoint: neither PyTorch")
    path.write_bytes(b"")
    refused(path, "is no checkpoint")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<text/>")
    refused(path, "a zip file without tensors")
    refused(tmp_path / "nothing.pth", "cannot be read: No such file")
    refused(saved(tmp_path, [1, 2, 3]), "holds no tensors by name")
    refused(saved(tmp_path, {"epoch": 3}), "holds no tensors by name")


@pytest.mark.parametrize("share", [0.02, 0.5, 0.99])
@pytest.mark.parametrize("zipped", [True, False])
def test_a_truncated_file_is_refused(tmp_path, ib_hfn, share, zipped):
    path = saved(tmp_path, ib_hfn, _use_new_zipfile_serialization=zipped)
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    refused(path, "truncated")


@pytest.mark.parametrize("kept", [50, 100_000])
def test_truncated_safetensors_are_refused(tmp_path, ib_hfn, kept):
    path = tmp_path / "net.safetensors"
    write_tensors({name: tensor.numpy() for name, tensor in ib_hfn.items()}, {}, path)
    path.write_bytes(path.read_bytes()[:kept])
    refused(path, "truncated")


class Code:
    """What loads as a call of a function."""

    def __init__(self, mark):
        self.mark = mark

    def __reduce__(self):
        return os.mkdir, (str(self.mark),)


@pytest.mark.parametrize("zipped", [True, False])
def test_a_file_that_holds_code_is_refused_and_does_not_run(tmp_path, ib_hfn, zipped):
    mark = tmp_path / "it ran"
    path = saved(tmp_path, {"network": ib_hfn, "extra": Code(mark)}, _use_new_zipfile_serialization=zipped)
    refused(path, r"holds code or objects \((posix|nt)\.mkdir\)")
    (tmp_path / "plain.pkl").write_bytes(pickle.dumps(Code(mark)))
    refused(tmp_path / "plain.pkl", "no checkpoint")
    assert not mark.exists()


def test_missing_tensors_are_refused(tmp_path, ib_hfn):
    state = {name: tensor for name, tensor in ib_hfn.items() if not name.startswith("fuse.")}
    refused(saved(tmp_path, state), r"does not fit ib-hfn: it lacks 2 of \d+ tensors \(fuse.weight, fuse.bias\)")


def test_tensors_of_another_shape_are_refused(tmp_path, ib_hfn):
    state = {**ib_hfn, "exit.output.bias": torch.zeros(7)}
    refused(saved(tmp_path, state), r"1 tensors of another shape \(exit.output.bias: \(7,\) instead of \(13,\)\)")


def test_tensors_too_many_are_refused(tmp_path, ib_hfn):
    refused(saved(tmp_path, {**ib_hfn, "more.weight": torch.zeros(3)}), "1 tensors that the network does not have")
    refused(saved(tmp_path, {**ib_hfn, "note": "hello"}), "entries among its tensors that are none: note")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_values_that_are_no_numbers_are_refused(tmp_path, ib_hfn, value):
    bias = ib_hfn["exit.output.bias"].clone()
    bias[3] = value
    refused(saved(tmp_path, {**ib_hfn, "exit.output.bias": bias}), "exit.output.bias has values that are not numbers")


def test_whole_numbers_for_weights_are_refused(tmp_path, ib_hfn):
    refused(
        saved(tmp_path, {**ib_hfn, "exit.output.bias": torch.zeros(13, dtype=torch.int64)}), "int64 instead of float"
    )


def test_another_network_is_named(tmp_path):
    refused(saved(tmp_path, {"net.0.weight": torch.zeros(2, 2)}), "is of ACA-CRNet, which Unveil does not have")
    refused(saved(tmp_path, {"x": torch.zeros(2)}), "no network that Unveil knows; it can import GLF-CR")


def test_a_description_that_makes_no_sense_is_refused(tmp_path, ib_hfn):
    path = tmp_path / "net.safetensors"
    arrays = {name: tensor.numpy() for name, tensor in ib_hfn.items()}
    for settings in ({"width": 10**6}, {"width": "__import__('os')"}, {"decoder_blocks": 10**4}):
        write_tensors(arrays, describe_checkpoint("ib-hfn", "compact", settings, ()), path)
        with pytest.raises(ModelError):
            read_checkpoint(path)


def test_a_small_file_that_describes_a_huge_network_is_refused_before_it_is_built(tmp_path):
    import resource

    settings = {"width": 256, "optical_blocks": [64] * 4, "radar_blocks": [64] * 4, "decoder_blocks": 12, "latent": 256}
    path = tmp_path / "huge.safetensors"
    write_tensors({"a": np.zeros(1, np.float32)}, describe_checkpoint("ib-hfn", "custom", settings, ()), path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused(path, r"describes a network of [\d.]+ GB, more than")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1_000_000


def test_the_hostile_checkpoint_of_the_cases_is_refused(cases):
    for path in sorted((cases / "hostile" / "safetensors").iterdir()):
        refused(path, "more than any checkpoint")


def raw_safetensors(path, header, data=b""):
    text = json.dumps(header).encode() if isinstance(header, dict) else header
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)
    return path


def entry(first, last, shape=None):
    return {"dtype": "F32", "shape": [(last - first) // 4] if shape is None else shape, "data_offsets": [first, last]}


@pytest.mark.parametrize(
    "header",
    [
        {"a": entry(0, 400), "b": entry(0, 400)},
        {"a": entry(0, 400), "b": entry(396, 400)},
        {"a": entry(4, 400)},
        {"a": entry(-4, 0)},
        {"a": entry(0, 4, [1] * 9)},
        {"a": entry(0, 4, [2**62, 4])},
        {"a": {**entry(0, 400), "data_offsets": [0, 400, 8]}},
        {"a": {**entry(0, 400), "data_offsets": 7}},
        {"a": 5},
        b'{"a":' + b"[" * 100_000,
        b'{"__metadata__": 3}',
    ],
)
def test_safetensors_whose_ranges_do_not_follow_one_another_are_refused(tmp_path, header):
    refused(raw_safetensors(tmp_path / "x.safetensors", header, bytes(400)), "its header is not valid")


def test_a_packed_checkpoint_is_refused_before_it_is_unpacked(tmp_path, ib_hfn):
    plain = saved(tmp_path, ib_hfn)
    packed = tmp_path / "packed.pth"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(entry.filename, source.read(entry))
    refused(packed, "packed in a way that PyTorch does not use")


def test_tensors_that_share_their_numbers_are_refused(tmp_path, ib_hfn):
    shared = {name: torch.zeros(1).expand(tensor.shape) for name, tensor in ib_hfn.items()}
    refused(saved(tmp_path, shared), "share numbers")


@pytest.mark.parametrize(
    "odd",
    [
        torch.zeros(3, 3).to_sparse(),
        torch.empty(10**6, 10**6, device="meta"),
        torch.zeros(3, dtype=torch.complex64),
        torch.quantize_per_tensor(torch.zeros(3), 1.0, 0, torch.qint8),
    ],
)
def test_tensors_that_are_no_plain_numbers_are_refused(tmp_path, ib_hfn, odd):
    refused(saved(tmp_path, {**ib_hfn, "exit.output.bias": odd}), "not plain numbers")


def test_a_file_that_does_not_fit_the_memory_is_refused(tmp_path, ib_hfn, monkeypatch):
    path = saved(tmp_path, {**ib_hfn, "more": torch.zeros(40_000_000)})
    monkeypatch.setenv("UNVEIL_MEMORY", "0.4")
    refused(path, "too much for the 0.4 GB of memory at hand")


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "net.pth")
    refused(tmp_path / "net.pth", "is not a file")


def test_without_pytorch_the_sentence_says_what_to_install(tmp_path, ib_hfn, monkeypatch):
    path = saved(tmp_path, ib_hfn)
    monkeypatch.delitem(sys.modules, "torch")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModelError, match="needs PyTorch and ONNX.*install the packages torch"):
        read_checkpoint(path)
