"""The rasters that say how far a result may be trusted: bits, standard errors, and days to the other date.

They are made after the result, in one more look at the scene, so that a run that nobody asks for them costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import numpy as np

from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.raster.grid import any_in_squares
from unveil.engine.raster.ground import ground_sampling_distance, pixels
from unveil.engine.raster.sink import Content
from unveil.engine.raster.source import Band
from unveil.engine.raster.style import grey_style
from unveil.engine.references.ground import ReferenceGround, changed
from unveil.engine.removal.compose import taken_share
from unveil.engine.removal.depth import REACH as DEPTH_REACH
from unveil.engine.removal.depth import depth
from unveil.engine.removal.distance import Distances, bins_of
from unveil.engine.removal.part_sink import PartSink
from unveil.engine.removal.quality import FAR_METRES, Pixels, bit_metadata, quality_bits, quality_classes
from unveil.engine.removal.reference_rows import KnownGround, KnownGroundRows
from unveil.engine.removal.run import Findings
from unveil.engine.removal.settings import QualityOutputs, RemovalSettings
from unveil.engine.removal.spread import UNKNOWN, Spread
from unveil.engine.removal.texture import ResultTexture
from unveil.engine.scene.rows import SceneRows
from unveil.engine.scene.scene import Scene
from unveil.engine.version import version

_ROWS = 256
_PATCH = 8
NO_AGE = -32768
_PER_DN = 1e-4


@dataclass(frozen=True)
class Provenance:
    """What a result was made of. findings: what the run knew of the scene; spread: of the errors, where SIGMA is
    wanted; result: the file that was written.
    """

    settings: RemovalSettings
    findings: Findings
    spread: Spread | None = None
    mismatch: bool = False
    result: str = ""

    @property
    def known(self) -> ReferenceGround | None:
        """Ground from other dates."""
        return self.findings.known


@dataclass(frozen=True)
class _Rows:
    start: int
    pixels: Pixels
    distance: np.ndarray
    known: KnownGround | None
    signs: np.ndarray

    @property
    def places(self) -> slice:
        """The rows of the scene."""
        return slice(self.start, self.start + len(self.distance))


def write_quality(scene: Scene, made: Provenance, outputs: QualityOutputs, feedback: Feedback) -> None:
    """Write the rasters on the result's grid.

    Raises:
        UnveilError: a file cannot be read or written.
        Cancelled: the user stopped it.
    """
    metadata = {"UNVEIL": version(), "UNVEIL_KIND": "quality"}
    form = made.settings.form
    with ExitStack() as stack:
        quality = sigma = age = None
        if outputs.quality:
            band = Band("quality")
            said = {**metadata, **bit_metadata()}
            quality = stack.enter_context(_QualitySink(outputs.quality, scene, Content("uint16", [band], said), form))
        if outputs.sigma:
            bands = [Band(f"{name} standard error", UNKNOWN, _PER_DN) for name in scene.optical.names]
            style, said = grey_style(0, 0.05), {**metadata, **_errors_of(made)}
            sigma = stack.enter_context(
                PartSink(outputs.sigma, scene, Content("uint16", bands, said, style=style), form)
            )
        if outputs.reference_age:
            band = Band("days to the other date", NO_AGE)
            content = Content("int16", [band], metadata, style=grey_style(-60, 60))
            sink = PartSink(outputs.reference_age, scene, content, form)
            age = stack.enter_context(sink)
        for rows in _rows(scene, made):
            feedback.check()
            if quality is not None:
                quality.write_rows(quality_bits(rows.pixels)[None])
            if sigma is not None:
                sigma.write_rows(_sigma(rows, made, len(scene.optical.names)))
            if age is not None:
                age.write_rows(_age(rows, made)[None])
            feedback.progress(min(rows.start + _ROWS, scene.grid.height) / scene.grid.height)


class _QualitySink(PartSink):
    """Draws the values that were written, each with what it says."""

    _values: np.ndarray = np.empty(0, dtype=np.uint16)

    def write_rows(self, rows: np.ndarray, same: np.ndarray | None = None, given: np.ndarray | None = None) -> None:
        self._values = np.union1d(self._values, rows)
        super().write_rows(rows, same, given)

    def __exit__(self, *exception: Any) -> None:
        self._classes = quality_classes(int(value) for value in self._values)
        super().__exit__(*exception)


def clear_patches(scene: Scene, feedback: Feedback) -> np.ndarray:
    """Return [rows, columns] bool, patches of 8 pixels of the scene that hold clear ground."""
    height = scene.grid.height
    parts = []
    with SceneRows(scene, in_part=False) as rows:
        for start in range(0, height, _ROWS):
            feedback.check()
            stop = min(start + _ROWS, height)
            seen = scene.optical.valid(rows.stored(start, stop).values)
            clear = (rows.codes(start, stop).values == classes.CLEAR) & seen
            parts.append(any_in_squares(clear, _PATCH))
    return np.concatenate(parts)


def distances(scene: Scene, feedback: Feedback) -> Distances:
    """Return how far pixels of a scene lie from its clear ground."""
    return Distances(clear_patches(scene, feedback), _PATCH, ground_sampling_distance(scene.grid))


def _rows(scene: Scene, made: Provenance) -> Iterator[_Rows]:
    grid = scene.grid
    settings, found = made.settings, made.findings
    reach = pixels(settings.feather, grid) if settings.keep_clear else 0
    far = distances(scene, Feedback())
    with ExitStack() as stack:
        enter = stack.enter_context
        rows = enter(SceneRows(scene, radar_rows=_ROWS))
        rough = None if made.spread is None else enter(ResultTexture(made.result, scene))
        known_rows = None if made.known is None else enter(KnownGroundRows(made.known))
        for start in range(0, grid.height, _ROWS):
            stop = min(start + _ROWS, grid.height)
            given = rows.codes(start, stop, reach if rough is None else max(reach, DEPTH_REACH))
            around = found.codes(given)
            codes, inner = around.part(start, stop), slice(start - around.first, stop - around.first)
            known = None if known_rows is None else known_rows.rows(start, stop)
            own, everywhere = slice(start, stop), slice(0, grid.width)
            share = np.zeros((stop - start, grid.width), np.float32) if known is None else known.weight(own, everywhere)
            weight = np.ones_like(share)
            if settings.keep_clear:
                place = inner, slice(None)
                weight = taken_share(classes.to_restore(around.values), reach, place, None if known is None else share)
                if found.kept is not None:
                    weight *= found.kept.replaced(codes, (start, 0))
            distance = far.rows(start, stop, grid.width)
            valid = scene.optical.valid(rows.stored(start, stop).values)
            seen = np.zeros_like(share)
            if found.veil is not None:
                seen = found.veil.trusted(codes, valid, (start, 0))
            if found.shade is not None:
                seen = seen + found.shade.trusted(codes, valid, (start, 0)) * (1 - share)
            signs = np.zeros((2, *share.shape), np.float32)
            if rough is not None and weight.any():
                signs = np.stack([rough.rows(start, stop), depth(given.values)[inner]])
            yield _Rows(
                start,
                Pixels(
                    codes,
                    valid,
                    weight,
                    np.isfinite(rows.radar(start, stop).values).all(axis=0),
                    share,
                    np.zeros(share.shape, bool) if known is None else changed(known.reason(own)),
                    distance > FAR_METRES,
                    made.mismatch,
                    seen,
                ),
                distance,
                known,
                signs,
            )


def _sigma(rows: _Rows, made: Provenance, bands: int) -> np.ndarray:
    """Return [bands, n, width] uint16 in DN: 0 where the scene was left as it is, UNKNOWN where nothing tells."""
    pixels = rows.pixels
    if made.spread is None:
        return np.where(pixels.valid & (pixels.weight == 0), np.uint16(0), np.uint16(UNKNOWN))[None].repeat(bands, 0)
    place = bins_of(rows.distance)
    own = made.spread.table[0][:, place] * made.spread.factors(np.zeros(place.shape, np.intp), rows.signs)
    if rows.known is not None:
        shown = made.spread.table[:, :, :]
        source = np.minimum(rows.known.source(rows.places), len(shown) - 1)
        theirs = shown.transpose(1, 0, 2)[:, source, place] * made.spread.factors(source, rows.signs)
        own = np.where(pixels.known > 0, own + pixels.known * (theirs - own), own)
    values = own * pixels.weight
    known = np.isfinite(values)
    result = np.where(known, np.clip(np.rint(values), 1, UNKNOWN - 1), UNKNOWN)
    result[:, pixels.weight == 0] = 0
    result[:, ~pixels.valid] = UNKNOWN
    return result.astype(np.uint16)


def _age(rows: _Rows, made: Provenance) -> np.ndarray:
    """Return [n, width] int16."""
    result = np.full(rows.pixels.codes.shape, NO_AGE, dtype=np.int16)
    if rows.known is None or made.known is None:
        return result
    ages = np.array([NO_AGE, *(NO_AGE if age is None else age for age in made.known.ages)], dtype=np.int16)
    shown = rows.pixels.valid & (rows.pixels.weight > 0) & (rows.pixels.known > 0)
    result[shown] = ages[np.minimum(rows.known.source(rows.places)[shown], len(ages) - 1)]
    return result


def _errors_of(made: Provenance) -> dict[str, str]:
    spread = made.spread
    if spread is None:
        return {"UNVEIL_SIGMA": "unknown: the scene has too little clear ground to hold any out"}
    return {
        "UNVEIL_SIGMA": "standard error in DN, from clear ground of the scene that was held out; 90 % of errors are "
        "within 1.645 times it",
        "UNVEIL_SIGMA_PIXELS": str(spread.pixels),
    }
