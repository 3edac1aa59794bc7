"""Networks, their weights and cards, and what runs them: NumPy with ONNX Runtime or torch; no qgis, no GDAL."""
