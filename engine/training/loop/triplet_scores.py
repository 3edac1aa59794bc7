"""Scores of a network and of plain fills on real triplets: cloudy and clear optical image, and radar, of one place.

Images are held in memory whole. The mask is that of the spectral detector and the background that of the clear ground,
both over the whole image, as the plugin makes them for a scene; the scores are those of the protocol "full".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from unveil.engine.evaluation.baselines import clear_mean, interpolate
from unveil.engine.evaluation.metrics import ErrorSums, reflectance
from unveil.engine.evaluation.protocols import PROTOCOLS
from unveil.engine.evaluation.similarity import HALO, ssim_map
from unveil.engine.ground.plain import scene_chain, scene_sight
from unveil.engine.masking import classes
from unveil.engine.masking.detectors.spectral import spectral_mask
from unveil.engine.masking.morphology import dilate_classes
from unveil.engine.scene.image import read_stored
from unveil.engine.sentinel.fill import complete
from unveil.engine.training.sampling.samples import GROWTH
from unveil.models.card import BANDS
from unveil.models.networks.blocks import UNKNOWN
from unveil.models.scaling import Scaling

Network = Callable[[Mapping[str, np.ndarray]], np.ndarray]
"""Scaled inputs by name, each [1, channels, h, w], to the cloud-free image [1, 13, h, w]."""


_THICK = 3500.0
"""DN in B2."""

_LEAST_THICK = 0.05


@dataclass(frozen=True)
class Triplet:
    """DN [13, h, w] and dB [2, h, w]; codes [h, w] are the classes of the detector."""

    name: str
    cloudy: np.ndarray
    clear: np.ndarray
    radar: np.ndarray
    codes: np.ndarray

    @property
    def restore(self) -> np.ndarray:
        """Where ground is hidden or darkened, [h, w] bool."""
        return classes.to_restore(self.codes)


def read_triplets(folder: Path, names: Iterable[str]) -> tuple[Triplet, ...]:
    """Read `folder/<name>/{s1,s2_cloudy,s2_clear}.tif`; an UnveilError names what is missing."""
    triplets = []
    for name in names:
        radar, cloudy, clear = (_read(Path(folder) / name / f"{part}.tif") for part in ("s1", "s2_cloudy", "s2_clear"))
        triplets.append(Triplet(name, cloudy, clear, radar, dilate_classes(spectral_mask(cloudy), GROWTH, GROWTH)))
    return tuple(triplets)


def _read(path: Path) -> np.ndarray:
    return read_stored(str(path))[0].astype(np.float32)


def without_cirrus(triplet: Triplet) -> Triplet:
    """Return the triplet as if its B10 were missing and had been filled from the other bands."""
    kept = [name for name in BANDS if name != "B10"]
    dn = np.stack([triplet.cloudy[BANDS.index(name)] for name in kept])
    return replace(triplet, cloudy=complete(dn, tuple(kept), BANDS))


def triplet_inputs(
    triplet: Triplet, prior: np.ndarray, with_mask: bool = True, with_radar: bool = True
) -> dict[str, np.ndarray]:
    """Return a network's inputs; without a mask nothing is known to be clear, so the background is the prior alone."""
    scaling = Scaling()
    codes = triplet.codes if with_mask else np.full_like(triplet.codes, classes.CLOUD)
    radar = triplet.radar if with_radar else np.full_like(triplet.radar, np.nan)
    unknown = np.full(codes.shape, UNKNOWN, dtype=np.float32)
    mask = classes.replaced_share(triplet.codes) if with_mask else unknown
    sight = scene_sight(triplet.cloudy, codes, np.full(codes.shape, with_mask), radar)
    background = scene_chain(sight, prior, BANDS.index("B2")).image(sight)
    return {
        "optical": scaling.optical(triplet.cloudy)[None],
        "radar": scaling.radar(radar)[None],
        "mask": mask[None, None],
        "background": scaling.optical(background)[None],
    }


def restore_with(network: Network, inputs: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return the network's image of one triplet in DN, [13, h, w]."""
    return network(inputs)[0] * np.float32(10000)


def do_nothing(triplet: Triplet) -> np.ndarray:
    """Return the cloudy image."""
    return triplet.cloudy


def fill_clear_mean(triplet: Triplet, prior: np.ndarray) -> np.ndarray:
    """Paint the mean of the clear pixels over the mask; the prior where less than 1 % is clear."""
    return clear_mean(triplet.cloudy, triplet.restore, ~triplet.restore, triplet.radar, prior)


def fill_background(triplet: Triplet, prior: np.ndarray, with_radar: bool = True) -> np.ndarray:
    """Paint the background, which is what the network starts from, over the mask."""
    background = triplet_inputs(triplet, prior, with_radar=with_radar)["background"][0] * np.float32(10000)
    return np.where(triplet.restore, background, triplet.cloudy)


def fill_gdal(triplet: Triplet, prior: np.ndarray) -> np.ndarray:
    """Interpolate each band over the mask with `gdal.FillNodata`; the prior where less than 1 % is clear."""
    return interpolate(triplet.cloudy, triplet.restore, ~triplet.restore, triplet.radar, prior)


def score(method: Callable[[Triplet], np.ndarray], triplets: Iterable[Triplet]) -> dict[str, ErrorSums]:
    """Return the scores of a method for each triplet by name."""
    return {triplet.name: PROTOCOLS["full"].score(method(triplet), triplet.clear) for triplet in triplets}


def thick_cloud(triplet: Triplet) -> np.ndarray:
    """Return [h, w] bool where a cloud hides the ground from all but the radar: detected, and above 0.35 in B2."""
    return (triplet.codes == classes.CLOUD) & (triplet.cloudy[BANDS.index("B2")] > _THICK)


def similarity_below_thick_cloud(
    method: Callable[[Triplet], np.ndarray], triplets: Iterable[Triplet]
) -> dict[str, float]:
    """Return the mean SSIM over the pixels below thick cloud, for the triplets by name that have 5 % of it."""
    found = {}
    for triplet in triplets:
        inside = (slice(HALO, -HALO), slice(HALO, -HALO))
        thick = thick_cloud(triplet)[inside]
        if thick.mean() >= _LEAST_THICK:
            similarity = ssim_map(reflectance(method(triplet)), reflectance(triplet.clear))[(slice(None), *inside)]
            found[triplet.name] = float(similarity[:, thick].mean())
    return found


def mean_scores(scores: Mapping[str, ErrorSums]) -> dict[str, float]:
    """Return the mean over images of psnr (dB), ssim, sam (degrees) and mae."""
    return {
        name: float(np.mean([getattr(sums, name) for sums in scores.values()]))
        for name in ("psnr", "ssim", "sam", "mae")
    }
