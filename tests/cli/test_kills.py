from __future__ import annotations

import pytest

pytest.importorskip("torch")
pytest.importorskip("onnx")

from unveil.tools.fuzz.kills import main  # noqa: E402


def test_kills_at_random_moments_lose_and_leave_nothing(capsys):
    assert main(["--moments", "6", "--seed", "1"]) == 0, capsys.readouterr().out
