"""Scenes out of STAC catalogues: which radar and which other dates belong to a Sentinel-2 item, and copies of them."""
