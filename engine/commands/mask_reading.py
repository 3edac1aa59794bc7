"""The options of every command that reads a user's mask."""

from __future__ import annotations

import argparse


def add_mask_reading(parser: argparse.ArgumentParser) -> None:
    """Add how a user's mask is read."""
    from unveil.engine.masking.codings import MASK_CODINGS, PROBABILITY_THRESHOLD

    parser.add_argument("--mask-coding", default="auto", choices=MASK_CODINGS, help="what the values of the mask mean")
    parser.add_argument(
        "--mask-threshold",
        type=float,
        default=PROBABILITY_THRESHOLD,
        metavar="P",
        help="probability from which a mask of probabilities is cloud (default: %(default)g)",
    )
