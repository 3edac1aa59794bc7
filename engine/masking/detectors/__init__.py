"""The cloud detectors."""
