"""The unspoilt inputs: a small scene with radar and mask, a product of either level, a model, weights."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from unveil.tools.fuzz import fixtures

SIDE = 48


def write_base(folder: Path) -> None:
    """Write s2.tif, s1.tif, mask.tif, other.tif (another date), L1C and L2A products, a catalogue in files,
    models/identity, weights.safetensors and weights.pth."""
    rasters, products = fixtures("rasters"), fixtures("products")
    rasters.write_raster(folder / "s2.tif", rasters.optical_dn(SIDE, SIDE), names=rasters.S2)
    rasters.write_raster(folder / "s1.tif", rasters.radar_db(SIDE, SIDE), names=["VV", "VH"])
    rasters.write_raster(folder / "other.tif", 1.1 * rasters.optical_dn(SIDE, SIDE), names=rasters.S2)
    mask = np.zeros((1, SIDE, SIDE), np.uint8)
    mask[0, 10:25, 12:30] = 1
    rasters.write_raster(folder / "mask.tif", mask, nodata=255)
    for level in ("L1C", "L2A"):
        (folder / level).mkdir()
        products.make_safe(folder / level, level)
    rasters.save_model(folder / "models" / "identity", rasters.identity)
    _write_catalogue(folder / "catalogue")
    _write_weights(folder)


def _write_catalogue(folder: Path) -> None:
    """Write two dates of a scene with their radar as a static catalogue, whose items refer to files beside them."""
    folder.mkdir()
    server = fixtures("catalogues").Server(folder)
    server.server_close()
    server.add_optical("S2_scene", "2021-06-30")
    server.add_optical("S2_other", "2021-07-10")
    server.add_radar("S1_scene", "2021-07-01")
    server.add_radar("S1_other", "2021-07-11")
    links = []
    for path in sorted(folder.glob("*.json")):
        path.write_text(path.read_text(encoding="utf-8").replace(f"{server.address}/", "./"), encoding="utf-8")
        links.append({"rel": "item", "href": f"./{path.name}"})
    catalogue = {"type": "Catalog", "id": "c", "stac_version": "1.0.0", "description": "Two dates.", "links": links}
    (folder / "catalog.json").write_text(json.dumps(catalogue), encoding="utf-8")


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
