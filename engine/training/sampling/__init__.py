"""Training samples out of scenes."""
