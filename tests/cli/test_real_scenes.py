"""The default model on real triplets of SEN12MS-CR, through qgis_process."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from fixtures.patches import CLOUDY, NEARLY_CLEAR, pair_of, reflectance
from osgeo import gdal


def psnr(one, other):
    return -10 * np.log10(np.mean((one - other) ** 2))


@pytest.fixture(scope="module")
def removed(real_data, qgis_process, tmp_path_factory):
    """A function that removes the clouds of a patch once: (input, result, truth, mean-of-clear fill) as reflectance."""
    folder = tmp_path_factory.mktemp("removed")
    done = {}

    @cache
    def hidden_in(patch):
        mask = str(folder / f"{patch}_mask.tif")
        optical = pair_of(real_data, patch, folder)["OPTICAL"]
        made = qgis_process.run("unveil:maskclouds", INPUT=optical, OUTPUT=mask)
        assert made.code == 0, made.text
        return gdal.Open(mask).ReadAsArray() > 0

    def remove(patch, keep_clear):
        if (patch, keep_clear) not in done:
            inputs = pair_of(real_data, patch, folder)
            output = folder / f"{patch}_{keep_clear}.tif"
            outcome = qgis_process.run(
                "unveil:removeclouds",
                **inputs,
                MODEL="mmcanet",
                KEEP_CLEAR=keep_clear,
                OUTPUT=str(output),
            )
            assert outcome.code == 0, outcome.text
            cloudy, truth = (
                reflectance(inputs["OPTICAL"]),
                reflectance(real_data / "validation" / patch / "s2_clear.tif"),
            )
            hidden = hidden_in(patch)
            fill = cloudy.copy()
            # Where the mask leaves no clear pixel that fill cannot be made; the mean is over the scenes where it can.
            fill[:, hidden] = cloudy[:, ~hidden].mean(axis=1)[:, None] if not hidden.all() else np.nan
            done[patch, keep_clear] = cloudy, reflectance(output), truth, fill
        return done[patch, keep_clear]

    return remove


@pytest.mark.parametrize("keep_clear", [False, True])
def test_clouds_are_really_removed(removed, keep_clear, capsys):
    rows = []
    for patch in CLOUDY:
        cloudy, result, truth, fill = removed(patch, keep_clear)
        rows.append((psnr(cloudy, truth), psnr(fill, truth), psnr(result, truth)))
    mean = np.nanmean(rows, axis=0)
    with capsys.disabled():
        print(f"\nPSNR (dB), KEEP_CLEAR={keep_clear}: input, mean of clear pixels, mmcanet")
        for patch, row in zip((*CLOUDY, "mean"), (*rows, mean)):
            print(f"  {patch:26s} " + "  ".join(f"{value:6.2f}" for value in row))
    assert mean[2] - mean[0] >= 8


@pytest.mark.parametrize("patch", NEARLY_CLEAR)
def test_nearly_clear_scenes_are_left_alone(removed, patch):
    cloudy, result, truth, _ = removed(patch, True)
    assert psnr(result, truth) >= psnr(cloudy, truth) - 0.1
