"""The page of `evaluate`: one result against its reference, with doing nothing beside it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from unveil.engine.evaluation.distances import DISTANCES, DistanceProfile
from unveil.engine.evaluation.evaluation import Evaluation
from unveil.engine.evaluation.metrics import ErrorSums
from unveil.engine.evaluation.report import page
from unveil.engine.evaluation.report.charts import bars, colour_of, lines
from unveil.engine.evaluation.report.claims import (
    claim_lines,
    index_table,
    trust_table,
)
from unveil.engine.evaluation.report.overview import Overview
from unveil.engine.evaluation.report.pictures import stretch_of
from unveil.engine.evaluation.report.scene_json import means_of
from unveil.engine.masking import classes
from unveil.engine.version import version

RESULT, NOTHING, REFERENCE = "result", "do nothing", "reference"

SCORES = (("PSNR (dB)", "psnr", 2), ("SSIM", "ssim", 4), ("SAM (°)", "sam", 3), ("MAE", "mae", 4), ("RMSE", "rmse", 4))
_LESS_IS_BETTER = {"sam", "mae", "rmse", "ergas"}
_CLASS_NAMES = {"all": "all pixels", "cloud": "under cloud", "shadow": "in shadow", "clear": "clear"}
"""Names of the classes of a mask; those of quality bits are their own."""

_RAMP = ((0.0, (255, 255, 255)), (0.25, (253, 212, 120)), (0.6, (226, 74, 51)), (1.0, (84, 0, 24)))


def evaluation_page(evaluation: Evaluation) -> str:
    """Return the page as HTML."""
    whole = evaluation.result["all"]
    names = evaluation.names
    parts = [
        page.facts(_facts(evaluation)),
        page.heading("Scores"),
        _score_table(evaluation),
        page.paragraph(
            "Reflectance 0 to 1. PSNR: one mean over all bands and pixels. SAM: mean spectral angle. ERGAS: ratio 1, "
            "without B10. Correlation: mean over bands. Do nothing: the cloudy image itself, scored alike; a result "
            "that does not beat it has improved nothing.",
            "note",
        ),
    ]
    if evaluation.indices.get("all") and evaluation.indices["all"].sums:
        parts += [page.heading("Indices"), index_table(evaluation, _CLASS_NAMES)]
    if evaluation.trust:
        parts += [page.heading("Standard errors"), trust_table(evaluation, _CLASS_NAMES)]
    if evaluation.overview is not None:
        parts += [page.heading("Pictures"), _pictures(evaluation.overview, evaluation.bands)]
    parts += [page.heading("Error by band"), _band_bars(evaluation), _band_table(evaluation)]
    if evaluation.profile is not None:
        parts += [
            page.heading("Error by distance from the cloud's edge"),
            _distance_chart(evaluation, evaluation.profile),
        ]
    if evaluation.overview is not None:
        parts += [page.heading("Spectra of a few pixels"), _spectra(evaluation, evaluation.overview)]
    subtitle = f"{whole.pixels:,} pixels compared, protocol {evaluation.protocol.name}, Unveil {version()}"
    return page.page(f"{_name(names, 'prediction')} against {_name(names, 'reference')}", subtitle, parts)


def score_lines(evaluation: Evaluation) -> list[str]:
    """Return the scores as lines of text for a console."""
    rows = [
        (f"{method}, {_CLASS_NAMES.get(name, name)}", value)
        for method, sums in _methods(evaluation).items()
        for name, value in sums.items()
    ]
    width = max(24, *(len(label) + 1 for label, _ in rows))
    lines_ = [f"{'':{width}s}{'PSNR dB':>9s}{'SSIM':>9s}{'SAM deg':>9s}{'MAE':>9s}{'pixels':>12s}"]
    lines_ += [
        f"{label:{width}s}{value.psnr:9.3f}{value.ssim:9.4f}{value.sam:9.3f}{value.mae:9.4f}{value.pixels:12d}"
        for label, value in rows
    ]
    return lines_ + claim_lines(evaluation, _CLASS_NAMES)


def _methods(evaluation: Evaluation) -> dict[str, Mapping[str, ErrorSums]]:
    """Return the scores by class of every image: the result, other results by their names, and doing nothing."""
    result = _name(evaluation.names, "prediction") if evaluation.others else RESULT
    return {result: evaluation.result, **evaluation.others, NOTHING: evaluation.nothing}


def _name(names: Mapping[str, str], role: str) -> str:
    return Path(names[role]).name if role in names else role


def _facts(evaluation: Evaluation) -> list[tuple[str, str]]:
    whole = evaluation.result["all"]
    region = evaluation.region
    masks = {
        "given": f"as given, taken for {evaluation.coding}",
        "unveil": "made by Unveil's detector",
        "spectral": "made by the spectral detector (Meraner et al. 2020)",
    }
    pairs = [(role, path) for role, path in evaluation.names.items()]
    pairs.append(("protocol", f"{evaluation.protocol.name}: {evaluation.protocol.sentence}"))
    length = evaluation.pixel_length
    size = f"{region.width} x {region.height} pixels" + (f" of {length:.3g} m" if length else "")
    without = f" (left out: {', '.join(evaluation.bands_left_out)})" if evaluation.bands_left_out else ""
    pairs.append(("compared", f"{size}, {len(evaluation.bands)} bands{without}"))
    pairs.append(("left out", f"{evaluation.left_out:,} pixels that are nodata in one of the images"))
    if whole.zero_spectra:
        pairs.append(("without angle", f"{whole.zero_spectra:,} pixels whose spectrum is zero in one image"))
    if evaluation.mask:
        pairs.append(("cloud mask", f"{masks[evaluation.mask]}; {evaluation.cover:.1f} % cloud"))
    return pairs


def _score_table(evaluation: Evaluation) -> str:
    header = ["pixels", "image", *(name for name, _, _ in SCORES), "ERGAS", "correlation", "number"]
    rows: list[list[Any]] = []
    best = []
    for name in evaluation.result:
        images = {image: sums[name] for image, sums in _methods(evaluation).items() if name in sums}
        for image, sums in images.items():
            label = "" if rows and image != next(iter(images)) else _CLASS_NAMES.get(name, name)
            rows.append(_score_cells(label, image, sums, evaluation.bands))
            rivals = [each for each in images.values() if each is not sums]
            best.append(_better(sums, rivals, evaluation.bands))
    return page.table(header, rows, best, wordy=2)


def _score_cells(label: str, image: str, sums: ErrorSums, bands: tuple[str, ...]) -> list[str]:
    cells = [page.text(label), page.text(image)]
    cells += [page.number(getattr(sums, score), digits) for _, score, digits in SCORES]
    cells += [page.number(sums.ergas(bands), 2), page.number(sums.correlation, 4)]
    return [*cells, f"{sums.pixels:,}"]


def _better(sums: ErrorSums, rivals: Sequence[ErrorSums], bands: tuple[str, ...]) -> set[int]:
    """Return the columns of the scores in which an image beats all others."""
    if not rivals:
        return set()
    names = [score for _, score, _ in SCORES] + ["ergas", "correlation"]
    marks = set()
    for index, name in enumerate(names):
        mine, *theirs = (each.ergas(bands) if name == "ergas" else getattr(each, name) for each in (sums, *rivals))
        if all((mine < other) if name in _LESS_IS_BETTER else (mine > other) for other in theirs):
            marks.add(index + 2)
    return marks


def _pictures(overview: Overview, bands: tuple[str, ...]) -> str:
    shown = [bands.index(name) for name in ("B4", "B3", "B2") if name in bands]
    if len(shown) < 3:
        shown = [min(index, len(bands) - 1) for index in (2, 1, 0)]
    stretch = stretch_of(overview.reference[shown])
    figures = []
    if overview.cloudy is not None:
        figures.append(page.figure(stretch.colours(overview.cloudy[shown]), "before: the cloudy image"))
    figures.append(page.figure(stretch.colours(overview.prediction[shown]), "after: the result"))
    figures.append(page.figure(stretch.colours(overview.reference[shown]), "the reference"))
    error = mean_error(overview.prediction, overview.reference)
    top = _round_up(float(np.nanpercentile(error, 99))) if np.isfinite(error).any() else 1.0
    stops = ", ".join(f"rgb{colour} {100 * place:.0f}%" for place, colour in _RAMP)
    ramp = f'<div class="ramp" style="background:linear-gradient(90deg, {stops})"></div>'
    figures.append(
        page.figure(ramp_colours(error / top), f"mean absolute error of the bands, 0 (white) to {top:g} or more", ramp)
    )
    names = ", ".join(bands[index] for index in shown)
    thinned = "" if overview.step == 1 else f" Every {overview.step:.1f}th pixel is shown."
    note = f"Red, green, blue: {names}; one stretch for all, 2 to 98 % of the reference.{thinned}"
    return f'<div class="pictures">{"".join(figures)}</div>' + page.paragraph(note, "note")


def mean_error(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the mean absolute difference of the bands, reflectance [h, w], from DN; NaN where either is nodata."""
    return np.abs(np.clip(first, 0, 10000) - np.clip(second, 0, 10000)).mean(axis=0) / 10000


