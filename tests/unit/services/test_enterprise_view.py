"""What the page of the enterprise reads at once, records added by the row, and copies in a chosen folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from score_desktop.errors import ScoreError
from score_desktop.services import audits, workspace
from score_desktop.services.context import Context
from score_desktop.services.enterprise_view import add_records, enterprise_view
from score_desktop.services.search import fold

TODAY = dt.date(2026, 3, 18)


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Context.open(tmp_path / "work.sqlite", create=True) as opened:
        yield opened


def new_audit(context: Context) -> audits.AuditMade:
    wanted = audits.NewAudit("Taller Ñandú", "BO", start=dt.date(2025, 1, 1), end=dt.date(2026, 1, 1))
    return context.write(audits.new_audit, wanted, TODAY)


def test_months_of_the_audit_and_the_year_before(context: Context) -> None:
    made = new_audit(context)
    view = context.read(enterprise_view, made.audit, TODAY)
    assert (view.grid.months[0], view.grid.months[-1]) == (dt.date(2024, 1, 1), dt.date(2025, 12, 1))
    assert (view.start, view.end) == (dt.date(2025, 1, 1), dt.date(2026, 1, 1))
    assert view.profile.uid == made.enterprise
    earlier = context.read(enterprise_view, made.audit, TODAY, 2)
    assert earlier.grid.months[0] == dt.date(2022, 1, 1)


def test_rows_that_cannot_be_stored_are_refused_alone(context: Context) -> None:
    made = new_audit(context)
    rows = [{"name": "Ana"}, {"name": "Beto", "email": "no es"}, {"name": "Ciro"}]
    outcome = context.write(add_records, made.enterprise, "contact", rows)
    assert outcome.stored == 2 and len(outcome.made) == 2
    assert [(refusal.row, refusal.column) for refusal in outcome.refused] == [(1, "email")]
    view = context.read(enterprise_view, made.audit, TODAY)
    assert [contact.name for contact in view.profile.contacts] == ["Ana", "Ciro"]


@pytest.mark.parametrize(("kind", "where"), [("site", "sites"), ("product", "products")])
def test_sites_and_products_are_added(context: Context, kind: str, where: str) -> None:
    made = new_audit(context)
    context.write(add_records, made.enterprise, kind, [{"name": "Nueva"}])
    profile = context.read(enterprise_view, made.audit, TODAY).profile
    assert "Nueva" in [record.name for record in getattr(profile, where)]


def test_newest_copies_are_kept_and_other_files_left_alone(context: Context, tmp_path: Path) -> None:
    folder = tmp_path / "copias"
    folder.mkdir()
    others = [folder / "work notas.sqlite", folder / "other 2020-01-01 000000.sqlite", folder / "work 2020.sqlite"]
    for other in others:
        other.write_text("mine")
    for second in range(workspace.KEPT_COPIES + 2):
        moment = dt.datetime(2026, 3, 18, 9, 0, second, tzinfo=dt.UTC)
        made = workspace.keep_copy(context.path, folder, moment)
        assert workspace.check(made).ok
    copies = sorted(file.name for file in folder.iterdir() if file not in others)
    assert len(copies) == workspace.KEPT_COPIES
    assert copies[0] == "work 2026-03-18 090002.sqlite"
    assert all(other.read_text() == "mine" for other in others)


def test_copy_that_fails_deletes_nothing(context: Context, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(ScoreError):
        workspace.keep_copy(context.path, blocked, dt.datetime(2026, 3, 18, tzinfo=dt.UTC))
    assert blocked.read_text() == "no folder"


def test_folding_forgets_capitals_accents_and_tildes() -> None:
    assert fold("Ángel ÑUSTA") == fold("angel nusta") == "angel nusta"
