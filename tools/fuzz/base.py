"""The unspoilt inputs: a small scene with radar and mask, a product of either level, a model, weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from unveil.tools.fuzz import fixtures

SIDE = 48


def write_base(folder: Path) -> None:
    """Write s2.tif, s1.tif, mask.tif, L1C and L2A products, models/identity, weights.safetensors and weights.pth."""
    rasters, products = fixtures("rasters"), fixtures("products")
    rasters.write_raster(folder / "s2.tif", rasters.optical_dn(SIDE, SIDE), names=rasters.S2)
    rasters.write_raster(folder / "s1.tif", rasters.radar_db(SIDE, SIDE), names=["VV", "VH"])
    mask = np.zeros((1, SIDE, SIDE), np.uint8)
    mask[0, 10:25, 12:30] = 1
    rasters.write_raster(folder / "mask.tif", mask, nodata=255)
    for level in ("L1C", "L2A"):
        (folder / level).mkdir()
        products.make_safe(folder / level, level)
    rasters.save_model(folder / "models" / "identity", rasters.identity)
    _write_weights(folder)


def _write_weights(folder: Path) -> None:
    import torch

    from unveil.models.checkpoints import describe_checkpoint
    from unveil.models.networks import build, settings_of
    from unveil.models.tensorfile import write_tensors

    torch.manual_seed(0)
    state = build("mmcanet", "compact").state_dict()
    texts = describe_checkpoint("mmcanet", "compact", settings_of("mmcanet", "compact"), (1000.0,) * 13)
    write_tensors({name: tensor.numpy() for name, tensor in state.items()}, texts, folder / "weights.safetensors")
    torch.save({"model_state_dict": state}, folder / "weights.pth")
