"""Work with files: open, export, send, back up, restore. Asks where, works beside the window, says what was done.

What a task needs is imported in it: the window starts without, and no click waits for an import.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from score_desktop import paths
from score_desktop.enums import OnNewer
from score_desktop.errors import Refused
from score_desktop.msgid import N_
from score_desktop.services import audits
from score_desktop.services.context import Context
from score_desktop.ui.doing import doing

if TYPE_CHECKING:
    from score_desktop.jobs import Progress
    from score_desktop.services.pack import UnpackResult
    from score_desktop.ui.desk import Desk

SAMPLE_FOLDER = "sample"
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".xml", ".zip")
PICTURES = (".png", ".jpg", ".jpeg")
BILL_FILES = (".pdf", *PICTURES)
OTHER_PHOTOS = (".heic", ".heif", ".webp", ".tif", ".tiff", ".bmp", ".gif")
"""Cannot be attached as they are; it is told what to do."""
AUDIT_FILE, WORKSPACE = ".score", ".sqlite"


def is_sample(path: Path) -> bool:
    """Whether a workspace is the sample."""
    return path.parent == (paths.user_data() / SAMPLE_FOLDER).absolute()


class FileWork(QObject):
    """Everything that reads or writes a file the person chose."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window

    # -- asking for files ----------------------------------------------------------------------------------------

    def ask_open(self, title: str, kinds: str) -> Path | None:
        """A file to read; None if the person changed their mind."""
        name, _ = QFileDialog.getOpenFileName(self._window, title, self._folder(), kinds)
        return self._remembered(name)

    def ask_save(self, title: str, name: str, kinds: str) -> Path | None:
        """A file to write; None if the person changed their mind. The system asks before it is replaced."""
        proposed = str(Path(self._folder()) / name)
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, proposed, kinds)
        path = self._remembered(chosen)
        return path.with_suffix(path.suffix or Path(name).suffix) if path is not None else None

    def _folder(self) -> str:
        """Where files were chosen last, if it is still there; else the person's documents, or their home."""
        places = QStandardPaths.StandardLocation
        standard = map(QStandardPaths.writableLocation, (places.DocumentsLocation, places.HomeLocation))
        wanted = (self._desk.config.settings.folder, *standard)
        return next((folder for folder in wanted if folder and Path(folder).is_dir()), "")

    def _remembered(self, name: str) -> Path | None:
        if not name:
            return None
        path = Path(name)
        self._desk.config.change(folder=str(path.parent))
        return path

    def ask_workbooks(self) -> list[Path]:
        """Files to import; empty if the person changed their mind."""
        t = self._desk.texts.t
        kinds = t("Bills ({pattern})", pattern=" ".join(f"*{ending}" for ending in WORKBOOKS))
        names, _ = QFileDialog.getOpenFileNames(self._window, t("Import bills or production"), self._folder(), kinds)
        return [path for path in map(self._remembered, names) if path is not None]

    def ask_bill_files(self) -> list[Path]:
        """Photos or PDFs of a bill; empty if the person changed their mind."""
        t = self._desk.texts.t
        kinds = t("Photos and PDFs ({pattern})", pattern=" ".join(f"*{ending}" for ending in BILL_FILES))
        title = t("Choose photos or PDFs of the bill")
        names, _ = QFileDialog.getOpenFileNames(self._window, title, self._folder(), kinds)
        return [path for path in map(self._remembered, names) if path is not None]

    # -- opening -------------------------------------------------------------------------------------------------

    def ask_open_any(self) -> None:
        """Open an audit file or a workspace."""
        t = self._desk.texts.t
        pattern = f"*{AUDIT_FILE} *{WORKSPACE}"
        path = self.ask_open(t("Open an audit file or workspace"), t("Audits ({pattern})", pattern=pattern))
        if path is not None:
            self.open_file(path)

    def ask_anything(self) -> list[Path]:
        """Files that hold an audit or bills; empty if the person changed their mind."""
        t, folder = self._desk.texts.t, self._folder()
        patterns = " ".join(f"*{ending}" for ending in (AUDIT_FILE, WORKSPACE, *WORKBOOKS))
        kinds = t("Audits and bills ({pattern})", pattern=patterns)
        names, _ = QFileDialog.getOpenFileNames(self._window, t("Open an audit or bills"), folder, kinds)
        return [path for path in map(self._remembered, names) if path is not None]

    def open_file(self, path: Path) -> None:
        """Take the audit of a .score file into the workspace, or open a workspace."""
        if path.suffix.lower() == AUDIT_FILE:
            self.unpack(path)
        else:
            self.open_workspace(path)

    def open_workspace(self, path: Path, *, create: bool = False) -> None:
        """Work with another workspace."""
        self._desk.do(
            doing(N_("Opening {file}"), file=path.name),
            lambda _progress: Context.open(path, create=create, actor="window"),
            self._opened,
        )

    def _opened(self, context: Context) -> None:
        self._desk.use_workspace(context)
        usual = context.path == paths.default_workspace().absolute()
        self._desk.config.change(workspace="" if usual else str(context.path))
        for key, params in context.notices:
            self._desk.tell(self._desk.texts.message(key, params), kind="look")

    def open_sample(self) -> None:
        """Open the sample beside the person's own workspace; make it if it is not there."""
        folder = paths.user_data() / SAMPLE_FOLDER

        def task(progress: Progress) -> Context:
            from score_desktop.services import demo

            file = folder / demo.WORKSPACE
            if not file.exists():
                demo.make_sample(folder, progress)
            return Context.open(file, actor="window")

        self._desk.do(doing(N_("Making the sample audit")), task, self._opened_sample)

    def _opened_sample(self, context: Context) -> None:
        self._opened(context)
        rows = context.read(audits.list_audits, self._desk.today())
        bakery = next((row for row in rows if row.country == "BO" and row.audits), None)
        if bakery is not None:
            self._desk.go("overview", bakery.audits[0].uid)

    def open_own(self) -> None:
        """Open the person's own workspace again."""
        self.open_workspace(paths.default_workspace(), create=True)

    def unpack(self, path: Path, on_newer: OnNewer = OnNewer.REFUSE) -> None:
        """Take in an audit file; when it would change newer records, the person decides."""
        from score_desktop.services import pack

        context = self._desk.context

        def failed(error: object) -> None:
            if isinstance(error, Refused) and error.message_id == "pack.newer_record":
                self._ask_which(path, int(str(error.params["count"])))
            else:
                self._desk.trouble(error)

        self._desk.do(
            doing(N_("Opening {file}"), file=path.name),
            lambda _progress: pack.unpack(context, path, on_newer),
            self._unpacked,
            failed=failed,
        )

    def _ask_which(self, path: Path, count: int) -> None:
        """Records differ and the file's are newer: the person decides; nothing is stored until then."""
        texts = self._desk.texts
        t = texts.t
        told = texts.tn(
            "{file} holds {n} record that is newer than yours. Nothing is stored yet.",
            "{file} holds {n} records that are newer than yours. Nothing is stored yet.",
            count,
            file=path.name,
        )
        take = (t("Take the newer ones"), lambda: self.unpack(path, OnNewer.REPLACE))
        keep = (t("Keep mine, add the rest"), lambda: self.unpack(path, OnNewer.KEEP))
        self._desk.tell(told, kind="look", action=take, other=keep)

    def _unpacked(self, result: UnpackResult) -> None:
        texts = self._desk.texts
        added = texts.tn("{n} record added", "{n} records added", result.added)
        same = texts.tn("{n} was there already", "{n} were there already", result.same)
        said = [added, same]
        if result.replaced:
            said.append(texts.tn("{n} taken from the file", "{n} taken from the file", result.replaced))
        if result.kept:
            said.append(
                texts.tn("{n} differs and stays as it is here", "{n} differ and stay as they are here", result.kept)
            )
        self._desk.go("overview", result.audit)
        is_step = bool(result.added or result.replaced)
        undo = (texts.t("Undo"), self._desk.undo.undo) if is_step else None
        self._desk.tell(", ".join(said) + ".", action=undo)

    # -- writing -------------------------------------------------------------------------------------------------

    def audit_file_name(self, ending: str, audit: str = "") -> str:
        """A name for a file of an audit; "" for the one that is open."""
        place = self._desk.context.read(audits.audit_place, audit or self._desk.audit)
        words = f"{place.enterprise_name} {place.audit_name}" if place is not None else paths.APP_NAME
        return "".join(c if c.isalnum() or c in " -_" else "_" for c in words).strip() + ending

    def export_pdf(self, path: Path | None = None) -> None:
        """Write the report of the open audit, in the language stored with it or the window's."""
        t, audit, context = self._desk.texts.t, self._desk.audit, self._desk.context
        pattern = t("PDF document ({pattern})", pattern="*.pdf")
        path = path or self.ask_save(t("Export the report"), self.audit_file_name(".pdf"), pattern)
        if path is None:
            return
        file, today = path, self._desk.today()

        def task(progress: Progress) -> object:
            from score_desktop.services.documents import write_document

            return write_document(context, "report", audit, None, file, progress, today)

        self._desk.do(doing(N_("Writing {file}"), file=file.name), task, lambda notes: self._written(file, notes))

    def export_workbook(self, path: Path | None = None) -> None:
        """Write everything of the open audit as a workbook."""
        t, audit, context = self._desk.texts.t, self._desk.audit, self._desk.context
        pattern = t("Workbook ({pattern})", pattern="*.xlsx")
        path = path or self.ask_save(t("Export to Excel"), self.audit_file_name(".xlsx"), pattern)
        if path is None:
            return
        file, today, language = path, self._desk.today(), self._desk.texts.language

        def task(progress: Progress) -> object:
            from score_desktop.services.documents import write_document

            return write_document(context, "workbook", audit, language, file, progress, today)

        self._desk.do(doing(N_("Writing {file}"), file=file.name), task, lambda notes: self._written(file, notes))

    def send_audit(self, path: Path | None = None, *, audit: str = "") -> None:
        """Write an audit as one file for another computer; "" for the one that is open."""
        audit = audit or self._desk.audit
        t, context = self._desk.texts.t, self._desk.context
        kinds = t("Audit file ({pattern})", pattern=f"*{AUDIT_FILE}")
        path = path or self.ask_save(t("Save the audit as a file"), self.audit_file_name(AUDIT_FILE, audit), kinds)
        if path is None:
            return
        file, today = path, self._desk.today()

        def task(progress: Progress) -> object:
            from score_desktop.services import pack, report

            with progress.heeded():
                report.copy_factors(context, audit, today)
            return context.read(pack.pack, audit, file)

        self._desk.do(doing(N_("Writing {file}"), file=file.name), task, lambda notes: self._written(file, notes))

    def _written(self, file: Path, notes: object) -> None:
        texts = self._desk.texts
        told = [texts.message(key, params) for key, params in notes]  # type: ignore[attr-defined]
        sentence = " ".join((texts.t("Written: {file}", file=str(file)), *told))
        opening = (texts.t("Open"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))))
        self._desk.tell(sentence, kind="look" if told else "done", action=opening)

    # -- backups -------------------------------------------------------------------------------------------------

    def back_up(self, path: Path | None = None) -> None:
        """Write a copy of the whole workspace."""
        t, source = self._desk.texts.t, self._desk.context.path
        name = f"{paths.APP_NAME} {dt.datetime.now().astimezone():%Y-%m-%d %H%M}{WORKSPACE}"
        folder = self._desk.config.settings.backups
        proposed = str(Path(folder) / name) if folder else name
        kinds = t("Backup ({pattern})", pattern=f"*{WORKSPACE}")
        path = path or self.ask_save(t("Make a backup"), proposed, kinds)
        if path is None:
            return
        file = path

        def task(progress: Progress) -> None:
            from score_desktop.services import workspace

            with progress.heeded():
                workspace.backup(source, file)

        self._desk.do(doing(N_("Writing {file}"), file=file.name), task, lambda _none: self._written(file, ()))

    def restore(self, path: Path | None = None) -> None:
        """Let a backup take the place of the workspace; what it replaces is kept and named."""
        t = self._desk.texts.t
        path = path or self.ask_open(t("Restore a backup"), t("Backup ({pattern})", pattern=f"*{WORKSPACE}"))
        if path is None:
            return
        file, before = path, self._desk.context

        def task(_progress: Progress) -> tuple[Context, Path | None]:
            from score_desktop.services import workspace

            target = before.path
            before.close()
            try:
                kept = workspace.restore(target, file)
            finally:
                again = Context.open(target, create=True, actor="window")
                opened.append(again)
            return again, kept

        opened: list[Context] = []

        def failed(error: object) -> None:
            if opened:
                self._desk.use_workspace(opened[0])
            self._desk.trouble(error)

        self._desk.do(doing(N_("Restoring {file}"), file=file.name), task, self._restored, failed=failed)

    def _restored(self, result: tuple[Context, Path | None]) -> None:
        context, kept = result
        self._opened(context)
        t = self._desk.texts.t
        words = t("The backup is in place.")
        more = t("What was there before is kept as {file}.", file=str(kept)) if kept is not None else ""
        self._desk.tell(" ".join(part for part in (words, more) if part))
