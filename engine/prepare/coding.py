"""What the values of a Sentinel-2 product mean where its metadata do not say, decided by a look at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.raster.sample import sample_windows
from unveil.engine.raster.source import Reader
from unveil.engine.sentinel.optical import QUANTIFICATION
from unveil.engine.sentinel.product import BandFile, Product
from unveil.engine.sentinel.values import check_measurements, check_offset, check_stored, fill_value, is_reflectance

OFFSETS = ("auto", "none", "1000")
"""auto: what the metadata say, and a refusal where the values look as if an offset were still in."""

Samples = Mapping[str, np.ndarray]
"""Stored values of each band that are measurements."""


def settled(product: Product, offset: str, feedback: Feedback) -> Product:
    """Return the product with gain, bias and fill of its bands as its values tell; `offset` of OFFSETS.

    Raises:
        UnveilError: the values are no measurement of Sentinel-2, or an offset seems to be left in.
    """
    for band in product.bands.values():
        if band.raster.dtype in ("uint8", "int8"):
            raise UnveilError(
                f"{band.raster.path} holds 8-bit values, a picture rather than a measurement; "
                "export the bands as 16-bit DN or 32-bit reflectance."
            )
    if product.stated:
        return product
    stored = _stored(product)
    product = _with_fill(product, stored, feedback)
    samples = {
        name: values[measured(values, product.bands[name])] for name, values in stored.items() if name in product.bands
    }
    samples = {name: values for name, values in samples.items() if values.size}
    if not samples:
        return product
    product = _as_dn(product, samples, feedback)
    for name, values in samples.items():
        check_stored(product.path, product.bands[name].raster.dtype, {name: values})
    if offset == "1000":
        # What the file states beside its scale is what is to be removed.
        bands = {name: replace(band, bias=min(band.bias, -1000.0)) for name, band in product.bands.items()}
        product = replace(product, bands=bands)
    dn = _dn(product, samples)
    check_measurements(product.path, dn, product.level)
    if offset == "auto":
        check_offset(product.path, dn)
    return product


def measured(stored: np.ndarray, band: BandFile) -> np.ndarray:
    """Return where stored values of a band are measurements: not 0, not the file's nodata or its fill, finite."""
    valid = stored != 0
    if np.issubdtype(stored.dtype, np.floating):
        valid &= np.isfinite(stored)
    for value in (band.nodata, band.fill):
        if value is not None and not np.isnan(value):
            valid &= stored != value
    return valid


def _stored(product: Product) -> dict[str, np.ndarray]:
    """Return stored values [n] of each band from windows spread over it."""
    found = {}
    for name, band in product.bands.items():
        with Reader(band.raster) as reader:
            parts = [reader.read(window, (band.position,)).ravel() for window in sample_windows(band.raster.grid)]
        found[name] = np.concatenate(parts)
    return found


def _with_fill(product: Product, stored: Samples, feedback: Feedback) -> Product:
    bands: dict[str, BandFile] = {}
    values: set[float] = set()
    for name, band in product.bands.items():
        there = stored[name][measured(stored[name], band)]
        value = fill_value(there, band.gain, band.bias)
        bands[name] = band if value is None else replace(band, fill=value)
        values |= set() if value is None else {value}
    empty = [name for name in bands if not measured(stored[name], bands[name]).any()]
    if empty and len(empty) < len(bands):
        feedback.info(f"{', '.join(empty)} holds no measurement anywhere and is left out.")
        bands = {name: band for name, band in bands.items() if name not in empty}
    if values:
        feedback.info(f"The value {', '.join(f'{value:g}' for value in sorted(values))} fills what holds no data.")
    return replace(product, bands=bands)


def _dn(product: Product, samples: Samples) -> dict[str, np.ndarray]:
    return {
        name: values.astype(np.float64) * product.bands[name].gain + product.bands[name].bias
        for name, values in samples.items()
    }


def _as_dn(product: Product, samples: Samples, feedback: Feedback) -> Product:
    """Return the product with reflectance (floating point, 0 to about 1) taken for what it is.

    A stated scale that would make next to nothing of it is left over from whole numbers, and not applied.
    """
    coded = np.concatenate(list(_dn(product, samples).values()))
    if not is_reflectance(coded):
        return product
    bare = np.concatenate([values.astype(np.float64) for values in samples.values()])
    floating = all(np.issubdtype(np.dtype(band.raster.dtype), np.floating) for band in product.bands.values())
    if not floating or not is_reflectance(bare):
        raise UnveilError(
            f"The values of {product.path} are whole numbers up to {bare.max():.3g}, neither DN nor reflectance; "
            "export the bands as DN (reflectance x 10000) or as 32-bit reflectance."
        )
    feedback.info("The values are reflectance (0 to about 1); they are multiplied by 10000.")
    if any(band.raster.bands[band.position - 1].scale is not None for band in product.bands.values()):
        feedback.info("The scale that the file states is left over from whole numbers and is not applied.")
    bands = {name: replace(band, gain=QUANTIFICATION, bias=0.0) for name, band in product.bands.items()}
    return replace(product, bands=bands)
