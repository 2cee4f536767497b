"""Findings that a person accepts: for as long as the bills say the same, and wherever the audit goes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import select

from score_desktop.enums import FindingKind
from score_desktop.errors import Refused
from score_desktop.i18n import Texts
from score_desktop.jobs import Progress
from score_desktop.models import FindingReview, Meter
from score_desktop.paths import resources
from score_desktop.reporting.sections import appendix, summary
from score_desktop.reporting.workbook import proofs
from score_desktop.services import audits, finding_reviews, import_undo, import_words, imports, meters, pack, removal
from score_desktop.services.audit_view import AuditView, FindingView, audit_view
from score_desktop.services.bill_edits import delete_bills, edit_cells
from score_desktop.services.bills import BillFilter, bill_ids, bill_page
from score_desktop.services.context import Context
from score_desktop.services.edits import CellEdit
from score_desktop.services.enterprises import AuditChanges, edit_audit
from score_desktop.services.finding_reviews import FindingKey, review_findings
from score_desktop.services.overview import overview
from score_desktop.services.report_content import report_content
from score_desktop.services.workspace import check

TODAY = dt.date(2026, 11, 22)
ENGLISH = Texts("en", "en_US")
SAMPLES = resources() / "samples"
BAKERY = tuple(next(SAMPLES.glob(f"{number}_*.xlsx")) for number in ("01", "02"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The bakery's electricity, gas and water; findings of three kinds."""
    path = tmp_path_factory.mktemp("reviews") / "w.sqlite"
    return path, fill(path)


def fill(path: Path) -> str:
    with Context.open(path, create=True) as context:
        wanted = audits.NewAudit("Illimani", "BO", start=dt.date(2023, 1, 1), end=dt.date(2026, 1, 1))
        audit = context.write(audits.new_audit, wanted, TODAY).audit
        for file in BAKERY:
            imports.import_file(context, file, audit, imports.ImportOptions(), Progress(), TODAY)
        return audit


@pytest.fixture
def opened(made: tuple[Path, str], tmp_path: Path) -> Iterator[tuple[Context, str]]:
    path = shutil.copy(made[0], tmp_path / "w.sqlite")
    with Context.open(path, actor="window") as context:
        yield context, made[1]


def view_of(context: Context, audit: str) -> AuditView:
    return context.read(audit_view, audit, ENGLISH, TODAY)


def find(context: Context, audit: str, kind: FindingKind) -> FindingView:
    return next(one for one in view_of(context, audit).findings if one.kind is kind)


def accept(context: Context, audit: str, *found: FindingView, note: str | None = None) -> int:
    keys = [one.key for one in found]
    label = ("change.findings_accepted", {"n": len(keys)})
    return context.write(review_findings, audit, keys, accepted=True, note=note, user="ana", label=label)


def test_accepted_with_who_when_and_why(opened: tuple[Context, str]) -> None:
    context, audit = opened
    before = view_of(context, audit)
    gap = find(context, audit, FindingKind.GAP)
    assert gap.is_open and gap.review is None
    assert accept(context, audit, gap, note="  cerrado por vacaciones ") == 1
    after = view_of(context, audit)
    review = find(context, audit, FindingKind.GAP).review
    assert review is not None and (review.accepted, review.note, review.by) == (True, "cerrado por vacaciones", "ana")
    assert abs(dt.datetime.now(dt.UTC) - review.at) < dt.timedelta(minutes=1)
    assert sum(tile.findings for tile in after.tiles) == sum(tile.findings for tile in before.tiles) - 1
    assert [f.value for f in after.figures] == [f.value for f in before.figures], "no figure changes"
    assert accept(context, audit, gap) == 0, "nothing new is said"
    context.write(edit_audit, audit, AuditChanges(trainer="María Quispe"))
    context.write(review_findings, audit, [gap.key], accepted=False, user="ana")
    review = find(context, audit, FindingKind.GAP).review
    assert review is not None and (review.accepted, review.by) == (False, "María Quispe")
    context.write(review_findings, audit, [gap.key], note="")
    assert find(context, audit, FindingKind.GAP).review is None
    assert context.read(lambda s: s.scalars(select(FindingReview)).all()) == []


