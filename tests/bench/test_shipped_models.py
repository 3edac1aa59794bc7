"""Every shipped model on real triplets of SEN12MS-CR, as a script runs it: `qgis_process run unveil:removeclouds`.

The mask is that of the spectral detector, made by the run itself with the defaults; scores are those of skimage, over
all bands with values / 10000 clipped to 0..1.
"""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.patches import CLOUDY, NEARLY_CLEAR, pair_of, reflectance
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from unveil.models.registry import list_models


def scores(image, truth):
    """Return PSNR in dB and SSIM (Wang et al. 2004), the mean over bands."""
    similarity = structural_similarity(
        truth, image, data_range=1.0, channel_axis=0, gaussian_weights=True, sigma=1.5, use_sample_covariance=False
    )
    return peak_signal_noise_ratio(truth, image, data_range=1.0), similarity


@pytest.mark.parametrize("model", [card.id for card in list_models()])
def test_a_shipped_model_beats_what_costs_nothing(model, real_data, qgis_process, tmp_path, capsys) -> None:
    rows = {}
    for patch in (*CLOUDY, *NEARLY_CLEAR):
        inputs = pair_of(real_data, patch, tmp_path)
        truth = reflectance(real_data / "validation" / patch / "s2_clear.tif")
        found = [scores(reflectance(inputs["OPTICAL"]), truth)]
        for keep in (False, True):
            output = tmp_path / f"{patch}_{keep}.tif"
            outcome = qgis_process.run(
                "unveil:removeclouds", **inputs, MODEL=model, KEEP_CLEAR=keep, OUTPUT=str(output)
            )
            assert outcome.code == 0, outcome.text
            found.append(scores(reflectance(output), truth))
        rows[patch] = np.array(found)
    mean = np.mean([rows[patch] for patch in CLOUDY], axis=0)
    with capsys.disabled():
        print(f"\n{model}: PSNR/SSIM of input, result, result with KEEP_CLEAR")
        for patch, row in (*rows.items(), ("mean of the cloudy", mean)):
            print(f"  {patch:26s} " + "  ".join(f"{psnr:5.2f}/{ssim:.3f}" for psnr, ssim in row))
    assert mean[2, 0] >= 26.6 and mean[2, 1] >= 0.84
    for patch in NEARLY_CLEAR:
        assert rows[patch][2, 0] >= rows[patch][0, 0] - 0.1
