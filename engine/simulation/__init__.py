"""A made-up place, seen by a made-up Sentinel-2 and Sentinel-1: the sample scene, without anybody's imagery."""
