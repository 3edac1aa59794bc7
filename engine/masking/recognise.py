"""What a user's mask raster means: by its coding where one is named, else by its values and names."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.masking.codings import (
    AUTO,
    BINARY,
    BYTE_PROBABILITY,
    CLASS_CODES,
    CLASSI,
    CLEAR_PERCENT,
    CLEAR_SCORE,
    CLEAR_TRUTH,
    CODINGS,
    FMASK_PYTHON,
    FMASK_USGS,
    KAPPAMASK,
    MASK_CODINGS,
    OVERSHOT,
    PERCENT,
    PROBABILITY,
    PROBABILITY_THRESHOLD,
    SCENE_CLASSES,
    TABLES,
    TRUTH,
    MaskCoding,
)
from unveil.engine.masking.detectors import scene_classification
from unveil.engine.masking.levels import names_scene_classification
from unveil.engine.raster.rows import ReadRows, RowFeed, whole_rows
from unveil.engine.raster.source import Raster, Reader, metadata_of

__all__ = ["PROBABILITY_THRESHOLD", "MaskCoding", "class_rows", "is_own_mask", "recognise_mask"]

_STRIP_PIXELS = 4_000_000
_MOST_KINDS = 260
"""More different values than this are measurements, not codes."""

_FEW = 4
"""Whole numbers up to 100 are percent when there are more different ones than this, and stray codes otherwise."""

_FMASK_CODES = 5
_CODES_OF_CLOUD = (TRUTH, BINARY, CLASS_CODES)
_PROBABILITY_WORDS = frozenset(("PROB", "PROBABILITY", "CLDPRB", "CLOUDPROB"))
_CLEAR_WORDS = frozenset(("CLEAR", "CLEARSKY", "CLEARMASK", "CLOUDFREE", "NOCLOUD", "VALID", "USABLE"))
_BIT_WORDS = frozenset(("FMASK", "QA", "CLM", "BITS", "BITMASK"))
_OPAQUE, _CIRRUS = "MSK_CLASSI_OPAQUE", "MSK_CLASSI_CIRRUS"


def recognise_mask(
    mask: Raster, feedback: Feedback, threshold: float = PROBABILITY_THRESHOLD, coding: str = AUTO
) -> MaskCoding:
    """Read a mask once and tell what its values mean; `coding` of MASK_CODINGS.

    Raises:
        UnveilError: the values fit none of the kinds or more than one, or not the coding that is named; several bands
            cannot be told apart; a threshold lies outside 0..1.
        Cancelled: the user stopped it.
    """
    if not 0 < threshold <= 1:
        raise UnveilError(f"A mask's threshold of {threshold:g} is no probability; give more than 0 and at most 1.")
    if coding not in MASK_CODINGS:
        raise UnveilError(f"There is no mask coding '{coding}'; choose {', '.join(MASK_CODINGS)}.")
    joined = _classi_bands(mask)
    if joined and coding == AUTO:
        return MaskCoding(CLASSI, None, threshold, joined)
    position = _position(mask)
    band = mask.bands[position - 1]
    nodata = band.nodata
    seen = _values(mask, position, feedback)
    scale = 1.0 if band.scale is None else band.scale
    offset = band.offset or 0.0
    if (scale, offset) != (1.0, 0.0):
        seen = seen * scale + offset
    kind = _kind(mask, position, seen) if coding == AUTO else _named_kind(mask, coding, seen)
    if nodata == classes.CLOUD and kind == TRUTH and _holds(mask, position, nodata, feedback):
        raise UnveilError(
            f"The mask {mask.path} states {nodata:g} as its value for no data and holds nothing else but 0, so that "
            "nothing in it is cloud; unset it: gdal_edit.py -unsetnodata <file>."
        )
    marks_only = coding in (AUTO, "binary") and kind in _CODES_OF_CLOUD and bool(len(seen)) and 0 not in seen
    says_nothing = kind != BINARY and set(seen) == {float(classes.NODATA)}
    empty_is_clear = marks_only and not says_nothing and not is_own_mask(mask)
    return MaskCoding(kind, nodata, threshold, (position,), scale, offset, empty_is_clear)


def class_rows(reader: Reader, coding: MaskCoding) -> ReadRows:
    """Return a function that reads whole rows of a mask as class codes [1, n, width]."""
    read = whole_rows(reader, coding.positions)
    return lambda start, stop: coding.classes(read(start, stop))


def _classi_bands(mask: Raster) -> tuple[int, ...]:
    """Return the positions of the opaque and the cirrus band of a product's MSK_CLASSI, or ()."""
    names = [name.upper() for name in mask.names]
    if len(names) > 1 and all(name.startswith("MSK_CLASSI") for name in names) and {_OPAQUE, _CIRRUS} <= set(names):
        return names.index(_OPAQUE) + 1, names.index(_CIRRUS) + 1
    # The file in the product (MSK_CLASSI_B00.jp2) has no names: opaque, cirrus, snow.
    if len(names) == 3 and not any(names) and "MSK_CLASSI" in _file(mask).upper():
        return 1, 2
    return ()


