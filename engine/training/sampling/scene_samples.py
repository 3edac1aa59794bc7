"""Samples of one scene: windows of its clear ground below simulated clouds, read when they are wanted.

The network is fed as it is at run time: the scene's own mask and the simulated cloud's, the scene's radar, and the
colour of the clear ground round the window without what the simulated cloud hides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.ndimage import gaussian_filter

from unveil.engine.ground.background import make_background
from unveil.engine.ground.field import CELL, Cells, cell_statistics, scene_prior
from unveil.engine.ground.plain import PlainChain, Sight
from unveil.engine.ground.radar_features import has_radar, radar_features
from unveil.engine.ground.radar_relation import relation
from unveil.engine.ground.relation_sums import cell_groups
from unveil.engine.ground.water import WaterSums, water_sums
from unveil.engine.masking import classes
from unveil.engine.masking.detectors.spectral import spectral_mask
from unveil.engine.raster.align import AlignedPower
from unveil.engine.raster.grid import Window
from unveil.engine.raster.source import Reader
from unveil.engine.removal.survey import Survey
from unveil.engine.scene.scene import Scene
from unveil.engine.simulation.cloud import Cloud
from unveil.engine.simulation.clouds import add_noise, draw_cloud
from unveil.engine.training.sampling.clear_cells import BLOCK, ClearCells
from unveil.models.card import ModelCard
from unveil.models.scaling import Scaling, levels_of

SIDE = 256
"""Pixels along a side of a window."""

_CELLS = SIDE // CELL
_AROUND = 32
"""Cells round a window from which its background comes; what is farther away weighs next to nothing."""

_LEAST_LEARNT = 16
_NO_RADAR = 0.05
_TRIES = 12
_OPAQUE = 0.5
"""Opacity from which a held-out pixel counts as hidden."""


@dataclass(frozen=True)
class Seen:
    """A window of the scene: reflectance [13, h, w], valid [h, w] bool, codes [h, w], radar [2, h, w] dB."""

    image: np.ndarray
    valid: np.ndarray
    codes: np.ndarray
    radar: np.ndarray


class SceneSamples:
    """Draws batches from a scene, and its held-out blocks below clouds. To be closed."""

    def __init__(
        self,
        scene: Scene,
        survey: Survey,
        cells: ClearCells,
        card: ModelCard,
        seed: int,
        crop: int = 128,
        clouds: int = 48,
    ):
        self._scene, self._cells, self._card = scene, cells, card
        ground = survey.ground
        if ground is None:
            raise ValueError("samples need a survey of the ground")
        self._ground = ground
        back = cells.kept_back
        colours = Cells(np.where(back, 0, ground.colours.sums), np.where(back, 0, ground.colours.counts))
        # Networks that name no typical spectrum have the scene's mean.
        typical = card.prior or colours.sums.sum(axis=(1, 2)) / max(colours.counts.sum(), 1)
        self._prior = scene_prior(colours, np.asarray(typical))
        groups = cell_groups(*back.shape)
        told = ground.relation.without(np.unique(groups[back & (groups >= 0)]))
        self._relation = relation(told)
        self._seed, self._crop = seed, crop
        self._optical = Reader(scene.optical.raster)
        self._radar = Reader(scene.radar.raster)
        self._mask = Reader(scene.mask)
        starts = cells.windows(_CELLS, _LEAST_LEARNT)
        # Cells at the right and lower border may be cut short.
        self._starts = starts[(starts + _CELLS <= np.array(self._whole_cells())).all(axis=1)]
        generator = np.random.default_rng([seed, 1])
        self._clouds = [draw_cloud((SIDE, SIDE), generator) for _ in range(clouds)]
        present = np.array([name in scene.optical.names for name in card.bands])
        self._present = present[:, None, None]
        self._levels = None
        if card.scaling.relative:
            self._levels = levels_of(ground.moments(back), card, scene.optical.names)

    @property
    def windows(self) -> int:
        """How many windows there are to learn from."""
        return len(self._starts)

    def close(self) -> None:
        """Close the files."""
        for reader in (self._optical, self._radar, self._mask):
            reader.close()

    def batch(self, step: int) -> dict[str, np.ndarray]:
        """Return a step's inputs, target and weight, each [4, channels, crop, crop]; of two windows, two crops each."""
        generator = np.random.default_rng([self._seed, 2, step])
        crops = []
        for _ in range(2):
            row, column = (int(start) for start in self._starts[generator.integers(len(self._starts))])
            sight = self._read(row, column)
            cloud = self._clouds[generator.integers(len(self._clouds))]
            cloud = cloud.turn(int(generator.integers(4)), bool(generator.integers(2)))
            learnt = _pixels(self._cells.learnt, row, column)
            kept_back = _pixels(self._cells.kept_back, row, column)
            if generator.random() < _NO_RADAR:
                sight = replace(sight, radar=np.full_like(sight.radar, np.nan))
            sample = self._sample(sight, cloud, row, column, generator, learnt, kept_back)
            crops += [_cut(sample, self._crop, generator) for _ in range(2)]
        return {name: np.stack([crop[name] for crop in crops]) for name in crops[0]}

    def held_out(self, most: int) -> list[dict[str, np.ndarray]]:
        """Return up to `most` held-out blocks, each a window [1, channels, 256, 256] below an opaque cloud.

        weight is 1 where a held-out pixel is hidden, in the bands that were measured.
        """
        generator = np.random.default_rng([self._seed, 5])
        blocks = self._cells.blocks
        chosen = [blocks[index] for index in sorted(generator.permutation(len(blocks))[:most])]
        return [
            {name: array[None] for name, array in self._hidden_block(row, column, generator).items()}
            for row, column in chosen
        ]

    def _hidden_block(self, row: int, column: int, generator: np.random.Generator) -> dict[str, np.ndarray]:
        row, column = (
            int(np.clip(start - (_CELLS - BLOCK) // 2, 0, length - _CELLS))
            for start, length in zip((row, column), self._whole_cells())
        )
        wanted = _pixels(self._cells.held_out, row, column)
        clouds = [draw_cloud((SIDE, SIDE), generator, cover=0.7, thickness=1.0) for _ in range(6)]
        cloud = max(clouds, key=lambda cloud: int(((cloud.opacity > _OPAQUE) & wanted).sum()))
        sample = self._sample(self._read(row, column), cloud, row, column, generator, wanted, None)
        sample["weight"] = sample["weight"] * (cloud.opacity > _OPAQUE)
        return sample

    def _whole_cells(self) -> tuple[int, int]:
        grid = self._scene.grid
        return grid.height // CELL, grid.width // CELL

    def _read(self, row: int, column: int) -> Seen:
        window = Window(row * CELL, column * CELL, SIDE, SIDE)
        optical = self._scene.optical
        stored = self._optical.read(window, optical.positions)
        dn = optical.complete(optical.dn(stored))
        aligned = AlignedPower(self._radar, self._scene.radar.positions, self._scene.grid)
        codes = self._mask.read(window, (1,))[0]
        return Seen(Scaling().optical(dn), optical.valid(stored), codes, aligned.read(window))

    def _sample(
        self,
        sight: Seen,
        cloud: Cloud,
        row: int,
        column: int,
        generator: np.random.Generator,
        counted: np.ndarray,
        kept_back: np.ndarray | None,
    ) -> dict[str, np.ndarray]:
        """Lay a cloud over a window; `counted` [h, w] has a weight, `kept_back` is hidden from the network for good."""
        cloudy = np.clip(add_noise(cloud.over(sight.image), generator), 0, 1)
        mask = np.maximum(_seen(cloud, cloudy, generator), classes.replaced_share(sight.codes))
        valid = sight.valid if kept_back is None else sight.valid & ~kept_back
        # As at run time: nothing is to be restored where nothing was measured.
        mask = np.where(valid, mask, 0).astype(np.float32)
        background = self._background(cloudy, valid, mask, sight.radar, row, column, kept_back is not None)
        cloudy = np.where(valid, cloudy, background)
        weight = (counted & sight.valid & (sight.codes == classes.CLEAR))[None] & self._present
        return self._scaled(
            {
                "optical": cloudy.astype(np.float32),
                "radar": self._card.scaling.radar(sight.radar),
                "mask": mask[None],
                "background": background,
                "target": sight.image,
                "weight": weight.astype(np.float32),
            }
        )

    def _scaled(self, sample: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Return a sample in reflectance as the card wants it."""
        scaling, levels = self._card.scaling, self._levels
        if levels is None:
            return sample
        for name in ("optical", "background", "target"):
            sample[name] = scaling.optical(sample[name] * np.float32(10000), levels)
        restored = sample["mask"] > 0
        sample["weight"] = sample["weight"] * restored
        sample["level"] = levels.mean[:, None, None] / np.float32(10000)
        spread = np.where(levels.present, levels.deviation, 0)[:, None, None] / np.float32(10000)
        return {**sample, "spread": spread.astype(np.float32)}

    def _background(
        self,
        cloudy: np.ndarray,
        valid: np.ndarray,
        mask: np.ndarray,
        decibels: np.ndarray,
        row: int,
        column: int,
        without_held_out: bool,
    ) -> np.ndarray:
        """Return the background of a window as it would be below the simulated cloud.

        The relation between radar and ground, and the mean colour, are those of all clear ground that is not held out.
        """
        top, left = max(row - _AROUND, 0), max(column - _AROUND, 0)
        part = (slice(top, row + _CELLS + _AROUND), slice(left, column + _CELLS + _AROUND))
        inner = (slice(row - top, row - top + _CELLS), slice(column - left, column - left + _CELLS))
        back = self._cells.kept_back[part] if without_held_out else None
        dn = cloudy * np.float32(10000)
        codes = np.where(mask > 0, classes.CLOUD, classes.CLEAR)
        features = radar_features(decibels)
        sight = Sight((row - top) * CELL, (column - left) * CELL, np.where(valid, dn, 0), valid, codes, features)
        around, own = self._ground.part(*part), cell_statistics(dn, sight.known)
        water = water_sums(dn, sight.known, features, own)
        around = replace(
            around,
            colours=_with_own(around.colours, own, inner, back),
            features=_with_own(
                around.features, cell_statistics(features, sight.known * has_radar(features)), inner, back
            ),
            water=WaterSums(
                *(
                    _with_own(getattr(around.water, name), getattr(water, name), inner, back)
                    for name in ("land", "water", "features")
                )
            ),
        )
        background = PlainChain(make_background(around, self._prior, self._relation)).image(sight)
        return Scaling().optical(background)


def _with_own(cells: Cells, own: Cells, inner: tuple[slice, slice], back: np.ndarray | None) -> Cells:
    """Return cells with those of a window in their place, and without those that are held back."""
    counts, sums = cells.counts.copy(), cells.sums.copy()
    if back is not None:
        counts[back], sums[:, back] = 0, 0
    counts[inner], sums[(slice(None), *inner)] = own.counts, own.sums
    return Cells(sums, counts)


def _seen(cloud: Cloud, cloudy: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Return a mask of a simulated cloud as a detector or a person would draw it, as networks are fed it."""
    if generator.random() < 0.5:
        return classes.replaced_share(spectral_mask(cloudy * 10000))
    blur, limit = generator.uniform(0.1, 3.0), generator.uniform(0.05, 0.3)
    hidden = gaussian_filter(cloud.total_opacity(), blur) > limit
    return np.maximum(hidden, 0.5 * (gaussian_filter(0.6 * cloud.shadow, blur) > limit))


def _pixels(cells: np.ndarray, row: int, column: int) -> np.ndarray:
    """Return a window's part of a map of cells, pixel by pixel."""
    part = cells[row : row + _CELLS, column : column + _CELLS]
    return np.repeat(np.repeat(part, CELL, axis=0), CELL, axis=1)


def _cut(sample: dict[str, np.ndarray], size: int, generator: np.random.Generator) -> dict[str, np.ndarray]:
    """Return a turned crop, the best of a few by the pixels that count in it."""
    places = generator.integers(SIDE - size + 1, size=(_TRIES, 2))
    counts = [sample["weight"][0, row : row + size, column : column + size].sum() for row, column in places]
    row, column = places[int(np.argmax(np.minimum(counts, 0.5 * size * size)))]
    quarters, flip = int(generator.integers(4)), bool(generator.integers(2))

    def part(image: np.ndarray) -> np.ndarray:
        window = image[:, row : row + size, column : column + size]
        return np.ascontiguousarray(np.rot90(window[:, :, ::-1] if flip else window, quarters, axes=(1, 2)))

    # What belongs to bands has no place.
    return {name: image if image.shape[-1] == 1 else part(image) for name, image in sample.items()}
