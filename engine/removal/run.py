"""One run over one scene: read, predict, blend, compose and write, row of tiles by row of tiles."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

import numpy as np

from unveil.engine.ahead import Crew, done_in_threads, made_ahead
from unveil.engine.feedback import Feedback
from unveil.engine.ground.added import colour_share
from unveil.engine.ground.background import make_background
from unveil.engine.ground.kept import Kept
from unveil.engine.ground.plain import SIGHT, PlainChain, Together, Unveil
from unveil.engine.ground.radar_features import REACH
from unveil.engine.ground.radar_relation import relation
from unveil.engine.ground.shade import Lighting, Shade
from unveil.engine.ground.strength import ALONE, WITH_NETWORK, raised_by
from unveil.engine.ground.typical import typical_ground
from unveil.engine.ground.veil import Unveiling, Veil
from unveil.engine.masking import classes
from unveil.engine.memory import release_freed_memory
from unveil.engine.raster.grid import any_in_squares, reflect
from unveil.engine.raster.ground import pixels
from unveil.engine.raster.sink import BLOCK, Content
from unveil.engine.references.ground import ReferenceGround
from unveil.engine.removal.blend import RollingBlend, panels
from unveil.engine.removal.clear_sky import BAND, STYLE, ClearSkyMap
from unveil.engine.removal.composer import Composer, Restored
from unveil.engine.removal.looked_at import LookedAt
from unveil.engine.removal.part_sink import PartSink, ResultSink
from unveil.engine.removal.plain_blocks import MOST_THREADS, PlainBlocks
from unveil.engine.removal.prediction import Made, prediction_of
from unveil.engine.removal.progress import Progress
from unveil.engine.removal.reference_rows import KnownGroundRows, open_pixels
from unveil.engine.removal.seen_dates import seen_dates
from unveil.engine.removal.settings import RemovalReport, Restorer
from unveil.engine.removal.strip import Strip, measured
from unveil.engine.removal.survey import PATCH, Survey
from unveil.engine.removal.tile_inputs import Feeding, plain_difference, tile_inputs
from unveil.engine.removal.tile_plan import Ground, plan_tiles
from unveil.engine.scene.messages import input_metadata
from unveil.engine.scene.rows import Rows, SceneRows
from unveil.engine.scene.scene import Scene
from unveil.engine.version import version
from unveil.models.plain import NO_NETWORK
from unveil.models.scaling import levels_of
from unveil.models.threads import thread_count

_LEAST_CLEAR = 1000.0
"""Clear pixels, away from clouds, below which a scene's own colour is not known."""

_COMPOSED_ROWS = 32
"""Rows that are put together and written at a time."""

_AHEAD = 1
"""Batches of tiles that are made ready before the network asks for them."""


@dataclass(frozen=True)
class Findings:
    """What is known of a scene before its run. known: ground that other dates show; veil: thin cloud to see through;
    shade: shadow to light up; kept: clear ground that the mask holds, which `survey` does not count as to be restored.
    """

    survey: Survey
    known: ReferenceGround | None = None
    veil: Veil | None = None
    shade: Shade | None = None
    kept: Kept | None = None

    def codes(self, mask: Rows) -> Rows:
        """Return rows of the mask without what is kept, see `Kept.codes`."""
        return mask if self.kept is None else Rows(mask.first, self.kept.codes(mask.values, mask.first))


@dataclass(frozen=True)
class _Sources:
    """What a run reads from top to bottom; known: what other dates show. pool: threads that make its ground; crew:
    threads that share a strip. looked_at: where blocks that nobody looks at are not read.
    """

    rows: SceneRows
    known: KnownGroundRows | None
    pool: ThreadPoolExecutor
    crew: Crew
    looked_at: LookedAt | None


