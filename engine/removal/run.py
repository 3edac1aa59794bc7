"""One run over one scene: read, predict, blend, compose and write, row of tiles by row of tiles."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.ground.background import make_background
from unveil.engine.ground.plain import MARGIN, PlainChain
from unveil.engine.ground.radar_features import REACH
from unveil.engine.ground.radar_relation import relation
from unveil.engine.ground.typical import typical_ground
from unveil.engine.ground.veil import Unveiling, Veil
from unveil.engine.masking import classes
from unveil.engine.masking.recognise import class_rows
from unveil.engine.raster.align import AlignedPower
from unveil.engine.raster.grid import Tiling, reflect
from unveil.engine.raster.ground import pixels
from unveil.engine.raster.rows import RowFeed, whole_rows
from unveil.engine.raster.sink import Sink
from unveil.engine.raster.source import Reader
from unveil.engine.references.ground import ReferenceGround
from unveil.engine.removal.blend import RollingBlend
from unveil.engine.removal.clear_sky import BAND, STYLE, ClearSkyMap
from unveil.engine.removal.compose import compose, taken_share, to_dtype
from unveil.engine.removal.part_sink import PartSink, restored_rows
from unveil.engine.removal.plain_blocks import PlainBlocks
from unveil.engine.removal.progress import Progress, counted
from unveil.engine.removal.reference_rows import KnownGroundRows, open_patches
from unveil.engine.removal.settings import RemovalReport, RemovalSettings
from unveil.engine.removal.strip import Strip
from unveil.engine.removal.survey import PATCH, Survey
from unveil.engine.removal.tile_inputs import Feeding, tile_inputs
from unveil.engine.scene.messages import input_metadata
from unveil.engine.scene.scene import Scene
from unveil.engine.sentinel.level import level_of
from unveil.engine.version import version
from unveil.models.card import CLEAR_SKY, CLOUD_FREE
from unveil.models.plain import NO_NETWORK
from unveil.models.predictor import Predictor
from unveil.models.scaling import levels_of
from unveil.models.torch_predictor import TorchPredictor

_LEAST_CLEAR = 1000.0
"""Clear pixels, away from clouds, below which a scene's own colour is not known."""


