"""Many scenes: one job a scene, one child process a job, on this machine or on a cluster that Dask joins."""
