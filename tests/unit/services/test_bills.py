"""Bills in a table of any length: filtered, sorted, summed, edited, pasted, deleted, and all of it undone."""

from __future__ import annotations

import base64
import datetime as dt
import json
import tempfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from score_desktop.db.packed import PackedRows
from score_desktop.enums import Resource
from score_desktop.errors import InvalidInput, Refused
from score_desktop.i18n import Texts
from score_desktop.models import Bill, ChangeLog, Enterprise, Meter
from score_desktop.services import bill_edits, bills, change_labels, meters
from score_desktop.services.bill_edits import NewBill
from score_desktop.services.bill_table import BILL_COLUMNS, BillRow, cell_text, edit_text, parse_cell
from score_desktop.services.bills import BillFilter, BillSort
from score_desktop.services.context import Context
from score_desktop.services.edits import CellEdit, ColumnKind
from score_desktop.ui.pages.consumption_words import sum_texts
from tests.unit.db.build import workspace
from tests.unit.services.test_undo import content

BO = Texts("es", "es_BO")
EN = Texts("en", "en_US")
MANY = 3000


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    path, _ = workspace(tmp_path)
    with Context.open(path) as context:
        yield context


@pytest.fixture
def large(tmp_path: Path) -> Iterator[Context]:
    path, _ = workspace(tmp_path, "large.sqlite", MANY)
    with Context.open(path) as context:
        yield context


def firm_of(context: Context) -> str:
    return context.read(lambda session: session.exec(select(Enterprise.uid)).first()) or ""


def rows(context: Context, **wanted: Any) -> tuple[BillRow, ...]:
    ids = context.read(bills.bill_ids, BillFilter(firm_of(context), **wanted), BillSort("period_start", False))
    return context.read(bills.bill_page, ids)


def add(context: Context, **values: Any) -> int:
    given: dict[str, Any] = {"meter": "2-114583", "period_start": dt.date(2025, 2, 1), "cost": Decimal(10)}
    outcome = context.write(bill_edits.add_bills, firm_of(context), [NewBill({**given, **values})])
    assert outcome.refused == ()
    return int(outcome.made[0])


def edit(context: Context, bill: int, **values: Any) -> Any:
    edits = [CellEdit(bill, column, value) for column, value in values.items()]
    return context.write(bill_edits.edit_cells, edits, label=change_labels.bills_edited)


# -- reading ---------------------------------------------------------------------------------------------------------


def test_ids_pages_and_sums_tell_the_same(large: Context) -> None:
    wanted = BillFilter(firm_of(large))
    ids = large.read(bills.bill_ids, wanted)
    page = large.read(bills.bill_page, ids)
    sums = large.read(bills.bill_sums, wanted)
    assert len(page) == sums.count == MANY + 1
    assert [row.id for row in page] == list(ids)
    assert dict(sums.quantities) == {"kWh": sum((row.quantity or Decimal(0) for row in page), Decimal(0))}
    assert dict(sums.costs) == {"BOB": sum((row.cost or Decimal(0) for row in page), Decimal(0))}


@pytest.mark.parametrize("column", [column.key for column in BILL_COLUMNS if column.sortable])
@pytest.mark.parametrize("descending", [False, True])
def test_every_column_sorts(context: Context, column: str, descending: bool) -> None:
    add(context, quantity=Decimal(7), unit="kWh", note="Ñandú", invoice_number="b", estimated=True)
    add(context, meter="Diésel", resource="diesel", quantity=Decimal(1), unit="l", cost=Decimal(9))
    add(context, cost=None, quantity=Decimal("0.5"), demand_kw=Decimal(3))
    ids = context.read(bills.bill_ids, BillFilter(firm_of(context)), BillSort(column, descending))
    page = context.read(bills.bill_page, ids)
    assert len(page) == 4
    known = [row.value(column) for row in page if row.value(column) is not None]
    shown = [str(value).casefold() if isinstance(value, str) else value for value in known]
    assert shown == sorted(shown, reverse=descending)  # type: ignore[type-var]
    assert [row.value(column) for row in page][: len(known)] == known  # unknown values come last


def test_different_resources_have_no_use_in_common(context: Context) -> None:
    add(context, meter="Gas", resource="natural_gas", quantity=Decimal(7), unit="m3")
    add(context, meter="Agua", resource="water", quantity=Decimal(5), unit="m3")
    both = context.read(bills.bill_sums, BillFilter(firm_of(context)))
    gas = context.read(bills.bill_sums, BillFilter(firm_of(context), Resource.NATURAL_GAS))
    texts = Texts("en")
    assert both.resources > 1 and sum_texts(both, texts)[1] == "" == sum_texts(both, texts)[3]
    assert gas.resources == 1 and sum_texts(gas, texts)[1] == "7\u00a0m³"


