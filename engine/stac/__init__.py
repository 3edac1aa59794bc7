"""SpatioTemporal Asset Catalogs: items and collections of what Unveil reads and writes."""
