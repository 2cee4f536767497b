"""The audit trail as a person reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from score_desktop.db.images import RECORDED
from score_desktop.db.images import table as description
from score_desktop.errors import Refused
from score_desktop.field_names import FIELDS
from score_desktop.i18n import Texts
from score_desktop.models import Audit, Bill, Enterprise, Product
from score_desktop.services import audits, demo, history_words
from score_desktop.services.context import Context
from score_desktop.services.history import actor_name, change_details, change_sentence, history
from score_desktop.services.process_steps import edit_settings
from tests.unit.db.build import firm, workspace

ENGLISH = Texts("en", "en_US")


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    path, _ = workspace(tmp_path)
    with Context.open(path, actor="window") as opened:
        yield opened


def edit_bill(session: Session, **values: object) -> None:
    bill = session.exec(select(Bill).order_by(col(Bill.id))).first()
    assert bill is not None
    for name, value in values.items():
        setattr(bill, name, value)


def rename(session: Session, name: str, to: str) -> None:
    session.exec(select(Enterprise).where(Enterprise.name == name)).one().name = to


def test_newest_first_page_by_page(context: Context) -> None:
    for number in range(5):
        label = ("change.enterprise_edited", {"name": f"N{number}"})
        context.write(edit_bill, note=f"{number}", label=label)
    first = context.read(history, limit=4)
    assert [change_sentence(row, ENGLISH) for row in first.rows] == [f"Profile of N{n} edited" for n in (4, 3, 2, 1)]
    assert {actor_name(row, ENGLISH) for row in first.rows} == {"Window"}
    assert first.next is not None
    second = context.read(history, before=first.next, limit=4)
    # What the workspace was made with: a change without words tells the kinds of its records.
    made = "Changed: Step of the process (2), Flow (2), File (2), Monthly value (1), …"
    assert [change_sentence(row, ENGLISH) for row in second.rows] == ["Profile of N0 edited", made]
    assert second.next is None
    assert all(row.at.tzinfo is dt.UTC for row in first.rows)


def test_a_change_without_words_tells_what_it_touched(context: Context) -> None:
    context.write(edit_bill, note="x")
    assert change_sentence(context.read(history, limit=1).rows[0], ENGLISH) == "Changed: Bill (1)"


def test_money_is_told_with_its_cents(context: Context) -> None:
    context.write(edit_bill, cost=Decimal(8123))
    uid = context.read(history, limit=1).rows[0].uid
    (record,) = context.read(change_details, uid, ENGLISH).records
    (line,) = (one for one in record.lines if one.field == "cost")
    assert line.after == "8,123.00"


def test_what_the_sample_came_with_is_said_in_words(tmp_path: Path) -> None:
    with Context.open(tmp_path / "w.sqlite", create=True, actor=demo.ACTOR) as made:
        made.write(audits.new_audit, audits.NewAudit("Panadería", "BO"), dt.date(2026, 3, 18))
        names = {actor_name(row, ENGLISH) for row in made.read(history, limit=4).rows}
    assert names == {"Sample"}


def test_what_was_taken_back_is_marked(context: Context) -> None:
    context.write(edit_bill, note="x")
    context.undo_last()
    assert [row.undone for row in context.read(history).rows] == [True, False]


def test_bulk_changes_are_told_apart(context: Context) -> None:
    context.write(firm, "Otra", bills=30)
    newest = context.read(history).rows[0]
    assert newest.bulk
    details = context.read(change_details, newest.uid, ENGLISH)
    assert details.bulk == (("Bill", 30),) and details.total > 0


def test_changes_of_one_enterprise(context: Context) -> None:
    context.write(firm, "Otra")
    context.write(rename, "Otra", "Otra S.R.L.", label=("change.enterprise_edited", {"name": "Otra"}))
    context.write(edit_bill, note="of the first", label=("change.enterprise_edited", {"name": "Ñandú"}))
    uids = {row.name: row.uid for row in context.read(lambda s: s.exec(select(Enterprise)).all())}
    other = context.read(history, enterprise=uids["Otra S.R.L."])
    assert [dict(row.params).get("name") for row in other.rows] == ["Otra", None] and other.next is None
    first = context.read(history, enterprise=uids["Panadería Ñandú"], limit=1)
    assert dict(first.rows[0].params)["name"] == "Ñandú" and first.next is not None
    with pytest.raises(Refused) as unknown:
        context.read(history, enterprise="0" * 32)
    assert unknown.value.message_id == "enterprise.unknown"


def test_a_change_is_told_field_by_field(context: Context) -> None:
    context.write(
        edit_bill,
        quantity=Decimal("1200.25"),
        period_start=dt.date(2025, 1, 3),
        period_end=dt.date(2025, 2, 3),
        estimated=True,
    )
    details = context.read(change_details, context.read(history).rows[0].uid, ENGLISH)
    (record,) = details.records
    assert (record.kind, record.what, record.name) == ("edited", "Bill", "2-114583 · F-1")
    lines = {line.field: (line.before, line.after) for line in record.lines}
    assert lines == {
        "first day": ("01/01/2025", "01/03/2025"),
        "last day": ("01/31/2025", "02/02/2025"),
        "quantity": ("120.5", "1,200.25"),
        "estimated": ("no", "yes"),
    }


def test_what_was_added_lists_what_was_filled_in(context: Context) -> None:
    context.write(firm, "Otra")
    details = context.read(change_details, context.read(history).rows[0].uid, ENGLISH)
    made = {(record.kind, record.what): record for record in details.records}
    meter = made["added", "Meter"]
    lines = {line.field: line.after for line in meter.lines}
    assert lines["resource"] == "Electricity" and lines["site"] == "Planta"
    assert all(line.before == "–" for line in meter.lines)
    assert len(context.read(change_details, details.row.uid, ENGLISH, limit=2).records) == 2 < details.total


def test_the_product_of_a_process_is_named(context: Context) -> None:
    def chosen(session: Session) -> tuple[str, str, str]:
        product = session.exec(select(Product).order_by(col(Product.id))).first()
        audit = session.exec(select(Audit).order_by(col(Audit.id))).first()
        assert product is not None and audit is not None
        return audit.uid, product.uid, product.name

    audit, product, name = context.read(chosen)
    context.write(edit_settings, audit, {"product": product}, label=("change.process_settings", {}))
    details = context.read(change_details, context.read(history, limit=1).rows[0].uid, ENGLISH)
    lines = [line for record in details.records for line in record.lines if line.field == "product"]
    assert [line.after for line in lines] == [name]


def test_an_unknown_change_is_refused(context: Context) -> None:
    with pytest.raises(Refused) as unknown:
        context.read(change_details, "0" * 32, ENGLISH)
    assert unknown.value.message_id == "history.unknown"


def test_every_field_has_a_name_and_every_table_a_word() -> None:
    for name in RECORDED:
        assert history_words.table_name(name) != name
        for column in description(name).columns:
            if history_words.is_seen(column):
                key = column.name if column.name not in history_words.REFERENCES else column.name.removesuffix("_id")
                assert key in FIELDS or key in history_words.MORE_FIELDS, (name, column.name)
