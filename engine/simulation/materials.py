"""What the ground of the made-up place is made of: reflectance and radar backscatter of each material.

Reflectances are of the surface, for early summer in western Europe; the numbers are ours, plausible beside published
spectra and beside real scenes, and describe no measured place. Backscatter is sigma0 at about 38 degrees.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Material:
    """Surface reflectance by band in the order of SENTINEL2, in thousandths, and mean VV and VH in dB."""

    name: str
    thousandths: tuple[int, ...]
    vv: float
    vh: float


MATERIALS = (
    Material("cereal", (20, 30, 62, 34, 105, 320, 410, 430, 450, 440, 300, 195, 95), -13.5, -19.8),
    Material("beet", (22, 34, 82, 38, 120, 380, 490, 510, 530, 520, 300, 205, 95), -9.3, -15.2),
    Material("grass", (30, 40, 80, 55, 125, 270, 330, 350, 370, 370, 300, 240, 135), -12.3, -18.4),
    Material("ripe", (45, 64, 108, 138, 185, 245, 275, 295, 315, 320, 300, 320, 215), -12.6, -19.3),
    Material("stubble", (60, 85, 125, 162, 190, 220, 240, 260, 280, 290, 300, 370, 285), -12.0, -20.2),
    Material("pale soil", (75, 98, 138, 175, 195, 212, 225, 240, 255, 260, 300, 330, 290), -10.8, -19.2),
    Material("dark soil", (42, 56, 80, 105, 120, 135, 147, 160, 172, 180, 200, 240, 200), -10.2, -18.6),
    Material("broadleaf", (17, 25, 49, 27, 78, 245, 320, 340, 360, 360, 300, 165, 75), -8.6, -13.6),
    Material("conifer", (14, 21, 34, 22, 50, 145, 180, 195, 210, 210, 200, 95, 43), -9.0, -14.4),
    Material("lake", (22, 26, 30, 17, 13, 9, 8, 7, 6, 0, 0, 4, 3), -21.5, -28.5),
    Material("river", (34, 46, 68, 54, 47, 28, 26, 21, 18, 10, 0, 6, 4), -19.8, -27.5),
    Material("asphalt", (60, 70, 84, 94, 99, 105, 110, 116, 122, 120, 100, 145, 135), -16.0, -24.0),
    Material("tiles", (55, 63, 86, 150, 180, 200, 213, 225, 238, 240, 200, 290, 270), -4.8, -12.2),
    Material("slate", (70, 80, 92, 100, 106, 112, 118, 126, 133, 140, 100, 165, 160), -4.8, -12.2),
    Material("metal", (170, 205, 230, 245, 255, 260, 265, 270, 275, 280, 300, 280, 250), -3.0, -11.5),
    Material("gravel", (85, 108, 145, 175, 190, 200, 210, 220, 230, 230, 200, 290, 260), -13.5, -21.5),
)

CODES = {material.name: code for code, material in enumerate(MATERIALS)}
"""The number of each material in MATERIALS."""

REFLECTANCE = np.array([material.thousandths for material in MATERIALS], dtype=np.float32) / np.float32(1000)
"""[materials, 13] in the order of SENTINEL2, 0..1."""

BACKSCATTER = np.array([(material.vv, material.vh) for material in MATERIALS], dtype=np.float32)
"""[materials, 2]: VV and VH, dB."""

PATH_RADIANCE = np.array(
    [0.106, 0.074, 0.042, 0.024, 0.020, 0.016, 0.013, 0.011, 0.009, 0.004, 0.0010, 0.002, 0.001], dtype=np.float32
)
"""What the clear air itself adds at the top of the atmosphere (mostly Rayleigh scattering), as reflectance."""

TRANSMISSION = np.array(
    [0.80, 0.84, 0.87, 0.91, 0.93, 0.94, 0.96, 0.94, 0.97, 0.24, 0.002, 0.95, 0.93], dtype=np.float32
)
"""Share of the surface's reflectance that arrives: ozone in B3, water vapour in B9 and, all but entirely, in B10."""
