"""`--self-test`: the program's main job in a temporary folder, with a time limit; says whether this copy works.

Made for the built programs: each step needs something that a build can lose, such as a file of data, a font, a library
or the child process that reads workbooks.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import faulthandler
import io
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from score_desktop import __version__, paths
from score_desktop.jobs import Progress

LIMIT_S = 300
Step = tuple[str, Callable[[Path], None]]


class SelfTestError(Exception):
    """Something works, but not as it should."""


def run_self_test(arguments: list[str], first: Sequence[Step] = ()) -> int:
    """Do the main job step by step; returns the exit code.

    Args:
        arguments: Optional path of a file that gets the result as JSON (a windowed program has no console).
        first: Steps before those of the core, such as opening a window; each gets a folder to work in.
    """
    started = time.monotonic()
    done: list[str] = []
    trouble = ""
    with tempfile.TemporaryDirectory(prefix="score-self-test-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        target = Path(arguments[0]) if arguments else None
        stacks = _watch_time(target)
        try:
            for what, step in (*first, *STEPS):
                trouble = what
                step(folder)
                done.append(what)
            trouble = ""
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is the answer of a self-test
            trouble = f"{trouble}: {type(error).__name__}: {error}"
        faulthandler.cancel_dump_traceback_later()
        if stacks is not None:
            stacks.close()
            if target is not None:
                stacks_file(target).unlink(missing_ok=True)
    answer = {
        "ok": not trouble,
        "version": __version__,
        "console": sys.stdout is not None,
        "steps": done,
        "trouble": trouble,
        "seconds": round(time.monotonic() - started, 1),
    }
    text = json.dumps(answer, ensure_ascii=False, indent=1)
    if target is not None:
        target.write_text(text + "\n", encoding="utf-8")
    if sys.stdout is not None:
        print(text)
    return 1 if trouble else 0


def stacks_file(target: Path) -> Path:
    """Where a self-test that hung leaves what each thread was doing, beside its result."""
    return target.with_name(f"{target.name}.hung.txt")


def _watch_time(target: Path | None) -> io.TextIOWrapper | None:
    """A hang is a failure too: all stacks are written, and the process ends with code 1."""
    if target is not None:
        stacks = stacks_file(target).open("w", encoding="utf-8")
        faulthandler.dump_traceback_later(LIMIT_S, exit=True, file=stacks)
        return stacks
    if sys.stderr is not None:
        faulthandler.dump_traceback_later(LIMIT_S, exit=True)
        return None
    silent = Path(tempfile.gettempdir(), "score-self-test.hung.txt").open("w", encoding="utf-8")  # noqa: SIM115 - faulthandler needs it until the process ends
    faulthandler.dump_traceback_later(LIMIT_S, exit=True, file=silent)
    return silent


def _translations(_folder: Path) -> None:
    from score_desktop.i18n import Texts

    if Texts("es").t("Cancelled. Nothing was changed.") == "Cancelled. Nothing was changed.":
        raise SelfTestError("the Spanish catalogue is not there")


def _dates_and_numbers(_folder: Path) -> None:
    """Babel's data of several countries."""
    from score_desktop.i18n import Texts, region_for

    for language, country, date in (("es", "BO", "18/03/2025"), ("es", "MX", "18/03/2025"), ("en", "US", "03/18/2025")):
        region = region_for(language, country)
        _same("a region", region, f"{language}_{country}")
        _same(f"a date in {country}", Texts(language, region).date(dt.date(2025, 3, 18)), date)


def _units(_folder: Path) -> None:
    """Our own table, and Pint's list for an expression that is not in it."""
    from score_desktop import units

    _same("a unit", round(units.convert(1.0, "kWh", "MJ"), 6), 3.6)
    _same("a composed unit", round(units.convert(1.0, "acre*inch", "m3"), 3), 102.791)


def _time_zones(_folder: Path) -> None:
    """Those of the system, or else of the package tzdata."""
    from zoneinfo import ZoneInfo

    offset = dt.datetime(2025, 1, 1, tzinfo=ZoneInfo("America/La_Paz")).utcoffset()
    _same("a time zone", offset, dt.timedelta(hours=-4))


def _older_workspace(folder: Path) -> None:
    """Alembic's migrations, which are files: a workspace of the first schema is opened."""
    from score_desktop.db import migrate, schema
    from score_desktop.services.context import Context

    file = folder / "older.sqlite"
    migrate.upgrade(file, migrate.SCRIPTS, schema.REVISIONS[0])
    with contextlib.closing(sqlite3.connect(file)) as database:
        database.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    with Context.open(file):
        pass
    _require_whole(file)
    if not list(folder.rglob("*before-*")):
        raise SelfTestError("no copy was kept before the migration")


def _demo(folder: Path) -> None:
    """Import the sample workbooks (in the child process), calculate, write the documents."""
    from score_desktop.services import demo

    made = demo.make_demo(folder / "demo", Progress())
    for name in made.files:
        if (made.folder / name).stat().st_size < 1000:
            raise SelfTestError(f"{name} is too small to be right")
    (folder / "audit.txt").write_text(made.audit, encoding="ascii")


