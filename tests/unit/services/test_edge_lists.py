"""Lists of flows of others: what is drawn, what is told, and files that mean no good."""

from __future__ import annotations

import datetime as dt
import random
import time
from pathlib import Path

import openpyxl
import pytest

from score_desktop.errors import Refused, ScoreError
from score_desktop.i18n import Texts
from score_desktop.jobs import Progress
from score_desktop.services import edge_lists
from score_desktop.services.edge_lists import ReadList

EN, ES = Texts("en"), Texts("es", "es_BO")
HEAD = "source,target,value,unit\n"


def read(folder: Path, text: str | bytes, name: str = "list.csv", unit: str | None = None) -> ReadList:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return edge_lists.read_list(file, EN, Progress(), unit=unit)


def test_rows_of_the_same_flow_are_one(tmp_path: Path) -> None:
    graph = read(tmp_path, HEAD + "".join(f"a,b,{n + 1},kg\nb,c,{n + 1},kg\n" for n in range(12))).graph
    assert [(flow.source, flow.target, flow.value) for flow in graph.flows] == [("a", "b", 78.0), ("b", "c", 78.0)]
    assert graph.flows[0].origin.startswith("list!C2, C4, C6")
    assert [(node.key, node.kind) for node in graph.nodes] == [("a", "use"), ("b", "step"), ("c", "use")]


def test_a_refusal_tells_the_first_cell(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, HEAD + "a,b,lots,kg\n")
    assert EN.error(refused.value).startswith("list.csv has no flow that can be drawn. Sheet “list”, C2: ")


def test_what_is_told_names_file_sheet_and_cell(tmp_path: Path) -> None:
    told = read(tmp_path, HEAD + "a,b,3,kg\na,,4,kg\na,c,1,kWh\n", unit="kg").sentences(EN)
    assert told[0].startswith("list.csv, list!B3: ")
    assert told[-1] == "1 flow in another unit is not in this diagram."


def test_cells_of_every_type(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    day = dt.date(2025, 1, 1)
    rows = [["Origen", "Destino", "Valor (kWh)"], ["a", "b", True], ["a", "b", day], [5, 6, 7]]
    for row in [*rows, ["a", day, 3], ["x", "y", "#DIV/0!"], [None, "t", 4], ["ok", "b", 12.5]]:
        sheet.append(row)
    book.save(tmp_path / "types.xlsx")
    found = edge_lists.read_list(tmp_path / "types.xlsx", ES, Progress())
    assert ("ok", "b", 12.5) in [(flow.source, flow.target, flow.value) for flow in found.graph.flows]
    assert {"C2", "C3", "C6"} <= {problem.cell for problem in found.found.problems}


HOSTILE = {
    "huge": HEAD + "a,b,1e308,kg\nb,c,1e308,kg\n",
    "not a number": HEAD + "a,b,inf,kg\nb,c,nan,kg\n",
    "tiny": HEAD + "a,b,1e-300,kg\n",
    "far apart": HEAD + "a,b,1e15,kg\nb,c,0.000001,kg\n",
    "long names": HEAD + f"{'x' * 20_000},b,1,kg\nb,{'ñ ' * 5_000},3,kg\n",
    "mathematics": HEAD + "$\\frac{a}$,b_{,1,kg\nb_{,<script>&amp;,3,kg\n",
    "letters without a font": HEAD + "🍞,ب ت,1,kg\nb,\u202eabc,3,kg\n",
    "into itself": HEAD + "a,a,1,kg\n",
    "one cycle": HEAD + "".join(f"n{n},n{(n + 1) % 300},{n + 1},kg\n" for n in range(300)),
    "all to all": HEAD + "".join(f"n{one},n{two},1,kg\n" for one in range(16) for two in range(16)),
    "star": HEAD + "".join(f"a,b{n},{n + 1},kg\n" for n in range(2_000)),
    "chain": HEAD + "".join(f"n{n},n{n + 1},5,kg\n" for n in range(800)),
    "headings alone": "source,target,value\n",
    "headings twice": "source,source,target,value,value\na,b,c,1,2\n",
    "ragged": HEAD + 'a,b\nc,d,5,kg,more,more\n"open,b,3\n',
    "formulas": HEAD + '"=cmd|x","@a",1,kg\n',
    "noise": bytes(random.Random(1).randrange(256) for _ in range(5_000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_lists_are_drawn_or_refused(tmp_path: Path, name: str) -> None:
    start = time.thread_time()
    try:
        found = read(tmp_path, HOSTILE[name])
    except ScoreError:
        return
    assert found.as_json(ES)["flows"]
    for ending in (".svg", ".pdf", ".csv"):
        edge_lists.write(found.graph, tmp_path / f"out{ending}", ES)
        assert (tmp_path / f"out{ending}").stat().st_size > 30
    assert time.thread_time() - start < 30
