"""Models made wrong: cards, checkpoints and graphs."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shutil
import zipfile
from pathlib import Path

from unveil.tools.fuzz.case import Case, spoilt

_VALUES = (
    "5", "-1", "nan", "inf", "true", '""', '"256"', "[]", "[[]]", "{}", '["optical"]', '["optical", ["radar"]]',
    "1e999",
    "1979-05-27", "0x" + "f" * 5000, "1" + "0" * 5000, '"' + "x" * 100_000 + '"', "[" * 5000, '"../../etc"',
    '"\\u0000"',
    "99999999999999999999", "[nan, nan]", '{a = {b = {c = {d = {e = 1}}}}}',
)  # fmt: skip


def make_card_case(generator: random.Random, base: Path, folder: Path) -> Case:
    """Spoil a card, and list the models or run the one."""
    shutil.copytree(base / "models", folder / "models")
    path = folder / "models" / "identity" / "card.toml"
    text = path.read_text(encoding="utf-8")
    way = generator.randrange(5)
    if way == 0:
        path.write_bytes(spoilt(generator, text.encode()))
    elif way == 1:
        path.write_text(text + "\n".join(f"{chr(97 + n % 26)}{n} = {n}" for n in range(generator.choice((3, 5000)))))
    elif way == 2:
        path.unlink()
        generator.choice((os.mkfifo, os.mkdir))(path)
    else:
        entries = list(re.finditer(r"^(\w+) = .*$", text, re.MULTILINE))
        for match in sorted(generator.sample(entries, 2), key=lambda each: -each.start()):
            text = text[: match.start()] + f"{match[1]} = {generator.choice(_VALUES)}" + text[match.end() :]
        path.write_text(text, encoding="utf-8")
    remove = _remove(base, folder)
    return Case(folder, generator.choice((["models"], remove, remove)), f"card {way}", environment=_zoo(folder))


def _zoo(folder: Path) -> dict[str, str]:
    return {"UNVEIL_MODELS": str(folder / "models")}


def _remove(base: Path, folder: Path) -> list[str]:
    files = [str(base / name) for name in ("s2.tif", "s1.tif")]
    return ["remove", *files, str(folder / "out" / "out.tif"), "--mask", str(base / "mask.tif"), "--model", "identity"]


def make_checkpoint_case(generator: random.Random, base: Path, folder: Path) -> Case:
    """Spoil weights and import them."""
    way = generator.choice((_safetensors_header, _safetensors_header, _pickled, _zip_bytes, _bytes))
    path = folder / ("weights.safetensors" if way is _safetensors_header else "weights.pth")
    path.write_bytes(way(generator, base))
    return Case(folder, ["import", str(path), "--name", "fuzzed"], way.__name__.strip("_"), environment=_zoo(folder))


def _safetensors_header(generator: random.Random, base: Path) -> bytes:
    data = (base / "weights.safetensors").read_bytes()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    for _ in range(generator.choice((1, 2, 4))):
        name = generator.choice(sorted(set(header) - {"__metadata__"}))
        way = generator.randrange(7)
        if way == 0:
            header[name] = generator.choice((None, 5, [], {}, {"dtype": "F32"}, "x"))
        elif way == 1:
            odd = ([2**60, 2**60], [-1], ["a"], [1] * 3000, [0] * 9, 3)
            header[name]["shape"] = generator.choice(odd)
        elif way == 2:
            odd_places = ([0, 2**63], [4, 0], [-8, 0], [0, 10**9], ["a", "b"], [0], None)
            header[name]["data_offsets"] = generator.choice(odd_places)
        elif way == 3:
            header[name]["dtype"] = generator.choice(("F8", "C64", "I64", "BF16", "", None, 7))
        elif way == 4:
            architecture = generator.choice(("ib-hfn", "glf-cr", "x"))
            header["__metadata__"] = {"architecture": architecture, "settings": _settings(generator)}
        elif way == 5:
            header[name + "\u0000" + "x" * generator.choice((0, 100_000))] = header.pop(name)
        else:
            header = {name: header[name]}
            break
        if not all(isinstance(entry, dict) for entry in header.values()):
            break
    text = json.dumps(header).encode()
    if generator.random() < 0.2:
        text = generator.choice((b"{" * 50_000, b'{"a":' * 20_000, spoilt(generator, text)))
    length = len(text) if generator.random() < 0.9 else generator.choice((0, 2**40, 2**63, len(text) + 5))
    return length.to_bytes(8, "little") + text + data[8 + size :][: generator.choice((0, 100, 10**9))]


def _settings(generator: random.Random) -> str:
    huge = {"width": 256, "optical_blocks": [64] * 4, "radar_blocks": [64] * 4, "decoder_blocks": 12, "latent": 256}
    odd = {"width": generator.choice((0, -1, 10**9, "a", None, 1.5, [1], {"a": 1}))}
    return generator.choice((json.dumps(huge), json.dumps(odd), "{", "[" * 9000, "3", "null", '{"bands": 0}'))


def _pickled(generator: random.Random, base: Path) -> bytes:
    """Return what PyTorch writes of tensors that no network has."""
    import io

    import torch

    odd = (
        torch.zeros(1).expand(2000, 2000),
        torch.zeros(3, 3).to_sparse(),
        torch.empty(10**6, 10**6, device="meta"),
        torch.zeros(3, dtype=torch.complex64),
        torch.full((4,), float("nan")),
        torch.zeros(0),
        "text",
        {"deep": {"deeper": {}}},
        float("nan"),
    )
    state = torch.load(base / "weights.pth", weights_only=True)["model_state_dict"]
    for name in generator.sample(sorted(state), 3):
        state[name] = generator.choice(odd)
    nested = state
    for _ in range(generator.choice((0, 1, 50))):
        nested = {"network": nested}
    file = io.BytesIO()
    torch.save(nested, file, _use_new_zipfile_serialization=generator.random() < 0.5)
    return file.getvalue()


def _zip_bytes(generator: random.Random, base: Path) -> bytes:
    """Return a checkpoint packed anew, with compressed, doubled or spoilt entries."""
    import io

    file = io.BytesIO()
    with zipfile.ZipFile(base / "weights.pth") as source, zipfile.ZipFile(file, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            if generator.random() < 0.1:
                data = spoilt(generator, data)
            kind = zipfile.ZIP_DEFLATED if generator.random() < 0.05 else zipfile.ZIP_STORED
            target.writestr(entry.filename, data, kind)
        if generator.random() < 0.3:
            target.writestr("archive/zeros", bytes(50_000_000), zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _bytes(generator: random.Random, base: Path) -> bytes:
    return spoilt(generator, (base / generator.choice(("weights.pth", "weights.safetensors"))).read_bytes())


def make_graph_case(generator: random.Random, base: Path, folder: Path) -> Case:
    """Make a graph that does not do what its card says, vouch for it, and run it."""
    shutil.copytree(base / "models", folder / "models")
    path = folder / "models" / "identity" / "model.onnx"
    way = generator.choice((_graph_bytes, _other_nodes, _other_nodes, _endless))
    data = way(generator, path.read_bytes())
    path.write_bytes(data)
    card = path.with_name("card.toml")
    text = card.read_text(encoding="utf-8")
    digest = hashlib.sha256(data).hexdigest()
    card.write_text(re.sub(r'^sha256 = "\w+"', f'sha256 = "{digest}"', text, flags=re.MULTILINE), encoding="utf-8")
    stop = 3.0 if way is _endless else None
    return Case(folder, _remove(base, folder), way.__name__.strip("_"), stop, _zoo(folder))


def _graph_bytes(generator: random.Random, data: bytes) -> bytes:
    return spoilt(generator, data)


def _other_nodes(generator: random.Random, data: bytes) -> bytes:
    import onnx
    from onnx import TensorProto, helper

    model = onnx.load_from_string(data)
    del model.graph.node[:]
    amount = generator.choice((0, 1, 10**5, 10**9, 10**12, 2**62, -1))
    number = helper.make_tensor("number", TensorProto.INT64, [1], [amount])
    value = helper.make_tensor("value", TensorProto.FLOAT, [1], [generator.choice((1.0, float("nan"), 1e38))])
    many = [
        helper.make_node("ConstantOfShape", ["number"], ["many"], value=value),
        helper.make_node("ReduceSum", ["many"], ["sum"], keepdims=0),
        helper.make_node("Add", ["optical", "sum"], ["cloud_free"]),
    ]
    nodes = generator.choice(
        (
            many,
            [helper.make_node("Identity", ["radar"], ["cloud_free"])],
            [helper.make_node("Transpose", ["optical"], ["cloud_free"], perm=[0, 2, 3, 1])],
            [helper.make_node("ReduceSum", ["optical"], ["cloud_free"], keepdims=0)],
            [helper.make_node("Cast", ["optical"], ["cloud_free"], to=TensorProto.INT32)],
            [helper.make_node("Cast", ["optical"], ["cloud_free"], to=TensorProto.DOUBLE)],
            [helper.make_node("Shape", ["optical"], ["cloud_free"])],
            [helper.make_node("Concat", ["optical", "optical"], ["cloud_free"], axis=0)],
            [helper.make_node("Reshape", ["optical", "number"], ["cloud_free"])],
            [helper.make_node("Log", ["optical"], ["l"]), helper.make_node("Neg", ["l"], ["cloud_free"])],
            [helper.make_node("NoSuchThing", ["optical"], ["cloud_free"])],
            [helper.make_node("Identity", ["cloud_free"], ["cloud_free"])],
        )
    )
    model.graph.node.extend(nodes)
    model.graph.initializer.extend([number])
    del model.graph.output[:]
    kind = {"to": 0, **{each.name: each.i for each in nodes[0].attribute}}["to"] or TensorProto.FLOAT
    kind = TensorProto.INT64 if nodes[0].op_type == "Shape" else kind
    model.graph.output.extend([helper.make_tensor_value_info("cloud_free", kind, None)])
    return model.SerializeToString()


def _endless(generator: random.Random, data: bytes) -> bytes:
    import onnx
    from onnx import TensorProto, helper

    model = onnx.load_from_string(data)
    del model.graph.node[:]
    kinds = {"i": TensorProto.INT64, "going": TensorProto.BOOL, "x": TensorProto.FLOAT}
    body = helper.make_graph(
        [helper.make_node("Identity", ["going"], ["on"]), helper.make_node("Neg", ["x"], ["y"])],
        "body",
        [helper.make_tensor_value_info(name, kind, None if name == "x" else []) for name, kind in kinds.items()],
        [
            helper.make_tensor_value_info("on", TensorProto.BOOL, []),
            helper.make_tensor_value_info("y", TensorProto.FLOAT, None),
        ],
    )
    model.graph.initializer.extend([helper.make_tensor("ever", TensorProto.BOOL, [], [True])])
    model.graph.node.extend([helper.make_node("Loop", ["", "ever", "optical"], ["cloud_free"], body=body)])
    return model.SerializeToString()
