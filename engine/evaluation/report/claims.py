"""Tables and lines of what `evaluate` finds besides scores: errors of indices, and whether standard errors are true."""

from __future__ import annotations

from collections.abc import Mapping

from unveil.engine.evaluation.evaluation import Evaluation
from unveil.engine.evaluation.indices import IndexErrors
from unveil.engine.evaluation.report import page
from unveil.engine.evaluation.trust import TrustSums

_KINDS = {"mae": "MAE", "rmse": "RMSE", "bias": "bias"}
_IMAGES = ("result", "do nothing")


def index_table(evaluation: Evaluation, names: Mapping[str, str]) -> str:
    """Return the errors of indices by class of pixel as a table; `names`: of classes."""
    indices = list(evaluation.indices["all"].sums)
    header = ["pixels", "image", *(f"{name}, {kind}" for name in indices for kind in _KINDS.values())]
    rows = []
    for label, errors in evaluation.indices.items():
        for image, found in zip(_IMAGES, (errors, evaluation.nothing_indices.get(label))):
            if found is not None:
                shown = page.text(names.get(label, label)) if image == _IMAGES[0] else ""
                cells = [page.number(getattr(found.sums[name], kind), 4) for name in indices for kind in _KINDS]
                rows.append([shown, page.text(image), *cells])
    note = "NDVI of B8 and B4, NDWI of B3 and B8, NBR of B8 and B12; errors of the index, image less reference."
    return page.table(header, rows, wordy=2) + page.paragraph(note, "note")


def trust_table(evaluation: Evaluation, names: Mapping[str, str]) -> str:
    """Return whether standard errors are true, by class of pixel, as a table."""
    header = ["pixels", "within 1.645 sigma (%)", "UCE", "AUSE", "values"]
    rows = [
        [
            page.text(names.get(name, name)),
            page.number(100 * sums.coverage, 1),
            page.number(sums.uce, 4),
            page.number(sums.ause, 2),
            f"{sums.pixels:,}",
        ]
        for name, sums in evaluation.trust.items()
    ]
    note = (
        "90 % of the errors should lie within 1.645 standard errors. UCE: calibration error in reflectance. AUSE: 0 "
        "where standard errors rank the errors as well as these themselves do."
    )
    return page.table(header, rows, wordy=1) + page.paragraph(note, "note")


def claim_lines(evaluation: Evaluation, names: Mapping[str, str]) -> list[str]:
    """Return both as lines of text for a console."""
    lines = []
    for name, errors in evaluation.indices.items():
        values = "".join(f"  {index} {sums.mae:.4f} ({sums.bias:+.4f})" for index, sums in errors.sums.items())
        if values:
            lines.append(f"{'MAE (bias), ' + names.get(name, name):28s}{values}")
    for name, trust in evaluation.trust.items():
        lines.append(
            f"{'sigma, ' + names.get(name, name):28s}  {100 * trust.coverage:.1f} % within 1.645 sigma, "
            f"UCE {trust.uce:.4f}, AUSE {trust.ause:.2f}"
        )
    return lines


def index_numbers(indices: Mapping[str, IndexErrors]) -> dict:
    """Return the errors of indices by class for JSON."""
    return {
        label: {
            name: {"mae": sums.mae, "rmse": sums.rmse, "bias": sums.bias, "pixels": sums.pixels}
            for name, sums in errors.sums.items()
        }
        for label, errors in indices.items()
    }


def trust_numbers(sums: TrustSums) -> dict:
    """Return whether standard errors are true, for JSON."""
    return {"coverage_90": sums.coverage, "uce": sums.uce, "ause": sums.ause, "values": sums.pixels}
