"""The rasters of a scene, copied by windows from what an item's assets point to, and prepared."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
from osgeo import gdal

from unveil.engine.catalogue.choice import Pass
from unveil.engine.catalogue.copying import area_on, copy_window, remote_grid
from unveil.engine.catalogue.offsets import choose_offset, stated_offset
from unveil.engine.catalogue.profiles import Profile
from unveil.engine.catalogue.request import FetchRequest
from unveil.engine.catalogue.transport import Transport
from unveil.engine.errors import PassingFault, UnveilError
from unveil.engine.feedback import Feedback, Step
from unveil.engine.prepare.optical import OpticalSettings, prepare_optical
from unveil.engine.prepare.radar import RadarSettings, RadarTarget, prepare_radar
from unveil.engine.raster.gdal_calls import collected_errors
from unveil.engine.raster.gdal_thread import thread_options
from unveil.engine.raster.sample import sample_windows
from unveil.engine.raster.source import Reader, describe
from unveil.engine.sentinel.bands import SENTINEL2
from unveil.engine.sentinel.products import open_product
from unveil.engine.sentinel.radar_products import open_radar_product

_RADAR_RIM = 200.0
"""Metres of radar round the scene, for filters and for a shift of whole pixels."""

_REFUSED = re.compile(r"\b(401|403)\b|Access ?Denied|InvalidAccessKeyId|InvalidCredentials|AWS_SECRET_ACCESS_KEY", re.I)
"""What GDAL says of files that need an account."""


class Copier:
    """Copies windows into `work` and prepares them."""

    def __init__(self, request: FetchRequest, transport: Transport, work: Path):
        self._request, self._transport, self._work = request, transport, work

    def optical(self, item: dict[str, Any], target: Path, feedback: Feedback) -> None:
        """Copy and prepare the bands of an item."""
        if target.exists():
            return
        profile = self._request.optical
        assets = _assets(item, profile)
        folder = self._work / target.stem
        folder.mkdir(exist_ok=True)
        with thread_options(profile.gdal), _account_named(profile):
            area = area_on(remote_grid(self._signed(assets["B4"]["href"], profile)), self._request.box)
            number = len(assets)
            for index, (band, asset) in enumerate(assets.items()):
                name = band if band == "SCL" else f"B{int(band[1:].rstrip('A')):02d}{'A' if band.endswith('A') else ''}"
                step = Step(feedback, 0.8 * index / number, 0.8 * (index + 1) / number)
                copy_window(self._signed(asset["href"], profile), folder / f"scene_{name}.tif", area, step)
        product = open_product(str(folder))
        floors = {band: _floor(file.raster.path) for band, file in product.bands.items()}
        offset = choose_offset(stated_offset(item, assets["B4"]), floors, feedback)
        classification = str(target.with_name(f"{target.stem}_scl.tif")) if "SCL" in assets else None
        settings = OpticalSettings(offset=offset, classification=classification or "")
        prepare_optical(product, str(target), settings, Step(feedback, 0.8, 1.0))

    def radar(self, chosen: Pass, reference: Path, target: Path, feedback: Feedback) -> None:
        """Copy and prepare the slices of a pass on the grid of the optical raster."""
        if target.exists():
            return
        profile = self._request.radar
        grid = describe(str(reference)).grid
        area = area_on(grid, None).grown(_RADAR_RIM)
        folder = self._work / target.stem
        folder.mkdir(exist_ok=True)
        mosaics = []
        with thread_options(profile.gdal), _account_named(profile):
            for half, band in enumerate(("VV", "VH")):
                paths = []
                for number, item in enumerate(chosen.items):
                    asset = _asset(item, profile, band)
                    path = folder / f"{band}_{number}.tif"
                    share = 0.4 * (half + number / len(chosen.items))
                    copy_window(self._signed(asset["href"], profile), path, area, Step(feedback, share, share + 0.1))
                    paths.append(str(path))
                mosaics.append(str(folder / f"scene_{band}.tif"))
                _mosaic(paths, mosaics[-1])
        settings = RadarSettings(profile.quantity, "auto", False)
        product = open_radar_product(mosaics[0], mosaics[1], profile.quantity)
        place = RadarTarget(describe(str(reference)), str(target))
        prepare_radar(product, place, settings, Step(feedback, 0.8, 1.0))

    def _signed(self, href: str, profile: Profile) -> str:
        if not profile.signing or not href.startswith("https://"):
            return href
        answer = self._transport(f"{profile.signing}?href={quote(href, safe='')}", None)
        signed = answer.get("href") if isinstance(answer, dict) else None
        if not isinstance(signed, str):
            raise UnveilError(f"{profile.title} does not sign {href}; {profile.account}.")
        return signed


@contextlib.contextmanager
def _account_named(profile: Profile) -> Iterator[None]:
    """Say what a catalogue's files need where they are refused."""
    try:
        yield
    except UnveilError as error:
        if profile.account and not isinstance(error, PassingFault) and _REFUSED.search(str(error)):
            raise UnveilError(f"{error} {profile.title}: {profile.account}.") from error
        raise


def _assets(item: dict[str, Any], profile: Profile) -> dict[str, dict[str, Any]]:
    """Return the assets of Sentinel-2's bands, and SCL where there is one, by Unveil's names."""
    found = {}
    for band in (*SENTINEL2, "SCL"):
        asset = next((item["assets"][name] for name in profile.assets[band] if name in item["assets"]), None)
        if asset is not None:
            found[band] = asset
    lacking = [band for band in ("B2", "B3", "B4", "B8") if band not in found]
    if lacking:
        raise UnveilError(
            f"The item {item['id']} has no assets for {', '.join(lacking)}; is it one of {profile.title}?"
        )
    return found


def _asset(item: dict[str, Any], profile: Profile, band: str) -> dict[str, Any]:
    for name in profile.assets[band]:
        if name in item["assets"]:
            return item["assets"][name]
    raise UnveilError(f"The radar item {item['id']} has no asset for {band}.")


def _mosaic(paths: list[str], target: str) -> None:
    """Join the slices of a pass; later ones lie above earlier ones, which show the same ground at the same time."""
    with collected_errors() as errors:
        try:
            joined = gdal.Warp(target, paths)
        except RuntimeError as error:
            joined = None
            errors.append(str(error))
    if joined is None or errors:
        raise UnveilError(f"The radar slices cannot be joined ({errors[-1] if errors else 'GDAL gave no reason'}).")


def _floor(path: str) -> float:
    """Return the 1st percentile of a band's measurements; 0 is no measurement."""
    raster = describe(path)
    with Reader(raster) as reader:
        values = np.concatenate([reader.read(window, (1,)).ravel() for window in sample_windows(raster.grid)])
    values = values[values != 0]
    return float(np.percentile(values, 1)) if values.size else 0.0
