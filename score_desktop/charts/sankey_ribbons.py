"""Curves of flow diagrams: both edges of a ribbon as cubic Béziers, from source to target."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

Point = tuple[float, float]
Curve = tuple[Point, ...]
"""A start, then three points (two controls and an end) for each cubic piece."""

_QUARTER = 0.5522847498  # control length of a quarter circle of radius 1


def ribbon_curves(points: Sequence[Point], thickness: float) -> tuple[Curve, Curve]:
    """Edges of a ribbon that runs to the right through the points and is level at each.

    An S-curve with both edges merely shifted up and down would be thin where it is steep. So the edges' controls are
    also shifted sideways, by what makes the thickness across the flow right in the middle of the curve as well.
    """
    upper: list[Point] = [(points[0][0], points[0][1] - thickness / 2)]
    lower: list[Point] = [(points[0][0], points[0][1] + thickness / 2)]
    for start, end in itertools.pairwise(points):
        shift = _sideways(start, end, thickness)
        middle = (start[0] + end[0]) / 2
        for edge, side in ((upper, -1), (lower, 1)):
            x = middle - side * shift
            y_start, y_end = start[1] + side * thickness / 2, end[1] + side * thickness / 2
            edge += [(x, y_start), (x, y_end), (end[0], y_end)]
    return tuple(upper), tuple(lower)


def _sideways(start: Point, end: Point, thickness: float) -> float:
    """How far the controls of the upper edge move to the right (to the left where the flow rises)."""
    run, fall = end[0] - start[0], end[1] - start[1]
    if run <= 0 or fall == 0:
        return 0.0
    # In the middle of the curve the slope is 2·fall/run, and controls moved by d move the edge by 0.75·d.
    angle = math.atan2(2 * abs(fall), run)
    shift = min(thickness / 1.5 * math.tan(angle / 2), 0.3 * run)
    return math.copysign(shift, fall)


def drain_curves(x: float, y: float, end: Point, thickness: float) -> tuple[Curve, Curve]:
    """Edges of a ribbon that leaves to the right at (x, y) and turns down to `end`."""
    half = thickness / 2
    inner = max(min(end[0] - half - x, end[1] - y - half), 0.5)
    edges = []
    for side in (-1, 1):
        radius_x, radius_y = end[0] - side * half - x, inner + (thickness if side < 0 else 0.0)
        start_y = y + side * half
        turn_x, turn_y = end[0] - side * half, start_y + radius_y
        curve = [(x, start_y), (x + _QUARTER * radius_x, start_y), (turn_x, turn_y - _QUARTER * radius_y)]
        curve += [(turn_x, turn_y), *_straight((turn_x, turn_y), (turn_x, max(end[1], turn_y)))]
        edges.append(tuple(curve))
    return edges[0], edges[1]


def loop_curves(start: Point, end: Point, y_lane: float, thickness: float) -> tuple[Curve, Curve]:
    """Edges of a ribbon that leaves to the right, turns up, runs back at `y_lane` and enters `end` from the left.

    The first curve is the outer edge.
    """
    half = thickness / 2
    reach = half + 10.0
    edges = []
    for side in (1, -1):
        radius = reach + side * half
        top = y_lane - side * half
        first, last = start[1] + side * half, end[1] + side * half
        curve: list[Point] = [(start[0], first)]
        curve += _half_turn((start[0], first), (start[0], top), radius)
        curve += _straight((start[0], top), (end[0], top))
        curve += _half_turn((end[0], top), (end[0], last), -radius)
        edges.append(tuple(curve))
    return edges[0], edges[1]


def _half_turn(start: Point, end: Point, radius: float) -> list[Point]:
    """Half an ellipse between two points one above the other, bulging by `radius` to the right (negative: left)."""
    rise = (end[1] - start[1]) / 2
    x, middle = start[0] + radius, start[1] + rise
    return [
        (start[0] + _QUARTER * radius, start[1]),
        (x, middle - _QUARTER * rise),
        (x, middle),
        (x, middle + _QUARTER * rise),
        (end[0] + _QUARTER * radius, end[1]),
        end,
    ]


def _straight(start: Point, end: Point) -> list[Point]:
    third = ((end[0] - start[0]) / 3, (end[1] - start[1]) / 3)
    return [(start[0] + third[0], start[1] + third[1]), (end[0] - third[0], end[1] - third[1]), end]


def sampled(curve: Curve, steps: int = 8) -> list[Point]:
    """Points along a curve, `steps` for each piece, both ends included."""
    points = [curve[0]]
    for place in range(1, len(curve), 3):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve[place - 1 : place + 3]
        for step in range(1, steps + 1):
            t = step / steps
            a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3
            points.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return points
