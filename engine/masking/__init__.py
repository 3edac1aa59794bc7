"""Cloud and shadow detectors."""
