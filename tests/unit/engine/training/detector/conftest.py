from __future__ import annotations

import numpy as np
import pytest
from fixtures.rasters import S2, write_raster

LEVEL = np.array([1300, 1000, 900, 800, 1000, 1800, 2100, 2200, 2300, 700, 15, 1800, 1000.0])[:, None, None]


@pytest.fixture
def folder(tmp_path):
    """Training data: a clear L1C scene with the offset left in, a clear L2A scene, and a pair with a real cloud."""
    generator = np.random.default_rng(0)

    def ground(size):
        return LEVEL * generator.uniform(0.8, 1.2, (1, size, size))

    def write(path, dn, names):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_raster(path, dn.astype(np.uint16), names=names)

    data = tmp_path / "data"
    write(data / "s2_clear" / "meadow.tif", ground(260) + 1000, S2)
    surface = [name for name in S2 if name != "B10"]
    dn = ground(140)[[S2.index(name) for name in surface]]
    dn[:, :20, :20] = 0
    write(data / "l2a" / "coast_1" / "s2.tif", dn, surface)
    clear = ground(256)
    y, x = np.mgrid[:256, :256]
    cloud = np.clip(2 - np.hypot(y - 128, x - 128) / 40, 0, 1)
    write(data / "s2_pairs" / "ROIs1158_spring_s2_39_p1" / "clear.tif", clear, S2)
    write(data / "s2_pairs" / "ROIs1158_spring_s2_39_p1" / "cloudy.tif", clear * (1 - cloud) + 6000 * cloud, S2)
    return data
