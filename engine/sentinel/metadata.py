"""What the MTD xml of a Sentinel-2 product says of its values: level, baseline, quantification, offsets."""

from __future__ import annotations

from dataclasses import dataclass, field

from unveil.engine.errors import UnveilError
from unveil.engine.raster.xml import attribute, elements, first_text, read_xml, text_of
from unveil.engine.sentinel.bands import SENTINEL2, optical_name

_QUANTIFICATIONS = (1.0, 1e6)
"""Products have 1000 or 10000."""


@dataclass(frozen=True)
class ProductMetadata:
    """Level ("L1C", "L2A" or ""), processing baseline ("" where it is not stated), and how values are coded.

    reflectance = (stored + offsets[band]) / quantification; bands that are not in `offsets` have none.
    """

    level: str = ""
    baseline: str = ""
    quantification: float = 10000.0
    offsets: dict[str, float] = field(default_factory=dict)


def read_metadata(path: str) -> ProductMetadata:
    """Read MTD_MSIL1C.xml, MTD_MSIL2A.xml or the S2?_OPER_MTD_*.xml of products from before December 2016.

    Offsets are RADIO_ADD_OFFSET (L1C) and BOA_ADD_OFFSET (L2A), stated since processing baseline 04.00; their band_id
    counts B1 ... B8, B8A, B9 ... B12 from 0, as Spectral_Information says where it is there.

    Raises:
        UnveilError: the file cannot be read or is no metadata of a Sentinel-2 product.
    """
    root = read_xml(path)
    level = _level(first_text(root, "PROCESSING_LEVEL"))
    if not level:
        raise UnveilError(
            f"{path} is no product metadata of Sentinel-2 L1C or L2A (no PROCESSING_LEVEL); "
            "choose MTD_MSIL1C.xml or MTD_MSIL2A.xml in the SAFE folder."
        )
    quantification = ("QUANTIFICATION_VALUE",) if level == "L1C" else (
        "BOA_QUANTIFICATION_VALUE", "L2A_BOA_QUANTIFICATION_VALUE", "L1C_L2A_QUANTIFICATION_VALUE",
    )  # fmt: skip
    stated = next(filter(None, (first_text(root, name) for name in quantification)), "10000")
    try:
        offsets = _offsets(root, "RADIO_ADD_OFFSET" if level == "L1C" else "BOA_ADD_OFFSET")
        value = float(stated)
    except ValueError as error:
        raise UnveilError(
            f"The metadata {path} hold a number that cannot be read ({error}); download it again."
        ) from error
    if not _QUANTIFICATIONS[0] <= value <= _QUANTIFICATIONS[1]:
        raise UnveilError(f"The metadata {path} state a quantification of {stated}; download the product again.")
    odd = [offset for offset in offsets.values() if not abs(offset) <= value]
    if odd:
        raise UnveilError(f"The metadata {path} state an offset of {odd[0]:g}; download the product again.")
    return ProductMetadata(level, first_text(root, "PROCESSING_BASELINE"), value, offsets)


def _level(text: str) -> str:
    if text.startswith("Level-1C"):
        return "L1C"
    return "L2A" if text.startswith("Level-2A") else ""


def _offsets(root: list, name: str) -> dict[str, float]:
    names = dict(enumerate(SENTINEL2))
    for element in elements(root, "Spectral_Information"):
        band = optical_name(attribute(element, "physicalBand"))
        if band and attribute(element, "bandId").isdigit():
            names[int(attribute(element, "bandId"))] = band
    offsets = {}
    for element in elements(root, name):
        number = int(attribute(element, "band_id") or -1)
        if number not in names:
            raise ValueError(f"{name} of band {number}")
        offsets[names[number]] = float(text_of(element))
    return offsets
