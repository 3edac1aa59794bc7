"""Measure the cloud detectors for docs/masks.md: `python -m tools.measure_masks --data FOLDER [--model ID]`.

Clear images as they are, and below clouds drawn over them with exact truth, through the product's own path from file to
mask. The places are those that the detector `unveil` left out when its card was scored, and the clear dates of the
triplets, which no training saw. With --model the triplets are restored with each detector's mask.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal, osr

from tools.train_detector import HELD_OUT, KINDS, UNUSABLE
from unveil.engine.errors import UnveilError
from unveil.engine.evaluation.triplets import find_triplets, read_patch
from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.masking.detect import detect_clouds
from unveil.engine.masking.morphology import dilate_classes
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.raster.source import describe
from unveil.engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
from unveil.engine.scene.image import read_stored
from unveil.engine.sentinel.bands import SENTINEL2, optical_name
from unveil.engine.simulation.clouds import add_noise, draw_cloud
from unveil.engine.training.data.datasets import place_of
from unveil.engine.training.detector.scenes import CIRRUS
from unveil.models.predictor import load_predictor
from unveil.models.registry import find_model
from unveil.models.scratch import scratch_folder

METHODS = ("unveil", "spectral", "csmask", "s2cloudless", "cloudsen12")
MOST_OF_A_PLACE = 3
SMALLEST = 120
GROWTHS = (0, 20, 40, 60, 80, 100, 140)
_PIXEL = 10.0


@dataclass(frozen=True)
class Image:
    """DN [bands, h, w] of a clear scene. group: "triplets" or "left out"; level: "L1C" or "L2A"."""

    name: str
    group: str
    level: str
    bands: tuple[str, ...]
    dn: np.ndarray


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tools.measure_masks", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with train and validation")
    parser.add_argument("--methods", nargs="*", default=METHODS)
    parser.add_argument("--model", help="restore the triplets with this model and each detector's mask")
    options = parser.parse_args(arguments)
    gdal.UseExceptions()
    if options.model:
        _restored(options)
        return 0
    images = [*_triplets(options.data / "validation"), *_left_out(options.data / "train")]
    for method in options.methods:
        _measure(method, images)
    return 0


def _measure(method: str, images: list[Image]) -> None:
    table: dict[str, list[dict[str, float]]] = {}
    for number, image in enumerate(images):
        try:
            found = _mask(image, image.dn, method)
        except UnveilError:
            continue
        table.setdefault(f"clear, {image.group}", []).append(_clear(found))
        for kind, names in KINDS.items():
            if image.group == "left out" and image.name.startswith(names):
                table.setdefault(f"clear, {kind}", []).append(_clear(found))
        if image.group == "left out":
            for name, row in _planted(image, number, method):
                table.setdefault(f"planted {image.level}{name}", []).append(row)
    for name, rows in table.items():
        means = {key: np.nanmean([row[key] for row in rows]) for key in rows[0]}
        print(
            f"{method:12} {name:34} {len(rows):3}  " + "  ".join(f"{key} {value:.1f}" for key, value in means.items())
        )
    sys.stdout.flush()


def _clear(found: np.ndarray) -> dict[str, float]:
    there = found != classes.NODATA
    return {
        "false cloud": 100 * float(np.isin(found, (1, 2))[there].mean()),
        "false shadow": 100 * float((found == 3)[there].mean()),
    }


def _planted(image: Image, number: int, method: str) -> Iterator[tuple[str, dict[str, float]]]:
    generator = np.random.default_rng([5, number])
    clear = image.dn / np.float32(10000)
    cover, thickness = float(generator.uniform(0.2, 0.7)), float(generator.uniform(0.85, 1.0))
    cloud = draw_cloud(clear.shape[1:], generator, cover, thickness)
    cloudy = add_noise(cloud.over(clear, image.bands), generator)
    there = (image.dn > 0).any(axis=0)
    found = _mask(image, np.where(there, np.maximum(cloudy * 10000, 1), 0).round(), method)
    truth = _Truth(cloud.total_opacity(), cloud.seen_opacity(image.bands), cloud.shadow, there)
    for growth in GROWTHS if method == "unveil" else (0,):
        grown = dilate_classes(found, round(growth / _PIXEL))
        yield f", grown {growth:3} m" if growth else "", _compare(grown, truth)


@dataclass(frozen=True)
class _Truth:
    """What hides and shades pixels [h, w]: opacity as B2 sees it, the greatest one that any band sees, shadow."""

    opacity: np.ndarray
    seen: np.ndarray
    shadow: np.ndarray
    there: np.ndarray


def _compare(found: np.ndarray, truth: _Truth) -> dict[str, float]:
    cloud, dark = np.isin(found, (1, 2)), found == 3
    opacity, shadow, there = truth.opacity, truth.shadow, truth.there
    clear = (truth.seen < 0.03) & (shadow < 0.05)

    def share(of: np.ndarray, among: np.ndarray) -> float:
        among = among & there
        return 100 * float(of[among].mean()) if np.count_nonzero(among) > 50 else float("nan")

    return {
        "cloud": share(cloud, opacity >= 0.3),
        "haze": share(cloud, (opacity >= 0.1) & (opacity < 0.3)),
        "thick as thick": share(found == 1, opacity >= 0.9),
        "thin as thin": share(found == 2, (opacity >= 0.2) & (opacity < 0.7) & cloud),
        "shadow": share(cloud | dark, (shadow >= 0.3) & (opacity < 0.05)),
        "false cloud": share(cloud, clear),
        "false shadow": share(dark, clear),
    }


def _mask(image: Image, dn: np.ndarray, method: str) -> np.ndarray:
    with scratch_folder() as folder:
        path = f"{folder}/s2.tif"
        _write(path, dn, image.bands)
        settings = MaskSettings(method, level=image.level)
        detect_clouds(describe(path), f"{folder}/m.tif", Feedback(), settings)
        return read_stored(f"{folder}/m.tif")[0][0]


def _write(path: str, dn: np.ndarray, bands: Sequence[str]) -> None:
    count, height, width = dn.shape
    dataset = gdal.GetDriverByName("GTiff").Create(path, width, height, count, gdal.GDT_UInt16)
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32631)
    dataset.SetProjection(reference.ExportToWkt())
    dataset.SetGeoTransform((500000, _PIXEL, 0, 5000000, 0, -_PIXEL))
    dataset.WriteArray(np.clip(dn, 0, 65535).astype(np.uint16))
    for index, name in enumerate(bands):
        dataset.GetRasterBand(index + 1).SetDescription(name)


def _triplets(folder: Path) -> Iterator[Image]:
    for path in sorted(folder.glob("*/s2_clear.tif")):
        yield Image(path.parent.name, "triplets", "L1C", *_read(path))


def _left_out(folder: Path) -> Iterator[Image]:
    seen: dict[str, int] = {}
    for path in [
        *sorted(folder.glob("s1s2_clear/*/s2.tif")), *sorted(folder.glob("l2a/*/s2.tif")),
        *sorted(folder.glob("s2_clear/*.tif")), *sorted(folder.glob("s2_l1c_12band/*/s2.tif")),
        *sorted(folder.glob("s2_pairs/*/clear.tif")),
    ]:  # fmt: skip
        single = path.parent.name == "s2_clear"
        kind = path.parent.name if single else path.parent.parent.name
        name = path.stem if single else path.parent.name
        place = place_of(name)
        if not place.startswith(HELD_OUT) or f"{kind}/{name}".startswith(UNUSABLE):
            continue
        bands, dn = _read(path)
        if "B10" in bands and np.median(dn[bands.index("B10")]) > 10000 * CIRRUS:
            continue
        seen[place] = seen.get(place, 0) + 1
        if seen[place] <= MOST_OF_A_PLACE and min(dn.shape[1:]) >= SMALLEST:
            yield Image(name, "left out", "L2A" if kind == "l2a" else "L1C", bands, dn)


def _read(path: Path) -> tuple[tuple[str, ...], np.ndarray]:
    stored, called = read_stored(str(path))
    names = [optical_name(name) for name in called]
    order = [names.index(name) for name in SENTINEL2 if name in names]
    dn = stored[order].astype(np.float32)
    bands = tuple(names[index] for index in order)
    # The offset of 1000 shows in the cirrus band.
    if "B10" in bands and np.quantile(dn[bands.index("B10")], 0.02) > 900:
        dn = np.where(dn > 0, np.maximum(dn - 1000, 1), 0)
    return bands, dn


def _restored(options: argparse.Namespace) -> None:
    predictor = load_predictor(find_model(options.model), "cpu")
    triplets = find_triplets(options.data / "validation")[0]
    patches = [read_patch(triplet) for triplet in triplets]
    for method in options.methods:
        for growth in (20.0, 40.0, 60.0, 100.0) if method == "unveil" else (60.0,):
            scores = []
            for patch in patches:
                with scratch_folder() as folder:
                    settings = RemovalSettings(mask_method=method, mask_dilation=growth)
                    remove_clouds(
                        SceneFiles(patch.cloudy_raster, patch.radar_raster, None),
                        Restorer(predictor, settings),
                        f"{folder}/o.tif",
                        Feedback(),
                    )
                    image = read_stored(f"{folder}/o.tif")[0].astype(np.float64)
                error = np.clip(image / 10000, 0, 1) - np.clip(patch.clear / 10000, 0, 1)
                scores.append(-10 * np.log10(np.mean(error**2)))
            print(f"{method:12} grown {growth:3.0f} m  {np.mean(scores):.2f} dB  {np.round(scores, 1).tolist()}")
            sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
