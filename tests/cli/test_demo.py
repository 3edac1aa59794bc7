"""The demo runs the installed plugin on the sample scene, reports scores, and says in a sentence what went wrong."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

_LAYERS = ("result_other_date", "quality", "sigma", "reference_age")


@pytest.fixture(scope="module")
def demo(root):
    spec = importlib.util.spec_from_file_location("unveil_demo", root / "tools" / "demo.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_identity_network_leaves_the_scene_as_cloudy_as_it_was(
    demo, qgis_process, user_model, tmp_path, capsys, identity_card
):
    folders = ["--profile", str(qgis_process.profile), "--output", str(tmp_path / "demo")]
    code = demo.main([*folders, "--model", user_model(identity_card)])
    said = capsys.readouterr()
    assert code == 0, said.err
    assert "Model identity on" in said.out
    rows = [line.split() for line in said.out.splitlines() if line.startswith(("  cloudy input", "  result"))]
    assert len(rows) == 6
    assert rows[0][-4:] == rows[1][-4:]
    # Below the clouds another date shows the ground even where the network does nothing.
    assert float(rows[5][-4]) > float(rows[3][-4]) + 5
    assert {path.name for path in (tmp_path / "demo").iterdir()} == {
        "result.tif",
        "result.qml",
        *(f"{name}.{kind}" for name in _LAYERS for kind in ("tif", "qml")),
        "before_after.png",
        "demo.qgz",
    }


def test_a_profile_without_the_plugin_is_named(demo, tmp_path, capsys):
    assert demo.main(["--profile", str(tmp_path / "none"), "--output", str(tmp_path / "demo")]) == 1
    assert "make install PROFILE=" in capsys.readouterr().err


def test_a_model_that_is_not_there_is_named(demo, qgis_process, tmp_path, capsys):
    assert demo.main(["--profile", str(qgis_process.profile), "--output", str(tmp_path), "--model", "nobody"]) == 1
    assert "nobody" in capsys.readouterr().err


def test_the_answer_is_found_after_chatter(demo):
    assert demo.parse_answer('QStandardPaths: none\n{"log": {"info": ["a"]}}') == {"log": {"info": ["a"]}}
    assert demo.log_lines({"log": {"info": ["a", "b"], "warning": ["c"]}}) == ["a", "b", "c"]
    assert demo.log_lines({}) == []


def test_the_mean_fill_is_that_of_clear_pixels(demo):
    image = np.array([[[1.0, 3.0, 100.0]]])
    np.testing.assert_array_equal(demo.fill_with_mean(image, np.array([[False, False, True]])), [[[1, 3, 2]]])
