"""A finished GeoTIFF as a cloud-optimised one (COG): tiled, with overviews, header first."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from osgeo import gdal

from unveil.engine.errors import Cancelled, UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.raster.gdal_calls import collected_errors, open_dataset
from unveil.engine.raster.gdal_thread import Callback
from unveil.engine.raster.xml import attribute, elements, read_xml, text_of
from unveil.models.scratch import scratch_folder
from unveil.models.threads import thread_count

MEASUREMENTS, CLASSES = "AVERAGE", "MODE"
"""How overviews are made: of measurements, and of classes, which must not be averaged."""

_BLOCKS, _MOST_BLOCK = ("BLOCKSIZE", "BLOCKXSIZE", "BLOCKYSIZE"), 16384
_DEFAULTS = ("COMPRESS=DEFLATE", "PREDICTOR=YES", "BLOCKSIZE=512", "BIGTIFF=IF_SAFER")


@dataclass(frozen=True)
class CogForm:
    """How a COG is made. resampling: of its overviews, MEASUREMENTS or CLASSES.

    options: creation options of GDAL's COG driver, which stand above the defaults (DEFLATE with a predictor, blocks of
    512).
    """

    resampling: str = MEASUREMENTS
    options: Sequence[str] = ()


def write_cog(source: str, target: str, form: CogForm, feedback: Feedback) -> None:
    """Write the raster `source` to `target` as a COG, whole or not at all; `target` may be `source`.

    Band names, nodata, scales, offsets and metadata stay.

    Raises:
        UnveilError: GDAL has no COG driver, an option is not among its own, or the file cannot be written.
        Cancelled: the user stopped it.
    """
    check_creation_options("COG", form.options)
    driver = gdal.GetDriverByName("COG")
    if driver is None:
        raise UnveilError("GDAL as installed has no driver for cloud-optimised GeoTIFFs (3.1 or newer has).")
    dataset, reason = open_dataset(source)
    if dataset is None:
        raise UnveilError(f"The raster {source} cannot be read: {reason}.")
    place = Path(target).absolute()
    stated = {option.partition("=")[0].upper() for option in form.options}
    chosen = [option for option in _DEFAULTS if option.partition("=")[0] not in stated]
    if "NUM_THREADS" not in stated:
        chosen.append(f"NUM_THREADS={thread_count()}")
    chosen += [f"OVERVIEW_RESAMPLING={form.resampling}", *form.options]
    progress = Callback(feedback)
    try:
        # A folder beside the target: GDAL's own temporary files lie in it, too, and go with it.
        with scratch_folder(".unveil-", place.parent) as folder:
            part = Path(folder) / "cog.tif"
            with collected_errors() as errors:
                try:
                    written = driver.CreateCopy(str(part), dataset, 1, chosen, progress)
                except RuntimeError as error:
                    written = None
                    errors.append(str(error))
                dataset = None
                complete = written is not None
                written = None  # noqa: F841  closes the file
            if progress.stopped:
                raise Cancelled
            if not complete or errors:
                why = errors[-1] if errors else "GDAL gave no reason"
                raise UnveilError(f"The cloud-optimised GeoTIFF {target} cannot be written ({why}).")
            with open(part, "rb+") as file:
                os.fsync(file.fileno())
            os.replace(part, place)
    except OSError as error:
        raise UnveilError(f"The cloud-optimised GeoTIFF {target} cannot be put in place ({error.strerror}).") from error


def band_files(source: str) -> dict[str, str]:
    """Write a small file (VRT) beside the raster `source` for each of its bands; return their paths by band names.

    Raises:
        UnveilError: the raster cannot be read, or has bands without a name or of the same name.
    """
    dataset, reason = open_dataset(source)
    if dataset is None:
        raise UnveilError(f"The raster {source} cannot be read: {reason}.")
    names = [dataset.GetRasterBand(index).GetDescription() for index in range(1, dataset.RasterCount + 1)]
    if not all(names) or len(set(names)) < len(names):
        raise UnveilError("The result's bands have no names of their own, so they cannot be written as files each.")
    paths = {}
    for index, name in enumerate(names, 1):
        paths[name] = f"{os.path.splitext(source)[0]}_{index}.vrt"
        with collected_errors() as errors:
            written = gdal.Translate(paths[name], dataset, format="VRT", bandList=[index])
        if written is None:
            raise UnveilError(f"The band {name} cannot be taken out ({errors[-1] if errors else 'no reason'}).")
        written = None
    return paths


def check_creation_options(driver: str, options: Sequence[str]) -> None:
    """Refuse creation options that a GDAL driver does not know; it would go on without them, with a warning.

    Raises:
        UnveilError: an option is not NAME=VALUE, or the driver has no such name or value.
    """
    declared = gdal.GetDriverByName(driver).GetMetadataItem("DMD_CREATIONOPTIONLIST") or "<CreationOptionList/>"
    nodes = list(elements(read_xml(f"the options of GDAL's driver {driver}", declared), "Option"))
    known = {attribute(node, "name"): [text_of(value) for value in elements(node, "Value")] for node in nodes}
    kinds = {attribute(node, "name"): attribute(node, "type") for node in nodes}
    for option in options:
        name, equals, value = option.partition("=")
        if not equals or name.upper() not in known:
            raise UnveilError(f"GDAL's driver {driver} has no creation option {name}, but {', '.join(sorted(known))}.")
        values = known[name.upper()]
        if values and value.upper() not in (each.upper() for each in values if each):
            raise UnveilError(f"The creation option {name} of GDAL's driver {driver} is one of {', '.join(values)}.")
        whole = re.fullmatch(r"[+-]?\d{1,9}", value)
        if not values and kinds[name.upper()] in ("int", "integer") and not whole:
            raise UnveilError(f"The creation option {name} of GDAL's driver {driver} is a whole number, not '{value}'.")
        # GDAL divides by it, and works for ever on blocks of nothing.
        if name.upper() in _BLOCKS and not (whole and 16 <= int(value) <= _MOST_BLOCK and int(value) % 16 == 0):
            raise UnveilError(f"The creation option {name} is a multiple of 16 up to {_MOST_BLOCK}, not '{value}'.")
