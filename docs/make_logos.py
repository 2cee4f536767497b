"""Draws the logos of the made-up firms of the sample audit: `python docs/make_logos.py`.

Drawn at eight times the size and reduced, so that edges are smooth. Nothing here is anybody's trademark.
"""

from __future__ import annotations

import math
from pathlib import Path

from PIL import Image, ImageDraw

SIZE = 256
OVER = 4
FOLDER = Path(__file__).resolve().parent.parent / "resources" / "samples"


def bakery() -> Image.Image:
    """Three snowy peaks in a ring, in the brown of a crust."""
    side = SIZE * OVER
    brown = (139, 74, 28, 255)
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    ring = side // 24
    draw.ellipse((ring, ring, side - ring, side - ring), outline=brown, width=ring)

    def at(x: float, y: float) -> tuple[float, float]:
        return (x * side, y * side)

    ridge = [(0.14, 0.68), (0.30, 0.46), (0.38, 0.54), (0.52, 0.33), (0.62, 0.47), (0.68, 0.41), (0.86, 0.68)]
    draw.polygon([at(*point) for point in ridge], fill=brown)
    snow = [(0.52, 0.355), (0.556, 0.405), (0.54, 0.425), (0.52, 0.405), (0.5, 0.425), (0.484, 0.4)]
    draw.polygon([at(*point) for point in snow], fill=(255, 255, 255, 255))
    return image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


def consultancy() -> Image.Image:
    """Five petals around a centre, in teal."""
    side = SIZE * OVER
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    centre = side / 2
    for petal in range(5):
        angle = 2 * math.pi * petal / 5 - math.pi / 2
        leaf = Image.new("RGBA", (side, side), (0, 0, 0, 0))
        x, y = centre + 0.24 * side * math.cos(angle), centre + 0.24 * side * math.sin(angle)
        radius = 0.17 * side
        ImageDraw.Draw(leaf).ellipse((x - radius, y - radius, x + radius, y + radius), fill=(15, 118, 110, 255))
        image.alpha_composite(leaf)
    dot = 0.09 * side
    ImageDraw.Draw(image).ellipse((centre - dot, centre - dot, centre + dot, centre + dot), fill=(255, 255, 255, 255))
    return image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    bakery().save(FOLDER / "logo_panaderia_illimani.png", optimize=True)
    consultancy().save(FOLDER / "logo_kantuta.png", optimize=True)
