"""Work on rasters: reading, masking, removal, evaluation. Needs NumPy, SciPy and GDAL; never qgis."""
