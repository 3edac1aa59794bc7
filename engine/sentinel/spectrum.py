"""Where in the spectrum Sentinel-2's bands lie, and when each looks at a place."""

from __future__ import annotations

WAVELENGTHS = {
    "B1": 443.0, "B2": 490.0, "B3": 560.0, "B4": 665.0, "B5": 705.0, "B6": 740.0, "B7": 783.0, "B8": 842.0,
    "B8A": 865.0, "B9": 945.0, "B10": 1375.0, "B11": 1610.0, "B12": 2190.0,
}  # fmt: skip
"""Central wavelengths in nanometres."""

SECONDS = {
    "B1": 2.314, "B2": 0.0, "B3": 0.527, "B4": 1.005, "B5": 1.269, "B6": 1.525, "B7": 1.790, "B8": 0.264,
    "B8A": 2.055, "B9": 2.586, "B10": 0.851, "B11": 1.468, "B12": 2.085,
}  # fmt: skip
"""When a band looks at a place, after B2 (Sentinel-2 User Handbook): high clouds are seen elsewhere in each band."""