def test_filters(context: Context) -> None:
    diesel = add(context, meter="Camión", resource="diesel", quantity=Decimal(5), unit="l", note="Viaje a Oruro 100%")
    add(context, invoice_number="F_2", period_start=dt.date(2025, 6, 1))
    assert [row.id for row in rows(context, resource=Resource.DIESEL)] == [diesel]
    assert [row.id for row in rows(context, text="camion ORURO")] == [diesel]
    assert [row.id for row in rows(context, text="100%")] == [diesel]
    assert [row.invoice_number for row in rows(context, text="f_2")] == ["F_2"]
    assert len(rows(context, text="2-1145")) == 2
    assert len(rows(context, start=dt.date(2025, 2, 1), end=dt.date(2025, 6, 1))) == 1
    assert rows(context, text="nowhere") == ()
    uid = rows(context, resource=Resource.DIESEL)[0].meter_uid
    assert len(rows(context, meters=(uid,))) == 1


def test_what_was_deleted_is_left_out_of_pages(context: Context) -> None:
    assert context.read(bills.bill_page, [999]) == ()


def test_findings_lead_to_bills(context: Context) -> None:
    row = rows(context)[0]
    assert context.read(bills.ids_of, [row.uid, "0" * 32]) == {row.uid: row.id}


def test_origin(context: Context) -> None:
    row = rows(context)[0]
    origin = context.read(bills.bill_origin, row.id)
    assert origin.batch is not None and origin.imported_at
    typed = context.read(bills.bill_origin, add(context))
    assert (typed.batch, typed.file, typed.edited) == (None, "", False)
    with pytest.raises(Refused):
        context.read(bills.bill_origin, 999)


# -- texts of cells --------------------------------------------------------------------------------------------------


def test_cells_show_the_last_day_and_read_it_back(context: Context) -> None:
    row = rows(context)[0]
    assert cell_text(row, "period_end", BO) == "31/01/2025"
    assert parse_cell("period_end", "31/01/2025", BO) == dt.date(2025, 2, 1)
    assert parse_cell("period_end", "ene 2025", BO) == dt.date(2025, 2, 1)
    assert parse_cell("period_start", "enero 2025", BO) == dt.date(2025, 1, 1)
    assert cell_text(row, "unit_price", BO) == "0,829"


@given(st.decimals(-(10**9), 10**9, places=6), st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)))
def test_copied_cells_read_back(amount: Decimal, day: dt.date) -> None:
    names = BillRow.__dataclass_fields__
    values: dict[str, Any] = dict.fromkeys(names, "")
    values |= {"resource": Resource.GASOLINE, "period_start": day, "period_end": day + dt.timedelta(days=30)}
    values |= dict.fromkeys(("quantity", "cost", "demand_kw", "reading_previous", "reading_current"), amount)
    values |= {"unit": "m3", "currency": "BOB", "meter": "M 1", "estimated": True, "quality": "C", "note": "así, no"}
    row = BillRow(**values)
    for texts in (BO, EN):
        for column in BILL_COLUMNS:
            if column.editable:
                assert parse_cell(column.key, edit_text(row, column.key, texts), texts) == row.value(column.key)
            assert isinstance(cell_text(row, column.key, texts), str)