@dataclass(frozen=True)
class _Working:
    """What a run writes to on its way down; sky: the map of clear sky, where it is wanted.

    sparse: rows are written without blocks that nobody looked at. composed: what is restored in panels that are
    finished, by their first column, till the row is written.
    """

    blend: RollingBlend
    sink: ResultSink
    sky: ClearSkyMap | None
    progress: Progress
    feedback: Feedback
    sparse: bool
    composed: dict[int, Restored] = field(default_factory=dict)

    def advance(self, row: int) -> None:
        """Go on to the row of tiles that begins at scene row `row`."""
        self.blend.advance(row)
        if self.sky is not None:
            self.sky.advance(row)


@dataclass(frozen=True)
class _Step:
    """Tiles of a row with what the network is fed and `_trust`; the last step of a row has none: it is to be written.

    made: what comes of the tiles, from the first where that is their plain ground alone. skipped: tiles of the row that
    need no prediction for the map of clear sky either.
    """

    index: int
    strip: Strip
    tiles: tuple[int, ...] = ()
    inputs: dict[str, np.ndarray] = field(default_factory=dict)
    trust: np.ndarray | None = None
    made: Made | None = None
    skipped: int = 0


class Run:
    """The tiles of one scene, and what is to be done with each."""

    def __init__(self, scene: Scene, restorer: Restorer, findings: Findings):
        predictor, settings = restorer.predictor, restorer.settings
        survey, known, veil = findings.survey, findings.known, findings.veil
        self._scene = scene
        self._predictor = predictor
        self._card = predictor.card
        self._settings = settings
        # The sums of the ground are large, and all that is asked of them is asked here.
        self._survey = replace(survey, ground=None)
        self._shows_colour = survey.ground is None or float(survey.ground.colours.counts.sum()) >= _LEAST_CLEAR
        self._findings = replace(findings, survey=self._survey)
        self._known = known
        self._reach = pixels(settings.feather, scene.grid) if settings.keep_clear else 0
        missing = None
        if known is not None and known.alone and settings.keep_clear:
            missing = open_pixels(scene, known, survey.patches, PATCH)
        ground = Ground(survey, None if veil is None else veil.hidden_patches(PATCH), missing, self._reach)
        self._plan = plan_tiles((scene.grid.height, scene.grid.width), self._card, settings, ground)
        self._tiling, self._active, self._asked = self._plan.tiling, self._plan.active, self._plan.asked
        self._chain = self._relation = self._levels = colour = raised = None
        if survey.ground is not None:
            self._relation = relation(survey.ground.relation)
            added = self._card.scaling.relative and self._card.architecture != NO_NETWORK
            # What other dates show is finer than what radar does, and stays as it is: then the plain ground alone is
            # made stronger.
            if added and known is None:
                raised = raised_by(self._relation, survey.ground.clear_mean(), WITH_NETWORK)
            typical = typical_ground(self._card.prior, self._card.bands, scene.optical.level)
            self._chain = PlainChain(
                make_background(survey.ground, typical, self._relation, ALONE if raised is None else None),
                self._seeing(findings),
            )
            if self._card.scaling.relative:
                moments = survey.ground.moments()
                self._levels = levels_of(moments, self._card, scene.optical.names)
                if added:
                    colour = colour_share(float(moments[0, 0]))
        self._prediction = prediction_of(predictor, self._levels, colour, (raised, bool(settings.clear_sky)))
        limits = self._card.scaling.limits(self._levels)
        self._composer = Composer(
            scene.optical, limits, self._reach if settings.keep_clear else None, known, findings.kept
        )
        self._blind = self._mapped = 0
        self._shown = self._through = self._lit = 0.0
        self._veil, self._shade = (veil, findings.shade) if self._chain is not None else (None, None)
        self._seen_dates = None if known is None or self._veil is None else seen_dates(scene, known, self._veil)

    def _seeing(self, findings: Findings) -> Unveil | None:
        places, veil, shade = self._scene.optical.places, findings.veil, findings.shade
        unveiling = None if veil is None else Unveiling(veil, places)
        if shade is None:
            return unveiling
        lighting = Lighting(shade, places)
        return lighting if unveiling is None else Together(unveiling, lighting)

    @property
    def network_patches(self) -> np.ndarray:
        """Return which patches, as `Survey` holds them, have ground that neither other dates nor thin cloud show."""
        return self._plan.network

    @property
    def active_share(self) -> float:
        """Return the share of tiles in which something is restored."""
        return float(self._active.mean())

    @property
    def predicted(self) -> np.ndarray:
        """Return [rows of tiles, tiles in a row] bool: tiles that are restored by the model."""
        return self._plan.predicted

    def plan(self) -> str:
        """Return in one sentence what is to be done."""
        return self._plan.sentence(with_map=bool(self._settings.clear_sky))

    def said_of_radar(self) -> str:
        """Return in one sentence what clear ground says of radar; "" where there is none, or the model does not ask."""
        if self._chain is None or not self._scene.radar.given:
            return ""
        share = 0.0 if self._relation is None else 100 * float(np.median(self._relation.explained))
        if share < 0.5:
            rest = (
                "the radar is not used" if self._card.architecture == NO_NETWORK else "only the network uses the radar"
            )
            return f"On clear ground of this scene radar and reflectance are not related; {rest}."
        return (
            f"Radar explains {share:.0f} % of the detail of this scene's clear ground (median of the bands, "
            "cross-validated); the ground below clouds is drawn from the radar to that degree."
        )

    def doubt(self) -> str:
        """Return in one sentence why the colour of what is restored is a guess, "" where the scene shows it."""
        if self._shows_colour:
            return ""
        return (
            "The scene shows hardly any clear ground, so the colour of what is restored is a guess: that of typical "
            "clear land. Another date of the place (references) would tell more."
        )

    def run(self, output: str, feedback: Feedback) -> RemovalReport:
        """Write the cloud-free scene, and the map of clear sky where the settings have a path for it."""
        scene, form = self._scene, self._settings.form
        with ExitStack() as stack:
            enter = stack.enter_context
            rows = enter(SceneRows(scene, every_band=True, radar_rows=self._tiling.stride)).when_asked()
            pool = enter(ThreadPoolExecutor(_threads(), "unveil-ground"))
            known = None if self._known is None else enter(KnownGroundRows(self._known))
            sky = None
            if self._settings.clear_sky:
                content = Content("float32", [BAND], self._metadata(), style=STYLE)
                map_sink = PartSink(self._settings.clear_sky, scene, content, form)
                sky = ClearSkyMap(enter(map_sink), self._tiling)
            sink = enter(ResultSink(output, scene, self._metadata(), (form, feedback)))
            looked_at = self._looked_at(sink, feedback)
            sources = _Sources(rows.on_demand(looked_at is not None), known, pool, enter(Crew(_threads())), looked_at)
            blend = RollingBlend(self._tiling, len(self._card.bands), among_added=self._settings.keep_clear)
            number = int(self.predicted.sum()) if sky is None else self._tiling.count
            progress = Progress(feedback, number, *self._active.shape)
            self._rows_of_tiles(sources, _Working(blend, sink, sky, progress, feedback, looked_at is not None))
        predicted, survey = int(self.predicted.sum()), self._survey
        return RemovalReport(
            predicted,
            self._tiling.count - predicted,
            100 * survey.restore / survey.valid,
            100 * self._blind / survey.restore if survey.restore else 0.0,
            self._mapped,
            from_references=100 * self._shown / survey.restore if survey.restore else 0.0,
            seen_through=100 * self._through / survey.restore if survey.restore else 0.0,
            lit=100 * self._lit / survey.restore if survey.restore else 0.0,
            kept=100 * survey.kept / max(survey.restore + survey.kept, 1),
            active=int(self._active.sum()),
        )

    def _looked_at(self, sink: ResultSink, feedback: Feedback) -> LookedAt | None:
        """Return what is looked at where the rest need not be, since its blocks are taken over; else None."""
        complete = self._survey.complete
        if complete is None or not sink.takes_blocks or self._known is not None:
            return None
        if self._settings.clear_sky or feedback.watches():
            return None
        margin = 0 if self._chain is None else self._chain.margin
        return LookedAt(complete, self._tiling.tile, self._tiling.column_starts, margin)

    def _rows_of_tiles(self, sources: _Sources, working: _Working) -> None:
        starts = self._tiling.row_starts
        index = 0
        # What networks are fed is made beside them, and so is what becomes of it.
        steps, lanes = self._steps(sources, working.sky is not None), self._prediction.lanes()
        with made_ahead(steps, _AHEAD) as made, done_in_threads(self._predicted, made, lanes, lanes + 1) as predicted:
            for step in predicted:
                working.feedback.check()
                if step.index != index:
                    index = step.index
                    working.advance(starts[index])
                if step.tiles:
                    # Tiles come from left to right: what lies left of this one has all of its own.
                    self._finish(step, working, self._tiling.column_starts[step.tiles[0]])
                    self._add(step, working)
                else:
                    self._finish(step, working, self._tiling.width)
                    self._write_row(step, working)

    def _steps(self, sources: _Sources, with_map: bool) -> Iterator[_Step]:
        """Give the tiles of each row, batch by batch, and after them the row itself."""
        for index, row in enumerate(self._tiling.row_starts):
            yield from self._steps_of_row(sources, (index, row), with_map)

    def _steps_of_row(self, sources: _Sources, place: tuple[int, int], with_map: bool) -> Iterator[_Step]:
        """Give those of one row of tiles; place: its number and scene row. What it holds goes before the next row."""
        index, row = place
        # Of what the row before took a tenth of all would lie free between blocks of memory that are in use.
        release_freed_memory()
        strip = self._strip(sources, place)
        tiles = self._with_data(strip, index) if with_map else np.flatnonzero(self._asked[index])
        plain = None
        if self._chain is not None:
            # Reflection at the bottom may reach one row above the tile.
            needed = max(row - 1, 0), min(row + self._tiling.tile, self._scene.grid.height)
            plain = PlainBlocks(self._chain, strip, needed, self._scene.optical)
            plain.in_threads(sources.pool, _threads(), [self._tiling.columns_of(tile) for tile in tiles])
        feeding = Feeding(self._card, self._scene.optical, plain, self._levels, self._veil)
        yield from self._fed(tiles, place, strip, feeding)
        # Rows of the next tiles are read while this row is written.
        sources.rows.prepare()
        skipped = len(self._asked[index]) - len(tiles) if with_map else 0
        yield _Step(index, strip.below(max(row, 0)), skipped=skipped)

    def _fed(self, tiles: np.ndarray, place: tuple[int, int], strip: Strip, feeding: Feeding) -> Iterator[_Step]:
        """Give tiles of a row, from left to right, with what they are fed; place: the row's number and scene row."""
        index, row = place
        fed: list[tuple[int, dict[str, np.ndarray], np.ndarray | None]] = []
        for tile in tiles:
            corner = (row, self._tiling.column_starts[tile])
            if self._plan.alone[index, tile]:
                yield _Step(index, strip, (int(tile),), made=Made(plain_difference(strip, corner, feeding)[None]))
                continue
            fed.append((int(tile), tile_inputs(strip, corner, feeding), self._trust(feeding.plain, corner)))
            if len(fed) >= self._predictor.batch:
                yield _batch(index, strip, fed)
                fed = []
        if fed:
            yield _batch(index, strip, fed)

    def _rows_done(self, index: int) -> slice:
        """Return the scene rows that are done with a row of tiles: no later tile will change them."""
        starts = self._tiling.row_starts
        stop = max(starts[index + 1], 0) if index + 1 < len(starts) else self._scene.grid.height
        return slice(max(starts[index], 0), stop)

    def _finish(self, step: _Step, working: _Working, column: int) -> None:
        """Compose the panels of a row of tiles that end at `column` or left of it, and give their sums back."""
        strip, blend, done = step.strip, working.blend, self._rows_done(step.index)
        rows = slice(done.start - strip.first, done.stop - strip.first)
        shown = self._known is not None and self._known.alone and column >= self._tiling.width
        # Ground that other dates show needs no tile.
        for columns in panels(self._tiling.width) if shown else blend.touched():
            if columns.stop > column or columns.start in working.composed:
                continue
            result = self._composer.window(strip, (rows, columns), blend)
            if result is not None:
                working.composed[columns.start] = result
            blend.close(columns)

    def _write_row(self, step: _Step, working: _Working) -> None:
        """Write what no later tile will change of the rows of a strip."""
        strip, done, composed = step.strip, self._rows_done(step.index), working.composed
        working.progress.skip(step.skipped)
        # Some rows at a time: what is composed is a copy.
        for first in range(done.start, done.stop, _COMPOSED_ROWS):
            last = min(first + _COMPOSED_ROWS, done.stop)
            there = [slice(left, left + part.width) for left, part in composed.items()] if working.sparse else None
            result, given = strip.to_write(slice(first, last), there, copied=bool(composed))
            same = np.ones(-(-result.shape[2] // BLOCK), dtype=bool)
            for left, part in composed.items():
                changed = part.put(slice(first - done.start, last - done.start), left, result)[None]
                same &= ~any_in_squares(changed, BLOCK)[0]
            working.sink.write_rows(working.sink.within(result, strip.whole), same, given)
            rows = slice(first - strip.first, last - strip.first)
            if working.sky is not None:
                working.sky.write(first, last, strip.valid[rows])
            self._count_blind(strip, rows)
        composed.clear()
        # What lies free between blocks of memory that are in use would otherwise add up to a fifth of all.
        release_freed_memory()
        working.progress.row(step.index)

    def _strip(self, sources: _Sources, place: tuple[int, int]) -> Strip:
        """Return the rows that a row of tiles is made of; place: its number and scene row."""
        (index, row), height = place, self._scene.grid.height
        margin = 0 if self._chain is None else self._chain.margin
        # Reflection at the bottom may reach one row above the tile.
        top, last = max(max(row, 0) - 1, 0), min(row + self._tiling.tile, height)
        whole = sources.rows.stored_held(top, last, margin)
        mask = self._findings.codes(sources.rows.codes(top, last, max(self._reach, margin)))
        radar = sources.rows.radar_held(whole.first, whole.last, REACH)
        optical = self._scene.optical
        if sources.looked_at is None:
            valid = measured(whole, optical)
        else:
            codes = mask.part(whole.first, whole.last)
            valid = sources.looked_at.measured(whole, optical, self._active[index] | self._asked[index], codes)
        strip = Strip(whole, optical, valid, mask, radar)
        if sources.known is None:
            return strip
        known = sources.known.rows(max(top - SIGHT, 0), min(last + SIGHT, height))
        if self._seen_dates is not None:
            rows = slice(top - whole.first, last - whole.first)
            known = self._seen_dates.join(strip, known, rows, sources.crew)
        return replace(strip, known=known)

    def _predicted(self, step: _Step) -> _Step:
        """Return a step with what the network makes of its tiles."""
        if not step.inputs:
            return step
        return replace(step, inputs={}, trust=None, made=self._prediction.of(step.inputs, step.trust))

    def _add(self, step: _Step, working: _Working) -> None:
        """Add what is made of tiles to what their row restores."""
        made, asked = step.made, self._asked[step.index]
        if made is None:
            return
        for number, tile in enumerate(step.tiles):
            column = self._tiling.column_starts[tile]
            # A tile without cloud is copied even where the map needs its gate: the map changes no pixel.
            if asked[tile]:
                working.blend.add(column, made.difference[number])
            else:
                self._mapped += 1
            if working.sky is not None and made.sky is not None:
                working.sky.add(column, made.sky[number])
        if not self._plan.alone[step.index, step.tiles[0]]:
            working.progress.tiles(len(step.tiles))

    def _trust(self, plain: PlainBlocks | None, corner: tuple[int, int]) -> np.ndarray | None:
        """Return [tile, tile] how far ground is seen through cloud in the tile at `corner`; None where nobody looks."""
        if plain is None or self._chain is None or self._chain.unveil is None:
            return None
        grid, tile = self._scene.grid, self._card.tile
        row, column = corner
        return plain.trust(reflect(row, row + tile, grid.height), reflect(column, column + tile, grid.width))

    def _with_data(self, strip: Strip, index: int) -> np.ndarray:
        """Return the indices of the tiles in a row that have something to restore or hold a valid pixel."""
        tile, width = self._tiling.tile, self._tiling.width
        valid = strip.valid.any(axis=0)
        return np.flatnonzero(
            [
                active or valid[max(column, 0) : min(column + tile, width)].any()
                for active, column in zip(self._active[index], self._tiling.column_starts)
            ]
        )

    def _count_blind(self, strip: Strip, rows: slice) -> None:
        """Add up where what is restored in rows of the strip comes from."""
        hidden = classes.to_restore(strip.codes[rows]) & strip.valid[rows]
        for columns in panels(hidden.shape[1]):
            if hidden[:, columns].any():
                self._count_blind_part(strip, rows, columns, hidden[:, columns])

    def _count_blind_part(self, strip: Strip, rows: slice, columns: slice, hidden: np.ndarray) -> None:
        place, part = (strip.first + rows.start, columns.start), (rows, columns)
        radar = strip.radar.window(slice(place[0], strip.first + rows.stop), columns)
        self._blind += int(np.count_nonzero(hidden & np.isnan(radar).any(axis=0)))
        if strip.known is not None:
            self._shown += float(strip.known.weight(strip.in_scene(rows), columns)[hidden].sum())
        if self._veil is not None:
            self._through += float(self._veil.trusted(strip.codes[part], strip.valid[part], place).sum())
        if self._shade is not None:
            self._lit += float(self._shade.trusted(strip.codes[part], strip.valid[part], place).sum())

    def _metadata(self) -> dict[str, str]:
        card, predictor = self._card, self._predictor
        return {
            "UNVEIL": version(),
            "UNVEIL_MODEL": card.id,
            "UNVEIL_MODEL_SHA256": card.sha256,
            "UNVEIL_MODEL_LEVEL": card.level or "L1C and L2A",
            **input_metadata(self._scene.optical, card.level),
            "UNVEIL_RUNTIME": f"{predictor.runtime}, {predictor.device}",
            "UNVEIL_TILE": f"{self._tiling.tile} overlap {self._tiling.overlap}",
            "UNVEIL_MASK": self._scene.mask_origin,
            "UNVEIL_KEEP_CLEAR": "yes" if self._settings.keep_clear else "no",
            "UNVEIL_THIN_CLOUD": self._veil.layer.kind if self._veil is not None else "not looked through",
            "UNVEIL_SHADOW": "lit" if self._shade is not None else "replaced",
        }


def _batch(index: int, strip: Strip, fed: list[tuple[int, dict[str, np.ndarray], np.ndarray | None]]) -> _Step:
    """Return the step of some tiles of a row, each with what it is fed and its trust, left out where it is 0."""
    inputs = {name: np.stack([own[name] for _, own, _ in fed]) for name in fed[0][1]}
    shares = [share for _, _, share in fed if share is not None]
    trust = np.stack(shares)[:, None] if any(share.any() for share in shares) else None
    return _Step(index, strip, tuple(tile for tile, _, _ in fed), inputs, trust)


def _threads() -> int:
    return min(thread_count(), MOST_THREADS)
