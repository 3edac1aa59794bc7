"""Whether the files of a product are those that ESA made, by the checksums in its manifest.safe."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import PurePosixPath

from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.raster.gdal_thread import collected_errors
from unveil.engine.raster.xml import attribute, elements, read_xml, text_of

_ALGORITHMS = {"MD5": "md5", "SHA3-256": "sha3_256", "SHA-256": "sha256", "SHA256": "sha256", "SHA3_256": "sha3_256"}
"""Names in manifests (SHA3-256 since processing baseline 02.09, MD5 before) and those of hashlib."""

_MOST_FOLDERS = 5
_PIECE = 1 << 22


def check_files(paths: Iterable[str], feedback: Feedback) -> int:
    """Compare files of a product with its manifest.safe and return how many agree; warn where there is none.

    Raises:
        UnveilError: a file is not as the manifest says, or cannot be read.
        Cancelled: the user stopped it.
    """
    agreed, without = 0, []
    manifests: dict[str, dict[str, tuple[str, str]]] = {}
    for path in paths:
        feedback.check()
        manifest = _manifest_of(path)
        if manifest and manifest not in manifests:
            manifests[manifest] = _checksums(manifest)
        stated = manifests.get(manifest, {}).get(path)
        if stated is None:
            without.append(path)
        elif _digest(path, stated[0], feedback) != stated[1]:
            raise UnveilError(
                f"The file {path} is damaged: it is not the one that the product's manifest.safe states; download the "
                "product again."
            )
        else:
            agreed += 1
    if without:
        feedback.warn(
            f"{len(without)} files have no checksum that can be checked ({PurePosixPath(without[0]).name}, ...): a "
            "damaged JPEG 2000 file decodes without an error."
        )
    return agreed


def _manifest_of(path: str) -> str:
    """Return the manifest.safe at or above a file's folder, or ""."""
    folder = path
    for _ in range(_MOST_FOLDERS):
        folder = folder.rpartition("/")[0]
        if not folder or folder == "/vsizip":
            break
        with collected_errors():
            if gdal.VSIStatL(f"{folder}/manifest.safe") is not None:
                return f"{folder}/manifest.safe"
    return ""


def _checksums(manifest: str) -> dict[str, tuple[str, str]]:
    """Return (algorithm of hashlib, digest in lower case) of each file that a manifest states one of, by its path."""
    folder, found = manifest.rpartition("/")[0], {}
    for stream in elements(read_xml(manifest), "byteStream"):
        place, checksum = next(elements(stream, "fileLocation"), None), next(elements(stream, "checksum"), None)
        if place is None or checksum is None:
            continue
        algorithm = _ALGORITHMS.get(attribute(checksum, "checksumName").upper())
        if algorithm:
            path = f"{folder}/{attribute(place, 'href').removeprefix('./')}"
            found[path] = (algorithm, text_of(checksum).lower())
    return found


def _digest(path: str, algorithm: str, feedback: Feedback) -> str:
    digest = hashlib.new(algorithm, usedforsecurity=False)
    with collected_errors() as errors:
        file = gdal.VSIFOpenL(path, "rb")
        if file is None:
            raise UnveilError(f"The file {path} cannot be read: {errors[-1] if errors else 'GDAL gave no reason'}.")
        try:
            while piece := gdal.VSIFReadL(1, _PIECE, file):
                digest.update(bytes(piece))
                feedback.check()
        finally:
            gdal.VSIFCloseL(file)
    return digest.hexdigest()