def test_undo_and_redo(opened: tuple[Context, str]) -> None:
    context, audit = opened
    everything = list(view_of(context, audit).findings)
    accept(context, audit, *everything)
    assert not any(one.is_open for one in view_of(context, audit).findings)
    assert context.undo_last().label == "change.findings_accepted"
    assert all(one.review is None for one in view_of(context, audit).findings)
    context.redo_last()
    assert not any(one.is_open for one in view_of(context, audit).findings)


def test_it_comes_back_when_its_bill_says_something_else(opened: tuple[Context, str]) -> None:
    context, audit = opened
    estimated = find(context, audit, FindingKind.ESTIMATED)
    second = find(context, audit, FindingKind.SECOND_INVOICE)
    accept(context, audit, estimated, second)
    wanted = BillFilter(view_of(context, audit).enterprise, meters=(estimated.meter,))
    rows = context.read(lambda s: bill_page(s, bill_ids(s, wanted)))
    bill = next(row for row in rows if row.period_start == estimated.start and row.estimated)
    other = next(row for row in rows if not row.estimated)
    context.write(edit_cells, [CellEdit(other.id, "note", "leído")], label=("change.bills_edited", {"n": 1}))
    context.write(edit_cells, [CellEdit(other.id, "cost", Decimal(1))], label=("change.bills_edited", {"n": 1}))

    def open_at(start: dt.date) -> bool:
        found = view_of(context, audit).findings
        return next(one for one in found if one.kind is FindingKind.ESTIMATED and one.start == start).is_open

    assert not open_at(estimated.start), "another bill is another matter"
    change = context.write(edit_cells, [CellEdit(bill.id, "cost", Decimal(7))], label=("change.bills_edited", {"n": 1}))
    assert change.stored == 1
    assert open_at(estimated.start), "it is another finding now"
    assert not find(context, audit, FindingKind.SECOND_INVOICE).is_open
    context.undo_last()
    assert not open_at(estimated.start), "as it was accepted"


def test_what_is_not_this_enterprise_s_is_refused(opened: tuple[Context, str]) -> None:
    context, audit = opened
    gap = find(context, audit, FindingKind.GAP)
    other = context.write(audits.new_audit, audits.NewAudit("Otra", "BO"), TODAY).audit
    for wrong, key in ((other, gap.key), (audit, dataclasses.replace(gap.key, meter="0" * 32))):
        with pytest.raises(Refused, match=r"meter\.unknown"):
            context.write(review_findings, wrong, [key], accepted=True)
    with pytest.raises(Refused, match=r"audit\.unknown"):
        context.write(review_findings, "0" * 32, [gap.key], accepted=True)


def test_documents_tell_it(opened: tuple[Context, str]) -> None:
    context, audit = opened
    gap, estimated = (find(context, audit, kind) for kind in (FindingKind.GAP, FindingKind.ESTIMATED))
    before = context.read(report_content, audit, ENGLISH, TODAY)
    assert "Observations that were accepted" not in repr(appendix.build(before, ENGLISH))
    accept(context, audit, gap, note="Closed for holidays")
    context.write(review_findings, audit, [estimated.key], note="Asked the supplier")
    content = context.read(report_content, audit, ENGLISH, TODAY)
    told = repr(appendix.build(content, ENGLISH))
    assert "Observations that were accepted" in told and "Closed for holidays" in told and "'ana, " in told
    assert "Note: Asked the supplier" in told, "a note without an acceptance stands beside its observation"
    rows = [row for row in proofs.quality(content, ENGLISH).rows if row[6] == "finding.gap"]
    (line,) = rows
    assert line[8:11] == ("ana", content.quality[0].findings and gap_day(content), "Closed for holidays")
    count = sum(len(row.findings) for row in before.quality)
    assert f"{count} oddities" in repr(summary.build(before, ENGLISH))
    assert f"{count - 1} oddities" in repr(summary.build(content, ENGLISH))
    accept(context, audit, *view_of(context, audit).findings)
    assert "oddities" not in repr(overview(view_of(context, audit), ENGLISH))
    assert "oddit" not in repr(summary.build(context.read(report_content, audit, ENGLISH, TODAY), ENGLISH))


