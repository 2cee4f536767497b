"""Lists of flows of others: headings in five languages, numbers as people write them, and files that are hostile."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from score_desktop.importing.edges import EdgeList, in_unit, read_edges, unit_of, units_in
from score_desktop.importing.workbook import Sheet, Workbook


def book(*rows: tuple[object, ...], **more: list[list[object]]) -> Workbook:
    width = max((len(row) for row in rows), default=0)
    first = [list(row) + [None] * (width - len(row)) for row in rows]
    sheets = [Sheet("Flujos", first), *(Sheet(name, rows) for name, rows in more.items())]
    return Workbook("list.xlsx", "xlsx", tuple(sheets))


def read(*rows: tuple[object, ...], decimal: str = "comma") -> EdgeList:
    found = read_edges(book(*rows), decimal)
    assert found is not None
    return found


def plain(found: EdgeList) -> list[tuple[str, str, float, str, str]]:
    return [(edge.source, edge.target, edge.value, edge.unit, edge.substance) for edge in found.edges]


HEADINGS = {
    "en": ("Source", "Target", "Value", "Unit", "Material"),
    "es": ("Origen", "Destino", "Cantidad", "Unidad", "Sustancia"),
    "pt": ("Origem", "Destino", "Quantidade", "Unidade", "Substância"),
    "fr": ("Origine", "Cible", "Quantité", "Unité", "Matière"),
    "de": ("Quelle", "Ziel", "Menge", "Einheit", "Stoff"),
}


@pytest.mark.parametrize("language", HEADINGS)
@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (2, 0, 3, 1, 4)])
def test_headings_in_any_language_and_order(language, order):
    row = ("Harina", "Amasado", "1.234,5", "kg", "Trigo")
    found = read(("Lista de flujos",), tuple(HEADINGS[language][n] for n in order), tuple(row[n] for n in order))
    assert plain(found) == [("Harina", "Amasado", 1234.5, "kg", "Trigo")]
    assert found.problems == ()


def test_the_unit_stands_in_the_heading_or_beside_the_number():
    assert plain(read(("De", "A", "Flujo (t)"), ("a", "b", 2.5)))[0][3] == "t"
    assert plain(read(("De", "A", "Cantidad kWh"), ("a", "b", 2.5)))[0][3] == "kWh"
    assert plain(read(("De", "A", "MWh"), ("a", "b", 2.5)))[0][3] == "MWh"
    assert plain(read(("De", "A", "Valor"), ("a", "b", "12,5 kg")))[0][2:4] == (12.5, "kg")
    money = read(("De", "A", "Importe (Bs)"), ("a", "b", 10)).edges[0]
    assert (money.unit, money.money) == ("BOB", True)
    assert plain(read(("From", "To", "Value [kg/day]"), ("a", "b", 1)))[0][3] == "kg/day"


def test_without_headings_three_columns_will_do():
    assert plain(read(("a", "b", 1.0), ("b", "c", 2.0))) == [("a", "b", 1.0, "", ""), ("b", "c", 2.0, "", "")]
    assert read_edges(book(("a", 1.0, 2.0), ("b", 2.0, 1.0)), "comma") is None


def test_decimal_signs():
    clear = read(("source", "target", "value"), ("a", "b", "1.5"), ("a", "c", "1.234"), decimal="comma")
    assert [edge.value for edge in clear.edges] == [1.5, 1.234]
    assert clear.notes == ()
    for decimal, value in (("comma", 1234.0), ("point", 1.234)):
        found = read(("source", "target", "value"), ("a", "b", "1.234"), decimal=decimal)
        assert [edge.value for edge in found.edges] == [value]
        assert [note[0] for note in found.notes] == [f"edges.note_decimal_{decimal}"]


def test_sums_are_left_out_and_told():
    found = read(
        ("Origen", "Destino", "Valor"), ("a", "b", 1), ("a", "c", 2), ("Subtotal", None, 3), ("d", "Total", 4),
        ("Total", "Total", 4), ("Total de costos", "banco", 9), (None, "Suma", 7), ("Fuente: planta", None, None),
    )  # fmt: skip
    assert [(edge.source, edge.target) for edge in found.edges] == [
        ("a", "b"),
        ("a", "c"),
        ("d", "Total"),
        ("Total de costos", "banco"),
    ]
    sums = [params["cell"] for message_id, params in found.notes if message_id == "edges.note_sum"]
    assert sums == ["C4", "C6", "C8"]
    assert found.problems == ()


def test_problems_tell_their_cell():
    found = read(
        ("source", "target", "value", "unit"), ("a", "b", "much", "kg"), ("a", None, 3, "kg"), ("a", "b", -4, "kg"),
        ("a", "b", None, "kg"), (None, None, None, None), ("a", "a", 5, "kg"), ("b", "a", 6, "kg"), ("b", "c", 0, "kg"),
        ("b", "c", "#REF!", "kg"),
    )  # fmt: skip
    assert [(problem.cell, problem.message_id) for problem in found.problems] == [
        ("C2", "import.not_a_number"),
        ("B3", "edges.no_end"),
        ("C4", "edges.negative"),
        ("C5", "edges.no_value"),
        ("C10", "import.error_cell"),
    ]
    assert [(edge.source, edge.target, edge.cell) for edge in found.edges] == [("a", "a", "C7"), ("b", "a", "C8")]
    assert [note[0] for note in found.notes] == ["edges.note_zero"]


def test_spellings_that_differ_in_spaces_and_capitals_are_one():
    found = read(("source", "target", "value"), ("Horno", "Pan", 1), ("horno ", " PAN", 2))
    assert {(edge.source, edge.target) for edge in found.edges} == {("Horno", "Pan")}


def test_units_that_can_be_converted_are_one_and_others_apart():
    found = read(
        ("source", "target", "value", "unit"), ("a", "b", 1, "t"), ("a", "c", 500, "kg"), ("b", "d", 250, "kg"),
        ("e", "f", 3, "kWh"), ("g", "h", 10, "Bs"), ("g", "h", 10, "USD"),
    )  # fmt: skip
    assert units_in(found.edges) == ("kg", "kWh", "BOB", "USD")
    assert [edge.value for edge in in_unit(found.edges, "kg")] == [1000.0, 500.0, 250.0]
    assert [edge.value for edge in in_unit(found.edges, "t")] == [1.0, 0.5, 0.25]
    assert [edge.unit for edge in in_unit(found.edges, "BOB")] == ["BOB"]
    assert in_unit(found.edges, "m3") == ()


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        *[("$", "$"), ("MX$", "MX$"), ("A$", "A$"), ("C$", "C$")],
        *[("$us", "USD"), ("US$", "USD"), ("$ (USD)", "USD"), ("CLP$", "CLP"), ("$ MXN", "MXN"), ("R$", "BRL")],
    ],
)
def test_a_sign_of_many_moneys_is_no_dollar_of_the_united_states(written, unit):
    assert unit_of(written) == (unit, True)
    assert unit_of(f"{written}/kg") == (f"{written}/kg", False)


def test_amounts_under_different_signs_are_not_added():
    found = read(("source", "target", "value", "unit"), ("a", "b", 1, "$"), ("a", "c", 2, "USD"), ("a", "c", 3, "MX$"))
    assert units_in(found.edges) == ("$", "USD", "MX$")
    assert [edge.value for edge in in_unit(found.edges, "$")] == [1]


def test_what_is_no_list_of_flows_is_none():
    assert read_edges(Workbook("x.xlsx", "xlsx", ()), "comma") is None
    assert read_edges(book(), "comma") is None
    assert read_edges(book(("source", "value"), ("a", 1)), "comma") is None
    only = read(
        ("source", "target", "value"),
    )
    assert only.edges == ()


def test_further_sheets_are_named():
    more = [["from", "to", "value"], ["x", "y", 9.0]]
    found = read_edges(book(("source", "target", "value"), ("a", "b", 1), Second=more), "comma")
    assert found is not None
    assert [edge.source for edge in found.edges] == ["a"]
    assert found.notes == (("edges.note_more_sheets", {"sheet": "Flujos", "others": "Second"}),)
    second = read_edges(book(("source", "target", "value"), ("a", "b", 1), Second=more), "comma", "Second")
    assert second is not None
    assert [edge.source for edge in second.edges] == ["x"]


def test_our_own_edge_list_reads_back(tmp_path: Path):
    from score_desktop.charts.export import edges_text
    from tests.unit.charts.samples import mass

    rows = list(csv.reader(io.StringIO(edges_text(mass()))))
    found = read(*(tuple(row) for row in rows), decimal="comma")
    labels = {node.key: node.label for node in mass().nodes}
    assert plain(found) == [
        (labels[flow.source], labels[flow.target], flow.value, "t", flow.substance) for flow in mass().flows
    ]
