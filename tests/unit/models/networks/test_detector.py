from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from unveil.models.cloud_detector import BANDS, CLASSES, MISSING, MULTIPLE  # noqa: E402
from unveil.models.networks.detector import Detector  # noqa: E402


@pytest.fixture
def network():
    torch.manual_seed(0)
    return Detector().eval()


def test_the_answer_has_the_size_of_the_input(network):
    with torch.no_grad():
        found = network(torch.rand(2, len(BANDS), 3 * MULTIPLE, 5 * MULTIPLE))
    assert found.shape == (2, len(CLASSES), 3 * MULTIPLE, 5 * MULTIPLE)


def test_what_is_missing_is_told_from_what_is_dark(network):
    image = torch.rand(1, len(BANDS), 32, 32)
    dark, missing = image.clone(), image.clone()
    dark[:, BANDS.index("B9")], missing[:, BANDS.index("B9")] = 0.0, MISSING
    with torch.no_grad():
        assert not torch.allclose(network(dark), network(missing))


def test_values_that_no_sensor_gives_stay_finite(network):
    image = torch.tensor(np.array([-0.4, 0.0, 1e-9, 7.0, 1e6], np.float32)).repeat(1, len(BANDS), 16, 16)[..., :16]
    with torch.no_grad():
        assert torch.isfinite(network(image)).all()


def test_another_depth_is_refused():
    with pytest.raises(ValueError, match="halves its input 2 times"):
        Detector((8, 8, 8))
