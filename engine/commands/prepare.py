"""The commands `unveil prepare-s2` and `unveil prepare-s1`."""

from __future__ import annotations

import argparse

from unveil.engine.commands.console import Console, Show


def add_prepare(commands: argparse._SubParsersAction, show: Show) -> None:
    """Add `unveil prepare-s2` and `unveil prepare-s1`."""
    s2 = commands.add_parser("prepare-s2", help="make one raster with named bands of a Sentinel-2 product")
    s2.add_argument("input", help="SAFE folder, zip, MTD xml, folder of band files, or raster with named bands")
    s2.add_argument("output", help="raster (.tif) of named bands on the 10 m grid, DN without offset")
    s2.add_argument("--resampling", default="cubic", choices=("cubic", "nearest"), help="of 20 m and 60 m bands")
    s2.add_argument("--offset", default="auto", choices=("auto", "none", "1000"), help="where no metadata say")
    s2.add_argument("--bands", default="", metavar="B2,B3,...", help="names of the bands of a raster without names")
    flag = argparse.BooleanOptionalAction
    s2.add_argument("--verify", action=flag, default=True, help="compare a SAFE product's files with its checksums")
    s2.add_argument("--scl", metavar="FILE", help="also write the scene classification of L2A")
    s2.set_defaults(run=_prepare_s2)
    s1 = commands.add_parser("prepare-s1", help="bring radar to the grid of a Sentinel-2 raster")
    s1.add_argument("input", help="raster with VV and VH, folder with a file for each, or SAFE GRD product")
    s1.add_argument("reference", help="Sentinel-2 raster whose grid the radar is brought to")
    s1.add_argument("output", help="raster (.tif) with VV and VH in dB")
    s1.add_argument("--vh", default="", metavar="FILE", help="second file, where each holds one polarisation")
    s1.add_argument("--backscatter", default="auto", choices=("auto", "sigma0", "gamma0"), help="what the file holds")
    s1.add_argument("--units", default="auto", choices=("auto", "dB", "linear", "amplitude"), help="of the input")
    s1.add_argument("--correct-shift", action="store_true", help="undo a shift of whole pixels that can be told")
    s1.set_defaults(run=lambda options, console: show([_prepare_s1(options, console)]))


def _prepare_s2(options: argparse.Namespace, console: Console) -> None:
    from unveil.engine.prepare.optical import OpticalSettings, prepare_optical
    from unveil.engine.sentinel.products import open_product

    product = open_product(options.input, tuple(options.bands.replace(",", " ").split()))
    prepare_optical(
        product,
        options.output,
        OpticalSettings(options.resampling, options.offset, options.verify, options.scl or ""),
        console,
    )


def _prepare_s1(options: argparse.Namespace, console: Console) -> str:
    from unveil.engine.prepare.radar import RadarSettings, RadarTarget, prepare_radar
    from unveil.engine.raster.source import describe
    from unveil.engine.sentinel.radar_products import open_radar_product

    stated = "" if options.backscatter == "auto" else options.backscatter
    product = open_radar_product(options.input, options.vh, stated)
    settings = RadarSettings(options.backscatter, options.units, options.correct_shift)
    target = RadarTarget(describe(options.reference), options.output)
    report = prepare_radar(product, target, settings, console)
    console.end()
    if report.shift is not None and report.shift.decidable:
        return f"shift {report.shift.x} {report.shift.y}, confidence {report.shift.confidence:.2f}"
    return "shift unknown"
