"""What an import tells of its bills is what the stored bills tell, however it came to know them."""

from __future__ import annotations

import datetime as dt
import random
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop.calc.findings import findings, findings_by_column
from score_desktop.enums import OnConflict
from score_desktop.errors import Cancelled
from score_desktop.jobs import Progress
from score_desktop.models import Bill, Meter
from score_desktop.services import audits, import_findings, import_known, import_store, imports, inventory
from score_desktop.services.context import Context

TODAY = dt.date(2026, 3, 18)
HEAD = (
    "Medidor;Inicio;Fin;Lectura anterior;Lectura actual;Consumo (kWh);Cargo energía (Bs);Cargo fijo (Bs);Total (Bs);"
    "Factura;Estimada"
)
PLAIN = "Medidor;Inicio;Fin;Consumo (kWh);Total (Bs);Factura"


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Context.open(tmp_path / "w.sqlite", create=True, actor="test") as opened:
        yield opened


def _audit(context: Context) -> str:
    wanted = audits.NewAudit("Panadería", "BO", start=dt.date(2025, 1, 1), end=dt.date(2026, 1, 1))
    return context.write(audits.new_audit, wanted, TODAY).audit


def _month(number: int) -> dt.date:
    return dt.date(2020 + number // 12, number % 12 + 1, 1)


def _bills(seed: int, first: int, months: int, *, detailed: bool) -> list[str]:
    """Bills of two meters with all kinds of trouble."""
    luck = random.Random(seed)
    lines = []
    for meter in ("M-1", "M-2"):
        reading = 1000
        for number in range(first, first + months):
            if luck.random() < 0.05:
                continue  # a gap
            start, end = _month(number), _month(number + 1) - dt.timedelta(days=luck.choice((1, 1, 1, -8)))
            use = luck.randrange(300, 400) * luck.choice((1, 1, 1, 1, 6))
            cost = use * luck.choice((1, 1, 1, 4))
            span = f"{meter};{start:%d/%m/%Y};{end:%d/%m/%Y}"
            bill = f"{meter[-1]}{number:04}"
            if detailed:
                wrong = luck.choice((0, 0, 0, 40))
                middle = f"{reading};{reading + use + wrong};{use};{cost - 20};{luck.choice((20, 20, 90))};{cost}"
                lines.append(f"{span};{middle};{bill};{luck.choice(('', '', '', 'sí'))}")
                reading += use
            else:
                lines.append(f"{span};{use};{cost};{bill}")
    return lines


def _import(
    context: Context, audit: str, path: Path, head: str, lines: Sequence[str], **options: object
) -> imports.ImportOutcome:
    path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
    said = imports.ImportOptions(**options)  # type: ignore[arg-type]
    outcome = imports.import_file(context, path, audit, said, Progress(), TODAY)
    assert not outcome.questions, outcome.questions
    return outcome


def _told(outcome: imports.ImportOutcome) -> list[tuple[object, ...]]:
    return [(one.kind, one.meter, one.start, one.end, dict(one.params)) for one in outcome.findings]


def _stored(session: Session) -> list[tuple[object, ...]]:
    ids = list(session.scalars(select(col(Meter.id)).order_by(col(Meter.id))))
    meters = inventory.meters_by_uid(session, list(session.scalars(select(col(Meter.uid)))))
    names = {meter.uid: meter.name for meter in meters}
    found = findings(meters, inventory.bills_for_findings(session, ids), TODAY)
    return [(str(one.kind), names[one.meter_uid], one.start, one.end, dict(one.params)) for one in found]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("detailed", [False, True])
def test_an_import_tells_what_the_stored_bills_tell(
    context: Context, tmp_path: Path, seed: int, detailed: bool
) -> None:
    """Into new meters, into known ones (some of its bills stored already), and with stored bills replaced."""
    audit, head = _audit(context), HEAD if detailed else PLAIN
    early = _bills(seed, 0, 30, detailed=detailed)
    first = _import(context, audit, tmp_path / "a.csv", head, early)
    assert first.findings and _told(first) == context.read(_stored)

    late = [*early[5:12], *_bills(seed + 100, 30, 14, detailed=detailed)]
    second = _import(context, audit, tmp_path / "b.csv", head, late)
    assert second.records.duplicates == 7
    assert _told(second) == context.read(_stored)

    changed = _bills(seed + 200, 28, 4, detailed=detailed)
    third = _import(context, audit, tmp_path / "c.csv", head, changed, on_conflict=OnConflict.REPLACE)
    assert third.records.conflicts
    assert _told(third) == context.read(_stored)


def test_bills_with_details_after_bills_without(context: Context, tmp_path: Path) -> None:
    audit = _audit(context)
    _import(context, audit, tmp_path / "a.csv", HEAD, _bills(1, 0, 24, detailed=True))
    outcome = _import(context, audit, tmp_path / "b.csv", PLAIN, _bills(2, 24, 6, detailed=False))
    assert {"parts", "readings"} & {kind for kind, *_ in _told(outcome)}
    assert _told(outcome) == context.read(_stored)


def test_what_changes_while_a_file_is_read_is_seen(
    context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stored bills are read beside the file; a bill that somebody edits meanwhile is not taken for the old one."""
    audit, lines = _audit(context), _bills(1, 0, 12, detailed=False)
    _import(context, audit, tmp_path / "a.csv", PLAIN, lines)
    again = _import(context, audit, tmp_path / "b.csv", PLAIN, lines)
    assert (again.records.duplicates, again.records.conflicts) == (len(lines), 0)
    before, understand = context.writes, imports.understand

    def edited_meanwhile(*given: object) -> object:
        def edit(session: Session) -> None:
            bill = session.scalars(select(Bill).order_by(col(Bill.id))).first()
            assert bill is not None
            bill.cost = 1

        context.write(edit)
        return understand(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(imports, "understand", edited_meanwhile)
    third = _import(context, audit, tmp_path / "c.csv", PLAIN, lines)
    assert (third.records.duplicates, third.records.conflicts) == (len(lines) - 1, 1)
    assert _told(third) == context.read(_stored)
    assert context.writes > before


@pytest.mark.parametrize("most", [0, 10, 1000])
def test_where_there_are_too_many_bills_to_read_ahead(
    context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(import_known, "_MOST_AHEAD", most)
    audit, lines = _audit(context), _bills(1, 0, 30, detailed=True)
    _import(context, audit, tmp_path / "a.csv", HEAD, lines)
    one_meter = [line for line in _bills(2, 30, 6, detailed=True) if line.startswith("M-2")]
    second = _import(context, audit, tmp_path / "b.csv", HEAD, [*one_meter, lines[-1]])
    assert (second.records.imported, second.records.duplicates) == (len(one_meter), 1)
    assert _told(second) == [told for told in context.read(_stored) if told[1] == "M-2"]


def test_oddities_of_many_bills_are_looked_for_while_cancel_still_leaves_nothing(
    context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_store, "_MOST_BESIDE", 20)
    audit, progress = _audit(context), Progress()
    path = tmp_path / "a.csv"
    path.write_text("\n".join((PLAIN, *_bills(1, 0, 24, detailed=False))) + "\n", encoding="utf-8")
    look = import_findings.AfterImport.look

    def cancelled_meanwhile(after: import_findings.AfterImport) -> object:
        progress.cancel()
        return look(after)

    monkeypatch.setattr(import_findings.AfterImport, "look", cancelled_meanwhile)
    with pytest.raises(Cancelled):
        imports.import_file(context, path, audit, imports.ImportOptions(), progress, TODAY)
    assert context.read(lambda session: session.scalars(select(col(Bill.id))).all()) == []


def test_few_bills_are_looked_at_beside_the_commit_once(
    context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []

    def looked(*given: object) -> object:
        threads.append(threading.current_thread().name)
        return findings_by_column(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(import_findings, "findings_by_column", looked)
    outcome = _import(context, _audit(context), tmp_path / "a.csv", PLAIN, _bills(1, 0, 24, detailed=False))
    assert outcome.findings and _told(outcome) == context.read(_stored)
    assert threads == ["beside"]


def test_a_rule_that_breaks_does_not_make_a_stored_import_look_failed(
    context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr(import_findings, "findings_by_column", broken)
    outcome = _import(context, _audit(context), tmp_path / "a.csv", PLAIN, _bills(1, 0, 24, detailed=False))
    assert outcome.records.imported == 47
    assert outcome.meters and not outcome.findings
    assert "ZeroDivisionError" in caplog.text
