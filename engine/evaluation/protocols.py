"""How published scores are computed: which pixels of an image count, and which SSIM is meant."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.evaluation.metrics import STANDARD, ErrorSums, Window, error_sums, reflectance


@dataclass(frozen=True)
class Protocol:
    """crop: side in pixels of the square in the middle of the image that counts, None for all; window: of SSIM."""

    name: str
    crop: int | None
    window: Window

    def score(self, prediction: np.ndarray, reference: np.ndarray, valid: np.ndarray | None = None) -> ErrorSums:
        """Compare two whole images [bands, h, w] in DN, clipped to reflectance 0..1, where `valid` [h, w] holds.

        Raises:
            UnveilError: the image is smaller than the protocol's crop, or shapes do not fit.
        """
        rows, columns = (self._middle(length) for length in prediction.shape[-2:])
        part = (slice(None), rows, columns)
        chosen = None if valid is None else valid[rows, columns]
        return error_sums(reflectance(prediction[part]), reflectance(reference[part]), chosen, window=self.window)

    def _middle(self, length: int) -> slice:
        if self.crop is None:
            return slice(0, length)
        if length < self.crop:
            raise UnveilError(
                f"The protocol {self.name} scores the middle {self.crop} pixels, and the image has {length}; "
                "choose the protocol full."
            )
        start = (length - self.crop) // 2
        return slice(start, start + self.crop)


PROTOCOLS = {
    protocol.name: protocol
    for protocol in (
        Protocol("full", None, STANDARD),
        # GLF-CR (Xu et al. 2022): its window of 11 pixels is centred on 5.5 instead of 5.
        Protocol("glf-cr", 128, Window(offset=0.5, border="zeros")),
        # UnCRtainTS (Ebel et al. 2023).
        Protocol("uncrtaints", None, Window(border="zeros")),
    )
}
"""Protocols by the names that users give."""
