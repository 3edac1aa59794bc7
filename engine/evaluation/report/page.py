"""Pages that need nothing but themselves: HTML with its style, pictures and charts inside. For screen and for print."""

from __future__ import annotations

import base64
import html
import math
import os
from collections.abc import Sequence

import numpy as np
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.raster.output_names import check_page

_STYLE = """
:root { --ink: #1c2430; --soft: #5b6675; --line: #d9dee5; --wash: #f4f6f9; --best: #e2f1ea; }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; color: var(--ink); background: #fff;
  max-width: 1040px; margin: 0 auto; padding: 28px 24px 60px; }
h1 { font-size: 25px; line-height: 1.25; margin: 0 0 4px; }
h2 { font-size: 18px; margin: 34px 0 8px; padding-top: 12px; border-top: 1px solid var(--line); }
p { margin: 6px 0 10px; max-width: 78ch; }
.soft, figcaption, .note { color: var(--soft); font-size: 13px; }
.note { max-width: 100ch; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 10px 0; font-size: 14px; }
th, td { padding: 4px 12px 4px 8px; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { font-weight: 600; background: var(--wash); }
th:first-child, td:first-child, td.text, th.text { text-align: left; }
td.text { white-space: normal; min-width: 9.8em; }
th { white-space: normal; vertical-align: bottom; }
td.best { background: var(--best); font-weight: 600; }
td small { color: var(--soft); display: block; font-size: 11.5px; font-weight: 400; }
.wide { overflow-x: auto; }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: 12px; }
figure { margin: 0; break-inside: avoid; }
figure img { width: 100%; display: block; image-rendering: pixelated; border: 1px solid var(--line); }
svg { max-width: 100%; height: auto; display: block; }
svg text { font: 12px system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: var(--ink); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 13px; margin: 4px 0; }
.legend i { display: inline-block; width: 12px; height: 12px; margin-right: 6px; vertical-align: -1px; }
.ramp { height: 10px; border: 1px solid var(--line); margin-top: 6px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; font-size: 14px; margin: 12px 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  .wide { overflow: visible; } table { font-size: 7.5pt; } td small { font-size: 6pt; }
  th, td { padding: 2px 5px; } td.text { min-width: 0; }
  h2 { break-after: avoid; } table, .chart, .pictures { break-inside: avoid; }
  .pictures { grid-template-columns: repeat(4, 1fr); }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  @page { margin: 16mm; }
}
"""


def page(title: str, subtitle: str, parts: Sequence[str]) -> str:
    """Return a whole page; `parts` are HTML, title and subtitle plain text."""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
        "style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{text(title)}</title><style>{_STYLE}</style></head>\n<body>\n"
        f'<h1>{text(title)}</h1>\n<p class="soft">{text(subtitle)}</p>\n' + "\n".join(parts) + "\n</body></html>\n"
    )


def write_page(path: str, content: str) -> None:
    """Write a page or another text, whole or not at all; UnveilError where it cannot be written."""
    target = check_page(path)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.write_text(content, encoding="utf-8")
        os.replace(part, target)
    except OSError as error:
        raise UnveilError(
            f"The file {path} cannot be written ({error.strerror}); choose another folder for it."
        ) from error


def text(value: object) -> str:
    """Return plain text as HTML."""
    return html.escape(str(value))


def number(value: float, digits: int) -> str:
    """Return a number for a table; "–" where there is none, a real minus sign."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{value:.{digits}f}".replace("-", "−")


def heading(value: str) -> str:
    return f"<h2>{text(value)}</h2>"


def paragraph(value: str, kind: str = "") -> str:
    return f'<p class="{kind}">{text(value)}</p>' if kind else f"<p>{text(value)}</p>"


def facts(pairs: Sequence[tuple[str, str]]) -> str:
    """Return a list of names and values."""
    return "<dl>" + "".join(f"<dt>{text(name)}</dt><dd>{text(value)}</dd>" for name, value in pairs) + "</dl>"


def table(header: Sequence[str], rows: Sequence[Sequence[str]], best: Sequence[set[int]] = (), wordy: int = 1) -> str:
    """Return a table. Cells are HTML, header plain text; best: for each row the columns to be marked.

    wordy: how many of the first columns hold words.
    """
    head = "".join(f"<th{_kind(index, wordy, False)}>{text(name)}</th>" for index, name in enumerate(header))
    marks = list(best) or [set()] * len(rows)
    body = "".join(
        "<tr>"
        + "".join(f"<td{_kind(index, wordy, index in mark)}>{cell}</td>" for index, cell in enumerate(row))
        + "</tr>\n"
        for row, mark in zip(rows, marks)
    )
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table></div>'


def _kind(index: int, wordy: int, best: bool) -> str:
    kinds = [name for name, holds in (("text", index < wordy), ("best", best)) if holds]
    return f' class="{" ".join(kinds)}"' if kinds else ""


def figure(picture: np.ndarray, caption: str, below: str = "") -> str:
    """Return a picture [3, h, w] uint8 with a caption in plain text; `below` is HTML between them."""
    data = base64.b64encode(png(picture)).decode("ascii")
    return (
        f'<figure><img alt="{text(caption)}" src="data:image/png;base64,{data}">{below}'
        f"<figcaption>{text(caption)}</figcaption></figure>"
    )


def png(picture: np.ndarray) -> bytes:
    """Return colours [3, h, w] uint8 as the bytes of a PNG file."""
    memory = gdal.GetDriverByName("MEM").Create("", picture.shape[2], picture.shape[1], 3, gdal.GDT_Byte)
    for index, plane in enumerate(picture, 1):
        memory.GetRasterBand(index).WriteArray(np.ascontiguousarray(plane))
    path = f"/vsimem/unveil-{os.getpid()}-{id(memory)}.png"
    written = gdal.GetDriverByName("PNG").CreateCopy(path, memory)
    if written is None:
        raise UnveilError("A picture of the page cannot be made: this GDAL cannot write PNG.")
    written = None
    file = gdal.VSIFOpenL(path, "rb")
    try:
        size = gdal.VSIStatL(path).size
        return bytes(gdal.VSIFReadL(1, size, file))
    finally:
        gdal.VSIFCloseL(file)
        for name in (path, f"{path}.aux.xml"):
            if gdal.VSIStatL(name) is not None:
                gdal.Unlink(name)
