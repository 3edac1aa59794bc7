"""Reading the xml files of Sentinel products with GDAL's parser, which resolves no external entity."""

from __future__ import annotations

from collections.abc import Iterator

from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.raster.gdal_calls import collected_errors

_MOST_BYTES = 64 * 1024 * 1024
"""The largest metadata of a product with many granules are a few MB."""


def read_xml(path: str) -> list:
    """Return the document as GDAL's nested lists [type, name, child, ...]; UnveilError when it cannot be read."""
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


def elements(node: list, name: str) -> Iterator[list]:
    """Yield every element of that name at or below `node`, whatever its namespace."""
    if node[0] == gdal.CXT_Element and node[1].rpartition(":")[2] == name:
        yield node
    for child in node[2:]:
        if child[0] == gdal.CXT_Element:
            yield from elements(child, name)


def text_of(node: list) -> str:
    """Return the text inside an element."""
    return "".join(child[1] for child in node[2:] if child[0] == gdal.CXT_Text).strip()


def attribute(node: list, name: str) -> str:
    """Return an attribute's value, or ""."""
    return next((child[2][1] for child in node[2:] if child[0] == gdal.CXT_Attribute and child[1] == name), "")


def first_text(node: list, name: str) -> str:
    """Return the text of the first element of that name, or ""."""
    return next((text_of(element) for element in elements(node, name)), "")
