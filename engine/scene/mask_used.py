"""The mask that a run used, kept for its user."""

from __future__ import annotations

from unveil.engine.masking import classes
from unveil.engine.masking.palette import MASK_CLASSES
from unveil.engine.raster.form import OutputForm
from unveil.engine.raster.sink import Content, Sink
from unveil.engine.raster.source import Band
from unveil.engine.scene.rows import SceneRows
from unveil.engine.scene.scene import Scene
from unveil.engine.version import version

_STRIP_PIXELS = 4_000_000


def keep_mask(scene: Scene, path: str, form: OutputForm) -> None:
    """Write the class codes of a scene's mask to `path`, on the scene's grid; the metadata say who made it.

    Raises:
        UnveilError: the file cannot be written.
    """
    grid = scene.grid
    metadata = {"UNVEIL": version(), "UNVEIL_MASK": scene.mask_origin}
    band = Band("class", classes.NODATA)
    step = max(64, _STRIP_PIXELS // grid.width)
    with (
        SceneRows(scene, in_part=False) as rows,
        Sink(path, grid, Content("uint8", [band], metadata, MASK_CLASSES), form) as sink,
    ):
        for start in range(0, grid.height, step):
            sink.write_rows(rows.codes(start, min(start + step, grid.height)).values[None])
