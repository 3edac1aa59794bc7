"""Reading xml files with GDAL's parser, which resolves no external entity."""

from __future__ import annotations

import stat
from collections.abc import Iterator

from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.raster.gdal_thread import collected_errors

_MOST_BYTES = 64 * 1024 * 1024
"""The largest metadata of a product with many granules are a few MB."""


def read_xml(path: str, text: str = "") -> list:
    """Return the document as GDAL's nested lists [type, name, child, ...]; UnveilError when it cannot be read.

    text: the document itself, where it is known already.
    """
    with collected_errors() as errors:
        try:
            text = text or _read_text(path)
            root = gdal.ParseXMLString(text) if text else None
        except RuntimeError as error:
            root = None
            errors.append(str(error))
    if root is None:
        raise UnveilError(
            f"The metadata {path} cannot be read ({errors[-1] if errors else 'empty, too large or no file'}); "
            "download the product again."
        )
    return root


def _read_text(path: str) -> str:
    found = gdal.VSIStatL(path)
    # A pipe would be waited for.
    if found is None or found.size > _MOST_BYTES or not stat.S_ISREG(found.mode):
        return ""
    file = gdal.VSIFOpenL(path, "rb")
    if file is None:
        return ""
    try:
        return bytes(gdal.VSIFReadL(1, found.size, file) or b"").decode("utf-8", "replace")
    finally:
        gdal.VSIFCloseL(file)


def elements(node: list, name: str) -> Iterator[list]:
    """Yield every element of that name at or below `node`, whatever its namespace and depth, in their order."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if node[0] == gdal.CXT_Element and node[1].rpartition(":")[2] == name:
            yield node
        waiting.extend(child for child in reversed(node[2:]) if child[0] == gdal.CXT_Element)


def text_of(node: list) -> str:
    """Return the text inside an element."""
    return "".join(child[1] for child in node[2:] if child[0] == gdal.CXT_Text).strip()


def attribute(node: list, name: str) -> str:
    """Return an attribute's value, or ""."""
    return next((child[2][1] for child in node[2:] if child[0] == gdal.CXT_Attribute and child[1] == name), "")


def first_text(node: list, name: str) -> str:
    """Return the text of the first element of that name, or ""."""
    return next((text_of(element) for element in elements(node, name)), "")
