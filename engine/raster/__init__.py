"""Rasters on disk: grids, windowed reading, atomic writing, alignment."""
