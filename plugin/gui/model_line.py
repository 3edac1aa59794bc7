"""What a user should know of a model before choosing it, in one line."""

from __future__ import annotations

from ..speeds import remembered_speed
from ..translation import tr

FILL = "gdal.FillNodata"
LEVELS = {"l1c": "L1C", "l2a-radar": "L2A"}
"""The sets of hidden ground with radar, by the names that cards give them, and their levels."""


def model_line(card, device: str) -> str:
    """Return what a model was trained on, its score beside that of a plain fill, and its speed here."""
    parts = [
        tr("Trained on {}").format(trained_on(card)) if trained_on(card) else tr("Nothing is known of its training")
    ]
    scores = compared_scores(card)
    if scores:
        shown = ", ".join(f"{level} {model:.1f} dB ({fill:.1f} dB)".strip() for level, model, fill in scores)
        parts.append(tr("PSNR on scenes that it has not seen (in brackets plain interpolation): {}").format(shown))
    speed = remembered_speed(card, device)
    parts.append(tr("{} s a tile here").format(speed.tile_told) if speed else tr("speed here not measured yet"))
    return "; ".join(parts) + "."


def trained_on(card) -> str:
    """Return the level and the number of places, "" where the card does not say."""
    training = card.training
    places = training.get("places") or ()
    number = places if isinstance(places, int) else len(places)
    return tr("{} of {} places").format(card.level or "L1C, L2A", number) if number else ""


def compared_scores(card) -> list[tuple[str, float, float]]:
    """Return the PSNR of the model and of `gdal_fillnodata` by the same protocol: of each level, or "" and one."""
    found = {}
    for model in (row for row in card.scores if row.get("name") == "model" and "psnr" in row):
        for row in card.scores:
            same = row.get("protocol") == model.get("protocol")
            if same and str(row.get("name", "")).startswith(FILL) and "psnr" in row:
                found.setdefault(model.get("set", ""), (float(model["psnr"]), float(row["psnr"])))
    levels = [(level, *found[name]) for name, level in LEVELS.items() if name in found]
    return levels or [("", *scores) for scores in list(found.values())[:1]]
