"""What the parts of a process show is what is stored: bills, another audit, another page, and undo elsewhere."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from score_desktop.enums import FlowOrigin, Resource
from score_desktop.services import process_edit
from score_desktop.services.audit_view import audit_view
from score_desktop.services.bill_edits import edit_cells
from score_desktop.services.bills import BillFilter, bill_ids
from score_desktop.services.edits import CellEdit
from score_desktop.ui.desk import Place
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.flows import FlowsPage
from score_desktop.ui.widgets.panels import EmptyState
from tests.ui.conftest import MakeWindow, open_audit
from tests.ui.process_page import calm, editor, go, open_process, process_of, row_named, text, type_text, view_of


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    return make_window()


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> FlowsPage:
    return open_process(window, qtbot)


def newest_gas_bill(window: MainWindow) -> int:
    desk = window.desk
    seen = desk.context.read(audit_view, desk.audit, desk.texts, desk.today())
    wanted = BillFilter(seen.enterprise, Resource.NATURAL_GAS, start=seen.period[0], end=seen.period[1])
    return int(desk.context.read(bill_ids, wanted)[-1])


def test_a_flow_that_follows_bills_follows_their_change(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    flows = editor(page).flows
    row = row_named(flows, "Gas natural")
    before = text(flows, row, "per_year")
    assert flows.model.rows[row].origin is FlowOrigin.BILLS
    bill = newest_gas_bill(window)
    window.desk.context.write(edit_cells, [CellEdit(bill, "quantity", Decimal(99_999))])
    calm(window, qtbot)
    assert text(flows, row, "per_year") != before


def test_facts_are_kept_while_flows_are_edited(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    facts = process_of(page).facts
    uid = process_of(page).flows[0].uid
    edit = [CellEdit(uid, "note", "pesado en balanza")]
    window.desk.context.write(process_edit.edit_flows, window.desk.audit, edit)
    calm(window, qtbot)
    assert process_of(page).flows[0].note == "pesado en balanza"
    assert process_of(page).facts is facts


def test_what_changes_while_another_page_is_seen_is_read_on_return(
    page: FlowsPage, window: MainWindow, qtbot: QtBot
) -> None:
    window.desk.go("overview")
    calm(window, qtbot)
    uid = process_of(page).flows[0].uid
    window.desk.context.write(
        process_edit.edit_flows, window.desk.audit, [CellEdit(uid, "quantity", Decimal(7)), CellEdit(uid, "unit", "t")]
    )
    window.desk.go("flows")
    calm(window, qtbot)
    assert text(editor(page).flows, 0, "per_year") == "7.000 kg"
    assert view_of(page).process is process_of(page)


def test_another_audit_shows_its_own_process(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    assert editor(page).flow_model.rows
    open_audit(window, qtbot, "Maple", "flows")
    calm(window, qtbot)
    assert not editor(page).flow_model.rows and not editor(page).step_model.rows
    assert isinstance(editor(page).pages.currentWidget(), EmptyState)
    open_audit(window, qtbot, "Panadería", "flows")
    calm(window, qtbot)
    assert len(editor(page).flow_model.rows) == 51
    assert text(editor(page).flows, 0, "per_year") == "376.000 kg"


def new_row(page: FlowsPage, qtbot: QtBot, *words: str) -> None:
    """Type into the row that waits, and leave it: it is being stored from now on."""
    rows = editor(page).flows
    go(rows, len(rows.model.rows), "source")
    for each in words:
        type_text(rows, qtbot, each, Qt.Key.Key_Tab)
    go(rows, 0, "source")


def test_a_row_that_is_being_stored_when_another_audit_opens_is_stored_once(
    page: FlowsPage, window: MainWindow, qtbot: QtBot
) -> None:
    here = window.desk.audit
    new_row(page, qtbot, "Proveedores", "Amasado", "Levadura nueva")
    open_audit(window, qtbot, "Maple", "flows")
    calm(window, qtbot)
    assert not editor(page).flow_model.rows and not editor(page).flow_model.drafts_left()
    window.go(Place("flows", here))
    calm(window, qtbot)
    names = [row.name for row in editor(page).flow_model.rows]
    assert (len(names), names.count("Levadura nueva")) == (52, 1)
    assert not editor(page).flow_model.drafts_left()


def test_a_row_that_is_refused_after_another_audit_has_opened_waits_in_its_own(
    page: FlowsPage, window: MainWindow, qtbot: QtBot
) -> None:
    here = window.desk.audit
    new_row(page, qtbot, "Proveedores", "Amasado", "Prueba", "-5 kg")
    open_audit(window, qtbot, "Maple", "flows")
    calm(window, qtbot)
    assert not editor(page).flow_model.drafts_left()
    window.go(Place("flows", here))
    calm(window, qtbot)
    assert len(editor(page).flow_model.rows) == 51
    (left,) = editor(page).flow_model.drafts_left()
    assert (left["source"], left["name"], left["quantity"]) == ("Proveedores", "Prueba", "-5 kg")
