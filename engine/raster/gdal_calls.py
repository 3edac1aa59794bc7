"""Calling GDAL the same way whether or not somebody in this process switched its exceptions on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.raster.drivers import OWN_DRIVERS, check_file, check_sources, local_drivers, names_network
from unveil.engine.raster.gdal_thread import collected_errors, configured

__all__ = ["collected_errors", "open_dataset", "open_vector", "writing"]


def open_dataset(
    path: str, options: tuple[str, ...] = (), drivers: tuple[str, ...] = ()
) -> tuple[gdal.Dataset | None, str]:
    """Return (dataset, "") or (None, why not) for a raster opened for reading.

    drivers: the only formats that are tried, for files that came with others, beside which nothing else is read then;
    () for what the user named, which is opened unless it is or refers to a server that the name itself does not say.
    """
    named = names_network(path)
    # No side file: each may be of any format in its turn.
    foreign = drivers not in ((), OWN_DRIVERS)
    # ENVI's header lies in a file of its own, which is asked for by name where no folder is listed.
    listing = "TRUE" if "ENVI" in drivers else "EMPTY_DIR"
    alone = {"GDAL_PAM_ENABLED": "NO", "GDAL_DISABLE_READDIR_ON_OPEN": listing} if foreign else {}
    allowed = list(drivers) or ([] if named else list(local_drivers()))
    # Of a server GDAL tells what it answered; of files it would only say at length that it does not know them.
    flags = gdal.OF_RASTER | gdal.OF_READONLY | (gdal.OF_VERBOSE_ERROR if named else 0)
    with collected_errors() as errors, configured(**alone):
        try:
            check_file(path)
            dataset = gdal.OpenEx(path, flags, allowed_drivers=allowed, open_options=list(options))
            if dataset is not None and not named and drivers != OWN_DRIVERS:
                check_sources(path, dataset)
        except (RuntimeError, UnveilError) as error:
            return None, str(error).rstrip(".")
    if dataset is None:
        return None, errors[-1] if errors else "GDAL does not know its format"
    return dataset, ""


def open_vector(path: str) -> tuple[gdal.Dataset | None, str]:
    """Return (dataset, "") or (None, why not) for a vector file opened for reading; of a server only if named so."""
    allowed = [] if names_network(path) else list(local_drivers("DCAP_VECTOR"))
    with collected_errors() as errors:
        try:
            check_file(path)
            dataset = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_READONLY, allowed_drivers=allowed)
        except (RuntimeError, UnveilError) as error:
            return None, str(error).rstrip(".")
    if dataset is None:
        return None, errors[-1] if errors else "GDAL knows no such file"
    return dataset, ""


@contextmanager
def writing(path: str) -> Iterator[None]:
    """Turn GDAL's errors of a step that writes an output into one sentence.

    Raises:
        UnveilError: there was one.
    """
    reason = ""
    with collected_errors() as errors:
        try:
            yield
        except RuntimeError as error:
            reason = str(error)
    if errors or reason:
        raise UnveilError(
            f"The output {path} cannot be written ({errors[-1] if errors else reason}); "
            "check the free space and the rights of its folder."
        )
