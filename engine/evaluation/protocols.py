"""How published scores are computed: which pixels of an image count, and which SSIM is meant."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.evaluation.metrics import ErrorSums, error_sums, reflectance
from unveil.engine.evaluation.similarity import STANDARD, Window
from unveil.engine.raster import grid


@dataclass(frozen=True)
class Protocol:
    """A way to score. `sentence` says what it does, for people.

    crop: side in pixels of the square in the middle of the image that counts, None for all; window: of SSIM.
    clip: whether predictions are clipped to reflectance 0..1; references and inputs always are.
    """

    name: str
    crop: int | None
    window: Window
    sentence: str
    clip: bool = True

    def score(self, prediction: np.ndarray, reference: np.ndarray, valid: np.ndarray | None = None) -> ErrorSums:
        """Compare two whole images [bands, h, w] in DN where `valid` [h, w] holds.

        Raises:
            UnveilError: the image is smaller than the protocol's crop, or shapes do not fit.
        """
        region = self.region(*prediction.shape[-2:])
        part = (slice(None), region.rows, region.columns)
        chosen = None if valid is None else valid[part[1:]]
        return error_sums(
            reflectance(prediction[part], self.clip), reflectance(reference[part]), chosen, window=self.window
        )

    def region(self, height: int, width: int) -> grid.Window:
        """Return the pixels of an image of that size that count.

        Raises:
            UnveilError: the image is smaller than the protocol's crop.
        """
        if self.crop is None:
            return grid.Window(0, 0, height, width)
        if min(height, width) < self.crop:
            raise UnveilError(
                f"The protocol {self.name} scores the middle {self.crop} pixels, and the image has "
                f"{min(height, width)}; choose the protocol full."
            )
        return grid.Window((height - self.crop) // 2, (width - self.crop) // 2, self.crop, self.crop)


PROTOCOLS = {
    protocol.name: protocol
    for protocol in (
        Protocol(
            "full",
            None,
            STANDARD,
            "All valid pixels of the image; SSIM with a Gaussian window of 11 pixels where it lies inside the image, "
            "as scikit-image has it.",
        ),
        Protocol(
            "glf-cr",
            128,
            Window(offset=0.5, border="zeros"),
            "The middle 128 x 128 pixels, predictions not clipped; SSIM with a Gaussian window of 11 pixels centred on "
            "5.5 and zeros beyond the border, as in the code of GLF-CR (Xu et al. 2022).",
            clip=False,
        ),
        Protocol(
            "uncrtaints",
            None,
            Window(border="zeros"),
            "All pixels of the patch; SSIM with a Gaussian window of 11 pixels and zeros beyond the border, as in the "
            "code of UnCRtainTS (Ebel et al. 2023).",
        ),
    )
}
"""Protocols by the names that users give. In all of them PSNR is one mean over bands and pixels of an image."""


def find_protocol(name: str) -> Protocol:
    """Return a protocol by its name; an UnveilError names those that there are."""
    if name not in PROTOCOLS:
        raise UnveilError(f"There is no protocol '{name}'; choose {', '.join(PROTOCOLS)}.")
    return PROTOCOLS[name]


COVER_CLASSES = ("0-20 %", "20-40 %", "40-60 %", "60-80 %", "80-100 %")
"""Cloud cover of an image as in figures 6 and 8 of the GLF-CR paper (Xu et al. 2022)."""


def cover_class(percent: float) -> str:
    """Return the class of a cloud cover in percent; 20 belongs to the second class, 100 to the last one."""
    if not 0 <= percent <= 100:
        raise ValueError(f"no cloud cover: {percent} %")
    return COVER_CLASSES[min(int(percent // 20), len(COVER_CLASSES) - 1)]
