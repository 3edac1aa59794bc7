"""The page of a benchmark: means with their intervals, cloud cover, paired differences, speed, and every image."""

from __future__ import annotations

import math
from collections.abc import Sequence

from unveil.engine.evaluation.benchmark import Benchmark
from unveil.engine.evaluation.indices import INDICES
from unveil.engine.evaluation.protocols import COVER_CLASSES, cover_class
from unveil.engine.evaluation.report import page
from unveil.engine.evaluation.report.charts import boxes, colour_of, intervals
from unveil.engine.evaluation.rows import Row
from unveil.engine.evaluation.statistics import Estimate, bootstrap_mean, box
from unveil.engine.version import version

NOTHING = "do nothing"
SCORES = (("PSNR (dB)", "psnr", 2), ("SSIM", "ssim", 4), ("SAM (°)", "sam", 2), ("MAE", "mae", 4))
_LESS_IS_BETTER = {"sam", "mae"}
_MOST_IMAGES = 300


def benchmark_page(benchmark: Benchmark) -> str:
    """Return the page as HTML. All methods are compared on the same images: those on which none failed."""
    table = _Table(benchmark)
    colours = colour_of(table.methods, NOTHING)
    parts = [
        page.facts(_facts(benchmark, table)),
        page.heading("Means over the images"),
        _means(table),
        page.paragraph(
            "Below each mean its 95 % interval, from drawing whole scenes with replacement "
            f"({len(table.scenes)} scenes); patches of one scene resemble one another. Green: the best mean. "
            "Do nothing is the cloudy image itself.",
            "note",
        ),
        _chart_of_means(table, colours),
        page.heading("Which pixels"),
        _by_class(table),
        page.heading("Indices"),
        _indices(table),
        page.heading("Paired differences"),
        _pairs(table, colours),
        page.heading("By cloud cover"),
        *_covers(table, colours),
        page.heading("Speed"),
        _speed(table),
        page.heading("Every image"),
        _images(table),
    ]
    if table.failures:
        parts += [page.heading("Failures"), _failures(table)]
    parts.append(
        page.paragraph(
            "Published scores come from other images, other splits and other code; they do not belong in one table or "
            "chart with these.",
            "note",
        )
    )
    subtitle = f"{len(table.images)} images, {len(table.methods)} methods, protocol {benchmark.protocol.name}"
    return page.page("Cloud removal benchmark", f"{subtitle}, Unveil {version()}", parts)


def summary_lines(benchmark: Benchmark) -> list[str]:
    """Return the means as lines of text for a console."""
    table = _Table(benchmark)
    found = [
        f"{'mean of ' + str(len(table.images)) + ' images':24s}{'PSNR dB':>9s}{'SSIM':>9s}{'SAM deg':>9s}{'MAE':>9s}"
    ]
    for method in table.methods:
        psnr, ssim, sam, mae = (table.estimate(method, score).mean for _, score, _ in SCORES)
        found.append(f"{method:24s}{psnr:9.3f}{ssim:9.4f}{sam:9.3f}{mae:9.4f}")
    return found


