"""Lists of flows of others as rows of a flow chart: what `process_edit.add_flows` stores."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from score_desktop import units
from score_desktop.enums import FlowKind, Place, Resource
from score_desktop.errors import Refused
from score_desktop.i18n import Texts
from score_desktop.importing.edges import Edge
from score_desktop.importing.wordbook import resource_of
from score_desktop.models.rules import is_unit
from score_desktop.services.edge_lists import find_list, said_of
from score_desktop.services.edits import CellValue, EditOutcome
from score_desktop.services.process_cells import place_named

if TYPE_CHECKING:
    from score_desktop.jobs import Progress

MOST = 5_000
"""Flows that are taken at once, as of a pasted block."""
_BY_TARGET = {
    Place.CUSTOMER: FlowKind.PRODUCT,
    Place.BUYER: FlowKind.BY_PRODUCT,
    Place.LANDFILL: FlowKind.WASTE,
    Place.SEWER: FlowKind.WASTE,
    Place.AIR: FlowKind.EMISSION,
}


@dataclass(frozen=True, slots=True)
class FlowsOfFile:
    """What a file brings.

    Attributes:
        file: Its name, without folder.
        rows: Column → value, as `add_flows` takes them.
        cells: Where the value of each row stands, such as "Flows!C7".
        told: What is not among them, and how the rest was understood.
    """

    file: str
    rows: tuple[dict[str, CellValue], ...]
    cells: tuple[str, ...]
    told: tuple[str, ...]

    def refused(self, outcome: EditOutcome, texts: Texts) -> list[str]:
        """Why rows were not stored, each with its cell."""
        return [f"{self.cells[int(one.row)]}: {texts.message(one.message_id, one.params)}" for one in outcome.refused]


def read_flows(path: Path, texts: Texts, progress: Progress) -> FlowsOfFile:
    """Read a list of flows (CSV, XLSX, ODS …) in whatever units; quantities are of a year.

    Rows of one source, target, substance, name and unit are one flow: lists often have one for each month.

    Raises:
        UnreadableFile, Refused: As `edge_lists.find_list`; "edges.nothing_but" where no row has a unit of the process;
            "edges.too_many".
    """
    found = find_list(path, texts, progress)
    told = said_of(found, texts)
    groups: dict[tuple[str, ...], list[Edge]] = {}
    for edge in found.edges:
        if edge.unit and (edge.money or not is_unit(edge.unit)):
            told.append(f"{_cell(edge)}: {texts.message('edges.no_process_unit', {'unit': edge.unit})}")
        else:
            key = (edge.source, edge.target, edge.substance, edge.name, edge.unit)
            groups.setdefault(key, []).append(edge)
    if not groups:
        first = found.edges[0]
        why = texts.message("edges.no_process_unit", {"unit": first.unit})
        raise Refused("edges.nothing_but", file=found.file, sheet=first.sheet, cell=first.cell, why=why)
    if len(groups) > MOST:
        raise Refused("edges.too_many", file=found.file, n=len(groups), most=MOST)
    bare = sum(not same[0].unit for same in groups.values())
    if bare:
        words = texts.tn(
            "{n} flow has no unit: it was taken in kg.", "{n} flows have no unit: they were taken in kg.", bare
        )
        told.append(words)
    return FlowsOfFile(
        found.file,
        tuple(_row(same) for same in groups.values()),
        tuple(_cell(same[0]) for same in groups.values()),
        tuple(told),
    )


def _cell(edge: Edge) -> str:
    return f"{edge.sheet}!{edge.cell}"


def _row(same: list[Edge]) -> dict[str, CellValue]:
    first = same[0]
    quantity = Decimal(repr(round(math.fsum(edge.value for edge in same), 6)))
    return {
        "source": first.source,
        "target": first.target,
        "name": first.name or first.substance,
        "substance": first.substance if first.name else "",
        "kind": _kind(first).value,
        "quantity": quantity,
        "unit": first.unit or "kg",
    }


def _kind(edge: Edge) -> FlowKind:
    """By where it goes, by what it is, by its unit, by where it comes from; a raw material if nothing says."""
    by_target = _BY_TARGET.get(place_named(edge.target) or Place.OTHER)
    if by_target is not None:
        return by_target
    resource = resource_of(f"{edge.substance} {edge.name}", weak=False)
    if resource in (Resource.WATER, Resource.WASTEWATER):
        return FlowKind.WATER
    unit = units.find_unit(edge.unit) if edge.unit else None
    if unit is not None and unit.dimension == "energy":
        return FlowKind.ENERGY
    if resource not in (None, Resource.WASTE, Resource.MATERIAL, Resource.OTHER):
        return FlowKind.ENERGY
    if unit is not None and unit.dimension == "volume" and place_named(edge.source) is Place.UTILITY:
        return FlowKind.WATER
    return FlowKind.RAW
