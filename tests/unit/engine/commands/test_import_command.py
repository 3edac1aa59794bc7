from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from unveil.engine.commands.cli import main  # noqa: E402
from unveil.models.networks import build  # noqa: E402


@pytest.fixture
def zoo(tmp_path, monkeypatch):
    monkeypatch.setenv("UNVEIL_MODELS", str(tmp_path / "zoo"))
    return tmp_path / "zoo"


def test_the_command_prints_the_id_of_the_model_it_made(tmp_path, zoo, capsys):
    torch.save(build("ib-hfn", "compact").state_dict(), tmp_path / "weights.pt")
    assert main(["import", str(tmp_path / "weights.pt"), "--name", "Mine", "--tile", "32", "--quiet"]) == 0
    assert capsys.readouterr().out == "mine\n"
    assert (zoo / "mine" / "model.onnx").exists()


def test_the_command_refuses_in_one_sentence(tmp_path, zoo, capsys):
    (tmp_path / "weights.pt").write_text("hello")
    assert main(["import", str(tmp_path / "weights.pt")]) == 1
    assert capsys.readouterr().err.endswith("is no checkpoint: neither PyTorch (.pth, .pt) nor safetensors.\n")
    assert not zoo.exists()
