"""Catalogues by value: their collections, what they call a band, and what their files need to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from unveil.engine.errors import UnveilError
from unveil.engine.sentinel.bands import SENTINEL2

GAMMA0, SIGMA0 = "gamma0", "sigma0"

_COMMON = {
    "B1": "coastal", "B2": "blue", "B3": "green", "B4": "red", "B5": "rededge1", "B6": "rededge2", "B7": "rededge3",
    "B8": "nir", "B8A": "nir08", "B9": "nir09", "B10": "cirrus", "B11": "swir16", "B12": "swir22",
}  # fmt: skip
_METRES = {"B1": 60, "B5": 20, "B6": 20, "B7": 20, "B8A": 20, "B9": 60, "B10": 60, "B11": 20, "B12": 20}


@dataclass(frozen=True)
class Profile:
    """One catalogue. address: of its API, or of a static catalogue ("" for any).

    optical: its collections of Sentinel-2, best first. radar: its collection of terrain-corrected radar, "" for none.
    assets: the names that a band's asset may have, best first. quantity: of the radar's backscatter, linear power.
    signing: address that signs an asset's address, "" where none is needed. account: what its files need, for people.
    gdal: GDAL's settings for its files.
    """

    name: str
    title: str
    address: str
    optical: tuple[str, ...]
    radar: str
    assets: Mapping[str, tuple[str, ...]]
    quantity: str = GAMMA0
    signing: str = ""
    account: str = ""
    gdal: Mapping[str, str] = field(default_factory=dict)


def _names(band: str) -> tuple[str, ...]:
    """Return what catalogues call a band: B02, B2, blue, B02_10m ..."""
    digits = band[1:].rstrip("A")
    padded = f"B{int(digits):02d}{'A' if band.endswith('A') else ''}"
    return (f"{padded}_{_METRES.get(band, 10)}m", padded, band, _COMMON[band], padded.lower())


ASSETS: dict[str, tuple[str, ...]] = {
    **{band: _names(band) for band in SENTINEL2},
    "SCL": ("SCL_20m", "SCL", "scl"),
    "VV": ("vv", "VV"),
    "VH": ("vh", "VH"),
}
"""Names of assets, tried in order; catalogues differ in nothing else."""

_HTTP = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_HTTP_MERGE_CONSECUTIVE_RANGES": "YES",
    "GDAL_INGESTED_BYTES_AT_OPEN": "32768",
    "VSI_CACHE": "TRUE",
    "GDAL_HTTP_MAX_RETRY": "5",
    "GDAL_HTTP_RETRY_DELAY": "1",
    "GDAL_HTTP_TIMEOUT": "60",
    "GDAL_HTTP_CONNECTTIMEOUT": "10",
}

PROFILES = (
    Profile(
        "earth-search",
        "Earth Search (Element 84, AWS)",
        "https://earth-search.aws.element84.com/v1",
        ("sentinel-2-l2a", "sentinel-2-c1-l2a"),
        "",
        ASSETS,
        account="its Sentinel-2 L2A files are free and need no account; it has no terrain-corrected radar",
        gdal={**_HTTP, "AWS_NO_SIGN_REQUEST": "YES"},
    ),
    Profile(
        "planetary-computer",
        "Microsoft Planetary Computer",
        "https://planetarycomputer.microsoft.com/api/stac/v1",
        ("sentinel-2-l2a",),
        "sentinel-1-rtc",
        ASSETS,
        signing="https://planetarycomputer.microsoft.com/api/sas/v1/sign",
        account="its files are signed for some minutes at a time; sentinel-1-rtc may ask for a subscription key, which "
        "goes into the variable PC_SDK_SUBSCRIPTION_KEY",
        gdal=_HTTP,
    ),
    Profile(
        "cdse",
        "Copernicus Data Space Ecosystem",
        "https://stac.dataspace.copernicus.eu/v1",
        ("sentinel-2-l2a", "sentinel-2-l1c"),
        "",
        ASSETS,
        account="its files need S3 keys of a free account (eodata-s3keysmanager.dataspace.copernicus.eu), which go "
        "into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
        gdal={
            **_HTTP,
            "AWS_S3_ENDPOINT": "eodata.dataspace.copernicus.eu",
            "AWS_VIRTUAL_HOSTING": "FALSE",
        },
    ),
    Profile("static", "Any STAC API or static catalogue", "", (), "", ASSETS, gdal=_HTTP),
)


def find_profile(name: str) -> Profile:
    """Return the profile of that name; UnveilError names those that there are."""
    for profile in PROFILES:
        if profile.name == name:
            return profile
    raise UnveilError(f"There is no catalogue '{name}'; choose {', '.join(each.name for each in PROFILES)}.")