def ramp_colours(values: np.ndarray) -> np.ndarray:
    """Return values 0..1 [h, w] as colours [3, h, w] uint8 from white to dark red; nodata is grey."""
    places = [place for place, _ in _RAMP]
    channels = [np.interp(values, places, [colour[index] for _, colour in _RAMP]) for index in range(3)]
    colours = np.where(np.isfinite(values), channels, 190.0)
    return np.rint(colours).astype(np.uint8)


def _round_up(value: float) -> float:
    if value <= 0:
        return 0.001
    power = 10.0 ** math.floor(math.log10(value))
    return next(round(step * power, 9) for step in (1, 2, 5, 10) if step * power >= value)


def _band_bars(evaluation: Evaluation) -> str:
    series = {RESULT: evaluation.result["all"].band_mae}
    if evaluation.nothing:
        series[NOTHING] = evaluation.nothing["all"].band_mae
    return bars(evaluation.bands, series, "MAE, reflectance", colour_of(list(series)))


def _band_table(evaluation: Evaluation) -> str:
    kinds = (("PSNR (dB)", "psnr", 2), ("SSIM", "ssim", 4), ("MAE", "mae", 4), ("correlation", "correlation", 4))
    images = {RESULT: evaluation.result["all"]}
    if evaluation.nothing:
        images[NOTHING] = evaluation.nothing["all"]
    header = ["band", *(f"{name}, {image}" if len(images) > 1 else name for name, _, _ in kinds for image in images)]
    rows = []
    for index, band in enumerate(evaluation.bands):
        cells = [
            page.number(getattr(sums, f"band_{score}")[index], digits)
            for _, score, digits in kinds
            for sums in images.values()
        ]
        rows.append([band, *cells])
    return page.table(header, rows)


