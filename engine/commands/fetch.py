"""The command `unveil fetch`: scenes out of STAC catalogues."""

from __future__ import annotations

import argparse
from pathlib import Path

from unveil.engine.commands.console import Show
from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback


def add_fetch(commands: argparse._SubParsersAction, show: Show) -> None:
    """Add `fetch` to the parser's commands."""
    fetch = commands.add_parser("fetch", help="copy a Sentinel-2 scene with its radar and other dates from a catalogue")
    fetch.add_argument("folder", help="where it goes: <id>/optical.tif, radar.tif, reference-1.tif ..., <id>.json")
    fetch.add_argument("--item", default="", metavar="ADDRESS", help="of the Sentinel-2 item; or --bbox with --date")
    fetch.add_argument("--date", default="", metavar="YYYY-MM-DD", help="the scene nearest to it is taken")
    fetch.add_argument("--days", type=float, default=15.0, help="how far from the date (default: %(default)g)")
    add_catalogues(fetch, "earth-search")
    fetch.set_defaults(run=lambda options, console: show(_fetch(options, console)))


def add_catalogues(parser: argparse.ArgumentParser, default: str) -> None:
    """Add where scenes come from. default: catalogue of Sentinel-2; "" takes that of an item's own host."""
    from unveil.engine.catalogue.profiles import PROFILES

    names = [profile.name for profile in PROFILES]
    sides = ("WEST", "SOUTH", "EAST", "NORTH")
    parser.add_argument("--bbox", nargs=4, type=float, metavar=sides, help="degrees; only this part is read")
    parser.add_argument("--references", type=int, default=2, metavar="N", help="other dates (default: %(default)s)")
    parser.add_argument("--catalogue", default=default, choices=names, help="of Sentinel-2")
    parser.add_argument("--radar-catalogue", default="planetary-computer", choices=names, help="of Sentinel-1")
    parser.add_argument("--address", default="", help="of the catalogue 'static' (API, catalog.json or a file)")
    parser.add_argument("--radar-address", default="", help="of the radar catalogue 'static'")


def check_catalogues(options: argparse.Namespace, by_item: bool) -> None:
    """Refuse a catalogue without an address (UnveilError). by_item: the Sentinel-2 item is known by its address."""
    for name, address in (("catalogue", options.address), ("radar_catalogue", options.radar_address)):
        if getattr(options, name) == "static" and not address and not (name == "catalogue" and by_item):
            raise UnveilError("The catalogue 'static' needs an address: --address, --radar-address.")


def _fetch(options: argparse.Namespace, console: Feedback) -> list[str]:
    from unveil.engine.catalogue.fetch import fetch_scene
    from unveil.engine.catalogue.profiles import find_profile
    from unveil.engine.catalogue.request import FetchRequest
    from unveil.engine.catalogue.transport import read_json
    from unveil.engine.sentinel.dates import moment_in_text

    moment = moment_in_text(options.date) if options.date else None
    if options.date and moment is None:
        raise UnveilError(f"'{options.date}' is no date; write it as 2021-06-30.")
    check_catalogues(options, bool(options.item))
    request = FetchRequest(
        find_profile(options.catalogue),
        find_profile(options.radar_catalogue),
        options.item,
        check_box(options.bbox),
        moment,
        options.references,
        options.days,
        options.address,
        options.radar_address,
    )
    fetched = fetch_scene(request, Path(options.folder).absolute(), read_json, console)
    return [str(fetched.item)]


def check_box(box: list[float] | None) -> tuple[float, float, float, float] | None:
    """Return a bounding box in degrees; UnveilError where it is none."""
    if box is None:
        return None
    west, south, east, north = box
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south < north <= 90 and west != east):
        raise UnveilError("The bounding box is west, south, east, north in degrees, south below north.")
    return west, south, east, north