def _calculation(folder: Path) -> None:
    from score_desktop.services import demo, figures
    from score_desktop.services.context import Context

    audit = (folder / "audit.txt").read_text(encoding="ascii")
    with Context.open(_database(folder)) as context:
        answer = context.read(figures.calculate, audit, demo.DEMO_DAY)
    known = {figure.key: figure.value for figure in answer.figures if not figure.dims}
    for key in ("cost.total", "ghg.total"):
        if not known.get(key, 0) > 0:
            raise SelfTestError(f"{key} is {known.get(key)}")


def _pdf(folder: Path) -> None:
    from pypdf import PdfReader

    for name, word in (("informe_es.pdf", "Illimani"), ("report_en.pdf", "Illimani")):
        reader = PdfReader(folder / "demo" / name)
        if len(reader.pages) < 3:
            raise SelfTestError(f"{name} has {len(reader.pages)} pages")
        if not any(word in page.extract_text() for page in reader.pages):
            raise SelfTestError(f"{name} does not say {word}")


def _report_beside_the_window(folder: Path) -> None:
    """A report from a process of its own, as the window has it written."""
    from score_desktop.services import demo
    from score_desktop.services.context import Context
    from score_desktop.services.documents import write_document

    file = folder / "beside.pdf"
    with Context.open(_database(folder)) as context:
        audit = (folder / "audit.txt").read_text(encoding="ascii")
        write_document(context, "report", audit, "es", file, Progress(), demo.DEMO_DAY)
    if not file.read_bytes().startswith(b"%PDF"):
        raise SelfTestError("the report is none")


def _pictures_of_pages(folder: Path) -> None:
    """The preview's way: PDFium draws a page."""
    import pypdfium2

    with pypdfium2.PdfDocument(folder / "demo" / "informe_es.pdf") as document:
        width, _height = document[0].render(scale=0.5).to_pil().size
    if width < 100:
        raise SelfTestError("PDFium draws no page")


def _workbook(folder: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(folder / "demo" / "auditoria.xlsx", read_only=True)
    if len(book.sheetnames) < 2:
        raise SelfTestError(f"the workbook has the sheets {book.sheetnames}")
    book.close()


def _flow_diagram(folder: Path) -> None:
    text = (folder / "demo" / "flujos.svg").read_text(encoding="utf-8")
    if "</svg>" not in text:
        raise SelfTestError("the flow diagram is cut off")


def _check(folder: Path) -> None:
    _require_whole(_database(folder))


def _backup(folder: Path) -> None:
    from score_desktop.services import workspace

    workspace.backup(_database(folder), folder / "copy.sqlite")


def _restore(folder: Path) -> None:
    from score_desktop.services import workspace

    database = _database(folder)
    workspace.restore(database, folder / "copy.sqlite")
    _require_whole(database)


def _audit_file(folder: Path) -> None:
    """Pack an audit into a .score file, as it travels between computers, and read it into an empty workspace."""
    from score_desktop.services import pack
    from score_desktop.services.context import Context

    file = folder / "audit.score"
    with Context.open(_database(folder)) as context:
        context.read(pack.pack, (folder / "audit.txt").read_text(encoding="ascii"), file)
    with Context.open(folder / "other.sqlite", create=True) as context:
        pack.unpack(context, file)


def _crash_log(_folder: Path) -> None:
    """Details of unexpected errors can be written. The file is removed again."""
    from score_desktop import log

    file = log.record_crash(SelfTestError("a trial"))
    if "a trial" not in file.read_text(encoding="utf-8"):
        raise SelfTestError(f"{file} does not tell the error")
    file.unlink()


def _licences(_folder: Path) -> None:
    for name in ("LICENSE", "NOTICE"):
        if paths.is_frozen() and paths.notice(name) is None:
            raise SelfTestError(f"{name} is not there")
    if not (paths.guide() / "es.md").is_file():
        raise SelfTestError("the guide is not there")


STEPS: tuple[Step, ...] = (
    ("translations", _translations),
    ("dates and numbers", _dates_and_numbers),
    ("units", _units),
    ("time zones", _time_zones),
    ("older workspace", _older_workspace),
    ("import and documents", _demo),
    ("calculation", _calculation),
    ("report in Spanish and English", _pdf),
    ("report beside the window", _report_beside_the_window),
    ("pictures of pages", _pictures_of_pages),
    ("workbook", _workbook),
    ("flow diagram", _flow_diagram),
    ("check", _check),
    ("backup", _backup),
    ("restore", _restore),
    ("audit file", _audit_file),
    ("crash log", _crash_log),
    ("guide and licences", _licences),
)


def _database(folder: Path) -> Path:
    return folder / "demo" / "demo.sqlite"


def _same(what: str, found: object, *wanted: object) -> None:
    if found not in wanted:
        raise SelfTestError(f"{what}: {found!r} instead of {wanted[0]!r}")


def _require_whole(database: Path) -> None:
    from score_desktop.services import workspace

    result = workspace.check(database)
    if not result.ok:
        raise SelfTestError(f"check found {result}")
