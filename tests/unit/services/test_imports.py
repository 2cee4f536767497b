"""Imports through the services: whole or not at all, and taken back without a trace."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from score_desktop.enums import OnConflict
from score_desktop.errors import Cancelled, Refused
from score_desktop.jobs import Progress
from score_desktop.paths import resources
from score_desktop.services import audits, import_undo, imports
from score_desktop.services.context import Context

TODAY = dt.date(2026, 3, 18)
LEFT_BY_UNDO = {"change_log", "import_batch", "import_profile"}


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Context.open(tmp_path / "w.sqlite", create=True, actor="test") as opened:
        yield opened


def _audit(context: Context) -> str:
    wanted = audits.NewAudit("Panadería", "BO", start=dt.date(2025, 1, 1), end=dt.date(2026, 1, 1))
    made: audits.AuditMade = context.write(audits.new_audit, wanted, TODAY)
    return made.audit


def _sample(number: str) -> Path:
    return next((resources() / "samples").glob(f"{number}_*.xlsx"))


def _import(context: Context, audit: str, path: Path, **options: object) -> imports.ImportOutcome:
    return imports.import_file(
        context,
        path,
        audit,
        imports.ImportOptions(**options),
        Progress(),
        TODAY,  # type: ignore[arg-type]
    )


def _rows(context: Context) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(context.path)
    try:
        names = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")
        ]
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall())
            for name in names
            if name not in LEFT_BY_UNDO and not name.startswith("sqlite_")
        }
    finally:
        connection.close()


@pytest.mark.parametrize("number", ["01", "02", "03", "05"])
def test_undo_leaves_every_other_row_as_it_was(context: Context, number: str) -> None:
    audit = _audit(context)
    _import(context, audit, _sample("02" if number == "01" else "01"))
    before = _rows(context)
    outcome = _import(context, audit, _sample(number))
    assert _rows(context) != before
    undone = import_undo.undo_import(context, outcome.batch or "")
    assert undone.removed == outcome.records.imported > 0
    assert _rows(context) == before


def test_undo_brings_replaced_bills_back(context: Context, tmp_path: Path) -> None:
    import openpyxl

    audit = _audit(context)
    _import(context, audit, _sample("01"))
    book = openpyxl.load_workbook(_sample("01"))
    for row in range(7, 80, 5):
        value = book.active[f"L{row}"].value  # type: ignore[index]
        if isinstance(value, (int, float)):
            book.active[f"L{row}"] = value + 1  # type: ignore[index]
    changed = tmp_path / "corregido.xlsx"
    book.save(changed)
    before = _rows(context)
    outcome = _import(context, audit, changed, on_conflict=OnConflict.REPLACE)
    assert outcome.records.conflicts > 10
    assert _rows(context)["bill"] != before["bill"]
    undone = import_undo.undo_import(context, outcome.batch or "")
    assert undone.restored == outcome.records.conflicts
    assert _rows(context) == before


def test_import_that_others_built_on_is_not_undone_silently(context: Context, tmp_path: Path) -> None:
    import openpyxl

    audit = _audit(context)
    first = _import(context, audit, _sample("01"))
    book = openpyxl.load_workbook(_sample("01"))
    book.active["L7"] = 1.0  # type: ignore[index]
    changed = tmp_path / "corregido.xlsx"
    book.save(changed)
    second = _import(context, audit, changed, on_conflict=OnConflict.REPLACE)
    with pytest.raises(Refused, match=r"import\.edited_since"):
        import_undo.undo_import(context, first.batch or "")
    import_undo.undo_import(context, second.batch or "")
    import_undo.undo_import(context, first.batch or "")
    assert _rows(context)["bill"] == []
    assert _rows(context)["meter"] == []


def test_dry_run_stores_nothing(context: Context) -> None:
    audit = _audit(context)
    before = _rows(context)
    outcome = _import(context, audit, _sample("01"), dry_run=True)
    assert outcome.records.imported == 73
    assert outcome.batch is None
    assert _rows(context) == before


def test_cancelled_import_stores_nothing(context: Context) -> None:
    audit = _audit(context)
    before = _rows(context)
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        imports.import_file(context, _sample("01"), audit, imports.ImportOptions(), progress, TODAY)
    assert _rows(context) == before


def test_unknown_batch_is_refused(context: Context) -> None:
    with pytest.raises(Refused, match=r"import\.batch_unknown"):
        import_undo.undo_import(context, "0" * 32)


ONE_BILL = "Medidor;Periodo;Consumo (kWh);Importe Bs\nM-1;Enero 2025;1200;{cost}\n"


def _one_bill(folder: Path, name: str, cost: str) -> Path:
    path = folder / name
    path.write_text(ONE_BILL.format(cost=cost), encoding="utf-8")
    return path


def test_import_of_one_bill_that_was_replaced_is_not_undone_silently(context: Context, tmp_path: Path) -> None:
    audit = _audit(context)
    first = _import(context, audit, _one_bill(tmp_path, "a.csv", "1.300,50"))
    after_first = _rows(context)
    second = _import(context, audit, _one_bill(tmp_path, "b.csv", "1.400,50"), on_conflict=OnConflict.REPLACE)
    assert second.records.conflicts == 1
    with pytest.raises(Refused, match=r"import\.edited_since"):
        import_undo.undo_import(context, first.batch or "")
    import_undo.undo_import(context, second.batch or "")
    assert _rows(context) == after_first
    import_undo.undo_import(context, first.batch or "")
    assert _rows(context)["bill"] == []


def test_import_with_replacements_is_undone_on_another_computer(context: Context, tmp_path: Path) -> None:
    from score_desktop.services.pack import pack, unpack

    audit = _audit(context)
    _import(context, audit, _one_bill(tmp_path, "a.csv", "1.300,50"))
    second = _import(context, audit, _one_bill(tmp_path, "b.csv", "1.400,50"), on_conflict=OnConflict.REPLACE)
    context.read(pack, audit, tmp_path / "a.score")
    with Context.open(tmp_path / "other.sqlite", create=True, actor="test") as other:
        strange = other.write(audits.new_audit, audits.NewAudit("Otra", "BO"), TODAY)
        _import(other, strange.audit, _sample("03"))
        unpack(other, tmp_path / "a.score")
        import_undo.undo_import(other, second.batch or "")
        costs = [
            row[0] for row in sqlite3.connect(other.path).execute("SELECT cost FROM bill WHERE source_file='a.csv'")
        ]
    assert costs == [1_300_500_000]
