"""What a flow is of: written by a person, a key of a pack, or called like the flow; one substance however written."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from score_desktop import paths
from score_desktop.charts.export import edges_text
from score_desktop.charts.sankey_colours import colouring
from score_desktop.charts.tables import chart_table
from score_desktop.i18n import Texts
from score_desktop.jobs import Progress
from score_desktop.models.text import search_key
from score_desktop.reference.packs import packs, substance_names
from score_desktop.reporting.workbook.process import eco_sheet
from score_desktop.services import edge_lists, process_edit, process_pack
from score_desktop.services.audits import NewAudit, new_audit
from score_desktop.services.context import Context
from score_desktop.services.edits import CellEdit, CellValue
from score_desktop.services.process import ProcessView, read_view
from score_desktop.services.process_cells import flow_cell_text
from score_desktop.services.process_graph import process_graph
from score_desktop.services.process_report import content_of_view
from score_desktop.services.process_rows import Followed
from score_desktop.services.process_steps import follow_substances
from score_desktop.services.process_substances import known_substances, substance_words
from score_desktop.tokens import palette
from tests.unit.reporting.fixture import bakery

TODAY = dt.date(2026, 3, 18)
ES, EN = Texts("es"), Texts("en")


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Context.open(tmp_path / "w.sqlite", create=True) as opened:
        yield opened


@pytest.fixture
def audit(context: Context) -> str:
    period = {"start": dt.date(2025, 1, 1), "end": dt.date(2026, 1, 1)}
    return context.write(new_audit, NewAudit(enterprise="X", country="BO", **period), TODAY).audit


def add(context: Context, audit: str, *rows: dict[str, CellValue]) -> list[str]:
    outcome = context.write(process_edit.add_flows, audit, rows)
    assert not outcome.refused
    return [str(uid) for uid in outcome.made]


def flow(source: str, target: str, name: str, kg: int, **more: CellValue) -> dict[str, CellValue]:
    return {"source": source, "target": target, "name": name, "quantity": Decimal(kg), "unit": "kg", **more}


def view_of(context: Context, audit: str) -> ProcessView:
    return context.read(read_view, audit, TODAY)


def mill(context: Context, audit: str, bought: str, lost: str) -> ProcessView:
    add(
        context,
        audit,
        flow("Proveedores", "Molino", "Saco blanco", 100, kind="raw", price=Decimal(3), substance=bought),
        flow("Molino", "Basura", "Barrido del piso", 10, kind="waste", substance=lost),
        flow("Molino", "Clientes", "Pan", 90, kind="product"),
    )
    return view_of(context, audit)


@pytest.mark.parametrize(
    ("bought", "lost"), [("Harina", "harina"), ("HÁRINA", "Harina"), ("flour", "Harina"), ("Flour", "Harina")]
)
def test_one_substance_has_one_price_however_it_is_written(
    context: Context, audit: str, bought: str, lost: str
) -> None:
    seen = mill(context, audit, bought, lost)
    (loss,) = (one for one in seen.losses.losses if one.name == "Barrido del piso")
    assert loss.basis == "same" and loss.cost.purchase == pytest.approx(30)


def test_other_substances_keep_prices_of_their_own(context: Context, audit: str) -> None:
    seen = mill(context, audit, "Harina", "Arena")
    (loss,) = (one for one in seen.losses.losses if one.name == "Barrido del piso")
    assert loss.basis == "traced"


def test_without_a_substance_a_flow_is_of_what_it_is_called(context: Context, audit: str) -> None:
    add(
        context,
        audit,
        flow("Proveedores", "Molino", "Harina", 100, kind="raw", price=Decimal(3)),
        flow("Molino", "Basura", "Barrido", 10, kind="waste", substance="harina"),
        flow("Molino", "Clientes", "Pan", 90, kind="product"),
    )
    (loss,) = (one for one in view_of(context, audit).losses.losses if one.name == "Barrido")
    assert loss.basis == "same" and loss.cost.purchase == pytest.approx(30)


def test_a_followed_substance_is_the_one_of_its_name(context: Context, audit: str) -> None:
    context.write(follow_substances, audit, [Followed("", "Cromo (III)")])
    (uid,) = add(context, audit, flow("Proveedores", "Curtido", "Sal", 5, kind="raw", substance="cromo (iii)"))
    (network_flow,) = view_of(context, audit).applied.network.flows
    assert (network_flow.key, network_flow.substance) == (uid, "cromo_iii")


def test_flows_of_one_substance_share_a_colour_and_its_words_stand_in_every_list(
    context: Context, audit: str, tmp_path: Path
) -> None:
    seen = mill(context, audit, "flour", "Harina")
    graph = process_graph(seen, "kg", ES)
    assert {one.substance: one.of for one in graph.flows} == {
        "Saco blanco": "Harina",
        "Barrido del piso": "Harina",
        "Pan": "",
    }
    by = colouring(graph, "substance", palette("light"), ES)
    assert by.flows[0] == by.flows[1] != by.flows[2]
    assert [words for words, _ in by.legend] == ["Harina", "Pan"]
    rows = list(csv.reader(io.StringIO(edges_text(graph))))
    assert rows[:2] == [
        ["source", "target", "substance", "value", "unit", "flow name"],
        ["Proveedores", "Molino", "Harina", "100", "kg", "Saco blanco"],
    ]
    table = chart_table(graph, ES)
    assert table.header[2:4] == ("Flujo", "Sustancia") and table.rows[0][2:4] == ("Saco blanco", "Harina")
    (tmp_path / "list.csv").write_text(edges_text(graph), encoding="utf-8")
    read = edge_lists.read_list(tmp_path / "list.csv", ES, Progress())
    assert [(one.substance, one.of) for one in read.graph.flows] == [(one.substance, one.of) for one in graph.flows]
    assert read.as_json(ES)["flows"][0]["name"] == "Saco blanco"
    content = content_of_view(seen, ES)
    sheet = eco_sheet(replace(bakery(), process=content), ES)
    place = [column.key for column in sheet.columns].index("substance")
    assert {row[1]: row[place] for row in sheet.rows} == {
        "Saco blanco": "Harina",
        "Barrido del piso": "Harina",
        "Pan": "Pan",
    }


def test_a_list_without_names_of_flows_stays_as_it_was(context: Context, audit: str) -> None:
    add(context, audit, flow("Proveedores", "Molino", "Harina", 100, kind="raw", substance="Harina"))
    assert edges_text(process_graph(view_of(context, audit), "kg", ES)).startswith("source,target,substance,value,unit")


def test_what_is_known_is_offered_once_in_the_readers_words(context: Context, audit: str) -> None:
    context.write(follow_substances, audit, [Followed("", "Cromo")])
    seen = mill(context, audit, "flour", "harina")
    flows, followed = seen.process.flows, seen.process.settings.followed
    assert known_substances(flows, followed, "es") == ("Cromo", "Harina", "Pan")
    assert known_substances(flows, followed, "en") == ("Cromo", "Flour", "harina", "Pan")


def test_words_of_packs_are_there_in_both_languages_and_tell_substances_apart() -> None:
    sample = json.loads((paths.resources() / "samples" / "bakery_flows.json").read_text(encoding="utf-8"))
    used = {flow.substance for pack in packs().values() for flow in pack.flows}
    used |= {flow["substance"] for flow in sample["flows"]}
    names = substance_names()
    assert used == names.keys()
    for language in ("es", "en"):
        words = [search_key(one.text(language)) for one in names.values()]
        assert len(set(words)) == len(words) and all(words)
    assert substance_words("chrome_salt", "es") == "Sal de cromo"


def test_a_flow_drawn_by_hand_meets_the_advice_of_the_pack_by_its_words(context: Context, audit: str) -> None:
    context.write(process_pack.start_from_pack, audit, "bakery", Decimal(180), "es")
    pack = packs()["bakery"]
    typical = next(
        found for one in pack.losses if (found := pack.flow(one.flow)) is not None and found.substance == "flour"
    )
    (uid,) = add(context, audit, flow("Molino", "Basura", "Otra", 1, kind=typical.kind.value, substance="Harina"))
    (row,) = (one for one in view_of(context, audit).process.flows if one.uid == uid)
    assert process_pack._is_typical(row, typical.id, pack)


def test_a_substance_is_read_in_the_readers_language_and_emptied(context: Context, audit: str) -> None:
    (uid,) = add(context, audit, flow("A", "B", "Bolsa", 1, substance="flour"))
    (row,) = view_of(context, audit).process.flows
    assert flow_cell_text(row, "substance", {}, ES) == "Harina"
    assert flow_cell_text(row, "substance", {}, EN) == "Flour"
    context.write(process_edit.edit_flows, audit, [CellEdit(uid, "substance", None)])
    (row,) = view_of(context, audit).process.flows
    assert row.substance == ""
