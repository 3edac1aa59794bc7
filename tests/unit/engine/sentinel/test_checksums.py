from __future__ import annotations

import hashlib

import pytest
from fixtures.log import Log
from fixtures.products import make_safe

from unveil.engine.errors import UnveilError
from unveil.engine.prepare.optical import OpticalSettings, prepare_optical
from unveil.engine.sentinel.checksums import check_files
from unveil.engine.sentinel.products import open_product


def with_manifest(safe, algorithm="sha3_256", name="SHA3-256"):
    """Write a manifest.safe as ESA does for all images of a product, and return the images."""
    images = sorted(safe.rglob("*.jp2"))
    entries = "".join(
        f'<dataObject ID="x{index}"><byteStream mimeType="application/octet-stream" size="{path.stat().st_size}">'
        f'<fileLocation locatorType="URL" href="./{path.relative_to(safe).as_posix()}"/>'
        f'<checksum checksumName="{name}">{hashlib.new(algorithm, path.read_bytes()).hexdigest().upper()}</checksum>'
        "</byteStream></dataObject>"
        for index, path in enumerate(images)
    )
    (safe / "manifest.safe").write_text(
        f"<xfdu:XFDU xmlns:xfdu='x'><dataObjectSection>{entries}</dataObjectSection></xfdu:XFDU>"
    )
    return images


@pytest.mark.parametrize(("algorithm", "name"), [("sha3_256", "SHA3-256"), ("md5", "MD5")])
def test_whole_files_agree_and_a_flipped_bit_is_named(tmp_path, algorithm, name):
    images = with_manifest(make_safe(tmp_path), algorithm, name)
    log = Log()
    assert check_files(map(str, images), log) == len(images) and log.warnings == []
    data = bytearray(images[3].read_bytes())
    data[len(data) // 2] ^= 1
    images[3].write_bytes(bytes(data))
    with pytest.raises(UnveilError, match=f"{images[3].name} is damaged"):
        check_files(map(str, images), log)


def test_files_without_a_checksum_are_said(tmp_path):
    safe = make_safe(tmp_path)
    log = Log()
    assert check_files(map(str, sorted(safe.rglob("*.jp2"))), log) == 0
    assert len(log.warnings) == 1 and "have no checksum that can be checked" in log.warnings[0]


def test_a_preparation_compares_unless_told_not_to(tmp_path):
    safe = make_safe(tmp_path)
    images = with_manifest(safe)
    text = (safe / "manifest.safe").read_text()
    (safe / "manifest.safe").write_text(text.replace(text[text.index("256") + 5 : text.index("256") + 9], "0000", 1))
    product = open_product(str(safe))
    assert images
    prepare_optical(product, str(tmp_path / "o.tif"), OpticalSettings(verify=False), Log())
    with pytest.raises(UnveilError, match="is damaged"):
        prepare_optical(product, str(tmp_path / "o.tif"), OpticalSettings(), Log())
