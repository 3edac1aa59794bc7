"""Charts as SVG for a page: bars, lines, boxes, and intervals with their points."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from unveil.engine.evaluation.report.page import text
from unveil.engine.evaluation.statistics import Box, Estimate

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#6a51a3", "#7f6a3f")
"""Told apart by all kinds of colour vision (Okabe and Ito 2008), and two more."""

GREY = "#8a94a3"
_LINE = "#d9dee5"
_MOST_POINTS = 300
_TICKS = 7
"""At most so many parts of an axis."""

_WIDTH = 960
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 12, 46


@dataclass(frozen=True)
class _Scale:
    """Values low..high on pixels start..stop."""

    low: float
    high: float
    start: float
    stop: float

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.stop - self.start)

    def ticks(self) -> list[float]:
        step = _nice_step((self.high - self.low) / _TICKS)
        first = math.ceil(self.low / step - 1e-9)
        return [index * step for index in range(first, math.floor(self.high / step + 1e-9) + 1)]

    def label(self, value: float) -> str:
        step = _nice_step((self.high - self.low) / _TICKS)
        digits = max(0, -math.floor(math.log10(step) + 1e-9))
        return f"{value:.{digits}f}".replace("-", "−") if abs(value) > 1e-12 else "0"


def colour_of(names: Sequence[str], grey: str = "do nothing") -> dict[str, str]:
    """Return a colour for each name; `grey` is for what the others are measured by."""
    colours, free = {}, 0
    for name in names:
        if name == grey:
            colours[name] = GREY
        else:
            colours[name] = COLOURS[free % len(COLOURS)]
            free += 1
    return colours


def legend(colours: Mapping[str, str]) -> str:
    entries = (f'<span><i style="background:{colour}"></i>{text(name)}</span>' for name, colour in colours.items())
    return f'<div class="legend">{"".join(entries)}</div>'


def bars(labels: Sequence[str], series: Mapping[str, Sequence[float]], unit: str, colours: Mapping[str, str]) -> str:
    """Return groups of bars from zero, one group a label, one bar a series."""
    height = 240
    values = [value for row in series.values() for value in row if math.isfinite(value)]
    scale = _value_scale([0.0, *values], height)
    parts = [_value_axis(scale, unit, height)]
    group = (_WIDTH - _LEFT - _RIGHT) / max(len(labels), 1)
    bar = 0.8 * group / max(len(series), 1)
    for place, label in enumerate(labels):
        left = _LEFT + place * group
        parts.append(_label(left + group / 2, height - _BOTTOM + 17, label))
        for index, (name, row) in enumerate(series.items()):
            if math.isfinite(row[place]):
                top = scale(row[place])
                parts.append(
                    f'<rect x="{left + 0.1 * group + index * bar:.1f}" y="{top:.1f}" width="{max(bar - 1, 1):.1f}" '
                    f'height="{scale(0) - top:.1f}" fill="{colours[name]}"><title>{text(name)}, {text(label)}: '
                    f"{row[place]:.4g}</title></rect>"
                )
    return _chart(parts, height, f"{unit} by {', '.join(labels)}", legend({name: colours[name] for name in series}))


def lines(
    labels: Sequence[str],
    series: Mapping[str, Sequence[float]],
    unit: str,
    colours: Mapping[str, str],
    below: str = "",
    mark: int | None = None,
    width: int = _WIDTH,
    height: int = 240,
    with_legend: bool = True,
) -> str:
    """Return lines over evenly spaced labels; NaN leaves a gap. mark: where to draw an upright line before a label."""
    values = [value for row in series.values() for value in row if math.isfinite(value)]
    scale = _value_scale([0.0, *values], height)
    step = (width - _LEFT - _RIGHT) / max(len(labels), 1)
    parts = [_value_axis(scale, unit, height, width)]
    if mark is not None:
        x = _LEFT + mark * step
        parts.append(f'<path d="M{x:.1f} {_TOP}V{height - _BOTTOM}" stroke="#5b6675" stroke-dasharray="4 3"/>')
    for place, label in enumerate(labels):
        parts.append(_label(_LEFT + (place + 0.5) * step, height - _BOTTOM + 17, label))
    if below:
        parts.append(_label(_LEFT + (width - _LEFT - _RIGHT) / 2, height - 8, below, soft=True))
    for name, row in series.items():
        path, drawing = [], False
        for place, value in enumerate(row):
            if not math.isfinite(value):
                drawing = False
                continue
            x, y = _LEFT + (place + 0.5) * step, scale(value)
            path.append(f"{'L' if drawing else 'M'}{x:.1f} {y:.1f}")
            parts.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colours[name]}"><title>{text(name)}, '
                f"{text(labels[place])}: {value:.4g}</title></circle>"
            )
            drawing = True
        parts.append(f'<path d="{"".join(path)}" fill="none" stroke="{colours[name]}" stroke-width="2"/>')
    shown = legend({name: colours[name] for name in series}) if with_legend else ""
    return _chart(parts, height, f"{unit} by {', '.join(labels)}", shown, width)


def boxes(
    groups: Sequence[str], series: Mapping[str, Sequence[Box | None]], unit: str, colours: Mapping[str, str]
) -> str:
    """Return box plots, one group a class, one box a series; the number of images stands below each group."""
    height = 280
    found = [box for row in series.values() for box in row if box is not None]
    values = [value for box in found for value in (box.low, box.high, *box.outliers)]
    scale = _value_scale(values or [0.0, 1.0], height)
    parts = [_value_axis(scale, unit, height)]
    group = (_WIDTH - _LEFT - _RIGHT) / max(len(groups), 1)
    step = 0.84 * group / max(len(series), 1)
    for place, label in enumerate(groups):
        left = _LEFT + place * group
        boxes = {name: box for name, row in series.items() if (box := row[place]) is not None}
        number = max((box.number for box in boxes.values()), default=0)
        parts.append(_label(left + group / 2, height - _BOTTOM + 17, label))
        parts.append(_label(left + group / 2, height - _BOTTOM + 33, _images(number), soft=True))
        if place:
            parts.append(f'<path d="M{left:.1f} {_TOP}V{height - _BOTTOM}" stroke="{_LINE}"/>')
        for index, name in enumerate(series):
            if name in boxes:
                x = left + 0.08 * group + (index + 0.5) * step
                parts.append(_box(x, min(0.72 * step, 34), boxes[name], scale, colours[name], f"{name}, {label}"))
    return _chart(parts, height, f"{unit} by {', '.join(groups)}", legend({name: colours[name] for name in series}))


def intervals(rows: Sequence[tuple[str, Estimate, Sequence[float], str]], unit: str, zero: bool = False) -> str:
    """Return one line a row: (label, mean with its interval, the single values as points, colour), on one axis.

    Of more than 300 values the quantiles are drawn, the least and the largest with them.
    zero: draw where there is no difference.
    """
    label_width, row_height = 300, 34
    height = row_height * len(rows) + 50
    values = [value for _, _, points, _ in rows for value in points if math.isfinite(value)]
    values += [end for _, mean, _, _ in rows for end in (mean.mean, mean.low, mean.high) if math.isfinite(end)]
    low, high = _padded([*values, 0.0] if zero else values or [0.0, 1.0])
    scale = _Scale(low, high, label_width, _WIDTH - _RIGHT)
    bottom = row_height * len(rows) + 8
    parts = []
    for tick in scale.ticks():
        x = scale(tick)
        parts.append(f'<path d="M{x:.1f} 4V{bottom}" stroke="{_LINE}"/>{_label(x, bottom + 16, scale.label(tick))}')
    if zero:
        parts.append(f'<path d="M{scale(0):.1f} 4V{bottom}" stroke="#5b6675" stroke-width="1.5"/>')
    parts.append(_label(label_width + (_WIDTH - _RIGHT - label_width) / 2, bottom + 34, unit, soft=True))
    for index, (label, mean, points, colour) in enumerate(rows):
        y = 8 + (index + 0.5) * row_height
        parts.append(f'<text x="{label_width - 12}" y="{y + 4:.1f}" text-anchor="end">{text(label)}</text>')
        for value in _shown(points):
            parts.append(f'<circle cx="{scale(value):.1f}" cy="{y:.1f}" r="3.5" fill="{colour}" opacity="0.35"/>')
        if math.isfinite(mean.low):
            parts.append(
                f'<path d="M{scale(mean.low):.1f} {y:.1f}H{scale(mean.high):.1f}" stroke="{colour}" stroke-width="3"/>'
            )
        if math.isfinite(mean.mean):
            x = scale(mean.mean)
            parts.append(
                f'<path d="M{x:.1f} {y - 7:.1f}l6 7l-6 7l-6 -7z" fill="{colour}" stroke="#fff">'
                f"<title>{text(label)}: {mean.mean:.4g}</title></path>"
            )
    return _chart(parts, height, f"{unit}: {', '.join(row[0] for row in rows)}", "")


def _box(x: float, width: float, box: Box, scale: _Scale, colour: str, name: str) -> str:
    half = width / 2
    first, third, median = scale(box.first), scale(box.third), scale(box.median)
    points = "".join(
        f'<circle cx="{x:.1f}" cy="{scale(value):.1f}" r="2.5" fill="none" stroke="{colour}"/>'
        for value in box.outliers
    )
    return (
        f"<g><title>{text(name)}: median {box.median:.4g}, quartiles {box.first:.4g} and {box.third:.4g}, "
        f"{box.number} images</title>"
        f'<path d="M{x:.1f} {scale(box.low):.1f}V{scale(box.high):.1f}" stroke="{colour}"/>'
        f'<rect x="{x - half:.1f}" y="{third:.1f}" width="{width:.1f}" height="{max(first - third, 1):.1f}" '
        f'fill="{colour}" fill-opacity="0.3" stroke="{colour}"/>'
        f'<path d="M{x - half:.1f} {median:.1f}h{width:.1f}" stroke="{colour}" stroke-width="2.5"/>{points}</g>'
    )


def _shown(values: Sequence[float]) -> Sequence[float]:
    finite = sorted(value for value in values if math.isfinite(value))
    if len(finite) <= _MOST_POINTS:
        return finite
    return [finite[round(index * (len(finite) - 1) / (_MOST_POINTS - 1))] for index in range(_MOST_POINTS)]


def _images(number: int) -> str:
    return "1 image" if number == 1 else f"{number} images"


def _value_scale(values: Sequence[float], height: int) -> _Scale:
    low, high = _padded(values)
    return _Scale(0.0 if min(values) == 0 else low, high, height - _BOTTOM, _TOP)


def _padded(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    if low == high:
        return low - 0.5, high + 0.5
    rim = 0.05 * (high - low)
    return low - rim, high + rim


def _value_axis(scale: _Scale, unit: str, height: int, width: int = _WIDTH) -> str:
    parts = []
    for tick in scale.ticks():
        y = scale(tick)
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{width - _RIGHT}" stroke="{_LINE}"/>')
        parts.append(f'<text x="{_LEFT - 7}" y="{y + 4:.1f}" text-anchor="end">{scale.label(tick)}</text>')
    middle = (_TOP + height - _BOTTOM) / 2
    parts.append(
        f'<text transform="translate(14 {middle:.1f}) rotate(-90)" text-anchor="middle" '
        f'style="fill:#5b6675">{text(unit)}</text>'
    )
    return "".join(parts)


def _label(x: float, y: float, label: str, soft: bool = False) -> str:
    style = ' style="fill:#5b6675"' if soft else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle"{style}>{text(label)}</text>'


def _chart(parts: Sequence[str], height: int, name: str, shown_legend: str, width: int = _WIDTH) -> str:
    return (
        f'<div class="chart">{shown_legend}<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{text(name)}" xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg></div>'
    )


def _nice_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= rough * (1 - 1e-9))
