from __future__ import annotations

import numpy as np

from unveil.engine.ground.typical import AIR, typical_ground
from unveil.models.plain import PLAIN


def test_a_typical_spectrum_of_l2a_is_without_the_light_of_the_air():
    above, below = (typical_ground(PLAIN.prior, PLAIN.bands, level) for level in ("L1C", "L2A"))
    np.testing.assert_array_equal(above, PLAIN.prior)
    air = np.array([AIR[name] for name in PLAIN.bands])
    b8a, b9 = (PLAIN.bands.index(name) for name in ("B8A", "B9"))
    lit = below > 50
    lit[b9] = False
    assert below[b9] == below[b8a]
    np.testing.assert_allclose((below * (1 - air) + 10000 * air)[lit], above[lit])
    blue, red = PLAIN.bands.index("B2"), PLAIN.bands.index("B4")
    assert above[blue] > above[red] and below[blue] < below[red]
    assert (below[1:] > 0).sum() >= 11 and (below >= 0).all()
