"""What the MTD xml of a Sentinel-2 product says of its values: level, baseline, quantification, offsets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.raster.gdal_calls import collected_errors
from unveil.engine.sentinel.bands import SENTINEL2, optical_name

_MOST_BYTES = 64 * 1024 * 1024
"""The largest metadata of a product with many granules are a few MB."""

_ELEMENT, _TEXT, _ATTRIBUTE = gdal.CXT_Element, gdal.CXT_Text, gdal.CXT_Attribute


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
    root = _parse(path)
    level = _level(_first(root, "PROCESSING_LEVEL"))
    if not level:
        raise UnveilError(
            f"{path} is no product metadata of Sentinel-2 L1C or L2A (no PROCESSING_LEVEL); "
            "choose MTD_MSIL1C.xml or MTD_MSIL2A.xml in the SAFE folder."
        )
    quantification = ("QUANTIFICATION_VALUE",) if level == "L1C" else (
        "BOA_QUANTIFICATION_VALUE", "L2A_BOA_QUANTIFICATION_VALUE", "L1C_L2A_QUANTIFICATION_VALUE",
    )  # fmt: skip
    stated = next(filter(None, (_first(root, name) for name in quantification)), "10000")
    try:
        offsets = _offsets(root, "RADIO_ADD_OFFSET" if level == "L1C" else "BOA_ADD_OFFSET")
        value = float(stated)
    except ValueError as error:
        raise UnveilError(f"The metadata {path} hold a number that cannot be read ({error}); download it again.") from error
    if value <= 0:
        raise UnveilError(f"The metadata {path} state a quantification of {stated}; download the product again.")
    return ProductMetadata(level, _first(root, "PROCESSING_BASELINE"), value, offsets)


def _parse(path: str) -> list:
    """Return the document as GDAL's nested lists [type, name, child, ...]; GDAL resolves no external entity."""
    with collected_errors() as errors:
        try:
            text = _read_text(path)
            root = gdal.ParseXMLString(text) if text else None
        except RuntimeError as error:
            root = None
            errors.append(str(error))
    if root is None:
        raise UnveilError(
            f"The metadata {path} cannot be read ({errors[-1] if errors else 'empty or too large'}); "
            "download the product again."
        )
    return root


def _read_text(path: str) -> str:
    stat = gdal.VSIStatL(path)
    if stat is None or stat.size > _MOST_BYTES:
        return ""
    file = gdal.VSIFOpenL(path, "rb")
    if file is None:
        return ""
    try:
        return bytes(gdal.VSIFReadL(1, stat.size, file) or b"").decode("utf-8", "replace")
    finally:
        gdal.VSIFCloseL(file)


def _elements(node: list, name: str) -> Iterator[list]:
    """Yield every element of that name at or below `node`, whatever its namespace."""
    if node[0] == _ELEMENT and node[1].rpartition(":")[2] == name:
        yield node
    for child in node[2:]:
        if child[0] == _ELEMENT:
            yield from _elements(child, name)


def _text(node: list) -> str:
    return "".join(child[1] for child in node[2:] if child[0] == _TEXT).strip()


def _attribute(node: list, name: str) -> str:
    return next((child[2][1] for child in node[2:] if child[0] == _ATTRIBUTE and child[1] == name), "")


def _first(node: list, name: str) -> str:
    return next((_text(element) for element in _elements(node, name)), "")


def _level(text: str) -> str:
    if text.startswith("Level-1C"):
        return "L1C"
    return "L2A" if text.startswith("Level-2A") else ""


def _offsets(root: list, name: str) -> dict[str, float]:
    names = dict(enumerate(SENTINEL2))
    for element in _elements(root, "Spectral_Information"):
        band = optical_name(_attribute(element, "physicalBand"))
        if band and _attribute(element, "bandId").isdigit():
            names[int(_attribute(element, "bandId"))] = band
    offsets = {}
    for element in _elements(root, name):
        number = int(_attribute(element, "band_id") or -1)
        if number not in names:
            raise ValueError(f"{name} of band {number}")
        offsets[names[number]] = float(_text(element))
    return offsets
