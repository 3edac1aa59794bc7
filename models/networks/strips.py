"""Strips of rows of which convolutions can be computed by themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from unveil.models.networks.lanes import at_once, lane_count

ROWS = 32
"""Of a strip: few enough that what is convolved stays in the cache, many enough that little is computed twice."""


@dataclass(frozen=True)
class Rows:
    """A strip. made: its rows of the result; seen: the rows needed for that; kept: which of what they give are made."""

    made: slice
    seen: slice
    kept: slice


def strips(height: int, halo: int, step: int = ROWS) -> list[Rows]:
    """Return strips that make up all rows, for work in which a row depends on those up to `halo` rows away.

    Convolutions pad at the border of what is seen: that reaches no row that is kept, except where the image ends.
    """
    found = []
    for first in range(0, height, step):
        last = min(first + step, height)
        start, stop = max(first - halo, 0), min(last + halo, height)
        found.append(Rows(slice(first, last), slice(start, stop), slice(first - start, last - start)))
    return found


def reach(module: nn.Module) -> int:
    """Return how many rows away a chain of convolutions looks."""
    return sum(part.kernel_size[0] // 2 for part in module.modules() if isinstance(part, nn.Conv2d))


def by_strips(work: Callable[[Rows], Tensor], height: int, halo: int) -> Tensor:
    """Return the whole of what `work` gives for strips [n, c, rows, w], as many as are computed at once."""
    parts = at_once(work, strips(height, halo, -(-height // lane_count())))
    return parts[0] if len(parts) == 1 else torch.cat(parts, dim=2)


def convolved(chain: nn.Module, image: Tensor, enlarged: int = 1) -> Tensor:
    """Return what a chain of convolutions makes of an image [n, c, h, w], strips at once; it may enlarge the image."""

    def convolve(rows: Rows) -> Tensor:
        kept = slice(rows.kept.start * enlarged, rows.kept.stop * enlarged)
        return chain(image[:, :, rows.seen])[:, :, kept]

    return by_strips(convolve, image.shape[2], reach(chain))
