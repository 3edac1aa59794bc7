"""The cloud detectors, each described by value and started for one scene; all have the face of `detection.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.masking import classes
from unveil.engine.masking.detectors import cloudsen12, csmask, methods, s2cloudless, spectral, unveil
from unveil.engine.masking.detectors.detection import Detection, ReadCells, Request
from unveil.engine.masking.detectors.tiles import TiledScene
from unveil.engine.masking.levels import SCENE_CLASSIFICATION, band_names, level_of, scene_classification_band
from unveil.engine.raster.source import Raster
from unveil.models import cloud_detector


@dataclass(frozen=True)
class Detector:
    """A detector by value. bands: what it can read, best first; resolution: metres, where cloud removal calls it."""

    name: str
    title: str
    bands: tuple[tuple[str, ...], ...]
    levels: tuple[str, ...]
    score: str
    """What its first plane of evidence is called; "" where it has none worth writing."""

    resolution: float
    start: Callable[[Request], Detection]
    besides: tuple[str, ...] = ()
    """Bands that it reads where they are there."""

    def find_bands(self, raster: Raster, level: str | None = None) -> tuple[str, ...]:
        """Return the bands to read from a raster of that level (None: told by its bands).

        Raises:
            UnveilError: the level is not the detector's, or bands are missing.
        """
        level = level or level_of(raster)
        if level not in self.levels:
            raise UnveilError(
                f"The detector '{self.name}' needs {' or '.join(self.levels)}, and {raster.path} is taken for {level}"
                f"{_why(level, raster)}; choose {_alternatives(level)}."
            )
        if self.bands == ((SCENE_CLASSIFICATION,),):
            if scene_classification_band(raster) is None:
                raise UnveilError(
                    f"The detector '{self.name}' reads the scene classification, and {raster.path} has no band SCL; "
                    f"give the product's SCL raster, or choose {_alternatives(level, self.name)}."
                )
            return self.bands[0]
        there = band_names(raster)
        found = next((bands for bands in self.bands if set(bands) <= set(there)), self.bands[-1])
        return found + tuple(name for name in self.besides if name in there)


class _Spectral(Detection):
    halo = spectral.HALO

    def __init__(self, request: Request, settings: spectral.SpectralSettings):
        self._settings = spectral.for_pixels_of(request.cell, request.spectral or settings)
        self._threshold = self._settings.threshold if request.threshold is None else request.threshold
        self._statistics = spectral.ShadowStatistics()
        self.looks_first = self._settings.shadows

    def look(self, values: np.ndarray, valid: np.ndarray) -> None:
        b2, b8, b11 = values[1], values[4], values[6]
        self._statistics = self._statistics + spectral.shadow_statistics(b2, b8, b11, valid)

    def evidence(self, read: ReadCells, start: int, stop: int, height: int) -> np.ndarray:
        first = max(start - self.halo, 0)
        values, _ = read(first, min(stop + self.halo, height))
        inner = slice(start - first, stop - first)
        planes = [spectral.cloud_score(values, self._settings)[inner]]
        if self._settings.shadows:
            shadow = spectral.shadow_mask(values, self._statistics, self._settings)
            planes.append(shadow[inner].astype(np.float32))
        return np.stack(planes)

    def classes(self, evidence: np.ndarray) -> np.ndarray:
        result = np.full(evidence.shape[1:], classes.CLEAR, dtype=np.uint8)
        if len(evidence) > 1:
            result[evidence[1] > 0.5] = classes.SHADOW
        result[evidence[0] >= self._threshold] = classes.CLOUD
        return result


class _S2cloudless(Detection):
    most_cells = 200_000

    def __init__(self, request: Request):
        self._threshold = s2cloudless.THRESHOLD if request.threshold is None else request.threshold
        self._classifier = s2cloudless.Classifier()

    def evidence(self, read: ReadCells, start: int, stop: int, height: int) -> np.ndarray:
        values, valid = read(start, stop)
        return self._classifier.probability(values, valid)[None]

    def classes(self, evidence: np.ndarray) -> np.ndarray:
        return np.where(evidence[0] > np.float32(self._threshold), classes.CLOUD, classes.CLEAR).astype(np.uint8)

    def close(self) -> None:
        self._classifier.close()


class _Csmask(Detection):
    def __init__(self, request: Request):
        self._threshold = request.threshold
        self._network = csmask.Network(request.bands, request.level)

    def evidence(self, read: ReadCells, start: int, stop: int, height: int) -> np.ndarray:
        clear, cloud, shadow = self._network.probabilities(lambda *rows: read(*rows)[0], start, stop, height)
        return np.stack([cloud, shadow, clear])

    def classes(self, evidence: np.ndarray) -> np.ndarray:
        cloud, shadow, clear = evidence
        # Where two are equal the package takes the first of clear, cloud, shadow.
        is_cloud = (cloud > clear) & (cloud >= shadow)
        if self._threshold is not None:
            is_cloud = cloud > np.float32(self._threshold)
        result = np.where((shadow > clear) & ~is_cloud, classes.SHADOW, classes.CLEAR).astype(np.uint8)
        result[is_cloud] = classes.CLOUD
        return result

    def close(self) -> None:
        self._network.close()


class _FourClasses(Detection):
    """A network for clear ground, cloud, thin cloud and shadow; the first plane is cloud and thin cloud together."""

    def __init__(self, network: TiledScene, limits: tuple[float, float], threshold: float | None):
        self._network = network
        self._limits = limits if threshold is None else (threshold, limits[1])

    def evidence(self, read: ReadCells, start: int, stop: int, height: int) -> np.ndarray:
        _, thick, thin, *others = self._network.probabilities(lambda *rows: _known(*read(*rows)), start, stop, height)
        return np.stack([thick + thin, thick, *others])

    def classes(self, evidence: np.ndarray) -> np.ndarray:
        return unveil.classify(evidence, self._limits)

    def close(self) -> None:
        self._network.close()


class _Unveil(_FourClasses):
    has_cores = True
    tells_shadow = True

    def __init__(self, request: Request):
        network = unveil.Network(request.bands, request.level)
        super().__init__(network, cloud_detector.detector_thresholds(request.level), request.threshold)

    def cores(self, evidence: np.ndarray) -> np.ndarray:
        return unveil.cores(evidence, self._limits[0])

    def shadow(self, evidence: np.ndarray) -> np.ndarray:
        return evidence[2]


def _known(values: np.ndarray, valid: np.ndarray) -> np.ndarray:
    return values if valid.all() else np.where(valid, values, np.float32(cloud_detector.MISSING))


class _SceneClassification(Detection):
    """Values are three planes of 0 and 1: cloud, thin cloud, shadow."""

    def __init__(self, request: Request):
        self._threshold = 0.5 if request.threshold is None else request.threshold

    def evidence(self, read: ReadCells, start: int, stop: int, height: int) -> np.ndarray:
        return read(start, stop)[0]

    def classes(self, evidence: np.ndarray) -> np.ndarray:
        kinds = np.array([classes.CLOUD, classes.THIN_CLOUD, classes.SHADOW], dtype=np.uint8)
        covered = evidence.sum(axis=0) >= np.float32(self._threshold)
        return np.where(covered, kinds[evidence.argmax(axis=0)], np.uint8(classes.CLEAR))


DETECTORS = (
    Detector(
        methods.UNVEIL,
        "a network of Unveil for cloud, thin cloud and shadow; L1C and L2A",
        (cloud_detector.NEEDED,),
        ("L1C", "L2A"),
        "cloud probability",
        cloud_detector.CELL,
        _Unveil,
        tuple(name for name in cloud_detector.BANDS if name not in cloud_detector.NEEDED),
    ),
    Detector(
        methods.SPECTRAL,
        "thresholds on reflectance, with shadow (Meraner et al. 2020); L1C",
        (spectral.BANDS,),
        ("L1C",),
        "cloud score",
        10.0,
        lambda request: _Spectral(request, spectral.PUBLISHED),
    ),
    Detector(
        methods.SPECTRAL_ATTENTION,
        "the same thresholds pixel by pixel, no shadow (Bui and Le 2025, equations 13 to 16); L1C",
        (spectral.BANDS,),
        ("L1C",),
        "cloud score",
        10.0,
        lambda request: _Spectral(request, spectral.ATTENTION),
    ),
    Detector(
        methods.S2CLOUDLESS,
        "boosted trees on ten bands, haze included, no shadow; L1C; needs the package s2cloudless",
        (s2cloudless.BANDS,),
        ("L1C",),
        "cloud probability",
        20.0,
        _S2cloudless,
    ),
    Detector(
        methods.CSMASK,
        "a network for cloud and shadow; L1C and L2A; needs the package ukis-csmask",
        (csmask.SIX_BANDS, csmask.FOUR_BANDS),
        ("L1C", "L2A"),
        "cloud probability",
        20.0,
        _Csmask,
    ),
    Detector(
        methods.CLOUDSEN12,
        "a network of the CloudSEN12 project for cloud, thin cloud and shadow; L1C and L2A; needs the package sentle",
        (cloudsen12.BANDS,),
        ("L1C", "L2A"),
        "cloud probability",
        10.0,
        lambda request: _FourClasses(cloudsen12.Network(), cloudsen12.LIMITS, request.threshold),
    ),
    Detector(
        methods.SCENE_CLASSIFICATION,
        "the scene classification that L2A products carry; reads the band SCL",
        ((SCENE_CLASSIFICATION,),),
        ("L2A",),
        "",
        10.0,
        _SceneClassification,
    ),
)
"""All detectors; those whose package is missing are offered, too, and say what to install when they are started."""


def find_detector(name: str) -> Detector:
    """Return the detector of that name; UnveilError where there is none."""
    for detector in DETECTORS:
        if detector.name == name:
            return detector
    raise UnveilError(f"There is no cloud detector '{name}'; choose {', '.join(methods.METHODS)}.")


def _why(level: str, raster: Raster) -> str:
    if level == "L2A":
        return ", as it has a scene classification" if scene_classification_band(raster) else ", as it has no band B10"
    return ", as it has no band SCL"


def _alternatives(level: str, besides: str = "") -> str:
    names = [each.name for each in DETECTORS if level in each.levels and each.name != besides]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
