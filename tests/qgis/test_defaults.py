"""What users choose beforehand in the options."""

from __future__ import annotations

from datetime import date

import pytest
from qgis.core import QgsSettings


@pytest.fixture
def chosen(qgis_app):
    """The settings, which are empty again afterwards."""
    from unveil.plugin.defaults import FOLDER, GROWTH, MODEL

    settings = QgsSettings()
    yield settings
    for key in (FOLDER, GROWTH, MODEL):
        settings.remove(key)


def test_windows_begin_with_them_and_scripts_do_not(chosen, algorithm):
    from unveil.plugin.defaults import GROWTH, MODEL

    chosen.setValue(MODEL, "glf-cr")
    chosen.setValue(GROWTH, 120.0)
    made = algorithm("removeclouds")
    model, growth = made.parameterDefinition("MODEL"), made.parameterDefinition("MASK_DILATION")
    assert (model.defaultValueForGui(), growth.defaultValueForGui()) == ("glf-cr", 120)
    assert model.defaultValue() != "glf-cr" and growth.defaultValue() != 120


def test_a_model_that_is_gone_is_not_suggested(chosen, algorithm):
    from unveil.plugin.defaults import MODEL

    chosen.setValue(MODEL, "uninstalled")
    made = algorithm("removeclouds")
    parameter = made.parameterDefinition("MODEL")
    assert parameter.defaultValueForGui() == parameter.defaultValue()


@pytest.mark.parametrize(
    "scene, day, name",
    [
        ("S2 of Spain", date(2020, 6, 1), "S2 of Spain, mmcanet, 2020-06-01"),
        ("S2B_MSIL1C_20200601T103", date(2020, 6, 1), "S2B_MSIL1C_20200601T103, mmcanet"),
        ("scene", None, "scene, mmcanet"),
    ],
)
def test_a_result_is_named_for_scene_model_and_day(scene, day, name):
    from unveil.plugin.defaults import result_name

    assert result_name(scene, "mmcanet", day) == name


def test_a_file_in_the_folder_of_results_takes_no_others_place(tmp_path, chosen):
    from unveil.plugin.defaults import FOLDER, result_path, wanted_folder

    first = result_path(str(tmp_path), "S2/of: Spain, mmcanet")
    assert first == str(tmp_path / "S2_of_Spain_mmcanet.tif")
    (tmp_path / "S2_of_Spain_mmcanet.tif").touch()
    assert result_path(str(tmp_path), "S2/of: Spain, mmcanet") == str(tmp_path / "S2_of_Spain_mmcanet_2.tif")
    chosen.setValue(FOLDER, str(tmp_path / "gone"))
    assert wanted_folder() == ""
    chosen.setValue(FOLDER, str(tmp_path))
    assert wanted_folder() == str(tmp_path)


def test_dialogs_show_as_many_decimals_as_the_least_value_and_the_default_need(qgis_processing):
    from qgis.core import QgsProcessingParameterNumber

    from unveil.plugin.provider import UnveilProvider

    provider = UnveilProvider()
    provider.refreshAlgorithms()
    shown = 0
    for algorithm in provider.algorithms():
        for parameter in algorithm.parameterDefinitions():
            wrapper = parameter.metadata().get("widget_wrapper", {})
            if not isinstance(parameter, QgsProcessingParameterNumber) or "decimals" not in wrapper:
                continue
            shown += 1
            for value in (parameter.minimum(), parameter.defaultValue()):
                if value is not None and abs(value) < 1e6:
                    assert round(value, wrapper["decimals"]) == value, (algorithm.name(), parameter.name(), value)
    assert shown > 5
