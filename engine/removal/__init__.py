"""From a cloudy scene to a cloud-free one: survey, predict, blend, compose."""