class Run:
    """The tiles of one scene, and what is to be done with each."""

    def __init__(
        self,
        scene: Scene,
        predictor: Predictor | TorchPredictor,
        settings: RemovalSettings,
        survey: Survey,
        known: ReferenceGround | None = None,
        veil: Veil | None = None,
    ):
        """Prepare a run; known: ground that other dates show; veil: thin cloud to see through."""
        self._scene = scene
        self._predictor = predictor
        self._card = predictor.card
        self._settings = settings
        self._survey = survey
        self._known = known
        overlap = self._card.overlap if settings.overlap is None else settings.overlap
        try:
            self._tiling = Tiling(scene.grid.height, scene.grid.width, self._card.tile, overlap)
        except ValueError as error:
            raise UnveilError(f"The overlap must lie between 0 and {self._card.tile // 2} pixels.") from error
        self._reach = pixels(settings.feather, scene.grid) if settings.keep_clear else 0
        self._active = self._asked = survey.active_tiles(self._tiling, self._reach)
        if known is not None and known.alone and settings.keep_clear:
            # Where other dates show all that is hidden in a tile the model is not asked.
            open_ground = replace(survey, patches=open_patches(known, survey.patches, PATCH))
            self._asked = open_ground.active_tiles(self._tiling, self._reach)
        self._chain = self._relation = self._levels = None
        if survey.ground is not None:
            self._relation = relation(survey.ground.relation)
            level = level_of(scene.optical.raster, scene.optical.names)
            typical = typical_ground(self._card.prior, self._card.bands, level)
            unveiling = None if veil is None else Unveiling(veil, scene.optical.places)
            self._chain = PlainChain(make_background(survey.ground, typical, self._relation), unveiling)
            if self._card.scaling.relative:
                self._levels = levels_of(survey.ground.moments(), self._card, scene.optical.names)
        self._blind = self._mapped = 0
        self._shown = self._through = 0.0
        self._veil = veil if self._chain is not None else None

    def plan(self, with_map: bool) -> str:
        """Return in one sentence what is to be done."""
        predicted = int(self._asked.sum())
        copied = self._tiling.count - predicted
        shown = int((self._active & ~self._asked).sum())
        return (
            f"{counted(self._tiling.count, 'tile')} of {self._card.tile} pixels, overlap {self._tiling.overlap}: "
            f"{predicted} to predict, {copied} to copy{f' ({shown} of them from other dates)' if shown else ''}"
            f"{' and to predict for the map of clear sky' if with_map and copied else ''}."
        )

    def said_of_radar(self) -> str:
        """Return in one sentence what the scene's own ground says of its radar; "" where the model does not ask."""
        if self._chain is None:
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
        if self._survey.ground is None or self._survey.ground.colours.counts.sum() >= _LEAST_CLEAR:
            return ""
        return (
            "The scene shows hardly any clear ground, so the colour of what is restored is a guess: that of typical "
            "clear land. Another date of the place (references) would tell more."
        )

    def run(self, output: str, clear_sky: str | None, feedback: Feedback) -> RemovalReport:
        """Write the cloud-free scene, and the map of clear sky where a path for it is given."""
        optical, grid = self._scene.optical, self._scene.grid
        with (
            Reader(optical.raster) as reader,
            Reader(self._scene.radar.raster) as radar_reader,
            Reader(self._scene.mask) as mask_reader,
            ExitStack() as areas,
        ):
            inside = self._scene.inside
            area = None if inside is None else areas.enter_context(Reader(inside.area))
            everything = tuple(range(1, len(optical.raster.bands) + 1))
            read_mask = restored_rows(class_rows(mask_reader, self._scene.mask_coding), self._scene, area)
            aligned = AlignedPower(radar_reader, self._scene.radar.positions, grid)
            with (
                RowFeed(whole_rows(reader, everything), grid.height, optical.raster.block_height) as feed,
                aligned.feed(self._tiling.stride) as radar_feed,
                RowFeed(read_mask, grid.height, self._scene.mask.block_height) as mask_feed,
                ExitStack() as sinks,
            ):
                known_rows = None if self._known is None else areas.enter_context(KnownGroundRows(self._known))
                sky, form = None, self._settings.form
                if clear_sky:
                    map_sink = PartSink(clear_sky, self._scene, [BAND], self._metadata(), "float32", STYLE, form=form)
                    sky = ClearSkyMap(sinks.enter_context(map_sink), self._tiling)
                bands = optical.raster.bands
                sink = PartSink(
                    output, self._scene, bands, self._metadata(), restores=True, form=form, feedback=feedback
                )
                sinks.enter_context(sink)
                self._rows_of_tiles(feed, radar_feed, mask_feed, known_rows, sink, sky, feedback)
        predicted = int(self._asked.sum())
        survey = self._survey
        return RemovalReport(
            predicted,
            self._tiling.count - predicted,
            100 * survey.restore / survey.valid,
            100 * self._blind / survey.restore if survey.restore else 0.0,
            self._mapped,
            from_references=100 * self._shown / survey.restore if survey.restore else 0.0,
            seen_through=100 * self._through / survey.restore if survey.restore else 0.0,
        )

    def _rows_of_tiles(
        self,
        feed: RowFeed,
        radar_feed: RowFeed,
        mask_feed: RowFeed,
        known_rows: KnownGroundRows | None,
        sink: Sink,
        sky: ClearSkyMap | None,
        feedback: Feedback,
    ) -> None:
        height = self._scene.grid.height
        starts = self._tiling.row_starts
        blend = RollingBlend(self._tiling, len(self._card.bands))
        number = int(self._asked.sum()) if sky is None else self._tiling.count
        progress = Progress(feedback, number, *self._active.shape)
        for index, row in enumerate(starts):
            first, last = max(row, 0), min(row + self._tiling.tile, height)
            # Reflection at the bottom may reach one row above the tile.
            top, margin = max(first - 1, 0), 0 if self._chain is None else MARGIN
            held, below = max(top - margin, 0), min(last + margin, height)
            stored = feed.rows(held, below)
            codes_top = max(top - max(self._reach, margin), 0)
            codes = mask_feed.rows(codes_top, min(last + max(self._reach, margin), height))[0]
            first_radar = max(held - REACH, 0)
            radar = radar_feed.rows(first_radar, min(below + REACH, height))
            strip = self._strip(held, stored, codes[held - codes_top : below - codes_top], radar, first_radar)
            if known_rows is not None:
                strip = replace(strip, known=known_rows.rows(held, below))
            plain = None
            if self._chain is not None:
                plain = PlainBlocks(self._chain, strip, (top, last), self._scene.optical)
            if index:
                blend.advance(row)
                if sky is not None:
                    sky.advance(row)
            self._predict_row(strip, plain, index, blend, sky, progress, feedback)
            done = max(starts[index], 0)
            stop = max(starts[index + 1], 0) if index + 1 < len(starts) else height
            if stop > done:
                rows = slice(done - held, stop - held)
                weight = self._weight(codes, done - codes_top, stop - codes_top, strip.known_part(rows))
                touched = self._active[max(index - 1, 0) : index + 1].any()
                sink.write_rows(
                    self._composed(strip, stored[:, rows], rows, blend, weight) if touched else stored[:, rows]
                )
                if sky is not None:
                    sky.write(done, stop, strip.valid[rows])
                self._count_blind(strip, rows)
            progress.row(index)

    def _strip(self, first: int, stored: np.ndarray, codes: np.ndarray, radar: np.ndarray, first_radar: int) -> Strip:
        optical = self._scene.optical
        wanted = stored
        if optical.positions != tuple(range(1, len(stored) + 1)):
            wanted = stored[[position - 1 for position in optical.positions]]
        return Strip(first, optical.repaired(wanted), optical.restorable(wanted), codes, radar, first_radar)

    def _predict_row(
        self,
        strip: Strip,
        plain: PlainBlocks | None,
        index: int,
        blend: RollingBlend,
        sky: ClearSkyMap | None,
        progress: Progress,
        feedback: Feedback,
    ) -> None:
        size = (self._scene.grid.height, self._scene.grid.width)
        row, active = self._tiling.row_starts[index], self._asked[index]
        tiles = np.flatnonzero(active) if sky is None else self._with_data(strip, index)
        if sky is not None:
            progress.skip(len(active) - len(tiles))
            self._mapped += int(np.count_nonzero(~active[tiles]))
        for start in range(0, len(tiles), self._predictor.batch):
            feedback.check()
            batch = tiles[start : start + self._predictor.batch]
            columns = [self._tiling.column_starts[tile] for tile in batch]
            feeding = Feeding(self._card, self._scene.optical, plain, self._levels, self._veil)
            fed = [tile_inputs(strip, row, column, size, feeding) for column in columns]
            inputs = {name: np.stack([tile[name] for tile in fed]) for name in fed[0]}
            if sky is None:
                image = self._predictor.predict(inputs)
            else:
                output = self._predictor.predict_outputs(inputs, (CLOUD_FREE, CLEAR_SKY))
                image = output[CLOUD_FREE]
            if plain is not None:
                image = self._seen(image, inputs, plain, row, columns)
            difference = self._card.scaling.difference(image - inputs["optical"], self._levels)
            for place, (tile, column) in enumerate(zip(batch, columns)):
                # A tile without cloud is copied even where the map needs its gate: the map changes no pixel.
                if active[tile]:
                    blend.add(column, difference[place])
                if sky is not None:
                    sky.add(column, output[CLEAR_SKY][place])
            progress.tiles(len(batch))

    def _seen(
        self, image: np.ndarray, inputs: dict[str, np.ndarray], plain: PlainBlocks, row: int, columns: list[int]
    ) -> np.ndarray:
        """Return a prediction with the ground that is seen through thin cloud in its place."""
        height, width, tile = self._scene.grid.height, self._scene.grid.width, self._card.tile
        result = image
        for place, column in enumerate(columns):
            trust = plain.trust(reflect(row, row + tile, height), reflect(column, column + tile, width))
            if trust is not None and trust.any():
                result = image.copy() if result is image else result
                result[place] += trust * (inputs["background"][place] - image[place])
        return result

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

    def _weight(self, codes: np.ndarray, start: int, stop: int, known: np.ndarray | None) -> np.ndarray | None:
        """Return how much of the prediction to take in those rows, or None for all of it.

        known [stop - start, width]: share of ground from other dates. It meets the clear ground, so that a narrower
        transition is enough.
        """
        if not self._settings.keep_clear:
            return None
        low = max(start - self._reach, 0)
        restore = classes.to_restore(codes[low : stop + self._reach])
        return taken_share(restore, self._reach, slice(start - low, stop - low), known)

    def _composed(
        self, strip: Strip, stored: np.ndarray, rows: slice, blend: RollingBlend, weight: np.ndarray | None
    ) -> np.ndarray:
        result = stored.copy()
        optical = self._scene.optical
        lowest, highest = self._card.scaling.limits(self._levels)
        valid = strip.valid[rows]
        for index, (number, position, band) in enumerate(zip(optical.places, optical.positions, optical.bands)):
            plane, repaired = result[position - 1], strip.stored[index][rows]
            limits = float(lowest[number % len(lowest), 0, 0]), float(highest[number % len(highest), 0, 0])
            difference = blend.difference(number, strip.first + rows.start, strip.first + rows.stop)
            if strip.known is not None and self._known.alone:
                known, share = strip.known.dn[optical.places.index(number), rows], strip.known.weight[rows]
                difference = difference + share * (known - np.clip(optical.dn(repaired), *limits) - difference)
            taken = valid & (difference != 0)
            if weight is not None:
                # A band without a measurement gets one below cloud only, and not on the way to clear ground.
                taken &= (weight > 0) & ((repaired == plane) | (weight == 1))
            if optical.names[index] == "B10" and band.nodata is not None:
                taken &= plane != band.nodata
            part = 1.0 if weight is None else weight[taken]
            dn = compose(optical.dn(repaired[taken]), difference[taken], limits, part)
            plane[taken] = to_dtype(optical.stored(dn), plane.dtype, band.nodata)
        return result

    def _count_blind(self, strip: Strip, rows: slice) -> None:
        hidden = classes.to_restore(strip.codes[rows]) & strip.valid[rows]
        above = strip.first - strip.first_radar
        radar = strip.radar[:, rows.start + above : rows.stop + above]
        self._blind += int(np.count_nonzero(hidden & np.isnan(radar).any(axis=0)))
        if strip.known is not None:
            self._shown += float(strip.known.weight[rows][hidden].sum())
        if self._veil is not None:
            place = (strip.first + rows.start, 0)
            self._through += float(self._veil.trusted(strip.codes[rows], strip.valid[rows], place).sum())

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
        }
