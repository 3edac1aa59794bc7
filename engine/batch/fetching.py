"""The files of a job that is an item of a catalogue: fetched by the process that cleans the scene.

Addresses are signed here and now, not when the batch began, since signatures live for minutes.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from unveil.engine.batch.job import Catalogues, Job
from unveil.engine.batch.sources import job_of_item
from unveil.engine.catalogue.fetch import fetch_scene
from unveil.engine.catalogue.profiles import PROFILES, Profile, find_profile
from unveil.engine.catalogue.request import FetchRequest
from unveil.engine.catalogue.search import absolute
from unveil.engine.catalogue.transport import is_address, read_json
from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback


def fetched(job: Job, catalogues: Catalogues, folder: Path, feedback: Feedback) -> Job:
    """Return the job of the files that belong to `job.item`, which are copied to `folder` unless they lie there.

    Raises:
        UnveilError: the item or its radar is not there, or a file cannot be read.
        PassingFault: a network or a server failed; what was copied stays and is not copied again.
        Cancelled: the user stopped it.
    """
    profile = find_profile(catalogues.optical) if catalogues.optical else profile_of(job.item)
    radar = find_profile(catalogues.radar)
    request = FetchRequest(
        profile,
        radar,
        job.item,
        catalogues.box,
        references=catalogues.references,
        optical_address=catalogues.optical_address,
        radar_address=catalogues.radar_address,
    )
    found = fetch_scene(request, folder, read_json, feedback)
    if "radar" not in found.rasters:
        raise UnveilError(
            f"{radar.title} has no radar for the scene {job.id}; choose another catalogue of radar, or prepare a radar "
            "product and give the scene's files in a table."
        )
    item = absolute(read_json(str(found.item)), str(found.item))
    return replace(job_of_item(item), id=job.id)


def profile_of(address: str) -> Profile:
    """Return the profile of the catalogue that an item's address belongs to, that of any catalogue for other hosts."""
    host = urlsplit(address).netloc if is_address(address) else ""
    for profile in PROFILES:
        if host and host == urlsplit(profile.address).netloc:
            return profile
    return find_profile("static")
