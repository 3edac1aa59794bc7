"""Simulated and transplanted clouds."""