@pytest.mark.parametrize(
    ("column", "text"),
    [("cost", "abc"), ("period_start", ""), ("unit", "brazada"), ("currency", "$"), ("quality", "Z"), ("meter", " ")],
)
def test_texts_that_do_not_fit_name_their_column(column: str, text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_cell(column, text, BO)
    assert refused.value.params["field"] == column
    assert BO.error(refused.value)


def test_every_kind_of_column_can_be_emptied() -> None:
    for column in BILL_COLUMNS:
        if not column.required and column.kind is not ColumnKind.SOURCE:
            assert parse_cell(column.key, "  ", BO) in (None, "", False)


# -- editing ---------------------------------------------------------------------------------------------------------


def test_the_quantity_in_the_base_unit_follows(context: Context) -> None:
    bill = rows(context)[0].id
    outcome = edit(context, bill, quantity=Decimal("1.5"), unit="MWh")
    assert (outcome.stored, outcome.refused) == (1, ())
    stored = context.read(lambda session: session.get_one(Bill, bill))
    assert (stored.quantity, stored.unit, stored.quantity_base) == (Decimal("1.5"), "MWh", Decimal(1500))


def test_a_refused_row_stays_whole_and_the_others_are_stored(context: Context) -> None:
    good, bad = rows(context)[0].id, add(context)
    before = context.read(bills.bill_page, [bad])
    edits = [
        CellEdit(good, "cost", Decimal(5)),
        CellEdit(bad, "note", "not stored"),
        CellEdit(bad, "period_end", dt.date(2020, 1, 1)),
        CellEdit(999, "note", "nobody"),
    ]
    outcome = context.write(bill_edits.edit_cells, edits)
    assert outcome.stored == 1
    assert [(refusal.row, refusal.column, refusal.message_id) for refusal in outcome.refused] == [
        (bad, "period_end", "bill.period_order"),
        (999, "note", "bill.gone"),
    ]
    assert all(BO.message(refusal.message_id, refusal.params) for refusal in outcome.refused)
    assert outcome.refused_rows == {bad, 999}
    assert context.read(bills.bill_page, [bad]) == before
    assert context.read(bills.bill_page, [good])[0].cost == 5


@pytest.mark.parametrize(
    ("values", "column", "message"),
    [
        ({"unit": "kg"}, "unit", "unit.dimension"),
        ({"meter": "nobody's"}, "meter", "bill.meter_unknown"),
        ({"quantity": None, "cost": None}, "quantity", "bill.empty"),
        ({"cost": Decimal(10) ** 11}, "cost", "bill.amount_range"),
        ({"quantity": Decimal(10) ** 11}, "quantity", "bill.amount_range"),
        ({"period_start": dt.date(1900, 1, 1)}, "period_start", "bill.date_range"),
        ({"period_end": None}, "period_end", "input.required"),
    ],
)
def test_refusals(context: Context, values: dict[str, Any], column: str, message: str) -> None:
    before = content(context.path)
    outcome = edit(context, rows(context)[0].id, **values)
    assert [(refusal.column, refusal.message_id) for refusal in outcome.refused] == [(column, message)]
    assert content(context.path) == before


def test_a_bill_moves_to_the_meter_of_a_name(context: Context) -> None:
    firm = firm_of(context)
    context.write(meters.add_meter, firm, {"name": "Tienda", "resource": "electricity", "unit": "MWh"})
    bill = rows(context)[0].id
    assert edit(context, bill, meter="  tienda ").stored == 1
    assert context.read(bills.bill_page, [bill])[0].meter == "Tienda"
    context.write(meters.add_meter, firm, {"name": "TIENDA", "resource": "electricity", "unit": "kWh"})
    assert edit(context, bill, meter="tienda").refused[0].message_id == "bill.meter_ambiguous"


def test_a_bill_does_not_move_to_a_meter_that_cannot_add_its_unit(context: Context) -> None:
    firm = firm_of(context)
    bill = add(context, meter="Garrafas", resource="lpg", quantity=Decimal(10), unit="kg")
    context.write(meters.add_meter, firm, {"name": "Granel", "resource": "lpg", "unit": "l"})
    before = content(context.path)
    refused = edit(context, bill, meter="Granel").refused
    assert [(one.column, one.message_id) for one in refused] == [("unit", "unit.dimension")]
    assert content(context.path) == before


def test_the_first_cost_of_a_bill_is_in_the_currency_of_the_enterprise(context: Context) -> None:
    bill = add(context, quantity=Decimal(2), cost=None)
    assert edit(context, bill, cost=Decimal(7)).refused == ()
    row = context.read(bills.bill_page, [bill])[0]
    assert (row.cost, row.currency) == (Decimal(7), "BOB")


def test_units_and_currencies_come_from_meter_and_enterprise(context: Context) -> None:
    bill = add(context, cost=Decimal(3))
    assert edit(context, bill, quantity=Decimal(2)).stored == 1
    row = context.read(bills.bill_page, [bill])[0]
    assert (row.unit, row.currency, row.unit_price) == ("kWh", "BOB", Decimal("1.5"))


def test_the_label_counts_what_was_stored(context: Context) -> None:
    seen: list[Any] = []
    context.listen(seen.append)
    edit(context, rows(context)[0].id, note="x")
    assert change_labels.change_text(EN, seen[0].label, seen[0].params) == "One bill edited"
    assert change_labels.change_text(EN, "change.bills_pasted", {"n": 1234}) == "1,234 bills pasted"


def test_nothing_changes_nothing(context: Context) -> None:
    edit(context, rows(context)[0].id, quantity=Decimal(120))
    row = rows(context)[0]
    seen: list[Any] = []
    context.listen(seen.append)
    outcome = edit(context, row.id, cost=row.cost, note=row.note, quantity=row.quantity, period_end=row.period_end)
    assert (outcome.stored, outcome.refused, seen) == (0, (), [])


# -- adding ----------------------------------------------------------------------------------------------------------


def test_new_bills_take_defaults_and_new_meters(context: Context) -> None:
    new = [
        NewBill({"meter": "2-114583", "period_start": dt.date(2025, 1, 31), "quantity": Decimal(3)}),
        NewBill(
            {"meter": "GLP", "resource": "lpg", "period_start": dt.date(2025, 3, 5), "quantity": Decimal(2)}
            | {"unit": "garrafa"}
        ),
        NewBill({"meter": "Agua", "period_start": dt.date(2025, 3, 5), "cost": Decimal(2)}),
        NewBill({"meter": "2-114583", "cost": Decimal(2)}),
        NewBill({"meter": "glp", "period_start": dt.date(2025, 4, 5), "cost": Decimal(2)}),
        NewBill({"meter": "Nunca", "resource": "water", "period_start": dt.date(2025, 4, 5)}),
    ]
    outcome = context.write(bill_edits.add_bills, firm_of(context), new)
    assert [(refusal.row, refusal.column, refusal.message_id) for refusal in outcome.refused] == [
        (2, "meter", "bill.meter_unknown"),
        (3, "period_start", "input.required"),
        (5, "quantity", "bill.empty"),
    ]
    power, gas, more = context.read(bills.bill_page, [int(row) for row in outcome.made])
    assert (power.unit, power.currency, power.period_end) == ("kWh", "", dt.date(2025, 3, 1))
    assert (gas.resource, gas.period_end, gas.meter_uid) == (Resource.LPG, dt.date(2025, 3, 6), more.meter_uid)
    assert context.read(bills.bill_sums, BillFilter(firm_of(context), Resource.LPG)).base_quantities == (
        ("kg", Decimal(20)),
    )
    names = {row.name for row in context.read(meters.list_meters, firm_of(context))}
    assert names == {"2-114583", "GLP"}


def test_a_meter_of_costs_gets_its_unit_from_the_first_quantity(context: Context) -> None:
    first = add(context, meter="Diésel", resource="diesel")
    assert edit(context, first, quantity=Decimal(1), unit="m3").stored == 1
    stored = context.read(lambda session: session.get_one(Bill, first))
    meter = context.read(lambda session: session.get_one(Meter, stored.meter_id))
    assert (meter.unit, meter.unit_base, stored.quantity_base) == ("m3", "l", Decimal(1000))


def test_a_new_bill_is_proposed_after_the_last(context: Context) -> None:
    row = rows(context)[0]
    edit(context, row.id, reading_current=Decimal(900), currency="USD")
    proposed = context.read(bill_edits.propose_bill, row.meter_uid)
    assert proposed["period_start"] == row.period_end
    assert proposed["period_end"] == dt.date(2025, 3, 1)
    assert (proposed["unit"], proposed["currency"], proposed["reading_previous"]) == ("kWh", "USD", Decimal(900))


# -- deleting and undo -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 999, MANY + 1])
def test_deleted_bills_come_back(large: Context, count: int) -> None:
    before = content(large.path)
    ids = large.read(bills.bill_ids, BillFilter(firm_of(large)))[:count]
    seen: list[Any] = []
    large.listen(seen.append)
    assert large.write(bill_edits.delete_bills, ids, label=change_labels.bills_deleted) == count
    assert seen[0].can_undo and seen[0].tables == {"bill"}
    assert len(content(large.path)["bill"]) == MANY + 1 - count
    after = content(large.path)
    assert large.undo_last().tables == {"bill"}
    assert content(large.path) == before
    large.redo_last()
    assert content(large.path) == after
    large.undo_last()
    assert content(large.path) == before


def test_packed_rows_that_were_touched_since_stay(large: Context) -> None:
    ids = large.read(bills.bill_ids, BillFilter(firm_of(large)))
    seen: list[Any] = []
    large.listen(seen.append)
    large.write(bill_edits.delete_bills, ids)
    large.undo_last()
    edit(large, ids[5], note="later")
    with pytest.raises(Refused) as refused:
        large.redo(seen[0].uid)
    assert refused.value.message_id == "undo.changed_since"


def test_packed_rows_of_before_a_migration_come_back_and_go_again(large: Context) -> None:
    ids = large.read(bills.bill_ids, BillFilter(firm_of(large)))
    before = content(large.path)["bill"]
    large.write(bill_edits.delete_bills, ids)
    after = content(large.path)["bill"]

    def forget_column(session: Session) -> None:
        log = session.exec(select(ChangeLog)).all()[-1]
        (part,) = log.changes["packed"]
        old = part["columns"].index("estimated")
        blocks = []
        for images in PackedRows.of_json(part).images():
            rows = [[value for name, value in image.items() if name != "estimated"] for image in images]
            blocks.append(base64.b64encode(zlib.compress(json.dumps(rows).encode())).decode("ascii"))
        columns = [*part["columns"][:old], *part["columns"][old + 1 :]]
        log.changes = {**log.changes, "packed": [{**part, "columns": columns, "blocks": blocks}]}

    large.write(forget_column)
    large.undo_last()
    assert content(large.path)["bill"] == before
    large.redo_last()
    assert content(large.path)["bill"] == after


def test_the_audit_trail_keeps_packed_rows_small(large: Context) -> None:
    ids = large.read(bills.bill_ids, BillFilter(firm_of(large)))
    seen: list[Any] = []
    large.listen(seen.append)
    large.write(bill_edits.delete_bills, ids)
    assert [rows.count for rows in seen[0].packed] == [len(ids)]
    assert 0 < sum(len(block) for rows in seen[0].packed for block in rows.blocks) < 100 * len(ids)


def _paste(session: Session, number: int) -> None:
    ids = list(session.exec(select(Bill.id)).all())
    columns = [column.key for column in BILL_COLUMNS if column.editable and column.key != "meter"]
    edits = []
    for place, bill in enumerate(ids[number % 3 :][:5]):
        column = columns[(number + place) % len(columns)]
        kind = next(item.kind for item in BILL_COLUMNS if item.key == column)
        value: Any = {
            ColumnKind.TEXT: f"texto {number}",
            ColumnKind.DATE: dt.date(2025, 1, 1 + number % 28),
            ColumnKind.LAST_DAY: dt.date(2025, 1 + number % 12, 1),
            ColumnKind.UNIT: ("MWh", "kWh", "kg", "")[number % 4],
            ColumnKind.CURRENCY: ("USD", "BOB", "")[number % 3],
            ColumnKind.FLAG: number % 2 == 0,
            ColumnKind.CHOICE: "ABCD"[number % 4],
        }.get(kind, None if number % 5 == 0 else Decimal(number) / 7)
        edits.append(CellEdit(bill or 0, column, value))
    bill_edits.edit_cells(session, edits)


def _add(session: Session, number: int) -> None:
    firm = session.exec(select(Enterprise.uid)).first() or ""
    values: dict[str, Any] = {"meter": f"M{number % 4}", "resource": "water", "period_start": dt.date(2025, 5, 1)}
    bill_edits.add_bills(session, firm, [NewBill({**values, "quantity": Decimal(number), "unit": "m3"})] * 2)


def _delete(session: Session, number: int) -> None:
    ids = list(session.exec(select(Bill.id)).all())
    bill_edits.delete_bills(session, [row or 0 for row in ids[: number % 3]])


def _delete_packed(session: Session, number: int) -> None:
    ids = [row or 0 for row in session.exec(select(Bill.id)).all()][: number % 4]
    bill_edits.delete_bills(session, ids + list(range(10**6, 10**6 + bill_edits.PACK_FROM)))


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from([_paste, _add, _delete, _delete_packed]), st.integers(0, 999)), max_size=10))
def test_whatever_is_done_to_bills_is_undone_row_for_row(edits: list[tuple[Any, int]]) -> None:
    with tempfile.TemporaryDirectory(prefix="score-test-") as folder:
        path, _ = workspace(Path(folder))
        with Context.open(path) as context:
            states = [content(path)]
            seen: list[Any] = []
            context.listen(seen.append)
            for use_case, number in edits:
                context.write(use_case, number)
                if len(seen) == len(states):
                    states.append(content(path))
            for state in reversed(states[:-1]):
                context.undo_last()
                assert content(path) == state
            for state in states[1:]:
                context.redo_last()
                assert content(path) == state
