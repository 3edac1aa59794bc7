"""Write the page of each shipped model from its card: `python -m tools.model_pages`, into docs/models."""

from __future__ import annotations

import sys
from pathlib import Path

from unveil.models.card import ModelCard, read_card

ROOT = Path(__file__).resolve().parents[1]
ZOO = ROOT / "models" / "zoo"
PAGES = ROOT / "docs" / "models"

_COLUMNS = (("psnr", "PSNR", 2), ("ssim", "SSIM", 3), ("sam", "SAM", 1), ("mae", "MAE", 4))


def main(folder: Path = PAGES) -> int:
    """Write docs/models/<id>.md for every card of the zoo."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(ZOO.glob("*/card.toml")):
        card = read_card(path)
        (folder / f"{card.id}.md").write_text(page(card, (path.parent / card.file).stat().st_size), encoding="utf-8")
    return 0


def page(card: ModelCard, size: int) -> str:
    """Return the page of a model, Markdown; `size` is that of its file in bytes."""
    training = card.training
    lines = [
        f"# {card.title}",
        "",
        "Made from the model's card by `python -m tools.model_pages`. What all shipped models have in common, and "
        "their limits: [the shipped models](README.md).",
        "",
        card.source,
        "",
        f"{card.parameters / 1e6:.2f} M parameters, {card.macs} multiply-adds, {size / 1e6:.1f} MB"
        + f"; inputs {', '.join(card.inputs)}; outputs {', '.join(card.outputs)}.",
        "",
        "## Training",
        "",
        f"{training['steps']} steps, seed {training['seed']}, {training['precision']}; {training['scenes']} scenes of "
        f"{len(training['places'])} places; held out: {', '.join(training['held_out'])}.",
    ]
    if training.get("note"):
        lines += ["", str(training["note"])]
    lines += ["", "Data (none of it is in this repository; contains modified Copernicus Sentinel data):", ""]
    lines += [f"* {source}" for source in training.get("data", ())]
    if any("set" in row for row in card.scores):
        lines += ["", "## Scores", *_sets(card)]
    elif card.scores:
        lines += ["", "## Scores", "", f"{card.scores[0]['protocol']}.", "", *_table(card)]
    return "\n".join(lines) + "\n"


_OF_SETS = (("psnr", "PSNR", 2), ("ssim", "SSIM", 3), ("sam", "SAM", 1), ("energy", "energy", 2))
_OF_SETS += (("correlation", "correlation", 2),)


def _sets(card: ModelCard) -> list[str]:
    """Return a table for each set of hidden ground."""
    lines = []
    for name in dict.fromkeys(row["set"] for row in card.scores):
        rows = [row for row in card.scores if row["set"] == name]
        heads = ["method", *(head for _, head, _ in _OF_SETS), "dB above FillNodata, 95 % over places"]
        lines += ["", f"{rows[0]['protocol']}.", "", f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
        for row in rows:
            cells = [str(row["name"]), *(f"{row[key]:.{digits}f}" for key, _, digits in _OF_SETS)]
            low, high = row["gain_interval"]
            lines.append(f"| {' | '.join(cells)} | {row['gain']:+.2f} ({low:+.2f} to {high:+.2f}) |")
    return lines


def _table(card: ModelCard) -> list[str]:
    spans = any("psnr_interval" in row for row in card.scores)
    thick = any("ssim_thick" in row for row in card.scores)
    heads = ["method", *(head for _, head, _ in _COLUMNS), *(["SSIM below thick cloud"] if thick else [])]
    heads += ["PSNR, 95 % over scenes"] if spans else []
    lines = [f"| {' | '.join(heads)} | PSNR of each image |", f"|{'---|' * (len(heads) + 1)}"]
    for row in card.scores:
        cells = [str(row["name"]), *(f"{row[key]:.{digits}f}" for key, _, digits in _COLUMNS)]
        if thick:
            cells.append(f"{row['ssim_thick']:.3f}" if "ssim_thick" in row else "")
        if spans:
            cells.append(" to ".join(f"{value:.1f}" for value in row["psnr_interval"]))
        cells.append(", ".join(f"{value:.2f}" for value in row["scenes"]))
        lines.append(f"| {' | '.join(cells)} |")
    return lines


if __name__ == "__main__":
    sys.exit(main())
