"""What the ground of the made-up place is made of: reflectance and radar backscatter of each material.

Reflectances are of the surface, for early summer in western Europe; the numbers are ours, plausible beside published
spectra and beside real scenes, and describe no measured place. Backscatter is sigma0 at about 38 degrees.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Material:
    """Surface reflectance by band in the order of SENTINEL2, and mean VV and VH in dB."""

    name: str
    reflectance: tuple[float, ...]
    vv: float
    vh: float


MATERIALS = (
    Material("cereal", (0.020, 0.030, 0.062, 0.034, 0.105, 0.320, 0.410, 0.430, 0.450, 0.44, 0.3, 0.195, 0.095), -13.5, -19.8),
    Material("beet", (0.022, 0.034, 0.082, 0.038, 0.120, 0.380, 0.490, 0.510, 0.530, 0.52, 0.3, 0.205, 0.095), -9.3, -15.2),
    Material("grass", (0.030, 0.040, 0.080, 0.055, 0.125, 0.270, 0.330, 0.350, 0.370, 0.37, 0.3, 0.240, 0.135), -12.3, -18.4),
    Material("ripe", (0.045, 0.064, 0.108, 0.138, 0.185, 0.245, 0.275, 0.295, 0.315, 0.32, 0.3, 0.320, 0.215), -12.6, -19.3),
    Material("stubble", (0.060, 0.085, 0.125, 0.162, 0.190, 0.220, 0.240, 0.260, 0.280, 0.29, 0.3, 0.370, 0.285), -12.0, -20.2),
    Material("pale soil", (0.075, 0.098, 0.138, 0.175, 0.195, 0.212, 0.225, 0.240, 0.255, 0.26, 0.3, 0.330, 0.290), -10.8, -19.2),
    Material("dark soil", (0.042, 0.056, 0.080, 0.105, 0.120, 0.135, 0.147, 0.160, 0.172, 0.18, 0.2, 0.240, 0.200), -10.2, -18.6),
    Material("broadleaf", (0.017, 0.025, 0.049, 0.027, 0.078, 0.245, 0.320, 0.340, 0.360, 0.36, 0.3, 0.165, 0.075), -8.6, -13.6),
    Material("conifer", (0.014, 0.021, 0.034, 0.022, 0.050, 0.145, 0.180, 0.195, 0.210, 0.21, 0.2, 0.095, 0.043), -9.0, -14.4),
    Material("lake", (0.022, 0.026, 0.030, 0.017, 0.013, 0.009, 0.008, 0.007, 0.006, 0.00, 0.0, 0.004, 0.003), -21.5, -28.5),
    Material("river", (0.034, 0.046, 0.068, 0.054, 0.047, 0.028, 0.026, 0.021, 0.018, 0.01, 0.0, 0.006, 0.004), -19.8, -27.5),
    Material("asphalt", (0.060, 0.070, 0.084, 0.094, 0.099, 0.105, 0.110, 0.116, 0.122, 0.12, 0.1, 0.145, 0.135), -16.0, -24.0),
    Material("tiles", (0.055, 0.063, 0.086, 0.150, 0.180, 0.200, 0.213, 0.225, 0.238, 0.24, 0.2, 0.290, 0.270), -4.8, -12.2),
    Material("slate", (0.070, 0.080, 0.092, 0.100, 0.106, 0.112, 0.118, 0.126, 0.133, 0.14, 0.1, 0.165, 0.160), -4.8, -12.2),
    Material("metal", (0.170, 0.205, 0.230, 0.245, 0.255, 0.260, 0.265, 0.270, 0.275, 0.28, 0.3, 0.280, 0.250), -3.0, -11.5),
    Material("gravel", (0.085, 0.108, 0.145, 0.175, 0.190, 0.200, 0.210, 0.220, 0.230, 0.23, 0.2, 0.290, 0.260), -13.5, -21.5),
)

CODES = {material.name: code for code, material in enumerate(MATERIALS)}
"""The number of each material in MATERIALS."""

REFLECTANCE = np.array([material.reflectance for material in MATERIALS], dtype=np.float32)
"""[materials, 13] in the order of SENTINEL2."""

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
