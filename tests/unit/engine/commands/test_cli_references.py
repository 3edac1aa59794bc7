"""unveil remove --reference: what cannot be a reference is told in one sentence, and what tells nothing is left out."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.dates import Files, Place
from fixtures.rasters import S2

from unveil.engine.commands.cli import main

ORBIT = "S1A_IW_GRDH_1SDV_20210{0}01T054010_20210{0}01T054035_{1:06d}_025789_1A2B.tif"


@pytest.fixture
def files(tmp_path):
    place = Place(128)
    # No ground is seen in B10.
    cirrus = S2.index("B10")
    place.before[cirrus] *= 0.02
    place.gain[cirrus] *= 0.02
    place.step[cirrus] = 5
    made = Files(tmp_path, place)
    made.hidden = place.disc(60, 60, 30)
    made.optical = made.write("scene_20210601.tif", np.where(made.hidden, 6000, made.truth).astype(np.uint16))
    made.mask = made.write("mask.tif", made.hidden[None].astype(np.uint8), ["class"])
    return made


@pytest.fixture
def remove(files, tmp_path, capsys):
    """A function: references and their radar -> (exit code, what was said, on standard output and error)."""

    def run(*references, radar=()):
        words = ["remove", files.optical, files.radar, str(tmp_path / "out.tif"), "--mask", files.mask]
        words += ["--model", "ground", "--mask-dilation", "0", "--device", "cpu"]
        for each in references:
            words += ["--reference", each.optical.path, "--reference-mask", each.mask.path]
        for path in radar:
            words += ["--reference-radar", path]
        code = main(words)
        return code, "".join(capsys.readouterr())

    return run


@pytest.mark.parametrize("which", ["itself", "elsewhere"])
def test_what_cannot_be_a_reference_ends_the_run_with_one_sentence(files, remove, tmp_path, which):
    if which == "itself":
        given, said = files.reference("scene_20210601.tif", files.truth), "is the scene itself"
    else:
        given, said = files.reference("far.tif", transform=(700000, 10, 0, 5000000, 0, -10)), "does not overlap"
    code, text = remove(given)
    assert code == 1 and not (tmp_path / "out.tif").exists()
    lines = [line for line in text.splitlines() if line.startswith("unveil: ")]
    assert len(lines) == 1 and said in lines[0] and lines[0].endswith("give another date of the same place.")


def test_a_reference_without_common_clear_ground_is_left_out_and_said(files, remove, tmp_path):
    code, text = remove(files.reference("cloudy_20210525.tif", hidden=~files.hidden))
    assert code == 0 and (tmp_path / "out.tif").exists()
    assert text.count("is not used: no ground is clear in both.") == 1


def test_radar_of_another_orbit_is_left_out_and_said(files, remove):
    files.radar = files.write(ORBIT.format(6, 38000), files.place.radar(), ["VV", "VH"])
    other = files.write(ORBIT.format(4, 38000 - 5 * 175 + 44), files.place.radar(), ["VV", "VH"])
    code, text = remove(files.reference(), radar=[other])
    assert code == 0
    assert text.count("is of another relative orbit than the scene's") == 1
    assert "Other dates show" in text
