"""How a file was read is remembered for the next one of its layout, where that cannot surprise."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from score_desktop.errors import InvalidInput, Refused, UnreadableFile
from score_desktop.jobs import Progress
from score_desktop.services import audits, bills, import_profiles, import_undo, imports
from score_desktop.services.context import Context
from score_desktop.services.import_session import commit, prepare, read_workbook
from tests.unit.importing.test_layouts import SIAT

TODAY = dt.date(2026, 3, 18)


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Context.open(tmp_path / "w.sqlite", create=True, actor="test") as opened:
        yield opened


def audit_of(context: Context, name: str) -> audits.AuditMade:
    made: audits.AuditMade = context.write(
        audits.new_audit, audits.NewAudit(name, "BO", start=dt.date(2025, 1, 1), end=dt.date(2026, 1, 1)), TODAY
    )
    return made


def bill_file(folder: Path, name: str, supplier: str = "", *, dates: tuple[str, ...] = ("03/04/2025",)) -> Path:
    """Bills whose dates can be read two ways, under headings that say nothing of it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Fecha", "Proveedor", "Medidor", "Consumo (kWh)", "Importe (Bs)"])
    for number, date in enumerate(dates):
        sheet.append([date, supplier or None, "M-1", 100 + number, 90.5 + number])
    path = folder / name
    book.save(path)
    return path


def read(context: Context, audit: str, path: Path, **options: object) -> imports.ImportOutcome:
    wanted = imports.ImportOptions(**options)  # type: ignore[arg-type]
    return imports.import_file(context, path, audit, wanted, Progress(), TODAY)


def starts(context: Context, enterprise: str) -> list[dt.date]:
    ids = context.read(bills.bill_ids, bills.BillFilter(enterprise))
    return sorted(row.period_start for row in context.read(bills.bill_page, list(ids)))


def test_an_answer_is_asked_once_for_the_layout(context: Context, tmp_path: Path) -> None:
    made = audit_of(context, "Firma")
    first = bill_file(tmp_path, "enero.xlsx")
    asked = read(context, made.audit, first)
    assert [question.question for question in asked.questions] == ["date_order"]
    done = read(context, made.audit, first, answers={"Sheet!A": "mdy"})
    assert done.records.imported == 1
    again = read(context, made.audit, bill_file(tmp_path, "febrero.xlsx", dates=("05/06/2025",)))
    assert not again.questions and again.records.imported == 1
    assert ("import.note_profile", {"name": "enero"}) in again.notes
    assert starts(context, made.enterprise)[-1].month in (4, 5)  # 6 May, not 5 June


def test_the_answer_of_today_wins(context: Context, tmp_path: Path) -> None:
    made = audit_of(context, "Firma")
    read(context, made.audit, bill_file(tmp_path, "a.xlsx"), answers={"Sheet!A": "mdy"})
    read(context, made.audit, bill_file(tmp_path, "b.xlsx", dates=("05/06/2025",)), answers={"Sheet!A": "dmy"})
    (profile,) = context.read(import_profiles.list_profiles)
    (reading,) = profile.readings.values()
    assert reading.answers == {"fecha": {"date_order": "dmy"}}


def test_another_enterprise_is_asked_again(context: Context, tmp_path: Path) -> None:
    """A list of dates and amounts without a supplier can come from anybody."""
    read(context, audit_of(context, "Una").audit, bill_file(tmp_path, "a.xlsx"), answers={"Sheet!A": "mdy"})
    other = audit_of(context, "Otra").audit
    assert read(context, other, bill_file(tmp_path, "b.xlsx")).questions
    preview = prepare(
        context, read_workbook(tmp_path / "b.xlsx", Progress()), other, imports.ImportOptions(), Progress()
    )
    assert preview.questions and [row.name for row in preview.recalled.offered] == ["a"]


def test_a_supplier_is_known_in_every_enterprise(context: Context, tmp_path: Path) -> None:
    first = bill_file(tmp_path, "a.xlsx", "DELAPAZ")
    read(context, audit_of(context, "Una").audit, first, answers={"Sheet!A": "mdy"})
    other = audit_of(context, "Otra").audit
    assert not read(context, other, bill_file(tmp_path, "b.xlsx", "DELAPAZ", dates=("05/06/2025",))).questions
    assert read(context, other, bill_file(tmp_path, "c.xlsx", "ELFEC", dates=("07/08/2025",))).questions
    assert [row.name for row in context.read(import_profiles.list_profiles)] == ["DELAPAZ"]


def test_what_the_file_decides_is_not_overruled(context: Context, tmp_path: Path) -> None:
    made = audit_of(context, "Firma")
    read(context, made.audit, bill_file(tmp_path, "a.xlsx"), answers={"Sheet!A": "mdy"})
    clear = bill_file(tmp_path, "b.xlsx", dates=("31/10/2024", "30/11/2024", "31/12/2024"))
    done = read(context, made.audit, clear)
    assert done.records.imported == 3 and done.records.problems == 0


def test_a_name_keeps_and_reads(context: Context, tmp_path: Path) -> None:
    una, otra = audit_of(context, "Una").audit, audit_of(context, "Otra").audit
    path = bill_file(tmp_path, "a.xlsx")
    with pytest.raises(Refused) as unknown:
        read(context, una, path, profile="Luz")
    assert unknown.value.message_id == "profile.unknown"
    read(context, una, path, profile="Luz", answers={"Sheet!A": "mdy"})
    assert read(context, otra, path, profile="luz").records.imported == 1
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["Periodo", "Consumo kWh", "Total Bs"], ["Enero 2025", 10, 20], ["Febrero 2025", 11, 21]):
        book.active.append(row)
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(Refused) as other:
        read(context, una, tmp_path / "other.xlsx", profile="Luz")
    assert other.value.message_id == "profile.does_not_fit"


