"""Windows and map tools."""
