"""What is said of an optical input before a network runs on it: its level, its coding, bands that are filled."""

from __future__ import annotations

from unveil.engine.feedback import Feedback
from unveil.engine.sentinel.optical import Optical


def say_input(optical: Optical, trained_on: str, model: str, feedback: Feedback) -> None:
    """Tell the user what a network gets that it was not trained on; `trained_on` is "" for one of both levels."""
    level = optical.level
    if not trained_on:
        if optical.filled:
            feedback.info(f"The optical raster lacks {', '.join(optical.filled)}; the model {model} does without.")
    elif level and level != trained_on:
        feedback.warn(
            f"The optical raster is {level}, and the model {model} was trained on {trained_on}: colours under the "
            "clouds "
            f"will be off by the atmosphere's part. Take the {trained_on} product of the scene where you can."
        )
    elif not level and optical.filled:
        feedback.warn(
            f"Nothing says whether the optical raster is L1C or L2A; the model {model} was trained on {trained_on}."
        )
    for name in optical.filled if trained_on else ():
        feedback.warn(
            f"The optical raster lacks {name}; the model is fed an estimate from the other bands in its place."
        )
    for note in optical.notes:
        feedback.info(note)


def input_metadata(optical: Optical, trained_on: str) -> dict[str, str]:
    """Return what the output's metadata say of the input."""
    level = optical.level
    metadata = {"UNVEIL_LEVEL": level or "unknown"}
    if trained_on and level and level != trained_on:
        metadata["UNVEIL_LEVEL_MISMATCH"] = f"input {level}, model trained on {trained_on}"
    if optical.filled:
        how = "estimated" if trained_on else "done without"
        metadata["UNVEIL_FILLED_BANDS"] = ", ".join(f"{name} {how}" for name in optical.filled)
    return metadata
