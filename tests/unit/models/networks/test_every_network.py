from __future__ import annotations

import copy

import pytest

torch = pytest.importorskip("torch")

from unveil.models.complexity import count_macs, count_parameters  # noqa: E402
from unveil.models.errors import ModelError  # noqa: E402
from unveil.models.networks import ARCHITECTURES, build  # noqa: E402
from unveil.models.networks.blocks import set_checkpointing  # noqa: E402


def image_of(output):
    return output if torch.is_tensor(output) else output[0]


def restored(network, *inputs):
    with torch.no_grad():
        return image_of(network(*inputs))


def draw(height, width, number=1, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return tuple(torch.rand(number, channels, height, width, generator=generator) for channels in (13, 2, 1, 13))


@pytest.fixture(scope="module", params=ARCHITECTURES)
def compact(request):
    """A compact network that is not an identity: its last convolution is drawn, too."""
    torch.manual_seed(1)
    network = build(request.param, "compact").eval()
    with torch.no_grad():
        for parameter in network.parameters():
            if parameter.abs().max() == 0:
                parameter.normal_(std=0.02)
    return network


def test_compact_networks_are_within_their_budget(compact):
    assert count_macs(compact) < 2.5e9
    assert count_parameters(compact) < 1.5e6


@pytest.mark.parametrize(("height", "width"), [(64, 64), (70, 33), (3, 130), (1, 1)])
def test_any_height_and_width(compact, height, width):
    optical, radar, mask, background = draw(height, width, number=2)
    for inputs in ((optical, radar), (optical, radar, mask, background)):
        result = restored(compact, *inputs)
        assert result.shape == optical.shape and torch.isfinite(result).all()


def test_a_size_that_fits_is_not_changed_by_what_pads_the_others(compact):
    size = compact.multiple
    optical, radar, mask, background = draw(size, size)
    assert restored(compact, optical, radar, mask, background).shape[-2:] == (size, size)


def test_bfloat16_is_near_float32(compact):
    inputs = draw(64, 96)
    exact = restored(compact, *inputs)
    rough = copy.deepcopy(compact).bfloat16()
    result = restored(rough, *(each.bfloat16() for each in inputs))
    assert result.dtype == torch.bfloat16
    assert (result.float() - exact).square().mean().sqrt() < 0.02


def test_checkpointing_changes_no_gradient(compact):
    inputs = draw(64, 64)
    gradients = []
    for wanted in (False, True):
        network = copy.deepcopy(compact).train()
        set_checkpointing(network, wanted)
        torch.manual_seed(2)
        image_of(network(*inputs)).square().mean().backward()
        gradients.append([parameter.grad for parameter in network.parameters() if parameter.grad is not None])
    assert len(gradients[0]) > 10 and len(gradients[0]) == len(gradients[1])
    for one, other in zip(*gradients):
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-6)


def test_checkpointing_keeps_less_for_the_backward_pass(compact):
    inputs = draw(64, 64)
    kept = []
    for wanted in (False, True):
        network = copy.deepcopy(compact).train()
        set_checkpointing(network, wanted)
        parameters = {parameter.data_ptr() for parameter in network.parameters()}
        sizes = {}

        def keep(tensor, sizes=sizes, parameters=parameters):
            if tensor.data_ptr() not in parameters:
                sizes[tensor.data_ptr()] = tensor.untyped_storage().nbytes()
            return tensor

        with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
            output = image_of(network(*inputs))
        kept.append(sum(sizes.values()))
        del output
    assert kept[1] < 0.5 * kept[0]


def test_the_first_output_follows_the_radar_and_the_optical_image(compact):
    optical, radar, mask, background = draw(64, 64)
    before = restored(compact, optical, radar, mask, background)
    assert not torch.equal(before, restored(compact, optical, radar.flip(-1), mask, background))
    assert not torch.equal(before, restored(compact, optical.flip(-1), radar, mask, background))


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_an_untrained_conditioned_network_follows_the_mask(name):
    optical, radar, _, background = draw(40, 40)
    mask = torch.zeros(1, 1, 40, 40)
    mask[..., :20] = 1
    network = build(name, "compact", plain=False).eval()
    if name == "ib-hfn":  # its gate is drawn
        torch.nn.init.zeros_(network.gate.local[3].weight)
        torch.nn.init.zeros_(network.gate.whole[2].weight)
    result = restored(network, optical, radar, mask, background)
    torch.testing.assert_close(result, torch.where(mask > 0, background, optical), rtol=0, atol=0.1)


def test_unknown_names_and_settings_are_refused():
    with pytest.raises(ModelError, match="choose glf-cr, attention, ib-hfn, mmcanet"):
        build("unet")
    with pytest.raises(ModelError, match="choose paper or compact"):
        build("ib-hfn", "huge")
    for name in ARCHITECTURES:
        with pytest.raises(ModelError, match="cannot be built with these settings"):
            build(name, "compact", colour="blue")