def _position(mask: Raster) -> int:
    """Return the 1-based position of the band that is the mask: the only one, or the only one with a name for one."""
    if len(mask.bands) == 1:
        return 1
    told = [index for index, name in enumerate(mask.names, 1) if _tells(name)]
    if len(told) == 1:
        return told[0]
    names = ", ".join(name or "unnamed" for name in mask.names)
    raise UnveilError(
        f"The mask {mask.path} has {len(mask.bands)} bands ({names}), and which of them is the mask cannot be told; "
        "give a raster of one band."
    )


def _tells(name: str) -> bool:
    words = _words(name)
    known = {"CLM", "CLP", "CS", "FMASK", "CLOUDMASK", "MASK", "CLEAR", "KAPPAMASK", "OCM", "OMNICLOUDMASK"}
    return names_scene_classification(name) or bool(words & (known | _PROBABILITY_WORDS))


def _values(mask: Raster, position: int, feedback: Feedback) -> np.ndarray:
    """Return the different values of a band, or its least and largest and one between where these are many."""
    nodata = mask.bands[position - 1].nodata
    seen = np.empty(0)
    for values in _strips(mask, position, feedback):
        found = np.flatnonzero(np.bincount(values.ravel())) if values.dtype == np.uint8 else np.unique(values)
        seen = np.union1d(seen, found[np.isfinite(found)].astype(np.float64))
        if nodata is not None:
            seen = seen[seen != nodata]
        if len(seen) > _MOST_KINDS:
            # A value that is not whole, if there is one, tells probabilities from codes.
            parts = seen[seen != np.round(seen)]
            seen = np.unique(np.concatenate([seen[[0, -1]], parts[:1]]))
    return seen


def _kind(mask: Raster, position: int, seen: np.ndarray) -> str:
    name = mask.names[position - 1]
    words = _words(f"{name} {_file(mask)}")
    codes = seen[seen != classes.NODATA]
    whole = bool((codes == np.round(codes)).all())
    least, most = (codes.min(), codes.max()) if len(codes) else (0.0, 0.0)
    if least < 0 and (whole or least < (1 - OVERSHOT) * max(most, 1.0)):
        raise _no_kind(mask, codes)
    named = _named_by_band(name, words, seen, most)
    if named:
        return named
    if not whole:
        if most > 100 * OVERSHOT:
            raise _no_kind(mask, codes)
        return PROBABILITY if most <= OVERSHOT else PERCENT
    if words & _PROBABILITY_WORDS and 1 < most <= 100:
        return PERCENT
    if _is_binary(seen, codes, mask.bands[position - 1].nodata):
        return BINARY
    if most <= 1:
        return TRUTH
    if most <= classes.SHADOW:
        return _class_codes(mask, position, codes)
    if most <= _FMASK_CODES:
        raise _ask(mask, codes)
    if most <= max(scene_classification.CODES):
        return SCENE_CLASSES
    floating = np.issubdtype(np.dtype(mask.dtype), np.floating)
    # Sums of bits (Fmask of HLS, MAJA) may be small numbers, too; those of clouds are all even.
    are_bits = bool(words & _BIT_WORDS) or not (codes % 2).any()
    if most <= 100 and (floating or len(codes) > _FEW) and not are_bits:
        return PERCENT
    raise _no_kind(mask, codes)


def _named_by_band(name: str, words: set[str], seen: np.ndarray, most: float) -> str:
    """Return the kind that the names of band and file tell, or ""."""
    own = _words(name)
    if (names_scene_classification(name) or "SCL" in words) and most <= max(scene_classification.CODES):
        return SCENE_CLASSES
    if "CS" in own and most <= 100:
        return CLEAR_SCORE if most <= 1 else CLEAR_PERCENT
    if _says_clear(own) and most <= 1:
        return CLEAR_TRUTH if (seen == np.round(seen)).all() else CLEAR_SCORE
    if "CLP" in own and most > 100 and seen.max() <= 255:
        return BYTE_PROBABILITY
    if "KAPPAMASK" in words and set(seen.tolist()) <= set(TABLES[KAPPAMASK]):
        return KAPPAMASK
    return ""


