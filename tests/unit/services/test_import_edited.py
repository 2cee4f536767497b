"""An import whose records were changed since: they are listed as they were and as they are, and a person decides."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from score_desktop.enums import BatchStatus, OnConflict, OnEdited
from score_desktop.errors import Refused
from score_desktop.i18n import Texts
from score_desktop.jobs import Progress
from score_desktop.services import audits, import_undo, imports, pack
from score_desktop.services.bill_edits import delete_bills, edit_cells
from score_desktop.services.bills import BillFilter, bill_ids, bill_page
from score_desktop.services.context import Context
from score_desktop.services.edits import CellEdit
from score_desktop.services.import_edited import EditedLines
from score_desktop.services.import_history import import_details, list_imports
from score_desktop.services.workspace import check

TODAY = dt.date(2026, 3, 18)
ENGLISH = Texts("en", "en_US")
LABEL = ("change.bills_edited", {"n": 1})
SHEET = "Medidor;Periodo;Factura;Consumo (kWh);Importe Bs\n"
MONTHS = ("Enero", "Febrero", "Marzo")


class Desk:
    """One enterprise with its audit, and short ways to what tests do."""

    def __init__(self, context: Context) -> None:
        self.context = context
        made = context.write(audits.new_audit, audits.NewAudit("Panadería", "BO"), TODAY)
        self.audit, self.enterprise = made.audit, made.enterprise

    def take(self, path: Path, costs: tuple[int, ...], on_conflict: OnConflict = OnConflict.KEEP) -> str:
        rows = [
            f"M-1;{month} 2025;F{n};1200;{cost}" for n, (month, cost) in enumerate(zip(MONTHS, costs, strict=False))
        ]
        path.write_text(SHEET + "\n".join(rows), encoding="utf-8")
        options = imports.ImportOptions(on_conflict=on_conflict)
        return imports.import_file(self.context, path, self.audit, options, Progress(), TODAY).batch or ""

    def bills(self) -> dict[str, tuple[int, Decimal | None]]:
        """Number of the invoice → id and cost."""
        wanted = BillFilter(self.enterprise)
        rows = self.context.read(lambda s: bill_page(s, bill_ids(s, wanted)))
        return {row.invoice_number: (row.id, row.cost) for row in rows}

    def edit(self, number: str, **cells: object) -> None:
        bill = self.bills()[number][0]
        edits = [CellEdit(bill, column, value) for column, value in cells.items()]  # type: ignore[arg-type]
        assert self.context.write(edit_cells, edits, label=LABEL).stored == 1

    def edited(self, batch: str) -> tuple[EditedLines, ...]:
        return self.context.read(import_undo.edited_since, batch, ENGLISH)

    def costs(self) -> dict[str, int]:
        return {number: int(cost or 0) for number, (_, cost) in sorted(self.bills().items())}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "w.sqlite"
    with Context.open(path, create=True, actor="test") as context:
        yield Desk(context)
    assert check(path).ok and not check(path).problems


def fields(one: EditedLines) -> dict[str, tuple[str, str]]:
    return {line.field: (line.before, line.after) for line in one.record.lines}


def test_nothing_is_listed_of_an_import_that_nobody_touched(desk: Desk, tmp_path: Path) -> None:
    batch = desk.take(tmp_path / "a.csv", (100, 200, 300))
    assert desk.edited(batch) == ()
    desk.edit("F1", cost=Decimal(222))
    desk.context.undo_last()
    assert desk.edited(batch) == (), "taken back is as it was"
    assert import_undo.undo_import(desk.context, batch).removed == 3


def test_edited_records_are_listed_as_imported_and_as_they_are(desk: Desk, tmp_path: Path) -> None:
    batch = desk.take(tmp_path / "a.csv", (100, 200, 300))
    desk.edit("F1", cost=Decimal(222))
    desk.edit("F1", cost=Decimal(223), note="corregido")
    (one,) = desk.edited(batch)
    assert (one.record.name, one.replaced, one.deleted, one.known) == ("M-1 · F1", False, False, True)
    assert fields(one) == {"cost": ("200.00", "223.00"), "note": ("–", "corregido")}
    with pytest.raises(Refused, match=r"import\.edited_since"):
        import_undo.undo_import(desk.context, batch)
    assert len(desk.bills()) == 3


def test_keep_leaves_the_edited_ones(desk: Desk, tmp_path: Path) -> None:
    batch = desk.take(tmp_path / "a.csv", (100, 200, 300))
    desk.edit("F1", cost=Decimal(222))
    done = import_undo.undo_import(desk.context, batch, OnEdited.KEEP)
    assert (done.removed, done.restored, done.kept) == (2, 0, 1)
    assert desk.costs() == {"F1": 222}, "with its meter"
    (row,) = desk.context.read(list_imports, desk.enterprise)
    assert (row.status, row.standing) == (BatchStatus.UNDONE, 1)
    with pytest.raises(Refused, match=r"import\.already_undone"):
        desk.edited(batch)
    again = desk.take(tmp_path / "a.csv", (100, 200, 300))
    assert desk.costs() == {"F0": 100, "F1": 222, "F2": 300}, "the kept one is met as known"
    assert desk.context.read(import_details, again).row.records.conflicts == 1


def test_remove_takes_all_of_it(desk: Desk, tmp_path: Path) -> None:
    batch = desk.take(tmp_path / "a.csv", (100, 200, 300))
    desk.edit("F1", cost=Decimal(222))
    done = import_undo.undo_import(desk.context, batch, OnEdited.REMOVE)
    assert (done.removed, done.kept, desk.bills()) == (3, 0, {})
    connection = sqlite3.connect(desk.context.path)
    assert connection.execute("SELECT count(*) FROM meter").fetchone()[0] == 0
    connection.close()


@pytest.mark.parametrize(
    ("on_edited", "costs", "kept"),
    [
        (OnEdited.KEEP, {"F0": 100, "F1": 999, "F2": 300}, 1),
        (OnEdited.REMOVE, {"F0": 100, "F1": 200, "F2": 300}, 0),
    ],
)
def test_replaced_records_that_were_edited(
    desk: Desk, tmp_path: Path, on_edited: OnEdited, costs: dict[str, int], kept: int
) -> None:
    desk.take(tmp_path / "a.csv", (100, 200, 300))
    batch = desk.take(tmp_path / "b.csv", (111, 222, 300), OnConflict.REPLACE)
    desk.edit("F1", cost=Decimal(999))
    (one,) = desk.edited(batch)
    assert one.replaced and fields(one) == {"cost": ("222.00", "999.00")}
    done = import_undo.undo_import(desk.context, batch, on_edited)
    assert (done.restored, done.kept, desk.costs()) == (2 - kept, kept, costs)


@pytest.mark.parametrize("on_edited", [OnEdited.KEEP, OnEdited.REMOVE])
def test_a_replaced_record_that_was_deleted_stays_deleted(desk: Desk, tmp_path: Path, on_edited: OnEdited) -> None:
    desk.take(tmp_path / "a.csv", (100, 200, 300))
    batch = desk.take(tmp_path / "b.csv", (111, 222, 300), OnConflict.REPLACE)
    desk.context.write(delete_bills, [desk.bills()["F1"][0]], label=LABEL)
    (one,) = desk.edited(batch)
    assert one.deleted and one.replaced
    done = import_undo.undo_import(desk.context, batch, on_edited)
    assert (done.restored, done.kept) == (1, 0)
    assert desk.costs() == {"F0": 100, "F2": 300}


def test_what_a_later_import_replaced_is_an_edit_too(desk: Desk, tmp_path: Path) -> None:
    first = desk.take(tmp_path / "a.csv", (100, 200, 300))
    later = desk.take(tmp_path / "b.csv", (100, 222, 300), OnConflict.REPLACE)
    (one,) = desk.edited(first)
    told = fields(one)
    assert told["cost"] == ("200.00", "222.00") and told["file it was read from"] == ("a.csv", "b.csv")
    import_undo.undo_import(desk.context, first, OnEdited.KEEP)
    assert desk.costs() == {"F1": 222}
    import_undo.undo_import(desk.context, later)
    assert desk.costs() == {"F1": 200}


def test_elsewhere_only_what_stands_now_is_known(desk: Desk, tmp_path: Path) -> None:
    batch = desk.take(tmp_path / "a.csv", (100, 200, 300))
    desk.edit("F1", cost=Decimal(222))
    desk.context.read(pack.pack, desk.audit, tmp_path / "a.score")
    with Context.open(tmp_path / "other.sqlite", create=True) as other:
        pack.unpack(other, tmp_path / "a.score")
        (one,) = other.read(import_undo.edited_since, batch, ENGLISH)
        assert not one.known and fields(one)["cost"] == ("–", "222.00")
        assert import_undo.undo_import(other, batch, OnEdited.REMOVE).removed == 3


def test_the_command_line_refuses_names_them_and_takes_a_decision(
    desk: Desk, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    import json

    from score_desktop import cli

    batch = desk.take(tmp_path / "a.csv", (100, 200, 300))
    desk.edit("F1", cost=Decimal(222))
    desk.context.close()
    data = ["--data", str(desk.context.path), "--lang", "en", "import", "--undo", batch]
    assert cli.main([*data, "--json"]) == 1
    out, error = capfd.readouterr()
    told = json.loads(out)
    assert (told["removed"], told["kept"], told["file"]) == (0, 0, "a.csv")
    (one,) = told["edited"]
    assert one["fields"] == [{"field": "cost", "imported": "200.00", "now": "222.00"}]
    assert "--on-edited keep" in error and "Traceback" not in error
    assert cli.main(data) == 1
    assert "cost: 200.00 → 222.00" in capfd.readouterr().out
    assert cli.main([*data, "--json", "--on-edited", "keep"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert (told["removed"], told["restored"], told["kept"]) == (2, 0, 1)
