"""What a machine trains fastest with."""

from __future__ import annotations

import time

import torch
from torch.nn import functional as F

from unveil.models.threads import thread_count

_REPEATS = 12


def fastest_precision(device: str) -> str:
    """Return "bfloat16" where a convolution runs clearly faster in it than in float32, else "float32".

    Processors without instructions for bfloat16 work it out in software, many times slower.
    """
    if device == "cuda":
        return "bfloat16" if torch.cuda.is_bf16_supported() else "float32"
    image = torch.rand(2, 32, 64, 64).to(memory_format=torch.channels_last)
    kernel = torch.rand(32, 32, 3, 3)
    plain, short = ((image.to(kind), kernel.to(kind)) for kind in (torch.float32, torch.bfloat16))
    # In turns, so that other work on the machine slows both alike.
    pairs = [(_seconds(*plain), _seconds(*short)) for _ in range(_REPEATS)]
    seconds = [min(times) for times in zip(*pairs)]
    return "bfloat16" if seconds[1] < 0.9 * seconds[0] else "float32"


def worker_count() -> int:
    """Return how many workers draw samples beside the training: one for each four cores."""
    return max(1, min((thread_count() + 1) // 4, 8))


def _seconds(image: torch.Tensor, kernel: torch.Tensor) -> float:
    start = time.perf_counter()
    F.conv2d(image, kernel, padding=1)
    return time.perf_counter() - start
