"""The names of the cloud detectors, for whoever offers them without loading what they need."""

from __future__ import annotations

SPECTRAL = "spectral"
SPECTRAL_ATTENTION = "spectral-attention"
S2CLOUDLESS = "s2cloudless"
CSMASK = "csmask"
SCENE_CLASSIFICATION = "scl"

METHODS = (SPECTRAL, SPECTRAL_ATTENTION, S2CLOUDLESS, CSMASK, SCENE_CLASSIFICATION)
"""All of them, in the order in which they are offered."""
