"""The ground of the made-up place, at twice the resolution of the images: what is where, and how it varies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter

from unveil.engine.simulation.clouds import fractal_field
from unveil.engine.simulation.geometry import Canvas, Rectangle, divide, meander, rotate, smooth_line, voronoi
from unveil.engine.simulation.materials import CODES
from unveil.engine.simulation.town import lay_out, town_plan

SPACING = 5.0
"""Metres between pixels of a landscape; images have 10 m."""

_CROPS = ("cereal", "beet", "grass", "ripe", "stubble", "pale soil", "dark soil")
_CROP_SHARES = (0.30, 0.17, 0.16, 0.15, 0.06, 0.09, 0.07)
_COVER = {"cereal": (0.75, 1.0), "beet": (0.35, 1.0), "grass": (0.7, 1.0), "ripe": (0.75, 1.0), "stubble": (0.5, 1.0)}
_WATER = [CODES["lake"], CODES["river"]]
_TREES = [CODES["broadleaf"], CODES["conifer"]]
ROOFS = (CODES["tiles"], CODES["slate"], CODES["metal"])


@dataclass(frozen=True)
class Landscape:
    """Maps [n, n] of the ground, n = 2 x pixels of the images.

    material: code in MATERIALS; under: soil or undergrowth that shows where cover < 1; cover: 0..1;
    brightness: factor on reflectance (field, texture, light on slopes, cast shadows); roughness: dB on top of the
    material's backscatter; parcel: number of the field, -1 outside fields.
    """

    material: np.ndarray
    under: np.ndarray
    cover: np.ndarray
    brightness: np.ndarray
    roughness: np.ndarray
    parcel: np.ndarray


def draw_landscape(pixels: int, generator: np.random.Generator) -> Landscape:
    """Draw a landscape for images of `pixels` x `pixels` of 10 m; the generator's state decides all of it."""
    canvas = Canvas(2 * pixels, SPACING)
    extent = canvas.extent
    wobble = [60 * fractal_field((canvas.pixels,) * 2, 3.5, generator) for _ in range(2)]
    east, south = canvas.places()
    blocks, border, seeds = voronoi(east + wobble[0], south + wobble[1], extent, 720.0, generator)
    parcel, margin = _parcels(east, south, blocks, seeds, generator)
    fields = _Fields.draw(int(parcel.max()) + 1, generator)

    material = fields.material[parcel]
    under = fields.soil[parcel]
    patches = fractal_field(material.shape, 2.8, generator)
    cover = np.clip(fields.cover[parcel] + 0.10 * patches * fields.unevenness[parcel], 0.05, 1)
    brightness = fields.brightness[parcel] * (1 - 0.05 * patches * fields.unevenness[parcel])
    brightness *= _rows(east, south, parcel, fields)
    roughness = fields.roughness[parcel] + 0.5 * patches

    verge = margin < fields.verge[parcel]
    material[verge], cover[verge] = CODES["grass"], 0.9
    material[border < 3.5] = CODES["gravel"]
    hedge = (border > 4) & (border < 12) & (fractal_field(material.shape, 2.4, generator) > 0.9)
    material[hedge] = CODES["broadleaf"]

    parcel = parcel.copy()
    middles = _middles(east, south, parcel)
    forest = _forest(canvas, east, south, material, middles, generator)
    _water(canvas, east, south, material, generator)
    _towns(east, south, extent, material, middles, generator)
    _roads(canvas, extent, material)

    parcel[~np.isin(material, [CODES[name] for name in _CROPS])] = -1
    outside = parcel < 0
    cover[outside], roughness[outside], brightness[outside] = 1.0, 0.0, 1.0
    _crowns(material, forest, brightness, roughness, generator)
    brightness *= _light(canvas, material, generator)
    fine = generator.standard_normal(material.shape).astype(np.float32)
    brightness *= 1 + 0.012 * fine
    return Landscape(material, under, cover, brightness.astype(np.float32), roughness.astype(np.float32), parcel)


@dataclass(frozen=True)
class _Fields:
    """One value for each parcel."""

    material: np.ndarray
    soil: np.ndarray
    cover: np.ndarray
    brightness: np.ndarray
    roughness: np.ndarray
    unevenness: np.ndarray
    verge: np.ndarray
    direction: np.ndarray

    @classmethod
    def draw(cls, number: int, generator: np.random.Generator) -> _Fields:
        crops = generator.choice(len(_CROPS), size=number, p=_CROP_SHARES)
        ranges = np.array([_COVER.get(name, (1.0, 1.0)) for name in _CROPS])[crops]
        return cls(
            material=np.array([CODES[name] for name in _CROPS], dtype=np.uint8)[crops],
            soil=np.where(generator.random(number) < 0.6, CODES["pale soil"], CODES["dark soil"]).astype(np.uint8),
            cover=generator.uniform(ranges[:, 0], ranges[:, 1]),
            brightness=np.exp(generator.normal(0, 0.10, number)),
            roughness=generator.normal(0, 1.3, number),
            unevenness=generator.uniform(0.2, 1.2, number),
            verge=np.where(generator.random(number) < 0.4, generator.uniform(2, 5, number), 0.0),
            direction=generator.uniform(0, np.pi, number),
        )


