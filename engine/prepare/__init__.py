"""Products of Sentinel-1 and Sentinel-2 as rasters that networks can be fed."""
