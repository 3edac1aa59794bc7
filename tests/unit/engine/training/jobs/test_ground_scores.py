"""A model's card holds its scores on sets of hidden ground, beside plain fills."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from unveil.engine.evaluation.planted import ClearScene, plant  # noqa: E402
from unveil.engine.training.jobs import ground_scores  # noqa: E402
from unveil.engine.training.jobs.ground_scores import GDAL, NOTHING, PLAIN, score_on_sets  # noqa: E402
from unveil.models.card import BANDS, ModelCard  # noqa: E402
from unveil.models.export import export_model  # noqa: E402
from unveil.models.networks import build, settings_of  # noqa: E402
from unveil.models.scaling import Scaling  # noqa: E402

LEVEL = np.array([1400, 1200, 1000, 850, 1100, 1900, 2200, 2300, 2500, 700, 15, 1600, 950])[:, None, None]
TINY = {"width": 8, "optical_blocks": (1, 1), "radar_blocks": (1, 1)}


@pytest.fixture(scope="module")
def card(tmp_path_factory):
    """An untrained network, which returns the plain ground."""
    torch.manual_seed(0)
    made = ModelCard(
        id="given",
        title="Given",
        architecture="ib-hfn",
        tile=128,
        sha256="",
        settings=settings_of("ib-hfn", "compact", **TINY),
        inputs=("optical", "radar", "mask", "background"),
        overlap=16,
        prior=tuple(LEVEL.ravel().tolist()),
        level="",
        scaling=Scaling(kind="relative", deviations=tuple((0.3 * LEVEL).ravel().tolist())),
    )
    return export_model(build("ib-hfn", "compact", **TINY), made, tmp_path_factory.mktemp("zoo") / "given")


@pytest.fixture
def sets(monkeypatch):
    """Two places, of which the second lacks the bands of 60 m and the radar."""
    generator = np.random.default_rng(0)
    scenes = []
    for place, bands, radar in (
        ("a", BANDS, -12.0),
        ("b", tuple(b for b in BANDS if b not in ("B1", "B9", "B10")), np.nan),
    ):
        fields = np.kron(generator.uniform(0.7, 1.3, (8, 8)), np.ones((14, 14)))
        dn = (LEVEL * fields)[[BANDS.index(name) for name in bands]].astype(np.float32)
        backscatter = np.full((2, 112, 112), radar, np.float32)
        clear = ClearScene(place, place, "L2A", bands, dn, backscatter, np.ones((112, 112), bool))
        scenes.append(plant(clear, 1))
    asked = []

    def read_set(folder, name, places):
        asked.append((name, tuple(places)))
        return scenes if name == "l2a" else []

    monkeypatch.setattr(ground_scores, "read_set", read_set)
    return asked


def test_an_untrained_network_scores_as_the_plain_ground_does(card, sets, tmp_path):
    rows = {row["name"]: row for row in score_on_sets(card, tmp_path, ["a", "b"], tmp_path / "fills.json")}
    assert sets[0] == ("l1c", ("a", "b"))
    assert rows["model"]["psnr"] == pytest.approx(rows[PLAIN]["psnr"], abs=0.02)
    assert rows[PLAIN]["psnr"] > rows[NOTHING]["psnr"] + 5
    assert rows[GDAL]["gain"] == 0
    assert rows["model"]["gain"] == pytest.approx(rows["model"]["psnr"] - rows[GDAL]["psnr"], abs=0.01)
    assert "2 images of 2 places" in rows["model"]["protocol"] and "model without radar" in rows


def test_fills_are_measured_once_for_all_models(card, sets, tmp_path, monkeypatch):
    first = score_on_sets(card, tmp_path, ["a"], tmp_path / "fills.json")
    monkeypatch.setattr(ground_scores, "interpolate", None)
    assert score_on_sets(card, tmp_path, ["a"], tmp_path / "fills.json") == first
