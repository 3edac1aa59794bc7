"""GLF-CR computes what the published network computes, at any size, and is built from settings."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from fixtures.networks import stir  # noqa: E402

from unveil.models.errors import ModelError  # noqa: E402
from unveil.models.networks import build  # noqa: E402

TINY = {"width": 8, "blocks": 2, "layers": 2, "growth": 4, "heads": 2, "window": 4, "filter_size": 3, "up_width": 4}


@pytest.fixture(scope="module")
def reference(root: Path) -> Path:
    folder = Path(os.environ.get("UNVEIL_REFERENCE", root.parent / "shared" / "reference"))
    if not folder.is_dir():
        pytest.skip(f"no reference outputs: set UNVEIL_REFERENCE to their folder ({folder} does not exist)")
    return folder


@pytest.fixture(scope="module")
def draws(reference: Path):
    spec = importlib.util.spec_from_file_location("seeded_weights", reference / "seeded_weights.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def random_inputs(height: int, width: int, number: int = 1, seed: int = 0) -> list:
    generator = torch.Generator().manual_seed(seed)
    sizes = (13, 2, 1, 13)
    return [torch.rand(number, channels, height, width, generator=generator) for channels in sizes]


def test_has_the_parameters_of_the_published_network(reference: Path) -> None:
    text = (reference / "glf_cr_state_dict.txt").read_text()
    lines = (line.split("\t") for line in text.splitlines() if "\t" in line)
    expected = [
        (name, shape) for name, shape, *_ in lines if not name.endswith(("attn_mask", "relative_position_index"))
    ]
    network = build("glf-cr", "paper")
    assert [(name, str(tuple(value.shape))) for name, value in network.state_dict().items()] == expected
    assert len(expected) == 946
    assert sum(parameter.numel() for parameter in network.parameters()) == 14_827_373


@pytest.mark.parametrize(("size", "seed"), [(64, 1), (96, 2)])
def test_computes_what_the_published_network_computes(reference: Path, draws, size: int, seed: int) -> None:
    network = build("glf-cr", "paper").eval()
    drawn = {
        name: torch.from_numpy(draws.draw_tensor(name, tuple(value.shape), seed))
        for name, value in network.state_dict().items()
    }
    network.load_state_dict(drawn)
    cloudy, radar = (torch.from_numpy(array) for array in draws.draw_input(size, seed))
    with torch.no_grad():
        output = network(cloudy, radar).numpy()
    expected = np.load(reference / "glf_cr_parity.npz")[f"output_{size}_seed{seed}"]
    np.testing.assert_allclose(output, expected, rtol=0, atol=1e-4)


@pytest.mark.parametrize(("height", "width"), [(1, 1), (3, 5), (16, 16), (40, 24), (17, 61)])
@pytest.mark.parametrize("conditioned", [False, True])
def test_takes_any_size(height: int, width: int, conditioned: bool) -> None:
    network = stir(build("glf-cr", **TINY, conditioned=conditioned, radar_detail=2 if conditioned else 0))
    inputs = random_inputs(height, width)[: 4 if conditioned else 2]
    with torch.no_grad():
        output = network(*inputs)
    assert output.shape == (1, 13, height, width)
    assert torch.isfinite(output).all()


def test_padding_is_the_reflection_of_the_image() -> None:
    network = stir(build("glf-cr", **TINY))
    optical, radar = random_inputs(20, 13)[:2]
    rows = torch.from_numpy(np.pad(np.arange(20), (0, 4), mode="reflect"))
    columns = torch.from_numpy(np.pad(np.arange(13), (0, 3), mode="reflect"))
    with torch.no_grad():
        whole = network(optical[:, :, rows][..., columns], radar[:, :, rows][..., columns])
        assert torch.allclose(network(optical, radar), whole[..., :20, :13], atol=1e-6)


def test_images_of_a_batch_do_not_see_each_other() -> None:
    network = stir(build("glf-cr", **TINY, conditioned=True))
    inputs = random_inputs(32, 24, number=3)
    with torch.no_grad():
        together = network(*inputs)
        alone = network(*(image[1:2] for image in inputs))
    assert torch.allclose(together[1:2], alone, atol=1e-5)


def test_untrained_conditioned_network_starts_from_the_background_under_the_mask() -> None:
    optical, radar, mask, background = random_inputs(32, 32)
    mask = (mask > 0.5).float()
    with torch.no_grad():
        output = build("glf-cr", "compact", plain=False)(optical, radar, mask, background)
    assert torch.allclose(output, torch.where(mask > 0, background, optical), atol=1e-6)
    assert torch.equal(output[(mask == 0).expand_as(output)], optical[(mask == 0).expand_as(optical)])


def test_untrained_conditioned_network_is_undecided_without_a_mask() -> None:
    optical, radar, _, background = random_inputs(32, 32)
    with torch.no_grad():
        output = build("glf-cr", "compact", plain=False)(optical, radar, None, background)
    assert torch.allclose(output, (optical + background) / 2, atol=1e-6)


def test_conditioned_network_runs_on_two_inputs() -> None:
    optical, radar = random_inputs(32, 32)[:2]
    with torch.no_grad():
        assert build("glf-cr", "compact").eval()(optical, radar).shape == optical.shape


@pytest.mark.parametrize("bounded", [False, True])
def test_dynamic_filter_equals_the_sum_over_the_neighbourhood(bounded: bool) -> None:
    from unveil.models.networks.dynamic_filter import DynamicFilter

    layer = stir(DynamicFilter(3, 3, bounded))
    generator = torch.Generator().manual_seed(3)
    x, s = (torch.rand(1, 3, 5, 6, generator=generator) for _ in range(2))
    with torch.no_grad():
        output = layer(x, s)
        kernels = layer.fac_warp(torch.cat((x, s), dim=1)).view(1, 3, 9, 5, 6)
        if bounded:
            kernels = kernels / kernels.abs().sum(dim=2, keepdim=True).clamp_min(1)
        unfolded = torch.nn.functional.unfold(torch.nn.functional.pad(s, (1,) * 4, mode="replicate"), 3)
    expected = (kernels * unfolded.view(1, 3, 9, 5, 6)).sum(dim=2)
    assert torch.allclose(output, expected, atol=1e-5)


def test_radar_detail_is_closed_where_nothing_is_replaced() -> None:
    network = stir(build("glf-cr", **TINY, conditioned=True, radar_detail=4))
    optical, radar, _, background = random_inputs(32, 32)
    torch.nn.init.zeros_(network.gate[2].weight)
    clear = torch.full((1, 1, 32, 32), -50.0)
    with torch.no_grad():
        before = network(optical, radar, clear, background)
        torch.nn.init.zeros_(network.detail[2].weight)
        after = network(optical, radar, clear, background)
    assert torch.allclose(before, after, atol=1e-6)


def test_compact_is_small() -> None:
    parameters = sum(parameter.numel() for parameter in build("glf-cr", "compact").parameters())
    assert 0.8e6 < parameters < 1.5e6


def test_stochastic_depth_is_for_training_only() -> None:
    network = stir(build("glf-cr", **TINY, drop_path=0.9))
    inputs = random_inputs(16, 16)[:2]
    with torch.no_grad():
        assert torch.equal(network(*inputs), network(*inputs))
        network.train()
        assert not torch.equal(network(*inputs), network(*inputs))


def test_refuses_growth_that_heads_cannot_share() -> None:
    with pytest.raises(ModelError, match="heads"):
        build("glf-cr", growth=10, heads=4)


def test_names_an_unknown_setting() -> None:
    with pytest.raises(ModelError, match="depth"):
        build("glf-cr", depth=3)
