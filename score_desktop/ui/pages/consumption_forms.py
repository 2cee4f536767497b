"""The form of a new bill at the side of the page: opened, given files, and kept half filled over pages and starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from score_desktop.enums import Resource
from score_desktop.errors import ScoreError
from score_desktop.i18n import Texts
from score_desktop.services.bill_table import parse_cell
from score_desktop.services.meters import list_meters
from score_desktop.ui.pages.consumption_new_bill import NewBillForm, text_of

if TYPE_CHECKING:
    from score_desktop.services.bill_files import BillFile
    from score_desktop.services.meters import MeterRow
    from score_desktop.ui.pages.consumption import ConsumptionPage
    from score_desktop.ui.pages.consumption_dates import Span


class BillForms(QObject):
    """Opens forms for the page.

    One that is half filled waits for its enterprise when another is shown, when the window is made anew, and when the
    program ends.
    """

    def __init__(self, page: ConsumptionPage) -> None:
        super().__init__(page)
        self._page = page
        self.form: NewBillForm | None = None
        """Seen last; it may be hidden."""
        self._texts = page.texts
        """In which the form is typed; those of the desk are of another language before the form goes."""
        self._enterprise = ""
        self._kept: dict[str, Mapping[str, Any]] = {}
        self._asked: tuple[str, Span | None, Sequence[Path]] | None = None

    @property
    def current(self) -> NewBillForm | None:
        """The form that is seen."""
        return self.form if self.form is not None and not self._page.side.isHidden() else None

    def open(self, meter: str = "", span: Span | None = None, files: Sequence[Path] = ()) -> None:
        """Type a bill from paper, or from photos and PDFs."""
        if not self._enterprise:  # asked for before it is known whose bill it is
            self._asked = (meter, span, files)
            return
        form = self._make(self._page.bills.meters)
        form.begin(meter or (self._page.bills.meter.currentData() or ""), span)
        form.files_box.take_paths(files)

    def _make(self, meters: Sequence[MeterRow]) -> NewBillForm:
        page = self._page
        currency = page.view.currency if page.view is not None else ""
        form = NewBillForm(page.desk, self._enterprise, meters, page.resource, currency)
        form.stored.connect(self._on_stored)
        form.files_shown.connect(partial(self._show_files, form))
        page.stand_at_side(page.texts.t("New bill"), form, form.foot)
        self.form = form
        return form

    def _show_files(self, form: NewBillForm, files: Sequence[BillFile], place: int) -> None:
        if form is self.current or not files:  # one that was closed while a file was read shows nothing any more
            self._page.document.show_files(files, place, form.turn)

    def _on_stored(self, bill: int, and_next: bool) -> None:
        if not and_next:
            self._page.side.close_panel()
        self._page.bills.model.added.emit([bill])

    # -- half filled ---------------------------------------------------------------------------------------------

    def use(self, enterprise: str) -> None:
        """Bills of an enterprise are shown: what was typed for it and not stored stands at the side again."""
        if enterprise == self._enterprise:
            return
        self._enterprise = enterprise
        if self._asked is not None:
            asked, self._asked = self._asked, None
            self.open(*asked)
        elif enterprise in self._kept:
            arrived = partial(self._put_back, enterprise)
            self._page.desk.fetch(self, "meters", arrived, lambda session: list_meters(session, enterprise))

    def _put_back(self, enterprise: str, meters: tuple[MeterRow, ...]) -> None:
        kept = self._kept.pop(enterprise, None) if enterprise == self._enterprise else None
        if kept is not None and self.current is None:
            put_back(self._make(meters), kept)

    def leave(self) -> None:
        """Bills of another audit are about to be shown."""
        self._kept = dict(self.kept())
        self._enterprise, self.form = "", None

    def kept(self) -> Mapping[str, Any]:
        """For `restore`: what is half filled, by enterprise (JSON)."""
        typed = typed_in(self.current, self._texts) if self.current is not None else {}
        return {**self._kept, **({self._enterprise: typed} if typed else {})}

    def restore(self, kept: object) -> None:
        """Take what `kept` gave, whoever wrote it; before bills are shown."""
        if isinstance(kept, dict):
            self._kept = {str(owner): form for owner, form in kept.items() if isinstance(form, dict)}


def typed_in(form: NewBillForm, texts: Texts) -> dict[str, Any]:
    """What the person did in a form, as JSON; empty for nothing."""
    fields = {key: field.edit.text() for key, field in form.fields.items() if not field.is_proposed}
    files = [{"path": file.path, "rotation": file.rotation} for file in form.files if file.path]
    name = form.name.text().strip() if not form.meter.currentData() else ""
    if not (fields or files or name or form.estimated.isChecked()):
        return {}
    return {
        "meter": str(form.meter.currentData() or ""),
        "name": name,
        "resource": str(form.resource.currentData()),
        "fields": fields,
        "estimated": form.estimated.isChecked(),
        "span": [day.isoformat() for day in form.span or ()],
        "files": files,
        "texts": [texts.language, texts.region],
    }


def put_back(form: NewBillForm, kept: Mapping[str, Any]) -> None:
    """Fill a form as it was; numbers and days as the region of now writes them. Files are read where they lay."""
    found = form.meter.findData(str(kept.get("meter", "")))
    form.meter.setCurrentIndex(max(found, 0))
    resource = str(kept.get("resource", ""))
    if resource in frozenset(Resource):
        form.resource.setCurrentIndex(form.resource.findData(resource))
    form.name.setText(str(kept.get("name", "")))
    form.estimated.setChecked(kept.get("estimated") is True)
    fields = kept.get("fields")
    for key, text in fields.items() if isinstance(fields, dict) else ():
        if key in form.fields:
            form.fields[key].put(_in_words_of_now(form, key, str(text), kept.get("texts")))
    form.begin(span=_span(kept.get("span")))
    files = kept.get("files")
    lain = [one for one in (files if isinstance(files, list) else ()) if isinstance(one, dict) and one.get("path")]
    form.turns = {str(one["path"]): one["rotation"] for one in lain if one.get("rotation") in (90, 180, 270)}
    form.files_box.take_paths([Path(str(one["path"])) for one in lain])


def _in_words_of_now(form: NewBillForm, key: str, text: str, words: object) -> str:
    now = form.desk.texts
    if not isinstance(words, list) or words == [now.language, now.region] or len(words) != 2:
        return text
    try:
        value = parse_cell(key, text, Texts(str(words[0]), str(words[1])), today=form.desk.today())
    except (ScoreError, ValueError):
        return text
    return text_of(value, key, form.desk) or text


def _span(days: object) -> Span | None:
    try:
        start, end = (dt.date.fromisoformat(str(day)) for day in (days if isinstance(days, list) else ()))
    except ValueError:
        return None
    return start, end
