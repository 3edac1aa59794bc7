"""Cloud-optimised GeoTIFFs: valid by rio-cogeo's word, the same values, whole or not at all."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.rasters import S2, optical_dn, write_raster
from osgeo import gdal

from unveil.engine.errors import Cancelled, UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.raster.cog import CLASSES, CogForm, write_cog
from unveil.engine.raster.source import describe


def test_a_cog_holds_the_same_values_names_and_nodata(tmp_path):
    source, target = tmp_path / "a.tif", tmp_path / "b.tif"
    write_raster(source, optical_dn(700, 600), names=S2)
    write_cog(str(source), str(target), CogForm(), Feedback())
    assert describe(str(target)).bands == describe(str(source)).bands
    dataset = gdal.Open(str(target))
    assert dataset.GetMetadata("IMAGE_STRUCTURE")["LAYOUT"] == "COG"
    assert dataset.GetRasterBand(1).GetOverviewCount() == 1
    assert np.array_equal(dataset.ReadAsArray(), gdal.Open(str(source)).ReadAsArray())


def test_a_cog_passes_the_strict_validation_of_rio_cogeo(tmp_path):
    cogeo = pytest.importorskip("rio_cogeo.cogeo")
    write_raster(tmp_path / "a.tif", optical_dn(700, 600), names=S2)
    write_cog(str(tmp_path / "a.tif"), str(tmp_path / "a.tif"), CogForm(CLASSES, ["COMPRESS=LZW"]), Feedback())
    valid, errors, warnings = cogeo.cog_validate(str(tmp_path / "a.tif"), strict=True, quiet=True)
    assert valid, (errors, warnings)
    assert gdal.Open(str(tmp_path / "a.tif")).GetMetadata("IMAGE_STRUCTURE")["COMPRESSION"] == "LZW"


def test_a_stopped_cog_leaves_what_was_there(tmp_path):
    class Stopped(Feedback):
        def is_cancelled(self):
            return True

    write_raster(tmp_path / "a.tif", optical_dn(64, 64), names=S2)
    (tmp_path / "b.tif").write_text("before")
    with pytest.raises(Cancelled):
        write_cog(str(tmp_path / "a.tif"), str(tmp_path / "b.tif"), CogForm(), Stopped())
    assert (tmp_path / "b.tif").read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.tif", "b.tif"]


@pytest.mark.parametrize(
    ("option", "sentence"),
    [("COMPRESS=NONSENSE", "COMPRESS of GDAL's driver COG is one of"), ("COLOUR=RED", "no creation option COLOUR"),
     ("COMPRESS", "no creation option|is one of"), ("BLOCKSIZE=nan", "whole number, not 'nan'"),
     ("BLOCKSIZE=0", "multiple of 16"), ("BLOCKSIZE=-512", "multiple of 16"), ("BLOCKSIZE=100", "multiple of 16"),
     ("LEVEL=1e400", "whole number"), ("BLOCKSIZE=9999999999999", "whole number")],
)  # fmt: skip
def test_a_wrong_creation_option_is_named(tmp_path, option, sentence):
    write_raster(tmp_path / "a.tif", optical_dn(64, 64), names=S2)
    with pytest.raises(UnveilError, match=sentence):
        write_cog(str(tmp_path / "a.tif"), str(tmp_path / "b.tif"), CogForm(options=[option]), Feedback())
    assert not (tmp_path / "b.tif").exists()
