"""Lists of flows of others, read and drawn: no audit and no workspace are needed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from score_desktop.charts.data import SankeyFlow, SankeyGraph, SankeyNode
from score_desktop.errors import Refused, UnreadableFile
from score_desktop.i18n import Texts
from score_desktop.importing import edges as edge_lists
from score_desktop.importing.edges import Edge, EdgeList
from score_desktop.importing.read import read_file
from score_desktop.importing.wordbook import resource_of
from score_desktop.services.diagram_files import write_diagram

if TYPE_CHECKING:
    from score_desktop.charts.sankey_colours import ColourBy
    from score_desktop.jobs import Progress

_CELLS_TOLD = 12


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list of flows in one unit, ready to be drawn.

    Attributes:
        found: All of the file.
        graph: What is drawn.
        left_out: Flows in other units, which no diagram can show beside these.
    """

    found: EdgeList
    graph: SankeyGraph
    left_out: int

    def as_json(self, texts: Texts) -> dict[str, Any]:
        """Everything, with places: for scripts."""
        labels = {node.key: node.label for node in self.graph.nodes}
        return {
            "file": self.found.file,
            "unit": self.graph.unit,
            "flows": [
                {
                    "source": labels[flow.source],
                    "target": labels[flow.target],
                    "name": flow.substance,
                    "substance": flow.stuff,
                    "value": flow.value,
                    "cells": flow.origin,
                }
                for flow in self.graph.flows
            ],
            "left_out": self.left_out,
            "problems": [
                {
                    "sheet": problem.sheet,
                    "cell": problem.cell,
                    "shown": problem.shown,
                    "message": texts.message(problem.message_id, {}),
                }
                for problem in self.found.problems
            ],
            "notes": [texts.message(message_id, params) for message_id, params in self.found.notes],
        }

    def sentences(self, texts: Texts) -> list[str]:
        """What was not drawn, and how the rest was understood."""
        lines = said_of(self.found, texts)
        if self.left_out:
            lines.append(
                texts.tn(
                    "{n} flow in another unit is not in this diagram.",
                    "{n} flows in other units are not in this diagram.",
                    self.left_out,
                )
            )
        return lines


def said_of(found: EdgeList, texts: Texts) -> list[str]:
    """How a file was understood, and each row that is no flow, with its cell."""
    lines = [texts.message(message_id, params) for message_id, params in found.notes]
    for problem in found.problems:
        lines.append(f"{found.file}, {problem.sheet}!{problem.cell}: {texts.message(problem.message_id, {})}")
    return lines


def read_list(
    path: Path, texts: Texts, progress: Progress, *, sheet: str | None = None, unit: str | None = None
) -> ReadList:
    """Read a list of flows (CSV, XLSX, ODS …).

    Args:
        texts: Its region says how "1.234" is read where the file does not tell.
        sheet: Read this one only.
        unit: Draw the flows that can be told in it; None: all, if they have one unit.

    Raises:
        UnreadableFile: import.*; "edges.no_table" if no sheet has source, target and value; "import.no_such_sheet".
        Refused: "edges.several_units" without `unit`; "edges.no_unit" if no flow has it; "edges.nothing", and
            "edges.nothing_but" where rows are no flows, with the first of them.
    """
    found = find_list(path, texts, progress, sheet)
    there = edge_lists.units_in(found.edges)
    if unit is None and len(there) > 1:
        named = ", ".join(each or texts.t("no unit") for each in there)
        raise Refused("edges.several_units", file=found.file, units=named)
    wanted = there[0] if unit is None else edge_lists.unit_of(unit)[0]
    drawn = edge_lists.in_unit(found.edges, wanted)
    if not drawn:
        raise Refused("edges.no_unit", file=found.file, unit=unit, units=", ".join(there))
    return ReadList(found, graph_of(drawn), len(found.edges) - len(drawn))


def find_list(path: Path, texts: Texts, progress: Progress, sheet: str | None = None) -> EdgeList:
    """All flows of a file, at least one; the rest as `read_list`."""
    book = read_file(path, progress=progress)
    if sheet is not None and all(each.name != sheet for each in book.sheets):
        names = ", ".join(each.name for each in book.sheets)
        raise UnreadableFile("import.no_such_sheet", file=book.file, sheet=sheet, sheets=names)
    decimal = "comma" if texts.number(1.5, 1).endswith(",5") else "point"
    found = edge_lists.read_edges(book, decimal, sheet)
    if found is None:
        raise UnreadableFile("edges.no_table", file=book.file)
    if not found.edges:
        raise _nothing(found, texts)
    return found


def _nothing(found: EdgeList, texts: Texts) -> Refused:
    if not found.problems:
        return Refused("edges.nothing", file=found.file)
    first = found.problems[0]
    why = texts.message(first.message_id, {})
    return Refused("edges.nothing_but", file=found.file, sheet=first.sheet, cell=first.cell, why=why)


def graph_of(edges: Sequence[Edge]) -> SankeyGraph:
    """The diagram of flows in one unit; what is between others is a step, whose balance is shown.

    Rows of one source, target, substance and name are one flow: lists often have one for each month.
    """
    sources, targets = {edge.source for edge in edges}, {edge.target for edge in edges}
    names = dict.fromkeys(name for edge in edges for name in (edge.source, edge.target))
    nodes = tuple(SankeyNode(name, name, "step" if name in sources and name in targets else "use") for name in names)
    rows: dict[tuple[str, str, str, str], list[Edge]] = {}
    for edge in edges:
        rows.setdefault((edge.source, edge.target, edge.substance, edge.name), []).append(edge)
    return SankeyGraph(edges[0].unit, nodes, tuple(_flow(same) for same in rows.values()), edges[0].money)


def _flow(rows: Sequence[Edge]) -> SankeyFlow:
    first = rows[0]
    cells = ", ".join(row.cell for row in rows[:_CELLS_TOLD]) + (" …" if len(rows) > _CELLS_TOLD else "")
    value = math.fsum(row.value for row in rows)
    place = f"{first.sheet}!{cells}"
    uid = f"{first.sheet}!{first.cell}"
    resource = resource_of(first.substance, weak=False) if first.substance else None
    name, of = (first.name, first.substance) if first.name else (first.substance, "")
    return SankeyFlow(first.source, first.target, value, name, resource, uid=uid, origin=place, of=of)


def write(graph: SankeyGraph, out: Path, texts: Texts) -> None:
    """Write the diagram as `write_diagram` does, coloured by substance where there are several."""
    by: ColourBy = "substance" if len({flow.stuff for flow in graph.flows}) > 1 else "source"
    write_diagram(graph, out, texts, by, print_labels=True)
