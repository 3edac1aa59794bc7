from __future__ import annotations

import numpy as np
import pytest
from fixtures.log import Log

from unveil.engine.errors import UnveilError
from unveil.engine.prepare.plausibility import GROUPS, Plausibility

NAMES = ("B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11")


def ground(side=512, seed=0):
    """Return DN [bands, side, side] of bands that see the same ground at different levels."""
    generator = np.random.default_rng(seed)
    coarse = generator.normal(0, 300, (side // 8, side // 8))
    texture = np.kron(coarse, np.ones((8, 8)))
    noise = generator.normal(0, 20, (len(NAMES), side, side))
    level = np.linspace(900, 2600, len(NAMES))[:, None, None]
    return np.clip(level + texture * level / 1500 + noise, 1, 10000).astype(np.uint16)


def said(dn):
    likeness = Plausibility(NAMES)
    for start in range(0, dn.shape[1], 128):
        likeness.add(dn[:, start : start + 128])
    return likeness.sentence()


def test_bands_that_agree_pass():
    assert said(ground()) == ""


@pytest.mark.parametrize("name", [*GROUPS[0], *GROUPS[1]])
def test_noise_in_a_part_of_a_band_is_named(name):
    dn = ground()
    dn[NAMES.index(name), 128:256, 256:384] = np.random.default_rng(1).integers(1, 65535, (128, 128))
    assert f"({name} in 1 of 16 blocks" in said(dn)


def test_smooth_water_and_the_border_of_the_swath_pass():
    dn = ground()
    dn[:, :, :200] = np.random.default_rng(2).normal(1000, 5, (len(NAMES), 512, 200)).astype(np.uint16)
    dn[:, :, 400:] = 0
    dn[0, :, 390:] = 0
    assert said(dn) == ""


def test_ground_that_one_band_sees_otherwise_passes():
    dn = ground()
    dn[NAMES.index("B5"), :128] = ground(seed=5)[NAMES.index("B5"), :128]
    assert said(dn) == ""


def test_fewer_bands_than_can_be_compared_pass():
    likeness = Plausibility(("B2", "B8", "B11"))
    likeness.add(ground()[:3])
    assert likeness.sentence() == ""


def test_the_damaged_product_of_the_cases_is_named(cases, tmp_path):
    from unveil.engine.prepare.optical import OpticalSettings, prepare_optical
    from unveil.engine.sentinel.products import open_product

    safe = next((cases / "hostile" / "jp2flip" / "4").iterdir())
    for verify in (False, True):
        log = Log()
        with pytest.raises(UnveilError, match=f"B2 of {safe} .* damaged"):
            prepare_optical(open_product(str(safe)), str(tmp_path / "o.tif"), OpticalSettings(verify=verify), log)
        assert any("(B2 in" in text for text in log.warnings) and not (tmp_path / "o.tif").exists()
        assert verify == any("have no checksum that can be checked" in text for text in log.warnings)