class _Table:
    """Rows by method and image, over the images on which every method has scores."""

    def __init__(self, benchmark: Benchmark):
        self.methods = benchmark.methods
        by_place = {(row.method, row.image): row for row in benchmark.rows}
        images = list(dict.fromkeys(row.image for row in benchmark.rows))
        self.images = [name for name in images if not any(by_place[(m, name)].error for m in self.methods)]
        self.failures = [row for row in benchmark.rows if row.error]
        self.kinds = {row.method: row.kind for row in benchmark.rows}
        self.versions = {row.method: row.version for row in benchmark.rows}
        self._rows = by_place
        self.groups = [self.row(self.methods[0], name).scene for name in self.images]
        self.scenes = sorted(set(self.groups))

    def row(self, method: str, image: str) -> Row:
        return self._rows[(method, image)]

    def column(self, method: str, name: str) -> list[float]:
        return [self.row(method, image).number(name) for image in self.images]

    def runtimes(self, method: str) -> list[str]:
        return sorted({self.row(method, image).runtime for image in self.images})

    def estimate(self, method: str, name: str) -> Estimate:
        return bootstrap_mean(self.column(method, name), self.groups)

    def differences(self, first: str, second: str, name: str) -> list[float]:
        pairs = zip(self.column(first, name), self.column(second, name))
        return [a - b if math.isfinite(a) and math.isfinite(b) else math.nan for a, b in pairs]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each model against everything that stands before it; without models, each baseline against the first."""
        models = [name for name in self.methods if self.kinds[name] == "model"]
        found = [(model, other) for model in models for other in self.methods[: self.methods.index(model)]]
        return found or [(name, self.methods[0]) for name in self.methods[1:]]


def _facts(benchmark: Benchmark, table: _Table) -> list[tuple[str, str]]:
    pairs = [
        ("folder", str(benchmark.folder)),
        ("images", f"{len(table.images)}, from {len(table.scenes)} scenes"),
        ("protocol", f"{benchmark.protocol.name}: {benchmark.protocol.sentence}"),
        ("cloud mask", "Unveil's detector, grown for what is restored and as it is for the classes below"),
    ]
    for name in benchmark.methods:
        if table.kinds[name] == "model":
            pairs.append((f"model {name}", f"weights and settings: {table.versions[name]}"))
    if benchmark.incomplete:
        pairs.append(("left out", f"{len(benchmark.incomplete)} triplets that lack a file"))
    return pairs


def _cell(estimate: Estimate, digits: int, sign: bool = False) -> str:
    mean = page.number(estimate.mean, digits)
    if sign and estimate.mean > 0:
        mean = f"+{mean}"
    if not math.isfinite(estimate.low):
        return mean
    return f"{mean}<small>{page.number(estimate.low, digits)} … {page.number(estimate.high, digits)}</small>"


def _best(values: Sequence[float], less: bool) -> float:
    finite = [value for value in values if not math.isnan(value)]
    return (min(finite) if less else max(finite)) if finite else math.nan


def _means(table: _Table) -> str:
    names = [*SCORES, ("RMSE", "rmse", 4), ("ERGAS", "ergas", 1), ("correlation", "correlation", 3)]
    estimates = {method: [table.estimate(method, score) for _, score, _ in names] for method in table.methods}
    best = [
        _best([row[index].mean for row in estimates.values()], score in _LESS_IS_BETTER | {"rmse", "ergas"})
        for index, (_, score, _) in enumerate(names)
    ]
    rows, marks = [], []
    for method, found in estimates.items():
        rows.append([page.text(method), *(_cell(each, digits) for each, (_, _, digits) in zip(found, names))])
        marks.append({index + 1 for index, each in enumerate(found) if each.mean == best[index]})
    return page.table(["method", *(name for name, _, _ in names)], rows, marks)


def _chart_of_means(table: _Table, colours: dict[str, str]) -> str:
    rows = [
        (method, table.estimate(method, "psnr"), table.column(method, "psnr"), colours[method])
        for method in table.methods
    ]
    return intervals(rows, "PSNR (dB): each image, mean and interval")


def _by_class(table: _Table) -> str:
    header = ["method"]
    for name in ("under cloud", "in shadow", "clear"):
        header += [f"PSNR (dB), {name}", f"SAM (°), {name}"]
    columns = [f"{score}_{name}" for name in ("cloud", "shadow", "clear") for score in ("psnr", "sam")]
    rows = [
        [page.text(method), *(_cell(table.estimate(method, column), 2) for column in columns)]
        for method in table.methods
    ]
    note = (
        "Means over the images that have such pixels. Where the mask is wrong, clear pixels hold haze; and the two "
        "dates of a pair differ, so clear pixels are never perfect."
    )
    return page.table(header, rows) + page.paragraph(note, "note")


def _indices(table: _Table) -> str:
    columns = {
        f"{index}, {label}": f"{index.lower()}_mae_{name}"
        for label, name in (("under cloud", "cloud"), ("in shadow", "shadow"))
        for index in INDICES
    }
    rows = [
        [page.text(method), *(_cell(table.estimate(method, column), 4) for column in columns.values())]
        for method in table.methods
    ]
    note = "Mean absolute error of NDVI (B8, B4), NDWI (B3, B8) and NBR (B8, B12); means over the images."
    return page.table(["method", *columns], rows) + page.paragraph(note, "note")


def _pairs(table: _Table, colours: dict[str, str]) -> str:
    if not table.pairs:
        return page.paragraph("There is one method only.")
    rows = []
    for first, second in table.pairs:
        cells = [page.text(f"{first} − {second}")]
        for _, score, digits in SCORES:
            estimate = bootstrap_mean(table.differences(first, second, score), table.groups)
            cell = _cell(estimate, digits, sign=True)
            cells.append(f"<b>{cell}</b>" if estimate.differs_from_zero else cell)
        differences = [value for value in table.differences(first, second, "psnr") if math.isfinite(value)]
        cells.append(f"{sum(1 for value in differences if value > 0)} of {len(differences)}")
        rows.append(cells)
    header = ["difference on the same image", *(name for name, _, _ in SCORES), "PSNR higher on"]
    shown = [
        (
            f"{first} − {second}",
            bootstrap_mean(table.differences(first, second, "psnr"), table.groups),
            table.differences(first, second, "psnr"),
            colours[first],
        )
        for first, second in table.pairs[:24]
    ]
    note = (
        "Mean of the differences on the same images and its 95 % interval; bold where the interval does not hold zero. "
        "Above zero is better for PSNR and SSIM, below zero for SAM and MAE."
    )
    chart = intervals(shown, "difference of PSNR (dB): each image, mean and interval", zero=True)
    return page.table(header, rows) + page.paragraph(note, "note") + chart


def _covers(table: _Table, colours: dict[str, str]) -> list[str]:
    covers = [cover_class(cover) for cover in table.column(table.methods[0], "cloud_cover")]
    parts = [
        page.paragraph(
            "Classes of cloud cover of the whole image by Unveil's detector, as wide as in figures 6 and 8 of the "
            "GLF-CR paper (Xu et al. 2022); shadow is no cloud. Boxes are quartiles, whiskers reach 1.5 box lengths.",
            "note",
        )
    ]
    for name, score, _ in SCORES:
        series = {
            method: [
                box([value for value, cover in zip(table.column(method, score), covers) if cover == wanted])
                for wanted in COVER_CLASSES
            ]
            for method in table.methods
        }
        parts.append(boxes(COVER_CLASSES, series, name, colours))
    return parts


def _speed(table: _Table) -> str:
    rows = []
    for method in table.methods:
        seconds, megapixels = table.column(method, "seconds"), table.column(method, "megapixels")
        image = box(seconds)
        rate = box([pixels / time for pixels, time in zip(megapixels, seconds) if time > 1e-4])
        rows.append(
            [
                page.text(method),
                page.number(image.median, 3) if image else "–",
                page.number(rate.median, 3) if rate else "–",
                page.text(", ".join(table.runtimes(method))),
            ]
        )
    note = "Medians. Models: the whole removal, reading and writing included, on small patches; others: the fill alone."
    header = ["method", "seconds an image", "megapixels a second", "runtime"]
    return page.table(header, rows) + page.paragraph(note, "note")


def _images(table: _Table) -> str:
    rows, marks = [], []
    for image in table.images[:_MOST_IMAGES]:
        values = [table.row(method, image).number("psnr") for method in table.methods]
        best = _best(values, less=False)
        cover = table.row(table.methods[0], image)
        rows.append(
            [
                page.text(image),
                page.number(cover.number("cloud_cover"), 1),
                page.number(cover.number("shadow_cover"), 1),
                *(page.number(value, 2) for value in values),
            ]
        )
        marks.append({index + 3 for index, value in enumerate(values) if value == best})
    left = len(table.images) - len(rows)
    note = f"PSNR in dB. {left} more images stand in the CSV table." if left else "PSNR in dB."
    header = ["image", "cloud (%)", "shadow (%)", *table.methods]
    return page.table(header, rows, marks) + page.paragraph(note, "note")


def _failures(table: _Table) -> str:
    rows = [
        [page.text(row.image), page.text(row.method), page.text(row.error)] for row in table.failures[:_MOST_IMAGES]
    ]
    note = "Images on which any method failed count for none of them."
    return page.table(["image", "method", "why"], rows, wordy=3) + page.paragraph(note, "note")
