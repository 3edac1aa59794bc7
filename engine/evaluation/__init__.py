"""How near a cloud-free image comes to the truth: measures, protocols, pictures."""
