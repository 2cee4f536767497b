"""Documents from a process of their own: the same bytes, known trouble in its own words, nothing left after Cancel."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from score_desktop.errors import Cancelled, Refused, StorageTrouble
from score_desktop.jobs import Progress
from score_desktop.services import audits, demo, report
from score_desktop.services.context import Context
from score_desktop.services.documents import write_document

TODAY = dt.date(2026, 3, 18)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    return demo.make_sample(folder, Progress())


@pytest.fixture
def context(sample: Path, tmp_path: Path) -> Iterator[Context]:
    copy = tmp_path / "trabajo ñ.sqlite"
    shutil.copy(sample, copy)
    with Context.open(copy, actor="window") as opened:
        yield opened


def bakery(context: Context) -> str:
    rows = context.read(audits.list_audits, TODAY)
    return next(row.audits[0].uid for row in rows if row.name.startswith("Panadería"))


@pytest.mark.parametrize("what", ["report", "workbook"])
def test_bytes_are_those_of_this_process(context: Context, tmp_path: Path, what: str) -> None:
    audit, here, there = bakery(context), tmp_path / "here.bin", tmp_path / "there.bin"
    shares: list[float] = []
    if what == "report":
        report.write_report(context, audit, None, here, Progress(), TODAY)
        write_document(context, "report", audit, None, there, Progress(lambda s, _m: shares.append(s)), TODAY)
    else:
        report.write_export(context, audit, "es", here, Progress(), TODAY)
        write_document(context, "workbook", audit, "es", there, Progress(lambda s, _m: shares.append(s)), TODAY)
    assert there.read_bytes() == here.read_bytes()
    assert shares == sorted(shares) and shares


def test_cancel_leaves_nothing(context: Context, tmp_path: Path) -> None:
    out = tmp_path / "salida"
    out.mkdir()
    progress = Progress(lambda _share, _message: progress.cancel())
    with pytest.raises(Cancelled):
        write_document(context, "report", bakery(context), "es", out / "informe.pdf", progress, TODAY)
    assert list(out.iterdir()) == []


def test_known_trouble_comes_across(context: Context, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        write_document(context, "workbook", "0" * 32, "es", tmp_path / "x.xlsx", Progress(), TODAY)
    assert refused.value.message_id == "audit.unknown"
    with pytest.raises(StorageTrouble) as trouble:
        write_document(context, "workbook", bakery(context), "es", tmp_path / "none" / "x.xlsx", Progress(), TODAY)
    assert trouble.value.params["file"]


def test_process_that_dies_is_told(context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("score_desktop.services.documents._command", lambda: ["false"])
    with pytest.raises(StorageTrouble) as trouble:
        write_document(context, "workbook", bakery(context), "es", tmp_path / "x.xlsx", Progress(), TODAY)
    assert trouble.value.message_id == "document.ended"


def test_factors_in_use_are_kept_by_the_one_who_may_write(context: Context, tmp_path: Path) -> None:
    audit = bakery(context)
    assert context.read(report.new_factors, audit, TODAY)
    write_document(context, "report", audit, "es", tmp_path / "informe.pdf", Progress(), TODAY)
    assert context.read(report.new_factors, audit, TODAY) == []