def gap_day(content: object) -> dt.date | None:
    found = [f for row in content.quality for f in row.findings if f.accepted]  # type: ignore[attr-defined]
    return found[0].on


def test_an_import_says_what_was_accepted_before(opened: tuple[Context, str], tmp_path: Path) -> None:
    context, audit = opened
    estimated = find(context, audit, FindingKind.ESTIMATED)
    accept(context, audit, estimated, note="ok")
    more = tmp_path / "mas.csv"
    more.write_text(
        "Medidor;Recurso;Desde;Hasta;Consumo (kWh);Importe (Bs)\n"
        f"{estimated.meter_name};Electricidad;01/01/2026;31/01/2026;6000;7000\n",
        encoding="utf-8",
    )
    outcome = imports.import_file(context, more, audit, imports.ImportOptions(), Progress(), TODAY)
    assert outcome.records.imported == 1
    told = [row for row in outcome.as_json(ENGLISH)["findings"] if row["accepted"]]
    assert [(row["kind"], row["note"]) for row in told] == [("estimated", "ok")]
    assert any("Accepted. Note: ok" in line for line in import_words.sentences(outcome, ENGLISH))


def test_it_travels_also_to_meters_that_were_entered_separately(opened: tuple[Context, str], tmp_path: Path) -> None:
    context, audit = opened
    everything = view_of(context, audit).findings
    accept(context, audit, *everything, note="visto")
    context.read(pack.pack, audit, tmp_path / "a.score")
    with Context.open(tmp_path / "other.sqlite", create=True) as other:
        pack.unpack(other, tmp_path / "a.score")
        again = pack.unpack(other, tmp_path / "a.score")
        assert again.added == again.replaced == 0
        assert not any(one.is_open for one in view_of(other, audit).findings)
    assert check(tmp_path / "other.sqlite").ok


def test_it_goes_with_its_meter_and_comes_back_with_it(opened: tuple[Context, str], tmp_path: Path) -> None:
    context, audit = opened
    gap = find(context, audit, FindingKind.GAP)
    accept(context, audit, gap)
    wanted = BillFilter(view_of(context, audit).enterprise, meters=(gap.meter,))
    context.write(delete_bills, list(context.read(bill_ids, wanted)), label=("change.bills_deleted", {"n": 9}))
    context.write(meters.delete_meters, [gap.meter], label=("change.meters_deleted", {"n": 1}))
    assert context.read(lambda s: s.scalars(select(FindingReview)).all()) == []
    context.undo_last()
    context.undo_last()
    assert not find(context, audit, FindingKind.GAP).is_open
    context.write(removal.delete_enterprise, view_of(context, audit).enterprise, label=("change.x", {}))
    context.undo_last()
    assert not find(context, audit, FindingKind.GAP).is_open


def test_an_import_is_taken_back_with_what_was_said_about_its_meters(made: tuple[Path, str], tmp_path: Path) -> None:
    with Context.open(tmp_path / "w.sqlite", create=True) as context:
        wanted = audits.NewAudit("Illimani", "BO", start=dt.date(2023, 1, 1), end=dt.date(2026, 1, 1))
        audit = context.write(audits.new_audit, wanted, TODAY).audit
        outcome = imports.import_file(context, BAKERY[0], audit, imports.ImportOptions(), Progress(), TODAY)
        accept(context, audit, *view_of(context, audit).findings)
        import_undo.undo_import(context, outcome.batch or "")
        assert context.read(lambda s: (s.scalars(select(FindingReview)).all(), s.scalars(select(Meter)).all())) == (
            [],
            [],
        )


def test_the_name_of_who_sits_here() -> None:
    assert isinstance(finding_reviews.user_name(), str)


def test_a_key_names_one_finding(opened: tuple[Context, str]) -> None:
    context, audit = opened
    keys = [one.key for one in view_of(context, audit).findings]
    assert len(set(keys)) == len(keys) > 3 and all(isinstance(key, FindingKey) for key in keys)
