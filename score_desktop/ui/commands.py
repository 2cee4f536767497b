"""What the actions of the window do (`actions.ACTIONS`): thin, each hands on to where the work is."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from score_desktop import paths
from score_desktop.ui.file_work import (
    AUDIT_FILE,
    BILL_FILES,
    OTHER_PHOTOS,
    PICTURES,
    WORKBOOKS,
    WORKSPACE,
    FileWork,
    is_sample,
)

if TYPE_CHECKING:
    from score_desktop.jobs import Progress
    from score_desktop.services.audits import AuditMade
    from score_desktop.ui.desk import Desk
    from score_desktop.ui.help_panel import HelpPanel
    from score_desktop.ui.main_window import MainWindow
    from score_desktop.ui.search_box import SearchBox


_KNOWN = frozenset({AUDIT_FILE, WORKSPACE, *WORKBOOKS, *BILL_FILES, *OTHER_PHOTOS, *PICTURES})


class Commands(QObject):
    """Belongs to the window; methods are named in `actions.ACTIONS`."""

    def __init__(self, desk: Desk, window: MainWindow) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._overlay: QWidget | None = None
        self._holds_work = False
        self._help: HelpPanel | None = None
        self._search: SearchBox | None = None
        self.files = FileWork(desk, window)

    # -- audits --------------------------------------------------------------------------------------------------

    def new_audit(self, enterprise: str = "", files: Sequence[Path] = ()) -> None:
        """Ask for a new audit.

        Args:
            enterprise: Portable id of the one that it is about, if that is known.
            files: Bills to import once it is made.
        """
        from score_desktop.ui.dialogs.new_audit import NewAuditDialog

        if self._desk.context.read_only:
            self._desk.tell(self._desk.texts.t("This workspace can only be read: no audit can be added."), kind="look")
            return
        dialog = NewAuditDialog(self._desk, self._window, enterprise)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.made.connect(lambda made: self._on_made(made, list(files)))
        dialog.open()

    def _on_made(self, made: AuditMade, files: list[Path]) -> None:
        self.close_overlays()
        self._desk.go("overview", made.audit)
        if files:
            self.import_files(files)

    def open_file(self) -> None:
        """Open an audit file or a workspace."""
        self.files.ask_open_any()

    def open_anything(self) -> None:
        """Ask for an audit to open, or for bills to begin one with."""
        self.take_anything(self.files.ask_anything())

    def take_anything(self, files: list[Path]) -> None:
        """Open the audit among files, or begin one with the bills in them, which are then imported."""
        audits = [file for file in files if file.suffix.lower() in (AUDIT_FILE, WORKSPACE)]
        if audits:
            self.files.open_file(audits[0])
        elif files:
            self.new_audit(files=files)

    def open_sample(self) -> None:
        """Open the sample audit."""
        self.files.open_sample()

    def open_own(self) -> None:
        """Open the person's own audits."""
        self.files.open_own()

    def export_report(self) -> None:
        """Write the report."""
        self.files.export_pdf()

    def send_audit(self, audit: str = "") -> None:
        """Write an audit as a file; "" for the one that is open."""
        self.files.send_audit(audit=audit)

    def back_up(self) -> None:
        """Write a copy of the workspace."""
        self.files.back_up()

    def restore(self) -> None:
        """Take a backup back."""
        self.files.restore()

    def undo(self) -> None:
        """Take the last step back; while a text is edited, its own."""
        if not _turned_in_text("undo"):
            self._desk.undo.undo()

    def redo(self) -> None:
        """Do it again."""
        if not _turned_in_text("redo"):
            self._desk.undo.redo()

    # -- import --------------------------------------------------------------------------------------------------

    def import_bills(self) -> None:
        """Ask for workbooks and open the wizard."""
        self.import_files([])

    def import_files(self, files: list[Path]) -> None:
        """Open the wizard for files; asks for them if there are none."""
        t = self._desk.texts.t
        if not self._desk.audit:
            self._desk.tell(t("Open an audit first: bills belong to an enterprise."), kind="look")
            return
        if self._desk.context.read_only:
            self._desk.tell(t("This workspace can only be read: nothing can be imported."), kind="look")
            return
        chosen = files or self.files.ask_workbooks()
        if not chosen or self._overlay is not None:
            return
        # Its modules are many: they are imported beside the window the first time.
        self._desk.reads.run(
            self,
            "wizard",
            lambda _progress: importlib.import_module("score_desktop.ui.wizard.wizard"),
            lambda _module: self._open_wizard(chosen),
            self._desk.trouble,
        )

    def _open_wizard(self, files: list[Path]) -> None:
        from score_desktop.ui.wizard.wizard import ImportWizard

        if self._overlay is None and self._desk.audit:
            wizard = ImportWizard(self._desk, files)
            wizard.closed.connect(self.close_overlays)
            self.show_overlay(wizard, holds_work=True)

    def show_overlay(self, widget: QWidget, *, holds_work: bool = False) -> None:
        """Show something in place of the whole window's inside: the wizard, the first start.

        Args:
            holds_work: It has decisions of the person that a dropped file or a search must not close.
        """
        self.close_overlays()
        self._overlay, self._holds_work = widget, holds_work
        self._window.root.addWidget(widget)
        self._window.root.setCurrentWidget(widget)
        widget.setFocus()

    def close_overlays(self) -> None:
        """Back to the pages."""
        overlay, self._overlay, self._holds_work = self._overlay, None, False
        if overlay is not None:
            self._window.root.setCurrentWidget(self._window.shell)
            self._window.root.removeWidget(overlay)
            overlay.close()  # what it does in the background ends here
            overlay.deleteLater()

    def begin_anew(self) -> None:
        """The window is made anew: what stood over and beside its pages has gone with them."""
        self.close_overlays()
        self._help = self._search = None

    @property
    def overlay(self) -> QWidget | None:
        """What covers the pages; None if they are seen."""
        return self._overlay

    def take_files(self, files: list[Path]) -> None:
        """Files that were dropped, or that a second start names: workbooks, audits to open, pictures for the page."""
        if self._holds_work:
            words = self._desk.texts.t("Finish this import or close it first, then open the files again.")
            self._desk.tell(words, kind="look")
            return
        if any(file.is_dir() for file in files):
            self.take_folders(files)
            return
        taken = self._take_one_kind(files)
        left = [file for file in files if file not in taken]
        if not left:
            return
        t, names = self._desk.texts.t, ", ".join(file.name for file in left)
        words = t(
            "{files} cannot be opened here. Drop workbooks, invoices, photos or PDFs of bills, audits, a logo.",
            files=names,
        )
        if any(file.suffix.lower() in _KNOWN for file in left):
            words = t("Left aside: {files}. Files of one kind are taken at a time.", files=names)
        self._desk.tell(words, kind="look")

    def _take_one_kind(self, files: list[Path]) -> list[Path]:
        """Take the files of the kind that matters most, and say which they are."""

        def of(kinds: Iterable[str]) -> list[Path]:
            return [file for file in files if file.suffix.lower() in kinds]

        if found := of((AUDIT_FILE, WORKSPACE))[:1]:
            self.files.open_file(found[0])
        elif found := of(WORKBOOKS):
            if not self._is_list(found):
                self.import_files(found)
        elif self._are_of_bill(found := of((*BILL_FILES, *OTHER_PHOTOS))):
            self._desk.go("consumption", what="new", files=tuple(found))
        elif found := of(PICTURES)[:1]:
            self._take_picture(found[0])
        return found

    def _is_list(self, files: list[Path]) -> bool:
        """One workbook on the process is a list of flows, if it has one."""
        page: Any = self._window.pages.get("flows") if self._window.page_key == "flows" else None
        return page is not None and len(files) == 1 and bool(page.take_list(files[0]))

    def _are_of_bill(self, files: list[Path]) -> bool:
        """A photo on another page is a logo; a PDF is never one."""
        is_seen = self._window.page_key == "consumption" or any(file.suffix.lower() == ".pdf" for file in files)
        return bool(files and self._desk.audit) and is_seen

    def take_folders(self, files: list[Path]) -> None:
        """Import the invoices and workbooks in folders, and the files beside them."""

        def look(_progress: Progress) -> list[Path]:
            from score_desktop.services.import_folder import spread

            return spread(files, WORKBOOKS)

        self._desk.reads.run(self, "folder", look, self._on_spread, self._desk.trouble)

    def _on_spread(self, found: object) -> None:
        assert isinstance(found, list)
        books = [path for path in found if path.is_dir() or path.suffix.lower() in WORKBOOKS]
        if books:
            self.import_files(books)
        else:
            self._desk.tell(self._desk.texts.t("There are no workbooks or invoices in this folder."), kind="look")

    def _take_picture(self, file: Path) -> None:
        if not self._desk.audit:
            self._desk.tell(self._desk.texts.t("Open an audit first: a logo belongs to an enterprise."), kind="look")
            return
        self._desk.go("report", logo=str(file))

    # -- beside the pages ----------------------------------------------------------------------------------------

    def search(self) -> None:
        """Open the search."""
        from score_desktop.ui.search_box import SearchBox

        if self._holds_work:
            return
        if self._search is None:
            self._search = SearchBox(self._desk, self._window)
        self._search.open_box()

    def help(self) -> None:
        """Show or hide the help of the page, with all shortcuts."""
        if self.help_shown and self._help is not None:
            self._help.hide()
        else:
            self.show_help().setFocus()

    @property
    def help_shown(self) -> bool:
        """Whether the help stands beside the page."""
        return self._help is not None and not self._help.isHidden()

    def show_help(self) -> HelpPanel:
        """Show the help beside the page; the keyboard stays where it is."""
        from score_desktop.ui.help_panel import HelpPanel

        if self._help is None:
            self._help = HelpPanel(self._desk, self._window.stack, self._window.shell)
            self._window.side.addWidget(self._help)
            self._help.resized.connect(self._share_width)
            self._help.show_page(self._window.page_key)
        self._help.show()
        self._share_width()
        return self._help

    def _share_width(self) -> None:
        if self._help is not None:
            self._help.share(self._window.width() - self._window.navigation.width())

    def page_shown(self, key: str) -> None:
        """Another page is seen: help that stands in its place makes way."""
        if self._help is not None:
            if self._help.alone and key != self._help.page_key:
                self._help.hide()
            self._help.show_page(key)

    def open_guide(self) -> None:
        """Open the guide in the person's language."""
        from score_desktop.ui.help_panel import open_guide

        open_guide(self._desk, self._window.page_key)

    def about(self) -> None:
        """Tell what this program is made of."""
        from score_desktop.ui.dialogs.about import AboutDialog

        dialog = AboutDialog(self._desk, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def next_area(self) -> None:
        """Move the keyboard to the next area: navigation, head of the page, its table or chart, help."""
        from score_desktop.ui.areas import focus_next_area

        focus_next_area(self._window)

    def say_workspace(self) -> None:
        """Say at the left which workspace is open, if it is not the usual one."""
        t, context = self._desk.texts.t, self._desk.context
        words = short = ""
        if context.read_only:
            words = t("Read only: {file}", file=context.path.name)
        elif is_sample(context.path):
            words, short = t("Sample: try anything, your own audits are elsewhere"), t("Sample")
        elif context.path != paths.default_workspace().absolute():
            words = t("Saved in {file}", file=context.path.name)
        self._window.navigation.say_saved(words, short)


def _turned_in_text(what: str) -> bool:
    """Undo or redo in a field that is being edited; False when the focus is elsewhere."""
    from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit

    field = QApplication.focusWidget()
    if isinstance(field, QLineEdit) and not field.isReadOnly():
        can = field.isUndoAvailable() if what == "undo" else field.isRedoAvailable()
    elif isinstance(field, QPlainTextEdit | QTextEdit) and not field.isReadOnly():
        document = field.document()
        can = document.isUndoAvailable() if what == "undo" else document.isRedoAvailable()
    else:
        return False
    if can:
        getattr(field, what)()
    return can
