"""The sums of a whole scene, put together from windows of it, each in its place: nothing is copied as they grow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from unveil.engine.ground.background import GroundSums
from unveil.engine.ground.field import CELL, Cells
from unveil.engine.ground.relation_sums import cell_groups, groups_of, no_sums
from unveil.engine.ground.water import WaterSums


class SceneSums:
    """The sums of a scene of `height` x `width` pixels, filled in any order."""

    def __init__(self, height: int, width: int):
        self._shape = (-(-height // CELL), -(-width // CELL))
        self._groups = cell_groups(*self._shape)
        self._whole: GroundSums | None = None

    def groups(self, rows: slice, columns: slice) -> tuple[np.ndarray, np.ndarray]:
        """Return the groups [n] of a window's cells, and each cell's among them; see `relation_sums.groups_of`."""
        return groups_of(self._groups[rows, columns])

    def put(self, corner: tuple[int, int], part: GroundSums, groups: np.ndarray) -> None:
        """Take the sums of a window in; corner: its first row and column of cells, groups: those of its relation."""
        if self._whole is None:
            self._whole = self._nothing(part)
        whole, (rows, columns) = self._whole, part.colours.counts.shape
        place = (..., slice(corner[0], corner[0] + rows), slice(corner[1], corner[1] + columns))
        for mine, own in zip(_planes(whole), _planes(part)):
            mine[place] = own
        whole.radar[:] += part.radar
        whole.relation.add(groups, part.relation)

    def whole(self) -> GroundSums:
        """Return the sums of all that was put in.

        Raises:
            ValueError: nothing was.
        """
        if self._whole is None:
            raise ValueError("no window of the scene was summed")
        return self._whole

    def _nothing(self, part: GroundSums) -> GroundSums:
        relation = no_sums(int(self._groups.max()) + 1, *part.relation.responses.shape[1:])
        water = WaterSums(*(self._no_cells(cells) for cells in _kinds(part.water)))
        return replace(
            part,
            colours=self._no_cells(part.colours),
            squares=np.zeros((len(part.squares), *self._shape)),
            features=self._no_cells(part.features),
            radar=np.zeros_like(part.radar),
            relation=relation,
            water=water,
        )

    def _no_cells(self, part: Cells) -> Cells:
        return Cells(np.zeros((len(part.sums), *self._shape)), np.zeros(self._shape))


def _planes(sums: GroundSums) -> list[np.ndarray]:
    """Return the arrays [..., rows, columns] that are by cells."""
    cells = (sums.colours, sums.features, *_kinds(sums.water))
    return [sums.squares, *(array for each in cells for array in (each.sums, each.counts))]


def _kinds(water: WaterSums) -> tuple[Cells, Cells, Cells]:
    return water.land, water.water, water.features
