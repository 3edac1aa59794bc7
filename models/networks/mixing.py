"""A mixture of image and background, pixel by pixel: what of a cloudy image is believed, in colour and in detail."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from unveil.models.networks.blocks import zero

SMOOTHED = 9
"""Side in pixels of the squares whose means part colour from detail."""

CERTAIN = 2.5
"""The logit of a mixture where the mask is 1; it is the negative of this where the mask is 0."""

OVERCAST = 3.0
"""What is added to it where anything is masked in an image that is all cloud; with less cloud in proportion."""

CLOUD = 6.0
"""What is added to it where what is masked is white as nothing but cloud and snow."""

FEW, MANY = 0.2, 0.4
"""Shares of cloud in the mask: up to the first it may be bright ground alone, from the second on it is much cloud."""

VISIBLE = 4
"""How many bands are visible, the first: B1 to B4."""

GREY, WHITE = 0.08, 0.14
"""Reflectance above the background's in all visible bands: up to the first it may be ground, from the second cloud."""

PARALLAX = 5
"""Side in pixels of the squares in which the bands may see the same high cloud, one after the other."""

RIM = 17
"""Side in pixels of the square round such cloud in which what is masked is its rim."""


def opened(logit: Tensor) -> Tensor:
    """Return a share in 0..1 that reaches 0 and 1: a sigmoid stretched by a quarter and cut; gradients are its own.

    A plain sigmoid never closes, and a few hundredths of a bright cloud are more than all that is dark on the ground.
    """
    share = torch.sigmoid(logit)
    return share + ((1.25 * share - 0.125).clamp(0, 1) - share).detach()


def leaning(mask: Tensor, image: Tensor, background: Tensor, closer: float = 0.0, learning: bool = False) -> Tensor:
    """Return the logit from which a mixture starts, [n, 1, h, w]: it leans to the background where the mask does.

    The more so, where anything is masked, the more cloud is in the image: between clouds light is scattered and haze
    lies, what looks like shadow is both, and what looks like cloud is none that a detector made up. `closer` is added
    there in an image with much cloud, and nothing of it where little is cloud. What is masked and far brighter than the
    background in all visible bands is cloud in any case, since bright soil is dark in the blue, and so is what is
    masked right beside it; each band sees it elsewhere. A network that is `learning` has to find that out.
    """
    cover = (4 * mask - 3).clamp(0, 1).mean(dim=(2, 3), keepdim=True)
    much = ((cover - FEW) / (MANY - FEW)).clamp(0, 1)
    added = OVERCAST * cover + closer * much
    if not learning:
        excess = _mean(_largest((image - background)[:, :VISIBLE], PARALLAX).amin(dim=1, keepdim=True), 5)
        added = added + CLOUD * _mean(_largest(((excess - GREY) / (WHITE - GREY)).clamp(0, 1), RIM), 5)
    return CERTAIN * (2 * mask - 1) + added * (2 * mask).clamp(0, 1)


class Mixing(nn.Module):
    """How much background a pixel is to be mixed with: starts from the mask, and may overrule it.

    Colour and detail have shares of their own: haze leaves the form of the ground to be seen long after its colour.
    closer: see `leaning`.
    """

    def __init__(self, channels: int, bands: int, unshuffle: int, closer: float = 0.0):
        super().__init__()
        folded = unshuffle * unshuffle
        self.unshuffle = unshuffle
        self.closer = closer
        self.logit = nn.Sequential(
            nn.Conv2d(channels + (bands + 1) * folded, 16, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(16, 2 * folded, 3, padding=1),
        )
        zero(self.logit[2])

    def forward(self, features: Tensor, seen: Tensor, mask: Tensor, image: Tensor, background: Tensor) -> Tensor:
        """Return the logits [n, 2, h, w] of the background's shares in colour and in detail.

        features of the network and what it saw of image and mask, both folded; mask [n, 1, h, w], image and background
        [n, bands, h, w] before padding.
        """
        logits = F.pixel_shuffle(self.logit(torch.cat((features, seen), dim=1)), self.unshuffle)
        height, width = mask.shape[-2:]
        return logits[..., :height, :width] + leaning(mask, image, background, self.closer, self.training)


def mixed(image: Tensor, background: Tensor, shares: Tensor) -> Tensor:
    """Return an image with a share of its smooth part replaced by the background, and a share of the rest taken away.

    shares [n, 2, h, w] in 0..1, of colour and of detail; the image itself where both are 0.
    """
    smooth = smoothed(image)
    colour, detail = shares[:, :1], shares[:, 1:]
    return image + (background - smooth) * colour - (image - smooth) * detail


def smoothed(image: Tensor) -> Tensor:
    """Return an image without what is finer than about 150 m: the mean of squares, twice."""
    return _mean(_mean(image, SMOOTHED), SMOOTHED)


def _largest(image: Tensor, side: int) -> Tensor:
    """Return the greatest values over squares."""
    for size in ((1, side), (side, 1)):
        image = F.max_pool2d(image, size, stride=1, padding=(size[0] // 2, size[1] // 2))
    return image


def _mean(image: Tensor, side: int) -> Tensor:
    """Return the means over squares, at the border over what of them lies inside."""
    for size in ((1, side), (side, 1)):
        half = (size[0] // 2, size[1] // 2)
        image = F.avg_pool2d(image, size, stride=1, padding=half, count_include_pad=False)
    return image
