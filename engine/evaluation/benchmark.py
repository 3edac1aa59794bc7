"""Models and baselines on a folder of triplets: every method on every image, scored alike.

Models run as users run them, through the removal pipeline with the mask of the default detector,
which also says what is cloud, shadow and clear, and how cloudy an image is.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.evaluation.baselines import BASELINES, Fill
from unveil.engine.evaluation.indices import index_errors
from unveil.engine.evaluation.metrics import class_sums, reflectance
from unveil.engine.evaluation.protocols import Protocol, find_protocol
from unveil.engine.evaluation.rows import Row, RowWriter, read_rows, score_numbers
from unveil.engine.evaluation.triplets import Patch, Triplet, find_triplets, read_patch
from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.masking.morphology import dilate_classes
from unveil.engine.raster.ground import pixels
from unveil.engine.raster.sink import Content, Sink
from unveil.engine.raster.source import Band, Raster, describe
from unveil.engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
from unveil.engine.removal.settings import MASK_DILATION
from unveil.engine.scene.image import read_dn
from unveil.engine.sentinel.bands import SENTINEL2
from unveil.engine.sentinel.optical import find_optical
from unveil.models.any_predictor import AnyPredictor
from unveil.models.card import ModelCard
from unveil.models.errors import ModelError
from unveil.models.predictor import load_predictor
from unveil.models.scratch import scratch_folder

_BASELINE_VERSION = "2"


@dataclass(frozen=True)
class BenchmarkSettings:
    """protocol: its name; keep_clear: whether models leave clear pixels as they are; baselines: whether these run too.

    limit: how many images, spread evenly over the folder, 0 for all.
    """

    protocol: str = "full"
    keep_clear: bool = True
    baselines: bool = True
    device: str = "auto"
    limit: int = 0


@dataclass(frozen=True)
class Benchmark:
    """rows: of the images and methods that were asked for, by image, methods in order. incomplete: ids of triplets
    that lack a file. computed: how many rows are new."""

    folder: Path
    settings: BenchmarkSettings
    protocol: Protocol
    methods: tuple[str, ...]
    rows: tuple[Row, ...]
    incomplete: tuple[str, ...]
    computed: int


def run_benchmark(
    folder: Path, cards: Sequence[ModelCard], csv: Path, settings: BenchmarkSettings, feedback: Feedback
) -> Benchmark:
    """Score models and baselines on all triplets of a folder, a row each in the table `csv`.

    Rows that the table holds already are kept, so a benchmark that was stopped goes on; those of a model whose weights
    or settings have changed are computed anew. A method that fails on an image gets a row that says why.

    Raises:
        UnveilError: there are no triplets or no methods, or the table is another one or cannot be written.
        ModelError: a model cannot be loaded.
        Cancelled: the user stopped it; the rows that were done are in the table.
    """
    protocol = find_protocol(settings.protocol)
    methods: list[_Model | _Baseline] = [_Model(card, settings) for card in cards]
    if settings.baselines:
        methods = [*(_Baseline(name, fill) for name, fill in BASELINES.items()), *methods]
    if not methods:
        raise UnveilError("Nothing is to be compared; choose a model, or switch the baselines on.")
    triplets, incomplete = find_triplets(folder)
    triplets = _spread(triplets, settings.limit)
    feedback.info(f"{len(triplets)} images, {len(methods)} methods, protocol {protocol.name}: {protocol.sentence}")
    if incomplete:
        feedback.warn(f"{len(incomplete)} triplets lack a file and are left out: {', '.join(incomplete[:5])}.")
    wanted = {(triplet.id, method.name): method.version for triplet in triplets for method in methods}
    before = read_rows(csv) if Path(csv).exists() else ()
    kept = {row.key: row for row in before if _is_current(row, wanted)}
    computed = 0
    with RowWriter(csv, kept.values()) as writer:
        for index, triplet in enumerate(triplets):
            missing = [m for m in methods if (triplet.id, m.name, m.version, protocol.name) not in kept]
            for row in _rows_of_image(triplet, missing, protocol, feedback):
                writer.add(row)
                kept[row.key] = row
                computed += 1
            feedback.progress((index + 1) / len(triplets))
    rows = tuple(kept[(t.id, m.name, m.version, protocol.name)] for t in triplets for m in methods)
    failed = sum(1 for row in rows if row.error)
    if failed:
        feedback.warn(f"{failed} rows hold no scores; the column error of {csv} says why.")
    return Benchmark(Path(folder), settings, protocol, tuple(m.name for m in methods), rows, incomplete, computed)


def _is_current(row: Row, wanted: dict[tuple[str, str], str]) -> bool:
    """Tell whether a row stays in the table: all but those that this run does anew because their version is old."""
    return wanted.get((row.image, row.method), row.version) == row.version and not row.error


def _spread(triplets: tuple[Triplet, ...], limit: int) -> tuple[Triplet, ...]:
    if not limit or limit >= len(triplets):
        return triplets
    return tuple(triplets[index] for index in np.linspace(0, len(triplets) - 1, limit).round().astype(int))


class _Baseline:
    """A fill, as a method of a benchmark."""

    kind = "baseline"
    version = _BASELINE_VERSION
    runtime = ""

    def __init__(self, name: str, fill: Fill):
        self.name = name
        self._fill = fill

    def run(self, patch: Patch, folder: str, feedback: Feedback) -> tuple[np.ndarray, float]:
        """Return (image in DN, seconds)."""
        # Grown as removal grows it, so that every method has the same mask.
        codes = dilate_classes(patch.codes, pixels(MASK_DILATION, patch.cloudy_raster.grid))
        restore = classes.to_restore(codes)
        known = (codes == classes.CLEAR) & patch.valid
        start = time.perf_counter()
        image = self._fill(patch.cloudy, restore, known, patch.radar)
        return image, time.perf_counter() - start


class _Model:
    """A model, loaded when it is first needed."""

    kind = "model"

    def __init__(self, card: ModelCard, settings: BenchmarkSettings):
        self.name = card.id
        self.version = f"{card.sha256[:12]} {'clear kept' if settings.keep_clear else 'whole answer'}, mask 2"
        self.runtime = ""
        self._card = card
        self._settings = settings
        self._predictor: AnyPredictor | None = None

    def run(self, patch: Patch, folder: str, feedback: Feedback) -> tuple[np.ndarray, float]:
        """Return (image in DN, seconds of the whole removal, reading and writing included)."""
        if self._predictor is None:
            predictor = load_predictor(self._card, self._settings.device, feedback.is_cancelled)
            self.runtime = f"{predictor.runtime}, {predictor.device}"
            if predictor.note:
                feedback.warn(predictor.note)
            # The first tile pays for what a runtime prepares once.
            self._remove(patch, predictor, folder)
            self._predictor = predictor
        start = time.perf_counter()
        output = self._remove(patch, self._predictor, folder)
        seconds = time.perf_counter() - start
        grid = patch.cloudy_raster.grid
        optical = find_optical(replace(describe(output), grid=grid), SENTINEL2)
        return read_dn(optical)[0], seconds

    def _remove(self, patch: Patch, predictor: AnyPredictor, folder: str) -> str:
        output = os.path.join(folder, "removed.tif")
        settings = RemovalSettings(keep_clear=self._settings.keep_clear, mask_coding="classes")
        mask = _stored_mask(patch, os.path.join(folder, "mask.tif"))
        remove_clouds(
            SceneFiles(patch.cloudy_raster, patch.radar_raster, mask), Restorer(predictor, settings), output, Feedback()
        )
        return output


def _stored_mask(patch: Patch, path: str) -> Raster:
    grid = patch.cloudy_raster.grid
    if not os.path.exists(path):
        with Sink(path, grid, Content("uint8", [Band(nodata=classes.NODATA)])) as sink:
            sink.write_rows(patch.codes[None])
    # A CRS of no place does not survive being stored.
    return replace(describe(path), grid=grid)


def _rows_of_image(triplet: Triplet, methods: Sequence[_Model | _Baseline], protocol: Protocol, feedback: Feedback):
    """Yield a row for each method, as soon as it is done."""
    if not methods:
        return
    base = Row(triplet.id, triplet.scene, "", "", "", protocol.name)
    try:
        patch = read_patch(triplet)
        shared = _describe_patch(patch, protocol)
    except UnveilError as error:
        for method in methods:
            yield replace(base, method=method.name, kind=method.kind, version=method.version, error=str(error))
        return
    with scratch_folder() as folder:
        for method in methods:
            feedback.check()
            row = replace(base, method=method.name, kind=method.kind, version=method.version)
            try:
                image, seconds = method.run(patch, folder, feedback)
                numbers = {**shared, **_scores(image, patch, protocol), "seconds": seconds}
                yield replace(row, numbers=numbers, runtime=method.runtime)
            except UnveilError as error:
                yield replace(row, error=str(error))
            except ModelError:
                # A model that cannot run here will not run on the next image either.
                raise


def _describe_patch(patch: Patch, protocol: Protocol) -> dict[str, float]:
    """Return cloud and shadow cover of the whole patch, as GLF-CR's classes have it, and numbers of pixels."""
    protocol.region(*patch.codes.shape)
    measured = patch.codes != classes.NODATA
    number = max(int(np.count_nonzero(measured)), 1)
    return {
        "cloud_cover": 100 * np.count_nonzero(np.isin(patch.codes, (classes.CLOUD, classes.THIN_CLOUD))) / number,
        "shadow_cover": 100 * np.count_nonzero(patch.codes == classes.SHADOW) / number,
        "megapixels": patch.codes.size / 1e6,
    }


def _scores(image: np.ndarray, patch: Patch, protocol: Protocol) -> dict[str, float]:
    region = protocol.region(*patch.codes.shape)
    part = (slice(None), region.rows, region.columns)
    valid, codes = patch.valid[part[1:]], patch.codes[part[1:]]
    # The input is clipped when it is loaded; a method's answer as the protocol has it.
    clip = protocol.clip or image is patch.cloudy
    prediction, reference = reflectance(image[part], clip), reflectance(patch.clear[part])
    prediction[:, ~valid] = np.nan
    selections = {
        "all": None,
        "cloud": np.isin(codes, (classes.CLOUD, classes.THIN_CLOUD)),
        "shadow": codes == classes.SHADOW,
        "clear": codes == classes.CLEAR,
    }
    sums = class_sums(prediction, reference, selections, window=protocol.window)
    if not sums["all"].pixels:
        raise UnveilError(f"No pixel of {patch.triplet.id} is valid in both images where the protocol looks.")
    seen = {name: chosen for name, chosen in selections.items() if sums[name].pixels}
    indices = index_errors(prediction, reference, SENTINEL2, seen)
    return {**score_numbers(sums, SENTINEL2, indices), "left_out": valid.size - sums["all"].pixels}
