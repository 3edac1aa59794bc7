"""The cloud-attentive reconstruction framework ("attention").

Bui, Le: "Cloud-Attentive Reconstruction Framework", arXiv 2506.17885, 2025. Its network is GLF-CR's, and what is new is
training that weighs cloudy pixels more; see `glf_cr.py` for the parts. Parameter names and shapes are those of GLF-CR,
so weights of either network load; their authors have published none of this one.

Where the paper and its public code differ, a setting says which is followed; the paper's is the default, and PUBLIC
holds the code's:

* `shallow_relu`: a ReLU after each of the two shallow convolutions (eq. 5). The code has none.
* `pre_norm`: the features are normalised before the attention (eq. 6). The code attends to them as they are. The
  normalisation has no parameters of its own: the linear layer behind it can hold any scale and shift.
* `inner_skip`: the perceptron's result is added to what the attention made of the features, as in the code. Eq. 6 adds
  it to the features themselves, so the default is False.
* `mask_sar_shift`: in shifted windows the attention of the radar stream does not reach round the image's border, as
  the Swin transformer that the paper cites has it, and GLF-CR. The code masks the optical stream only.

One is not the paper's: a dense block ends in a 3 x 3 convolution (`fusion_kernel`), as in the code, where eq. 7 has
1 x 1; with that the weights of GLF-CR would not load. On how the two streams inform each other the paper gives no
equation: this is GLF-CR's gate and its dynamic filters, as in the code.
"""

from __future__ import annotations

from typing import Any, cast

from torch import Tensor, nn
from torch.nn import functional as F

from unveil.models.networks import glf_cr
from unveil.models.networks.dense_block import DenseBlock, DenseLayer

PAPER: dict[str, Any] = {}
"""The settings of the paper are the defaults of CloudAttentive."""

PUBLIC: dict[str, Any] = {"shallow_relu": False, "pre_norm": False, "inner_skip": True, "mask_sar_shift": False}
"""The public code's. With `mask_sar_shift` True besides this is the function of GLF-CR."""

COMPACT: dict[str, Any] = {**glf_cr.COMPACT}
"""The sizes of GLF-CR's compact form."""


class CloudAttentive(glf_cr.GlfCr):
    """The network. Settings of sizes as for GlfCr, and those that the module explains."""

    def __init__(
        self,
        *,
        shallow_relu: bool = True,
        pre_norm: bool = True,
        inner_skip: bool = False,
        mask_sar_shift: bool = True,
        fusion_kernel: int = 3,
        **sizes: Any,
    ):
        super().__init__(**sizes)
        if shallow_relu:
            for name in ("SFENet1", "SFENet2", "SFENet1_SAR", "SFENet2_SAR"):
                setattr(self, name, ReluConv2d(getattr(self, name)))
        choices = (pre_norm, inner_skip, mask_sar_shift)
        for index, block in enumerate(self.RDBs):
            dense = cast(DenseBlock, block)
            layers = [AttentiveLayer(cast(DenseLayer, layer), *choices) for layer in dense.convs]
            self.RDBs[index] = AttentiveBlock(dense, layers, fusion_kernel)


class ReluConv2d(nn.Conv2d):
    """A convolution that is followed by a ReLU, with the names of its parameters as before."""

    def __init__(self, plain: nn.Conv2d):
        kernel, padding = cast(Any, plain.kernel_size), cast(Any, plain.padding)
        super().__init__(plain.in_channels, plain.out_channels, kernel, padding=padding)
        self.weight, self.bias = plain.weight, plain.bias

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(super().forward(x))


class AttentiveBlock(DenseBlock):
    """A block of GLF-CR with other layers, and another kernel at its end."""

    def __init__(self, block: DenseBlock, layers: list[AttentiveLayer], fusion_kernel: int):
        nn.Module.__init__(self)
        self.convs = nn.Sequential(*layers)
        for name in ("LFF", "LFF_SAR"):
            fusion = getattr(block, name)
            if fusion.kernel_size != (fusion_kernel, fusion_kernel):
                half = fusion_kernel // 2
                fusion = nn.Conv2d(fusion.in_channels, fusion.out_channels, fusion_kernel, padding=half)
            setattr(self, name, fusion)


class AttentiveLayer(DenseLayer):
    """A layer of GLF-CR with the paper's order of normalisation and skips (eq. 6)."""

    def __init__(self, layer: DenseLayer, pre_norm: bool, inner_skip: bool, mask_sar_shift: bool):
        nn.Module.__init__(self)
        for name, part in layer.named_children():
            setattr(self, name, part)
        self.attn.masks_radar = mask_sar_shift
        self.window, self.shift = layer.window, layer.shift
        self.pre_norm, self.inner_skip = pre_norm, inner_skip
