"""The JSON of `evaluate`: all scores of one result against its reference."""

from __future__ import annotations

import json
import math

from unveil.engine.evaluation.distances import DISTANCES
from unveil.engine.evaluation.evaluation import Evaluation
from unveil.engine.evaluation.metrics import ErrorSums
from unveil.engine.evaluation.report.claims import index_numbers, trust_numbers
from unveil.engine.version import version


def evaluation_json(evaluation: Evaluation) -> str:
    """Return all scores as JSON; what has no value is null, an infinite PSNR the text "inf"."""
    document = {
        "unveil": version(),
        "protocol": {"name": evaluation.protocol.name, "sentence": evaluation.protocol.sentence},
        "files": dict(evaluation.names),
        "bands": list(evaluation.bands),
        "bands_left_out": list(evaluation.bands_left_out),
        "region": {
            "row": evaluation.region.row,
            "column": evaluation.region.column,
            "height": evaluation.region.height,
            "width": evaluation.region.width,
        },
        "left_out": evaluation.left_out,
        "mask": evaluation.mask or None,
        "mask_taken_for": evaluation.coding or None,
        "cloud_cover": evaluation.cover,
        "result": {name: _numbers(sums, evaluation.bands) for name, sums in evaluation.result.items()},
        "others": {
            image: {name: _numbers(sums, evaluation.bands) for name, sums in found.items()}
            for image, found in evaluation.others.items()
        },
        "do_nothing": {name: _numbers(sums, evaluation.bands) for name, sums in evaluation.nothing.items()},
        "indices": index_numbers(evaluation.indices),
        "do_nothing_indices": index_numbers(evaluation.nothing_indices),
        "standard_errors": {name: trust_numbers(sums) for name, sums in evaluation.trust.items()},
        "error_by_distance": _profile_numbers(evaluation),
    }
    return json.dumps(_plain(document), indent=1, ensure_ascii=False) + "\n"


def _numbers(sums: ErrorSums, bands: tuple[str, ...]) -> dict:
    by_band = {
        name: dict(zip(bands, getattr(sums, f"band_{name}"))) for name in ("psnr", "ssim", "mae", "rmse", "correlation")
    }
    return {
        **{name: getattr(sums, name) for name in ("psnr", "ssim", "sam", "mae", "rmse", "correlation")},
        "ergas": sums.ergas(bands),
        "pixels": sums.pixels,
        "zero_spectra": sums.zero_spectra,
        "bands": by_band,
    }


def _profile_numbers(evaluation: Evaluation) -> dict | None:
    if evaluation.profile is None:
        return None
    numbers = {}
    for name, profile in (("result", evaluation.profile), ("do_nothing", evaluation.nothing_profile)):
        if profile is not None:
            numbers[name] = {
                "inside": means_of(profile.inside, profile.inside_pixels),
                "outside": means_of(profile.outside, profile.outside_pixels),
            }
    profile = evaluation.profile
    pixels = {"inside": list(profile.inside_pixels), "outside": list(profile.outside_pixels)}
    return {"up_to_pixels": [*DISTANCES, None], "pixels": pixels, **numbers}


def _plain(value):
    """Return nested values without numbers that JSON does not know."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else "inf" if value > 0 else "-inf"
    return value


def means_of(sums: tuple[float, ...], numbers: tuple[int, ...]) -> list[float]:
    """Return the mean of each step of a profile, NaN where it holds no pixel."""
    return [total / count if count else math.nan for total, count in zip(sums, numbers)]
