"""What the ground below clouds looks like, as the scene itself tells."""
