"""What a case is: files in a folder of its own, and the arguments that are run on them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Case:
    """A command line for inputs in `folder`. what: in words. stop_after: seconds after which it is told to stop."""

    folder: Path
    arguments: list[str]
    what: str
    stop_after: float | None = None
    environment: dict[str, str] = field(default_factory=dict)


Maker = Callable[[random.Random, Path, Path], Case]
"""Makes the case that a random generator says: in a new folder, from the unspoilt inputs of another."""


def spoilt(generator: random.Random, data: bytes) -> bytes:
    """Return bytes with some of them flipped, cut away, repeated, or put in."""
    made = bytearray(data)
    for _ in range(generator.choice((1, 1, 2, 5, 30))):
        place = generator.randrange(max(len(made), 1))
        way = generator.randrange(5)
        if way == 0 and made:
            made[place % len(made)] ^= 1 << generator.randrange(8)
        elif way == 1:
            del made[place : place + generator.choice((1, 4, 100, len(made)))]
        elif way == 2:
            made[place:place] = made[place : place + generator.choice((1, 8, 500))]
        elif way == 3:
            made[place : place + 4] = generator.choice((b"\xff\xff\xff\xff", bytes(4), b"\x7f\xff\xff\xff"))
        else:
            made[place:place] = generator.randbytes(generator.choice((1, 16, 300)))
    return bytes(made)


NUMBERS = (
    "nan", "inf", "-inf", "1e308", "-1e308", "1e12", "0", "-0.0", "-1", "1e-300", "99999999999999999999", "0x10", "",
    "1,5", "NaN", "one", "٣", "1e400",
)  # fmt: skip
"""What stands where a number should."""