def _parcels(
    east: np.ndarray, south: np.ndarray, blocks: np.ndarray, seeds: np.ndarray, generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Cut each block into fields along its own direction; return (parcel, metres to the field's border)."""
    parcel = np.zeros(blocks.shape, dtype=np.int32)
    margin = np.full(blocks.shape, np.inf, dtype=np.float32)
    number = 0
    for block in np.unique(blocks):
        rows, columns = np.nonzero(blocks == block)
        # Neighbouring blocks lie nearly alike, as land was once divided along the same valley.
        angle = 0.35 * np.sin(seeds[block, 0] / 1500) + 0.5 * np.cos(seeds[block, 1] / 2100) + generator.normal(0, 0.12)
        across, down = rotate(east[rows, columns], south[rows, columns], angle)
        whole = Rectangle(across.min(), down.min(), across.max(), down.max())
        size = np.exp(generator.normal(0, 0.35))
        narrow = generator.uniform(0.6, 1.7)
        for part in divide(whole, (14_000 * size, 150_000 * size), generator, narrow=narrow):
            inside = (across >= part.left) & (across <= part.right) & (down >= part.top) & (down <= part.bottom)
            parcel[rows[inside], columns[inside]] = number
            sides = [across - part.left, part.right - across, down - part.top, part.bottom - down]
            margin[rows[inside], columns[inside]] = np.minimum.reduce(sides)[inside]
            number += 1
    return parcel, margin


def _rows(east: np.ndarray, south: np.ndarray, parcel: np.ndarray, fields: _Fields) -> np.ndarray:
    """Return the faint stripes that tractors leave along a field."""
    direction = fields.direction[parcel]
    across = east * np.cos(direction) + south * np.sin(direction)
    return 1 + 0.015 * fields.unevenness[parcel] * np.sin(2 * np.pi * across / 27.0)


def _middles(east: np.ndarray, south: np.ndarray, parcel: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (east, south) [h, w]: at each pixel the middle of its field, drawn a little toward the pixel itself.

    What is decided from these places keeps to the borders of fields.
    """
    count = np.maximum(np.bincount(parcel.ravel()), 1)
    result = []
    for axis in (east, south):
        middle = np.bincount(parcel.ravel(), weights=axis.ravel()) / count
        result.append(0.85 * middle[parcel] + 0.15 * axis)
    return result[0], result[1]


def _forest(
    canvas: Canvas,
    east: np.ndarray,
    south: np.ndarray,
    material: np.ndarray,
    middles: tuple[np.ndarray, np.ndarray],
    generator: np.random.Generator,
) -> np.ndarray:
    """Plant woods in stands of one kind, along the borders of fields; return the number of the stand, -1 outside."""
    large = fractal_field(material.shape, 3.2, generator)
    across, down = middles[0] / canvas.extent, middles[1] / canvas.extent
    near = np.exp(-(((across - 0.18) / 0.20) ** 2) - ((down - 0.20) / 0.17) ** 2)
    far = np.exp(-(((across - 0.90) / 0.13) ** 2) - ((down - 0.82) / 0.15) ** 2)
    index = tuple(
        np.clip(middle / canvas.spacing, 0, canvas.pixels - 1).astype(int) for middle in (middles[1], middles[0])
    )
    wooded = 1.7 * np.maximum(near, far) + 0.42 * large[index] > 0.95
    stands, border, seeds = voronoi(east + 15 * large, south, canvas.extent, 260.0, generator)
    conifers = generator.random(len(seeds)) < 0.35
    felled = generator.random(len(seeds)) < 0.04
    material[wooded] = np.where(conifers[stands], CODES["conifer"], CODES["broadleaf"])[wooded]
    material[wooded & felled[stands]] = CODES["grass"]
    material[wooded & (border < 2.5)] = CODES["grass"]
    return np.where(wooded, stands, -1)


def _water(
    canvas: Canvas, east: np.ndarray, south: np.ndarray, material: np.ndarray, generator: np.random.Generator
) -> None:
    extent = canvas.extent
    river = meander((-250.0, 0.66 * extent), -0.12, 1.25 * extent + 600, 1500.0, 1.0, generator)
    distance = canvas.distance(river, 400.0)
    ragged = fractal_field(material.shape, 2.6, generator)
    meadow = distance < 130 + 45 * ragged
    material[meadow & ~np.isin(material, _TREES)] = CODES["grass"]
    groves = fractal_field(material.shape, 1.9, generator)
    material[(distance < 58 + 14 * groves) & (groves > 0.3)] = CODES["broadleaf"]
    material[(distance < 42 + 10 * ragged) & (ragged < -0.9)] = CODES["gravel"]
    material[distance < 30 + 5 * ragged] = CODES["river"]
    lake_east, lake_south = rotate(east - 0.75 * extent, south - 0.25 * extent, 0.5)
    bearing = np.arctan2(lake_south, lake_east)
    bays = 0.16 * np.cos(2 * bearing + 1.1) + 0.13 * np.cos(3 * bearing + 4) + 0.09 * np.cos(5 * bearing + 2)
    shore = np.hypot(lake_east / 400, lake_south / 270) * (1 + bays) + 0.10 * ragged
    material[shore < 1.12] = CODES["grass"]
    material[(shore < 1.16) & (ragged > 0.2)] = CODES["broadleaf"]
    material[shore < 1.0] = CODES["lake"]


def _towns(
    east: np.ndarray,
    south: np.ndarray,
    extent: float,
    material: np.ndarray,
    middles: tuple[np.ndarray, np.ndarray],
    generator: np.random.Generator,
) -> None:
    ragged = fractal_field(material.shape, 2.8, generator)
    places = ((0.47, 0.37, 620.0, 0.4), (0.20, 0.83, 250.0, -0.3), (0.80, 0.53, 210.0, 0.9))
    for across, down, radius, angle in places:
        centre = (across * extent, down * extent)
        plan, inside = lay_out(town_plan(1.4 * radius, generator), east, south, centre, angle)
        # Half decided by the field that was built over, so that the edge of town has corners.
        reach = 0.5 * np.hypot(middles[0] - centre[0], middles[1] - centre[1])
        reach += 0.5 * np.hypot(east - centre[0], south - centre[1])
        built = (reach < radius * (1 + 0.14 * ragged)) & inside & ~np.isin(material, _WATER)
        material[built] = plan[built]


def _roads(canvas: Canvas, extent: float, material: np.ndarray) -> None:
    roads = (
        (13.0, [(-0.05, 0.14), (0.18, 0.27), (0.47, 0.37), (0.66, 0.56), (0.86, 0.66), (1.05, 0.93)]),
        (10.0, [(0.58, -0.05), (0.53, 0.15), (0.47, 0.37), (0.36, 0.62), (0.20, 0.83), (0.13, 1.05)]),
        (8.0, [(0.47, 0.37), (0.62, 0.43), (0.80, 0.53), (1.05, 0.49)]),
        (8.0, [(-0.05, 0.88), (0.20, 0.83), (0.45, 0.90), (0.66, 0.84), (0.86, 0.66)]),
    )
    for width, places in roads:
        line = smooth_line([(across * extent, down * extent) for across, down in places])
        distance = canvas.distance(line, 40.0)
        material[(distance < width / 2 + 6) & ~np.isin(material, [*_WATER, *_TREES, *ROOFS])] = CODES["grass"]
        material[distance < width / 2] = CODES["asphalt"]
    motorway = np.array([(0.90, -0.05), (0.97, 0.3), (0.93, 0.62), (0.74, 1.05)]) * extent
    distance = canvas.distance(smooth_line(motorway), 60.0)
    material[distance < 24] = CODES["grass"]
    material[(distance < 15) & (distance > 2.5)] = CODES["asphalt"]


def _crowns(
    material: np.ndarray,
    stands: np.ndarray,
    brightness: np.ndarray,
    roughness: np.ndarray,
    generator: np.random.Generator,
) -> None:
    """Give woods the grain of crowns and their gaps, and each stand its own tone."""
    grain = gaussian_filter(generator.standard_normal(material.shape), 0.8)
    grain = grain / grain.std() + 0.6 * fractal_field(material.shape, 2.0, generator)
    tone = np.append(generator.normal(0, 0.09, int(stands.max()) + 1 if stands.max() >= 0 else 0), 0.0)
    trees = np.isin(material, _TREES)
    brightness[trees] *= (1 + tone[stands] + 0.10 * grain)[trees].clip(0.45, 1.6)
    roughness[trees] += (0.6 * grain + 4 * tone[stands])[trees]
    roofs = np.isin(material, ROOFS)
    brightness[roofs] *= np.exp(generator.normal(0, 0.12, material.shape))[roofs]


def _light(canvas: Canvas, material: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Return the factor of the sun's light: slopes, and shadows that trees and houses cast to the north-north-west."""
    height = 14.0 * fractal_field(material.shape, 3.8, generator)
    down, across = np.gradient(height, canvas.spacing)
    zenith, azimuth = np.radians(38.0), np.radians(152.0)
    # South is positive downwards; a slope that falls towards the sun is brighter.
    toward_sun = -(across * np.sin(azimuth) - down * np.cos(azimuth))
    light = np.clip(1 + np.tan(zenith) * toward_sun, 0.8, 1.2)
    trees, roofs = np.isin(material, _TREES), np.isin(material, ROOFS)
    for tall, steps, depth in ((trees, 3, 0.55), (roofs, 1, 0.7)):
        shaded = np.zeros(material.shape, dtype=bool)
        for step in range(1, steps + 1):
            moved = np.zeros_like(shaded)
            aside = step // 2
            moved[:-step, : moved.shape[1] - aside] = tall[step:, aside:]
            shaded |= moved
        light = np.where(shaded & ~tall, light * depth, light)
    return light
