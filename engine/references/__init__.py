"""What other dates tell of the ground below clouds."""
