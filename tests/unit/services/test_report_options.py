"""What a report prints is stored with its audit; preview, window and command line give the same bytes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlmodel import Session, select

from score_desktop.cli import main
from score_desktop.enums import OnConflict
from score_desktop.errors import InvalidInput
from score_desktop.i18n import Texts
from score_desktop.jobs import Progress
from score_desktop.models import Audit, Enterprise
from score_desktop.reporting.sections import SECTIONS, build_document
from score_desktop.services.audit_file import read_file, write_file
from score_desktop.services.audits import NewAudit, new_audit
from score_desktop.services.brands import edit_brand, read_brand, remove_logo, set_logo
from score_desktop.services.context import Context
from score_desktop.services.imports import ImportOptions, import_file
from score_desktop.services.pack import pack, unpack
from score_desktop.services.report import report_pdf, report_preview, write_report
from score_desktop.services.report_content import report_content
from score_desktop.services.report_options import ReportOptions, report_options, set_report_options

TODAY = dt.date(2026, 3, 18)
SAMPLES = Path(__file__).parents[3] / "resources" / "samples"
ENGLISH = Texts("en")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Context, str]]:
    with Context.open(tmp_path / "w.sqlite", create=True) as context:
        wanted = NewAudit("Illimani", "BO", start=dt.date(2025, 1, 1), end=dt.date(2026, 1, 1))
        audit = context.write(new_audit, wanted, TODAY).audit
        options = ImportOptions(on_conflict=OnConflict.KEEP)
        for number in ("01", "05"):
            import_file(context, next(SAMPLES.glob(f"{number}_*.xlsx")), audit, options, Progress(), TODAY)
        yield context, audit


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_the_preview_is_what_is_written(opened: tuple[Context, str], tmp_path: Path) -> None:
    context, audit = opened
    context.write(set_report_options, audit, ReportOptions(frozenset({"flows"}), "en"))
    preview = context_preview(context, audit)
    write_report(context, audit, None, tmp_path / "r.pdf", Progress(), TODAY)
    assert (tmp_path / "r.pdf").read_bytes() == preview
    assert "Energy at Illimani" in text_of(preview) and "where the money goes" not in text_of(preview)


def context_preview(context: Context, audit: str) -> bytes:
    return report_pdf(context, audit, None, Progress(), TODAY)


def test_the_command_line_prints_what_the_window_shows(opened: tuple[Context, str], tmp_path: Path) -> None:
    context, audit = opened
    context.write(set_report_options, audit, ReportOptions(frozenset({"summary", "appendix"})))
    preview = context_preview(context, audit)
    context.close()
    out = tmp_path / "r.pdf"
    assert main(["--data", str(tmp_path / "w.sqlite"), "report", audit, "--out", str(out)]) == 0
    assert out.read_bytes() == preview


def test_sections_tell_their_page_and_why_they_are_empty(opened: tuple[Context, str]) -> None:
    context, audit = opened
    context.write(set_report_options, audit, ReportOptions(frozenset({"footprint"})))
    preview = report_preview(context, audit, "en", Progress(), TODAY)
    rows = {row.key: row for row in preview.sections}
    assert tuple(rows) == tuple(section.key for section in SECTIONS)
    assert rows["cover"].page == 1 and rows["summary"].page == 2
    assert rows["footprint"].page is None and not rows["footprint"].shown and rows["footprint"].reason == ""
    assert rows["consumption"].page and rows["flows"].page and rows["appendix"].page == preview.pages
    empty = context.write(new_audit, NewAudit("Otra", "BO"), TODAY).audit
    reasons = {row.key: row.reason for row in report_preview(context, empty, "en", Progress(), TODAY).sections}
    assert reasons["cover"] == "" and all(reasons[key] for key in ("consumption", "footprint", "flows"))


@pytest.mark.parametrize("hidden", [["cover"], ["cover", "summary"], [section.key for section in SECTIONS]])
def test_a_report_may_begin_anywhere(opened: tuple[Context, str], hidden: list[str]) -> None:
    """Also without a cover, whose page has no head; and something is always printed."""
    context, audit = opened
    context.write(set_report_options, audit, ReportOptions(frozenset(hidden)))
    preview = report_preview(context, audit, "en", Progress(), TODAY)
    first = PdfReader(io.BytesIO(preview.data)).pages[0].extract_text()
    if len(hidden) < len(SECTIONS):
        assert f"Page 1 of {preview.pages}" in first
    else:
        assert preview.pages == 1 and "Energy at Illimani" in first


def test_without_its_annex_a_report_does_not_speak_of_it(opened: tuple[Context, str]) -> None:
    context, audit = opened
    content = context.read(report_content, audit, ENGLISH, TODAY)
    context.write(set_report_options, audit, ReportOptions(frozenset({"appendix"})))
    assert "annex" not in text_of(report_pdf(context, audit, "en", Progress(), TODAY)).lower()
    only = build_document(dataclasses.replace(content, hidden=frozenset()), ENGLISH, ["summary"])
    assert only.cover is None


def test_options_can_be_undone_and_wrong_ones_are_refused(opened: tuple[Context, str]) -> None:
    context, audit = opened
    context.write(set_report_options, audit, ReportOptions(frozenset({"flows"}), "en"))
    context.undo_last()
    assert context.read(report_options, audit) == ReportOptions()
    for wrong in (ReportOptions(frozenset({"poetry"})), ReportOptions(language="fr")):
        with pytest.raises(InvalidInput) as refused:
            context.write(set_report_options, audit, wrong)
        assert refused.value.message_id == "input.choice"


def test_what_a_later_version_has_stored_is_left_aside(opened: tuple[Context, str]) -> None:
    context, audit = opened

    def store(session: Session, value: dict[str, object]) -> None:
        session.exec(select(Audit).where(Audit.uid == audit)).one().report = value

    for value in ({"hidden": ["plan", "flows"], "language": "fr"}, {"hidden": "flows"}, {"hidden": 3, "other": [1]}):
        context.write(store, value)
        known = context.read(report_options, audit)
        assert known.hidden <= {"flows"} and known.language == ""


def test_an_audit_file_of_before_prints_its_whole_report(opened: tuple[Context, str], tmp_path: Path) -> None:
    """Written by a program whose audits had no options yet (schema 0001)."""
    context, audit = opened
    context.write(set_report_options, audit, ReportOptions(frozenset({"flows"})))
    context.read(pack, audit, tmp_path / "now.score")
    with Context.open(tmp_path / "b.sqlite", create=True) as other:
        unpack(other, tmp_path / "now.score")
        assert other.read(report_options, audit).hidden == {"flows"}
    content = read_file(tmp_path / "now.score")
    columns, rows = content.tables["audit"]
    place = columns.index("report")
    older = ([*columns[:place], *columns[place + 1 :]], [[*row[:place], *row[place + 1 :]] for row in rows])
    write_file(tmp_path / "old.score", dataclasses.replace(content, tables={**content.tables, "audit": older}))
    with Context.open(tmp_path / "c.sqlite", create=True) as other:
        unpack(other, tmp_path / "old.score")
        assert other.read(report_options, audit) == ReportOptions()


# -- looks -----------------------------------------------------------------------------------------------------------


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), "#1F6F5C").save(buffer, format=kind)
    return buffer.getvalue()


def test_looks_are_read_changed_and_undone(opened: tuple[Context, str]) -> None:
    context, _ = opened
    firm = context.read(lambda session: session.exec(select(Enterprise.uid)).one())
    assert context.read(read_brand, firm).colour == ""
    context.write(edit_brand, firm, {"colour": "#AA3300", "organisation": "ONG"})
    context.write(set_logo, firm, "client", "carpeta/logo.png", picture("PNG"))
    context.write(set_logo, firm, "organisation", "ong.jpg", picture("JPEG"))
    known = context.read(read_brand, firm)
    assert (known.colour, known.organisation) == ("#AA3300", "ONG")
    assert known.client_logo and known.client_logo.content == picture("PNG")
    assert (known.client_logo.file_name, known.client_logo.media_type) == ("logo.png", "image/png")
    assert known.organisation_logo and known.organisation_logo.media_type == "image/jpeg"
    context.write(remove_logo, firm, "client")
    assert context.read(read_brand, firm).client_logo is None
    context.undo_last()
    assert context.read(read_brand, firm).client_logo == known.client_logo
    with pytest.raises(InvalidInput):
        context.write(edit_brand, firm, {"colour": "red"})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"GIF89a", "brand.logo_format"),
        (b"", "brand.logo_format"),
        (b"\x89PNG\r\n\x1a\n broken", "brand.logo_format"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 10_000_001, "brand.logo_large"),
    ],
)
def test_a_picture_that_cannot_be_printed_is_refused(opened: tuple[Context, str], content: bytes, message: str) -> None:
    context, _ = opened
    firm = context.read(lambda session: session.exec(select(Enterprise.uid)).one())
    with pytest.raises(InvalidInput) as refused:
        context.write(set_logo, firm, "client", "x.png", content)
    assert refused.value.message_id == message
    assert ENGLISH.error(refused.value)
    assert context.read(read_brand, firm).client_logo is None
