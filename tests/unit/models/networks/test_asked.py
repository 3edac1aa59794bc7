"""What a processor that is only asked computes in pieces is what is trained, whatever the pieces and their number."""

from __future__ import annotations

import threading

import pytest

torch = pytest.importorskip("torch")

from fixtures.networks import stir  # noqa: E402

from unveil.models.networks import build, dynamic_filter, side_by_side, strips  # noqa: E402
from unveil.models.networks.dense_block import DenseBlock  # noqa: E402
from unveil.models.networks.dynamic_filter import DynamicFilter  # noqa: E402
from unveil.models.networks.guided_attention import APART, GuidedAttention, apart  # noqa: E402
from unveil.models.networks.lanes import at_once, lane_count, lanes  # noqa: E402
from unveil.models.networks.strips import convolved  # noqa: E402

TINY = {"width": 8, "blocks": 2, "layers": 3, "growth": 6, "heads": 2, "window": 4, "filter_size": 3, "up_width": 4}


def drawn(*shapes, seed: int = 5):
    generator = torch.Generator().manual_seed(seed)
    return [torch.randn(shape, generator=generator) for shape in shapes]


@pytest.fixture
def two_threads():
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


@pytest.mark.parametrize("architecture", ["glf-cr", "attention"])
@pytest.mark.parametrize(
    "settings", [{}, {"conditioned": True, "radar_detail": 2}, {"conditioned": True, "plain": True}]
)
@pytest.mark.parametrize("size", [(40, 24), (8, 8), (3, 70)])
def test_whole_networks_are_the_ones_that_are_trained(two_threads, architecture, settings, size) -> None:
    network = stir(build(architecture, **TINY, **settings)).double()
    inputs = [image.double().sigmoid() for image in drawn(*((2, channels, *size) for channels in (13, 2, 1, 13)))]
    inputs = inputs[: 4 if settings else 2]
    with torch.no_grad():
        asked = network(*inputs)
    torch.set_num_threads(1)
    with torch.inference_mode():
        alone = network(*inputs)
    assert torch.allclose(asked, alone, rtol=1e-9, atol=1e-9)
    assert torch.allclose(asked, network(*inputs).detach(), atol=1e-5)


@pytest.mark.parametrize(
    "flags", [(False, True, True), (True, False, True), (False, False, False), (True, True, False)]
)
@pytest.mark.parametrize(("chunk", "step"), [(1, 2), (2, 32), (16, 5)])
def test_dense_blocks_side_by_side_are_the_ones_that_are_trained(monkeypatch, flags, chunk, step) -> None:
    monkeypatch.setattr(side_by_side, "CHUNK", chunk)
    monkeypatch.setattr(side_by_side, "strips", lambda height, halo: strips.strips(height, halo, step))
    block = stir(DenseBlock(8, 6, [0.0, 0.0, 0.0], 4, 2))
    for layer in block.convs:
        layer.pre_norm, layer.inner_skip, layer.attn.masks_radar = flags
    x, s = drawn((2, 8, 16, 12), (2, 8, 16, 12))
    with torch.no_grad():
        asked = block(x, s)
    for one, other in zip(asked, block(x, s)):
        assert torch.allclose(one, other.detach(), atol=1e-5)


@pytest.mark.parametrize("masks_radar", [True, False])
@pytest.mark.parametrize("size", [1.0, 300.0], ids=["usual", "beyond what exponentials hold"])
def test_attention_side_by_side_is_the_one_that_is_trained(monkeypatch, masks_radar: bool, size: float) -> None:
    layer = stir(DenseBlock(8, 8, [0.0], 4, 2)).convs[0]
    assert isinstance(layer.attn, GuidedAttention)
    layer.attn.masks_radar = masks_radar
    x, s = (size * each for each in drawn((6, 16, 8), (6, 16, 8)))
    mask = apart((8, 12), 4, 2, x)
    there = side_by_side._apart((8, 12), 4, 2, x.dtype)
    assert 0 < len(there) <= len(mask) and all(added.min() == APART for added in there.values())
    taken = []
    softmax = torch.Tensor.softmax
    monkeypatch.setattr(torch.Tensor, "softmax", lambda x, dim: taken.append(1) or softmax(x, dim=dim))
    for given, places in ((None, {}), (mask, there)):
        taken.clear()
        with torch.no_grad():
            asked = side_by_side.joined(layer).attention(torch.cat((x, s), dim=-1), places)
        # Exponentials are taken as they are where they hold.
        assert bool(taken) == (size > 1)
        for one, other in zip(asked.chunk(2, dim=-1), layer.attn(x, s, given)):
            assert torch.isfinite(one).all()
            assert torch.allclose(one, other.detach(), rtol=1e-4, atol=1e-5 * size)


@pytest.mark.parametrize("bounded", [False, True])
@pytest.mark.parametrize("pixels", [1, 12, 1000])
def test_dynamic_filter_in_strips_is_the_one_that_is_trained(monkeypatch, two_threads, bounded, pixels) -> None:
    monkeypatch.setattr(dynamic_filter, "_PIXELS", pixels)
    layer = stir(DynamicFilter(3, 3, bounded))
    x, s = drawn((2, 3, 7, 6), (2, 3, 7, 6))
    with torch.no_grad(), lanes():
        assert lane_count() == 2
        in_strips = layer(x, s)
    assert torch.allclose(in_strips, layer(x, s).detach(), atol=1e-6)


@pytest.mark.parametrize("height", [1, 5, 16])
def test_strips_of_convolutions_are_the_whole(two_threads, height: int) -> None:
    chain = torch.nn.Sequential(
        torch.nn.Conv2d(2, 3, 5, padding=2), torch.nn.Conv2d(3, 8, 3, padding=1), torch.nn.PixelShuffle(2)
    )
    (image,) = drawn((2, 2, height, 4))
    with torch.no_grad(), lanes():
        assert torch.allclose(convolved(chain, image, 2), chain(image), atol=1e-6)


def test_lanes_are_threads_with_one_thread_of_pytorch_each_and_end(two_threads) -> None:
    together = threading.Barrier(2, timeout=20)

    def work(item: int) -> tuple[int, int, bool, bool]:
        together.wait()
        return item, torch.get_num_threads(), torch.is_inference_mode_enabled(), torch.is_grad_enabled()

    running = threading.active_count()
    with torch.inference_mode(), lanes():
        assert at_once(work, [7, 8]) == [(7, 1, True, False), (8, 1, True, False)]
        with lanes():
            assert lane_count() == 2
    assert lane_count() == 1 and torch.get_num_threads() == 2
    assert threading.active_count() == running


def test_what_one_lane_raises_is_raised_when_the_others_are_done(two_threads) -> None:
    done = []

    def work(item: int) -> None:
        if item == 0:
            raise ValueError("no")
        done.append(threading.Event().wait(0.05) or item)

    with pytest.raises(ValueError, match="no"), lanes():
        try:
            at_once(work, [0, 1])
        finally:
            assert done in ([], [1])
            before = list(done)
            threading.Event().wait(0.1)
            assert done == before
    assert torch.get_num_threads() == 2