def _distance_chart(evaluation: Evaluation, profile: DistanceProfile) -> str:
    series = {RESULT: _by_distance(profile)}
    if evaluation.nothing_profile is not None:
        series[NOTHING] = _by_distance(evaluation.nothing_profile)
    upper = (*map(str, DISTANCES), "")
    lower = ("1", *(str(end + 1) for end in DISTANCES))
    steps = [f"{low}–{high}" if high else f"> {DISTANCES[-1]}" for low, high in zip(lower, upper)]
    labels = [*reversed(steps), *steps]
    length = evaluation.pixel_length
    unit = "pixels" + (f" of {length:.3g} m" if length else "")
    chart = lines(
        labels,
        series,
        "MAE, reflectance",
        colour_of(list(series)),
        below=f"clear pixels, by distance from cloud or shadow   |   restored pixels, by depth ({unit})",
        mark=len(steps),
    )
    note = "Left of the dashed line clear pixels, right of it those under cloud or shadow; mean of all bands."
    return chart + page.paragraph(note, "note")


def _by_distance(profile: DistanceProfile) -> list[float]:
    outside = means_of(profile.outside, profile.outside_pixels)
    return [*reversed(outside), *means_of(profile.inside, profile.inside_pixels)]


def chosen_pixels(overview: Overview) -> list[tuple[str, int, int]]:
    """Return (why, row, column) of pixels of the overview whose spectra are worth a look.

    Those whose error is the median, or the 90 % quantile, of their class; without a mask of the whole image.
    """
    error = mean_error(overview.prediction, overview.reference)
    codes = overview.codes
    if codes is None:
        wanted = [
            (f"{share:.0%} quantile of the error", np.isfinite(error), share) for share in (0.25, 0.5, 0.75, 0.95)
        ]
    else:
        cloud = (codes == classes.CLOUD) | (codes == classes.THIN_CLOUD)
        wanted = [
            ("under cloud, median error", cloud, 0.5),
            ("under cloud, 90 % quantile of the error", cloud, 0.9),
            ("in shadow, median error", codes == classes.SHADOW, 0.5),
            ("clear, median error", codes == classes.CLEAR, 0.5),
        ]
    found = []
    for why, where, share in wanted:
        rows, columns = np.nonzero(where & np.isfinite(error))
        if len(rows):
            order = np.argsort(error[rows, columns], kind="stable")
            place = order[int(share * (len(order) - 1))]
            found.append((why, int(rows[place]), int(columns[place])))
    return found


def _spectra(evaluation: Evaluation, overview: Overview) -> str:
    colours = {**colour_of([RESULT, NOTHING]), REFERENCE: "#1c2430"}
    charts = []
    for why, row, column in chosen_pixels(overview):
        series = {RESULT: overview.prediction, REFERENCE: overview.reference}
        if overview.cloudy is not None:
            series = {NOTHING: overview.cloudy, **series}
        spectra = {name: [value / 10000 for value in image[:, row, column]] for name, image in series.items()}
        place = "row {}, column {}".format(*overview.place(row, column))
        charts.append(
            f"<figure>{lines(evaluation.bands, spectra, 'reflectance', colours, width=480, height=230)}"
            f"<figcaption>{page.text(why)} ({place})</figcaption></figure>"
        )
    return f'<div class="pictures" style="grid-template-columns:1fr 1fr">{"".join(charts)}</div>'
