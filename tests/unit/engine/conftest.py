"""Folders of small triplets."""

from __future__ import annotations

import pytest
from fixtures.rasters import S2, optical_dn, radar_db, write_raster


def write_triplet(radar, cloudy, clear, seed=0, size=48, cloud=True, epsg=32631):
    """Write the three files of a patch, two thirds of it under bright cloud."""
    place = {} if epsg else {"transform": (0, 1, 0, 0, 0, 1)}
    ground = optical_dn(size, size, seed)
    image = ground.copy()
    if cloud:
        image[:, :, : 2 * size // 3] = 6000
        image[10] = ground[10]
    for path, data, names in (
        (radar, radar_db(size, size, seed), ["VV", "VH"]),
        (cloudy, image, S2),
        (clear, ground, S2),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_raster(path, data, names=names, epsg=epsg, **place)


@pytest.fixture
def triplet_folder(tmp_path):
    """Two patches, one of them without CRS."""
    folder = tmp_path / "patches"
    for name, seed, epsg in (("a", 1, 32631), ("b", 2, None)):
        files = [folder / name / f"{part}.tif" for part in ("s1", "s2_cloudy", "s2_clear")]
        write_triplet(*files, seed=seed, epsg=epsg)
    return folder


@pytest.fixture
def sen12mscr_folder(tmp_path):
    """Three patches of two scenes in the layout of SEN12MS-CR."""
    folder = tmp_path / "SEN12MS-CR"
    for season, scene, patch in (("ROIs1158_spring", 106, 30), ("ROIs1158_spring", 106, 31), ("ROIs1970_fall", 1, 2)):
        files = [
            folder / f"{season}_{part}" / f"{part}_{scene}" / f"{season}_{part}_{scene}_p{patch}.tif"
            for part in ("s1", "s2_cloudy", "s2")
        ]
        write_triplet(*files, seed=patch)
    return folder


@pytest.fixture
def triplet_maker():
    return write_triplet