def _says_clear(words: set[str]) -> bool:
    return bool(words & _CLEAR_WORDS) or ("CLOUD" in words and bool(words & {"FREE", "NO", "NOT", "WITHOUT"}))


def _holds(mask: Raster, position: int, value: float, feedback: Feedback) -> bool:
    """Tell whether a band holds a value anywhere."""
    return any((values == value).any() for values in _strips(mask, position, feedback))


def _strips(mask: Raster, position: int, feedback: Feedback) -> Iterator[np.ndarray]:
    """Yield the values of a band, whole rows at a time."""
    grid, step = mask.grid, max(64, _STRIP_PIXELS // mask.grid.width)
    with Reader(mask) as reader, RowFeed(whole_rows(reader, (position,)), grid.height, mask.block_height) as feed:
        for start in range(0, grid.height, step):
            feedback.check()
            yield feed.rows(start, min(start + step, grid.height))


def _is_binary(seen: np.ndarray, codes: np.ndarray, nodata: float | None) -> bool:
    """Tell whether 255 (or 65535) is what is set: there is nothing else but 0, which may be the file's nodata."""
    if set(codes.tolist()) <= {0.0, 65535.0} and 65535 in codes:
        return True
    return classes.NODATA in seen and not codes.any() and (len(codes) > 0 or nodata == 0)


def _class_codes(mask: Raster, position: int, codes: np.ndarray) -> str:
    """Return CLASS_CODES; UnveilError where nothing is 0, as then 1 may just as well be clear ground (python-fmask)."""
    if 0 in codes or is_own_mask(mask):
        return CLASS_CODES
    raise _ask(mask, codes)


def is_own_mask(mask: Raster) -> bool:
    """Tell whether a raster says that Unveil made it as a mask."""
    return "UNVEIL_DETECTOR" in metadata_of(mask)


def _named_kind(mask: Raster, coding: str, seen: np.ndarray) -> str:
    """Return the kind behind the coding that a user named; UnveilError where the values do not fit it."""
    kinds = CODINGS[coding]
    most = float(seen.max()) if len(seen) else 0.0
    if coding == "classes" and len(seen) and not seen[seen != classes.NODATA].any() and classes.NODATA in seen:
        return CLASS_CODES
    if kinds[0] in TABLES:
        odd = [value for value in seen.tolist() if value not in TABLES[kinds[0]]]
        if odd:
            raise UnveilError(
                f"The mask {mask.path} holds the values {_listed(odd)}, which the coding '{coding}' does not know; "
                "name another one."
            )
        return kinds[0]
    if kinds == (BINARY,):
        return BINARY
    limits = {PROBABILITY: 1, CLEAR_SCORE: 1, PERCENT: 100, CLEAR_PERCENT: 100, BYTE_PROBABILITY: 255}
    beside = seen[seen != classes.NODATA]
    share = 0.0 if (seen == np.round(seen)).all() else OVERSHOT - 1
    for kind in kinds:
        values, more = (seen if kind == BYTE_PROBABILITY else beside), share * limits[kind]
        if not len(values) or (values.min() >= -more and values.max() <= limits[kind] + more):
            return kind
    raise UnveilError(
        f"The mask {mask.path} holds values from {seen.min():g} to {most:g}, which are no '{coding}' "
        "(0 to 1, or 0 to 100)."
    )


def _ask(mask: Raster, codes: np.ndarray) -> UnveilError:
    fitting = [
        name
        for name, kinds in CODINGS.items()
        if kinds[0] in TABLES and name not in ("clear", "cloudsen12", "omnicloudmask")
        and set(codes.tolist()) <= set(TABLES[kinds[0]])
    ]  # fmt: skip
    return UnveilError(
        f"The values {_listed(codes)} of the mask {mask.path} mean one thing as {FMASK_USGS} and another as "
        f"{FMASK_PYTHON}, KappaMask, class codes or a scene classification; name its coding "
        f"({', '.join(fitting)})."
    )


def _no_kind(mask: Raster, codes: np.ndarray) -> UnveilError:
    odd = [value for value in codes if value not in classes.NAMES]
    return UnveilError(
        f"The mask {mask.path} holds the values {_listed(odd)}, which are no class codes "
        "(0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data), no 0 and 1, no probability (0 to 1 or 0 to 100) "
        "and no scene classification (0 to 11); reclassify it first, or name its coding."
    )


def _listed(values: np.ndarray | list) -> str:
    return ", ".join(f"{value:g}" for value in list(values)[:5])


def _file(mask: Raster) -> str:
    return mask.path.replace("\\", "/").rpartition("/")[2]


def _words(text: str) -> set[str]:
    return set(re.split(r"[^A-Z]+", text.upper()))
