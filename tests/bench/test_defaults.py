"""All defaults, as a user runs it, beside a fill that is given the true mask: planted clouds, places left out.

The run makes its own mask, keeps, sees through and blends as it does for everybody. `gdal.FillNodata` is told which
pixels are hidden, and leaves all others as they are. PSNR over what is truly hidden, over what either of them touches,
and of the ground outside the clouds against what was observed there.
"""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.rasters import write_raster

from tools.train_zoo import HELD_OUT
from unveil.engine.evaluation.baselines import interpolate
from unveil.engine.evaluation.metrics import error_sums, reflectance
from unveil.engine.evaluation.planted import by_place
from unveil.engine.evaluation.statistics import bootstrap_mean
from unveil.engine.feedback import Feedback
from unveil.engine.ground.typical import typical_ground
from unveil.engine.masking import classes
from unveil.engine.raster.source import describe
from unveil.engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
from unveil.engine.scene.image import read_stored
from unveil.engine.training.data.ground_sets import read_set
from unveil.models.plain import PLAIN
from unveil.models.predictor import load_predictor
from unveil.models.registry import find_model

MOST = 24
LEAST = {"l1c": (1.0, 45.0), "l2a-radar": (0.2, 45.0), "l2a": (0.0, 45.0)}
"""By how many dB of what is truly hidden the run is ahead of the fill, and how well ground outside stays, at least."""


def filled(scene):
    """Return the scene with the truly hidden pixels filled from those that are truly clear."""
    usual = dict(zip(PLAIN.bands, PLAIN.prior))
    spectrum = typical_ground([usual[band] for band in scene.clear.bands], scene.clear.bands, scene.clear.level)
    known = scene.clear.valid & (scene.codes == classes.CLEAR)
    return np.where(
        scene.restore, interpolate(scene.cloudy, scene.restore, known, scene.clear.radar, spectrum), scene.cloudy
    )


def removed(scene, predictor, folder):
    """Return what a run with all defaults writes, DN [bands, h, w], and which pixels its mask holds."""
    clear, used = scene.clear, str(folder / "used.tif")
    optical = write_raster(folder / f"{clear.level}_s2.tif", np.rint(scene.cloudy).astype(np.uint16), clear.bands)
    radar = write_raster(folder / "s1.tif", clear.radar, ["VV", "VH"])
    files = SceneFiles(describe(optical), describe(radar), None)
    output = str(folder / "out.tif")
    remove_clouds(files, Restorer(predictor, RemovalSettings(mask_used=used)), output, Feedback())
    return read_stored(output)[0].astype(np.float32), classes.to_restore(read_stored(used)[0][0])


def psnr(image, truth, where):
    """Return dB over pixels [h, w] bool, NaN where there are hardly any; unchanged ground counts 99 dB."""
    if np.count_nonzero(where) < 30:
        return np.nan
    return min(99.0, error_sums(reflectance(image), reflectance(truth), where).psnr)


@pytest.mark.parametrize("name", list(LEAST))
def test_all_defaults_beside_a_fill_that_is_given_the_true_mask(name, real_data, tmp_path, capsys) -> None:
    scenes = read_set(real_data, name, 1, places=HELD_OUT)
    chosen = np.unique(np.linspace(0, len(scenes) - 1, min(MOST, len(scenes))).round().astype(int))
    scenes = [scenes[index] for index in chosen]
    predictor = load_predictor(find_model("mmcanet"), "cpu")
    rows = []
    for scene in scenes:
        image, masked = removed(scene, predictor, tmp_path)
        fill, hidden, valid, truth = filled(scene), scene.restore, scene.clear.valid, scene.clear.dn
        either = hidden | (masked & valid)
        rows.append(
            {
                "hidden, fill": psnr(fill, truth, hidden),
                "hidden, run": psnr(image, truth, hidden),
                "either, fill": psnr(fill, truth, either),
                "either, run": psnr(image, truth, either),
                "outside, run": psnr(image, scene.cloudy, valid & ~hidden),
            }
        )
    for where in ("hidden", "either"):
        for row in rows:
            row[f"{where}, gain"] = row[f"{where}, run"] - row[f"{where}, fill"]
    found = {}
    for key in rows[0]:
        each = by_place(scenes, [row[key] for row in rows])
        found[key] = bootstrap_mean(list(each.values()), list(each))
    with capsys.disabled():
        print(f"\n{name}, all defaults: {len(scenes)} images of {len({scene.clear.place for scene in scenes})} places")
        for key, value in found.items():
            print(f"  {key:14s} {value.mean:+6.2f} [{value.low:+.2f}, {value.high:+.2f}]")
    ahead, outside = LEAST[name]
    assert found["hidden, gain"].mean > ahead
    assert found["outside, run"].mean > outside
