"""What was typed and could not be stored is there again: after the end, another language, another enterprise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from score_desktop import app
from score_desktop.config import Config
from score_desktop.ui.desk import Place
from score_desktop.ui.itemmodels.activity import ActivityModel
from score_desktop.ui.itemmodels.bills import BillsModel
from score_desktop.ui.itemmodels.cells import WRONG_ROLE, CellModel
from score_desktop.ui.itemmodels.people import RecordModel
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.consumption import ConsumptionPage
from score_desktop.ui.pages.consumption_new_bill import NewBillForm
from score_desktop.ui.pages.enterprise import EnterprisePage
from tests.ui.conftest import open_audit, settle
from tests.ui.scenes import bill_pdf
from tests.ui.test_bill_files import photo

Again = Callable[[MainWindow], MainWindow]


@pytest.fixture
def again(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Again]:
    """Ends the program and starts it anew."""
    made: list[MainWindow] = []

    def start(before: MainWindow) -> MainWindow:
        file = before.desk.context.path
        before.close()
        window = app.make_window(qapp, Config(tmp_path / "settings0.json"), file)
        assert window is not None
        qtbot.addWidget(window)
        made.append(window)
        app.open_at_start(window, first=False, file=None)
        settle(window, qtbot)
        return window

    yield start
    for window in made:
        window.close()


def bills(window: MainWindow, qtbot: QtBot) -> BillsModel:
    window.desk.go("consumption")
    settle(window, qtbot)
    page = window.pages["consumption"]
    assert isinstance(page, ConsumptionPage)
    qtbot.waitUntil(lambda: page.bills.model.stored_count() > 0, timeout=20_000)
    settle(window, qtbot)
    return page.bills.model


def enterprise(window: MainWindow, qtbot: QtBot) -> EnterprisePage:
    window.desk.go("enterprise")
    settle(window, qtbot)
    page = window.pages["enterprise"]
    assert isinstance(page, EnterprisePage)
    return page


def write(model: CellModel, row: int, **texts: str) -> None:
    for key, text in texts.items():
        model.setData(model.index(row, model.column_index(key)), text)


def shown(model: CellModel, row: int, key: str) -> tuple[str, str]:
    """Text of a cell, and why it is not stored."""
    index = model.index(row, model.column_index(key))
    return str(index.data(Qt.ItemDataRole.DisplayRole)), str(index.data(WRONG_ROLE))


def test_rows_and_cells_of_bills_outlive_the_end_on_any_page(bakery: MainWindow, qtbot: QtBot, again: Again) -> None:
    model = bills(bakery, qtbot)
    write(model, 0, meter="2-114583", period_start="15/06/2025")
    write(model, 3, quantity="mucho")
    bill, reason = model.bill_at(3), shown(model, 3, "quantity")[1]
    assert reason
    bakery.desk.go("flows")
    settle(bakery, qtbot)
    window = again(bakery)
    assert window.page_key == "flows"
    window = again(window)  # also when nobody looked at them in between
    model = bills(window, qtbot)
    assert model.rows_left() == [{"meter": "2-114583", "period_start": "15/06/2025"}]
    row = model.row_of(bill) if bill is not None else None
    assert row is not None and shown(model, row, "quantity") == ("mucho", reason)
    write(model, row, quantity="6000")
    settle(window, qtbot)
    assert shown(model, row, "quantity") == ("6.000", "")
    model = bills(again(window), qtbot)
    assert not model.wrong_cells()


def test_a_row_that_is_refused_while_the_program_ends_is_kept(bakery: MainWindow, qtbot: QtBot, again: Again) -> None:
    """Whole, so that it goes to be stored at the end; its meter is none, so that it comes back."""
    model = bills(bakery, qtbot)
    page = bakery.pages["consumption"]
    assert isinstance(page, ConsumptionPage)
    typed = {"meter": "no hay", "period_start": "15/06/2025", "period_end": "16/06/2025", "quantity": "3"}
    page.bills.grid.setCurrentIndex(model.index(0, 0))
    write(model, 0, **typed)
    assert bills(again(bakery), qtbot).rows_left() == [typed]


def test_a_whole_row_is_stored_at_the_end_and_not_kept(bakery: MainWindow, qtbot: QtBot, again: Again) -> None:
    model = bills(bakery, qtbot)
    before = model.stored_count()
    page = bakery.pages["consumption"]
    assert isinstance(page, ConsumptionPage)
    page.bills.grid.setCurrentIndex(model.index(0, 0))
    write(model, 0, meter="2-114583", period_start="15/06/2025", period_end="16/06/2025", quantity="3")
    model = bills(again(bakery), qtbot)
    assert (model.stored_count(), model.rows_left()) == (before + 1, [])


def test_another_language_says_the_reason_in_its_words(bakery: MainWindow, qtbot: QtBot) -> None:
    write(bills(bakery, qtbot), 3, quantity="mucho")
    bakery.desk.go("flows")
    settle(bakery, qtbot)
    bakery.desk.set_looks("light", language="en")
    settle(bakery, qtbot)
    (_, wrong), *_ = bills(bakery, qtbot).wrong_cells()
    assert wrong.text == "mucho" and "number" in wrong.reason


def test_tables_of_the_enterprise_keep_theirs_for_each_enterprise(
    bakery: MainWindow, qtbot: QtBot, again: Again
) -> None:
    audit, page = bakery.desk.audit, enterprise(bakery, qtbot)
    sites, months = page.lists["sites"].model, page.activity.model
    write(sites, sites.stored_count(), city="El Alto")  # a place without a name
    write(sites, 0, area_m2="grande")
    series = months.columns[1].key
    write(months, 2, **{series: "poco"})
    open_audit(bakery, qtbot, "Maple", "enterprise")
    assert sites.drafts_left() == [] and months.wrong_cells() == []
    bakery.go(Place("portfolio", ""))
    window = again(bakery)
    window.go(Place("enterprise", audit))
    page = enterprise(window, qtbot)
    found: tuple[RecordModel, ActivityModel] = (page.lists["sites"].model, page.activity.model)
    assert found[0].drafts_left() == [{"city": "El Alto"}]
    assert shown(found[0], 0, "area_m2")[0] == "grande" and shown(found[0], 0, "area_m2")[1]
    assert shown(found[1], 2, series)[0] == "poco"


def test_what_was_typed_into_a_workspace_is_kept_for_that_one(
    bakery: MainWindow, qtbot: QtBot, again: Again, tmp_path: Path
) -> None:
    first = bakery.desk.context.path
    write(bills(bakery, qtbot), 3, quantity="mucho")
    bakery.commands.files.open_workspace(tmp_path / "other.sqlite", create=True)
    settle(bakery, qtbot)
    bakery.close()
    stored = Config(tmp_path / "settings0.json").settings.unstored
    assert list(stored) == [str(first)]


def new_bill(window: MainWindow, qtbot: QtBot) -> NewBillForm:
    """The form of a new bill that stands at the side of the page."""
    model = bills(window, qtbot)
    page = window.pages["consumption"]
    assert isinstance(page, ConsumptionPage) and model is page.bills.model
    qtbot.waitUntil(lambda: page.forms.current is not None, timeout=20_000)
    settle(window, qtbot)
    assert page.forms.current is not None
    return page.forms.current


def open_form(window: MainWindow, qtbot: QtBot) -> NewBillForm:
    bills(window, qtbot)
    page = window.pages["consumption"]
    assert isinstance(page, ConsumptionPage)
    page.new_bill()
    return new_bill(window, qtbot)


def typed(form: NewBillForm, *keys: str) -> list[str]:
    return [form.fields[key].edit.text() for key in keys]


def fill(qtbot: QtBot, form: NewBillForm, **fields: str) -> None:
    for key, words in fields.items():
        form.fields[key].edit.selectAll()
        qtbot.keyClicks(form.fields[key].edit, words)


def test_a_half_filled_form_outlives_the_end(bakery: MainWindow, qtbot: QtBot, again: Again, tmp_path: Path) -> None:
    form = open_form(bakery, qtbot)
    fill(qtbot, form, quantity="6480,5", note="a medias", cost="mucho")
    form.estimated.setChecked(True)
    form.files_box.take_paths([photo(tmp_path), bill_pdf(tmp_path)])
    qtbot.waitUntil(lambda: len(form.files) == 2, timeout=20_000)
    form.turn(0, 90)
    meter, proposed = form.meter.currentData(), typed(form, "period_start", "unit")
    bakery.desk.go("flows")
    settle(bakery, qtbot)
    window = again(again(bakery))  # also when nobody looked at it in between
    form = new_bill(window, qtbot)
    qtbot.waitUntil(lambda: len(form.files) == 2, timeout=20_000)
    assert typed(form, "quantity", "note", "cost") == ["6480,5", "a medias", "mucho"]
    assert form.meter.currentData() == meter and form.estimated.isChecked()
    assert typed(form, "period_start", "unit") == proposed, "proposed anew, not kept"
    assert [(file.name, file.rotation) for file in form.files] == [("foto.png", 90), ("factura_luz_enero.pdf", 0)]
    fill(qtbot, form, cost="7581,60")
    form.store(and_next=False)
    settle(window, qtbot)
    window = again(window)
    bills(window, qtbot)
    page = window.pages["consumption"]
    assert isinstance(page, ConsumptionPage) and page.forms.current is None, "stored: nothing is offered again"


def test_a_form_that_was_closed_or_left_empty_is_not_offered_again(
    bakery: MainWindow, qtbot: QtBot, again: Again
) -> None:
    open_form(bakery, qtbot)
    window = again(bakery)
    fill(qtbot, open_form(window, qtbot), note="nada")
    page = window.pages["consumption"]
    assert isinstance(page, ConsumptionPage)
    page.side.close_panel()
    window = again(window)
    bills(window, qtbot)
    assert Config(window.desk.config.path).settings.unstored == {}


def test_a_form_is_written_anew_in_another_language(bakery: MainWindow, qtbot: QtBot) -> None:
    fill(qtbot, open_form(bakery, qtbot), quantity="6480,5", period_start="02/01/2026")
    bakery.desk.set_looks("light", language="en", region="en_US")
    settle(bakery, qtbot)
    assert typed(new_bill(bakery, qtbot), "quantity", "period_start") == ["6480.5", "01/02/2026"]


def test_a_form_waits_for_its_enterprise(bakery: MainWindow, qtbot: QtBot, again: Again) -> None:
    form, audit = open_form(bakery, qtbot), bakery.desk.audit
    form.meter.setCurrentIndex(form.meter.findData(""))
    form.meter.activated.emit(form.meter.currentIndex())
    form.name.setText("Medidor nuevo")
    form.resource.setCurrentIndex(form.resource.findData("water"))
    open_audit(bakery, qtbot, "Maple", "consumption")
    settle(bakery, qtbot)
    page = bakery.pages["consumption"]
    assert isinstance(page, ConsumptionPage) and page.forms.current is None
    window = again(bakery)
    window.go(Place("consumption", audit))
    form = new_bill(window, qtbot)
    assert (form.meter.currentData(), form.name.text(), form.resource.currentData()) == ("", "Medidor nuevo", "water")
    assert form.name.isVisible()


@pytest.mark.parametrize(
    "kept",
    [
        [1],
        {"x": 3, "y": {"fields": {"quantity": None, "no": 1}, "files": [3, {"path": 7, "rotation": "x"}], "span": [1]}},
        {
            "y": {
                "fields": 1,
                "files": {},
                "texts": ["xx", 3],
                "span": "2025",
                "meter": [],
                "resource": {},
                "name": None,
            }
        },
    ],
)
def test_settings_that_somebody_wrote_do_no_harm(bakery: MainWindow, qtbot: QtBot, kept: object) -> None:
    bills(bakery, qtbot)
    page = bakery.pages["consumption"]
    assert isinstance(page, ConsumptionPage) and page.bills.wanted is not None
    if isinstance(kept, dict):
        kept = {(page.bills.wanted.enterprise if owner == "y" else owner): form for owner, form in kept.items()}
    enterprise_uid = page.bills.wanted.enterprise
    page.forms.leave()
    page.forms.restore(kept)
    page.forms.use(enterprise_uid)
    settle(bakery, qtbot)


def test_a_refused_field_of_the_profile(bakery: MainWindow, again: Again, qtbot: QtBot) -> None:
    """It says why in the language of now, and is stored once it can be."""
    page, too_long = enterprise(bakery, qtbot), "x" * 300
    field = page.profile.fields["address"]
    assert isinstance(field, QLineEdit)
    field.setText(too_long)
    field.editingFinished.emit()
    qtbot.waitUntil(lambda: "más" in page.profile.errors["address"].text())
    open_audit(bakery, qtbot, "Maple", "enterprise")
    assert page.profile.value("address") != too_long and not page.profile.errors["address"].text()
    bakery.desk.set_looks("light", language="en")
    open_audit(bakery, qtbot, "Panadería", "enterprise")
    page = enterprise(bakery, qtbot)
    qtbot.waitUntil(lambda: "longer" in page.profile.errors["address"].text())
    assert page.profile.value("address") == too_long
    window = again(bakery)
    page = enterprise(window, qtbot)
    qtbot.waitUntil(lambda: "longer" in page.profile.errors["address"].text())
    assert page.profile.value("address") == too_long
