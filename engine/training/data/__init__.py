"""Training scenes on disk."""
