"""The names of the cloud detectors, for whoever offers them without loading what they need."""

from __future__ import annotations

AUTO = "auto"
"""What the scene itself brings or, without that, the detector of Unveil; `choose.py` decides."""

UNVEIL = "unveil"
SPECTRAL = "spectral"
SPECTRAL_ATTENTION = "spectral-attention"
S2CLOUDLESS = "s2cloudless"
CSMASK = "csmask"
CLOUDSEN12 = "cloudsen12"
SCENE_CLASSIFICATION = "scl"

METHODS = (AUTO, UNVEIL, SPECTRAL, SPECTRAL_ATTENTION, S2CLOUDLESS, CSMASK, CLOUDSEN12, SCENE_CLASSIFICATION)
"""What can be chosen, in the order in which it is offered."""
