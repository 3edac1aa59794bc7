"""What Sentinel-1 and Sentinel-2 rasters mean: bands, units, checks."""
