"""Sentinel-1 as users have it: which file holds VV and which VH, in what units, of which quantity."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.raster.gdal_calls import collected_errors
from unveil.engine.raster.source import Raster, describe
from unveil.engine.sentinel.backscatter import (
    SNAP_GRAPH,
    check_quantity,
    measured,
    stated_quantity,
    stated_units,
    units_of,
)
from unveil.engine.sentinel.bands import POLARISATIONS, find_radar_bands, polarisation_name
from unveil.engine.sentinel.calibration import Calibration, read_calibration
from unveil.engine.sentinel.products import dimap_folder
from unveil.engine.sentinel.radar import sample

FOLDER_DRIVERS = {".tif": ("GTiff",), ".tiff": ("GTiff",), ".img": ("HFA", "ENVI")}
"""Formats of the files in a folder of radar, by their endings."""

_SUBDATASET = re.compile(r"SENTINEL1_CALIB:[A-Z0-9]+:(?P<file>.+):[^:]+:[A-Z]+", re.S)


@dataclass(frozen=True)
class RadarProduct:
    """VV and VH of one scene.

    files: (raster, 1-based band) of VV and of VH. quantity: "sigma0", "gamma0" or "" where nothing tells.
    ungeocoded: for a GRD as ESA ships it, its measurements of VV and VH with their calibration; else None.
    """

    path: str
    files: tuple[tuple[Raster, int], tuple[Raster, int]] | None
    quantity: str = ""
    ungeocoded: tuple[tuple[str, Calibration], tuple[str, Calibration]] | None = None

    @property
    def rasters(self) -> tuple[tuple[Raster, int], tuple[Raster, int]]:
        """`files` of a product that lies on a grid; ValueError for one that does not."""
        if self.files is None:
            raise ValueError(f"{self.path} lies on no grid")
        return self.files


def open_radar_product(path: str, vh_path: str = "", quantity: str = "") -> RadarProduct:
    """Find VV and VH behind a raster, two rasters, a folder with a file for each, or a SAFE GRD.

    quantity: which calibration to take of a SAFE GRD; of other files it is what the user says they hold.

    Raises:
        UnveilError: there is only one polarisation, or they cannot be told apart.
    """
    match = _SUBDATASET.fullmatch(path)
    path = match.group("file") if match else path
    if not path.startswith("/vsi") and not os.path.exists(path):
        raise UnveilError(f"{path} does not exist; give a radar raster with VV and VH, or a Sentinel-1 SAFE product.")
    safe = _safe_folder(path)
    if safe:
        return _from_safe(path, safe, quantity or "sigma0")
    if path.lower().endswith(".dim"):
        return _from_folder(dimap_folder(path), quantity)
    if os.path.isdir(path) or path.lower().endswith(".zip"):
        return _from_folder(path, quantity)
    if vh_path:
        return _from_two(describe(path), describe(vh_path), quantity)
    return from_radar_raster(describe(path), quantity)


def from_radar_raster(raster: Raster, quantity: str = "") -> RadarProduct:
    """Find VV and VH in one raster; UnveilError as `find_radar_bands`."""
    vv, vh = ((raster, position) for position in find_radar_bands(raster))
    return RadarProduct(raster.path, (vv, vh), quantity or _quantity(raster))


def _from_two(first: Raster, second: Raster, quantity: str) -> RadarProduct:
    rasters = (first, second)
    if any(len(raster.bands) != 1 for raster in rasters):
        raise UnveilError(
            "Two radar files were given and one of them has several bands; give one file for each polarisation."
        )
    names = [polarisation_name(raster.names[0]) or polarisation_name(_stem(raster.path)) for raster in rasters]
    if names[0] == names[1] and names[0] is not None:
        raise UnveilError(f"Both radar files hold {names[0]}; give one of VV and one of VH.")
    swapped = names[0] == "VH" or names[1] == "VV"
    ordered = rasters[::-1] if swapped else rasters
    return RadarProduct(
        first.path, ((ordered[0], 1), (ordered[1], 1)), quantity or _quantity(first) or _quantity(second)
    )


def _from_folder(path: str, quantity: str) -> RadarProduct:
    folder = path if os.path.isdir(path) else "/vsizip/" + os.path.abspath(path).replace("\\", "/")
    with collected_errors():
        files = sorted(gdal.ReadDirRecursive(folder) or [])
    files = [f"{folder.rstrip('/')}/{name}" for name in files if name.lower().endswith(tuple(FOLDER_DRIVERS))]
    found = {name: [file for file in files if polarisation_name(_stem(file)) == name] for name in POLARISATIONS}
    for name in POLARISATIONS:
        if len(found[name]) != 1:
            raise UnveilError(
                f"{path} holds {len(found[name])} files named after {name}, and one is needed; give a folder with "
                "one file "
                "for VV and one for VH, a raster with both, or a SAFE product."
            )
    vv, vh = (describe(file, drivers=FOLDER_DRIVERS[PurePosixPath(file).suffix.lower()]) for (file,) in found.values())
    return _from_two(vv, vh, quantity)


def _stem(path: str) -> str:
    return PurePosixPath(path.replace("\\", "/")).stem


def _quantity(raster: Raster) -> str:
    return stated_quantity([*raster.names, _stem(raster.path)])


def _safe_folder(path: str) -> str:
    """Return the folder with the manifest.safe that a path stands for, or ""."""
    if PurePosixPath(path.replace("\\", "/")).name.lower() == "manifest.safe":
        return path[: -len("manifest.safe")].rstrip("/\\") or "."
    with collected_errors():
        if path.lower().endswith(".zip"):
            root = "/vsizip/" + os.path.abspath(path).replace("\\", "/")
            inside = [name for name in gdal.ReadDir(root) or [] if name.upper().rstrip("/").endswith(".SAFE")]
            candidates = [f"{root}/{name.rstrip('/')}" for name in inside]
        else:
            candidates = [path.replace("\\", "/").rstrip("/")]
        return next((folder for folder in candidates if gdal.VSIStatL(f"{folder}/manifest.safe") is not None), "")


def _from_safe(given: str, folder: str, quantity: str) -> RadarProduct:
    measurements = _by_polarisation(folder, "measurement", (".tiff", ".tif"))
    tables = _by_polarisation(folder, "annotation/calibration", (".xml",))
    if not measurements or any("-grd-" not in _stem(path) for path in measurements.values()):
        raise UnveilError(
            f"{given} is no ground range product (GRD); take a GRD product of the scene, or calibrate and "
            "terrain-correct "
            f"it with SNAP ({SNAP_GRAPH})."
        )
    missing = [name for name in POLARISATIONS if name not in measurements]
    if missing:
        raise UnveilError(
            f"{given} holds {', '.join(sorted(measurements)) or 'neither VV nor VH'} only, and networks need VV and "
            "VH; "
            "choose a dual-polarised scene (1SDV)."
        )
    if any(name not in tables for name in POLARISATIONS):
        raise UnveilError(
            f"{given} lacks the calibration of a polarisation (annotation/calibration); download it again."
        )
    places = [(measurements[name], read_calibration(tables[name], quantity)) for name in POLARISATIONS]
    return RadarProduct(given, None, quantity, (places[0], places[1]))


def _by_polarisation(folder: str, below: str, endings: tuple[str, ...]) -> dict[str, str]:
    """Return the files of a SAFE folder by polarisation; of calibration files those that are no noise vectors."""
    with collected_errors():
        names = gdal.ReadDir(f"{folder}/{below}") or []
    found: dict[str, str] = {}
    for name in sorted(names):
        polarisation = polarisation_name(_stem(name))
        if name.lower().endswith(endings) and polarisation and not name.lower().startswith("noise"):
            found.setdefault(polarisation, f"{folder}/{below}/{name}")
    return found


def detect_units(product: RadarProduct) -> str:
    """Return one of UNITS from names and from values spread over the files.

    Raises:
        UnveilError: the values are no backscatter, or could be in more than one of UNITS.
    """
    (vv, vv_band), (vh, vh_band) = product.rasters
    parts = [sample(raster, (band, band))[0] for raster, band in ((vv, vv_band), (vh, vh_band))]
    texts = [text for raster in (vv, vh) for text in (*raster.names, _stem(raster.path))]
    check_quantity(product.path, texts)
    first, second = map(measured, parts)
    return units_of(product.path, first, second, stated_units(texts))
