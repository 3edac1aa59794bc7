"""Extra Python packages outside the plugin: where they lie, and how they are installed."""
