"""Training of networks on small sets of real imagery and simulated clouds."""
