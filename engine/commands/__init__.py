"""The command line `unveil`."""
