"""Scores of a network on scenes that it is not trained on, and pictures of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from unveil.engine.evaluation.report.pictures import Stretch, side_by_side, write_png
from unveil.engine.feedback import Feedback
from unveil.engine.folders import make_folder
from unveil.engine.training.loop.losses import similarity_map
from unveil.engine.training.sampling.batches import Source
from unveil.models.card import TRUE_COLOUR
from unveil.models.networks.blocks import image_of

FOLDER = "pictures"
_COLOURS = list(TRUE_COLOUR)
_RADAR = Stretch((0.1, 0.1, 0.1), (0.9, 0.9, 0.9))


@dataclass(frozen=True)
class Validation:
    """Mean scores over crops, of the network and of the cloudy image itself. PSNR in dB, over what counts.

    On relative values the plain ground stands in the place of the cloudy image.
    """

    psnr: float
    ssim: float
    cloudy_psnr: float
    cloudy_ssim: float

    def row(self) -> dict[str, float]:
        """Return the columns of a log."""
        return {
            "psnr": self.psnr,
            "ssim": self.ssim,
            "cloudy_psnr": self.cloudy_psnr,
            "cloudy_ssim": self.cloudy_ssim,
        }


class Validator:
    """Scores on the same few batches each time: batches 0 to `number` - 1 of a source of held-out scenes.

    watch: asked between two batches whether to stop, which raises Cancelled.
    """

    def __init__(self, source: Source, number: int = 8, pictures: int = 4, watch: Feedback | None = None):
        self._watch = watch or Feedback()
        self._batches: list[dict[str, Tensor]] = []
        for index in range(number):
            self._watch.check()
            self._batches.append({name: torch.from_numpy(array) for name, array in source.batch(index).items()})
        self._pictures = pictures

    def score(self, network: nn.Module, device: str = "cpu", folder: Path | None = None, step: int = 0) -> Validation:
        """Return the scores of a network in float32; given a folder, write pictures of its first crops there.

        A picture shows cloudy | radar (VV, VH, VV) | result | clear, each in true colours with the clear one's stretch.
        """
        rows, left = [], self._pictures
        training = network.training
        network.eval()
        for batch in self._batches:
            self._watch.check()
            images, shown = _in_reflectance(_restored(network, batch, device), batch)
            rows += _scores(images, shown)
            if folder is not None and left:
                number = min(left, len(images))
                _write_pictures(images[:number], shown, folder, step, self._pictures - left)
                left -= number
        network.train(training)
        return Validation(*(float(np.mean(column)) for column in zip(*rows)))


def _restored(network: nn.Module, batch: dict[str, Tensor], device: str) -> Tensor:
    names = ["optical", "radar"] + (["mask", "background"] if getattr(network, "conditioned", False) else [])
    with torch.no_grad():
        return image_of(network(*(batch[name].to(device) for name in names))).float().cpu()


def _in_reflectance(images: Tensor, batch: dict[str, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
    """Return images and batch in reflectance; of relative values with the plain ground as `optical`."""
    if "spread" not in batch:
        return images.clamp(0, 1), batch

    def absolute(image: Tensor) -> Tensor:
        return (batch["level"] + batch["spread"] * image).clamp(0, 1)

    shown = {**batch, "optical": absolute(batch["background"]), "target": absolute(batch["target"])}
    return absolute(images), shown


def _scores(images: Tensor, batch: dict[str, Tensor]) -> list[tuple[float, float, float, float]]:
    rows = []
    for index in range(len(images)):
        target, weight = batch["target"][index : index + 1], batch["weight"][index : index + 1]
        if not weight.any():
            continue
        both = []
        for image in (images[index : index + 1], batch["optical"][index : index + 1]):
            error = float(((image - target).square() * weight).sum() / weight.sum())
            sure = weight[..., 5:-5, 5:-5]
            similar = float((similarity_map(image, target) * sure).sum() / sure.sum().clamp_min(1))
            both.append((-10 * np.log10(max(error, 1e-10)), similar))
        rows.append((*both[0], *both[1]))
    return rows


def _write_pictures(images: Tensor, batch: dict[str, Tensor], folder: Path, step: int, first: int) -> None:
    make_folder(folder)
    for index, image in enumerate(images):
        target = batch["target"][index].numpy()[_COLOURS]
        high = tuple(float(value) * 1.3 + 0.02 for value in np.percentile(target, 98, axis=(1, 2)))
        stretch = Stretch((0.0, 0.0, 0.0), high)
        radar = batch["radar"][index].numpy()
        panels = [
            stretch.colours(batch["optical"][index].numpy()[_COLOURS]),
            _RADAR.colours(radar[[0, 1, 0]], gamma=1.0),
            stretch.colours(image.numpy()[_COLOURS]),
            stretch.colours(target),
        ]
        write_png(folder / f"step_{step:06d}_{first + index}.png", side_by_side(panels))