def test_a_trial_remembers_nothing(context: Context, tmp_path: Path) -> None:
    made = audit_of(context, "Firma")
    read(context, made.audit, bill_file(tmp_path, "a.xlsx"), answers={"Sheet!A": "mdy"}, dry_run=True)
    assert context.read(import_profiles.list_profiles) == ()


def test_undo_of_the_import_keeps_what_was_learnt(context: Context, tmp_path: Path) -> None:
    made = audit_of(context, "Firma")
    done = read(context, made.audit, bill_file(tmp_path, "a.xlsx"), answers={"Sheet!A": "mdy"})
    import_undo.undo_import(context, done.batch or "")
    assert len(context.read(import_profiles.list_profiles)) == 1 and starts(context, made.enterprise) == []


def test_meanings_and_reading_anew_in_the_wizard(context: Context, tmp_path: Path) -> None:
    made = audit_of(context, "Firma")
    said = imports.ImportOptions(answers={"Sheet!A:date_order": "mdy"}, meanings={"Sheet!E": ""})
    file = read_workbook(bill_file(tmp_path, "a.xlsx"), Progress())
    commit(context, prepare(context, file, made.audit, said, Progress()), {}, Progress(), TODAY)
    next_file = read_workbook(bill_file(tmp_path, "b.xlsx", dates=("05/06/2025",)), Progress())
    preview = prepare(context, next_file, made.audit, imports.ImportOptions(), Progress())
    assert [row.name for row in preview.recalled.used] == ["a"] and not preview.questions
    assert preview.meters[0].sums is not None and preview.meters[0].sums.cost is None  # column E is left out again
    anew = prepare(context, next_file, made.audit, imports.ImportOptions(remembers=False), Progress())
    assert anew.questions and not anew.recalled.used


def test_as_a_file(context: Context, tmp_path: Path) -> None:
    made = audit_of(context, "Firma")
    read(context, made.audit, bill_file(tmp_path, "a.xlsx"), answers={"Sheet!A": "mdy"}, profile="Luz")
    file = tmp_path / "luz.score-profile"
    context.read(import_profiles.write_profile, "Luz", file)
    assert "Firma" not in file.read_text(encoding="utf-8")
    with Context.open(tmp_path / "x.sqlite", create=True) as other:
        profile = import_profiles.read_profile_file(file)
        assert other.write(import_profiles.take_profile, profile) == "Luz"
        assert other.write(import_profiles.take_profile, profile) == "Luz"
        changed = dataclasses.replace(profile, readings={})
        assert other.write(import_profiles.take_profile, changed) == "Luz 2"
        assert other.write(import_profiles.rename_profile, "Luz 2", "Agua") == "Agua"
        with pytest.raises(InvalidInput):
            other.write(import_profiles.rename_profile, "Agua", "LUZ")
        assert other.write(import_profiles.delete_profile, "agua") == "Agua"
        there = audit_of(other, "Otra").audit
        assert read(other, there, tmp_path / "a.xlsx", profile="Luz").records.imported == 1


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", '{"score_desktop_profile": 2, "name": "x"}', '{"score_desktop_profile": 1, "name": ""}',
        json.dumps({"score_desktop_profile": 1, "name": "x", "layouts": {"../../x": {}}}),
        json.dumps({"score_desktop_profile": 1, "name": "x", "layouts": {"0" * 32: {"meanings": {"a": "nonsense"}}}}),
        json.dumps({"score_desktop_profile": 1, "name": "x", "layouts": {"0" * 32: {"answers": {"a": {"q": "dmy"}}}}}),
        "[" * 100_000, "x" * 1_000_001,
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "bad.score-profile"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile) as refused:
        import_profiles.read_profile_file(file)
    assert refused.value.message_id == "profile.bad_file"


def test_the_unit_of_an_issuer_is_asked_once(context: Context, tmp_path: Path) -> None:
    """The scheme carries no unit: it is implied by the issuer, known by its tax number, in every enterprise."""
    text = SIAT.format(total="100.50").replace("DELAPAZ", "COOPERATIVA")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.xml").write_text(text, encoding="utf-8")
    una = audit_of(context, "Una").audit
    asked = read(context, una, tmp_path / "a").questions
    assert {question.question for question in asked} == {"resource", "unit"}
    place = f"{asked[0].sheet}!{asked[0].column}"
    assert read(context, una, tmp_path / "a", answers={place: "water"}).records.imported == 1
    other = text.replace("<numeroFactura>771", "<numeroFactura>772").replace("ABC9", "XYZ1")
    (tmp_path / "b.xml").write_text(other, encoding="utf-8")
    otra = audit_of(context, "Otra").audit
    done = read(context, otra, tmp_path / "b.xml")
    assert not done.questions and done.meters[0].resource == "water" and done.meters[0].unit == "m3"
    stranger = re.sub("<nitEmisor>[0-9]+", "<nitEmisor>99999", other)
    (tmp_path / "c.xml").write_text(stranger, encoding="utf-8")
    assert read(context, otra, tmp_path / "c.xml").questions
