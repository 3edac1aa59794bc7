"""Steps, losses, checkpoints and scores of a training run."""
