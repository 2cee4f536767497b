"""The window: the audits of the workspace, and what can be done with one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QTableView,
    QToolBar,
)

from score_desktop import paths
from score_desktop.services import audits, clock, demo, imports, report
from score_desktop.services.context import Context
from score_desktop.ui.audit_table import AuditLine, AuditTable, lines_of
from score_desktop.ui.dialogs import NewAuditDialog, QuestionsDialog
from score_desktop.ui.job_bar import JobBar
from score_desktop.ui.notify import Notify

if TYPE_CHECKING:
    from score_desktop.i18n import Texts
    from score_desktop.jobs import Progress

SAMPLE_FOLDER = "sample"
LINES_SHOWN = 12
"""Of what an import tells; the rest is a click away."""
IMPORTABLE = "*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.tsv *.txt *.xml"


class MainWindow(QMainWindow):
    """Shows one workspace at a time.

    Args:
        context: The open workspace; the window closes it.
        texts: Language of the window.

    Signals:
        changed: A change was committed; from any thread.
    """

    changed = Signal(object)

    def __init__(self, context: Context, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._context = context
        self.notify = Notify(self, texts)
        self.work = JobBar(texts, self.notify, self)
        self.work.busy_changed.connect(self._enable)
        self.work.cancelled.connect(self._on_cancelled)
        self.statusBar().addPermanentWidget(self.work)
        self.changed.connect(self.refresh)
        self._build_actions()
        self._build_table()
        self.resize(1000, 620)
        self._attach(context)

    # -- parts ---------------------------------------------------------------------------------------------------

    def _build_actions(self) -> None:
        t = self._texts.t
        self.new_action = self._action(t("New audit…"), self._ask_new_audit, QKeySequence.StandardKey.New)
        self.sample_action = self._action(t("Open the sample"), self.open_sample)
        self.own_action = self._action(t("Open my audits"), self.open_own)
        self.import_action = self._action(t("Import bills…"), self._ask_import, "Ctrl+I")
        self.report_action = self._action(t("Write the report…"), self._ask_report, "Ctrl+P")
        bar = QToolBar(t("Actions"), self)
        bar.setObjectName("actions")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.addActions([self.new_action, self.import_action, self.report_action])
        bar.addSeparator()
        bar.addActions([self.sample_action, self.own_action])
        self.addToolBar(bar)

    def _action(
        self, text: str, slot: Callable[[], None], shortcut: QKeySequence.StandardKey | str | None = None
    ) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(slot)
        if shortcut is not None:
            action.setShortcut(QKeySequence(shortcut))
        return action

    def _build_table(self) -> None:
        self.table = AuditTable(self._texts, self)
        self.view = QTableView()
        self.view.setModel(self.table)
        self.view.setAccessibleName(self._texts.t("Audits"))
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setTabKeyNavigation(False)
        self.view.setShowGrid(False)
        self.view.setWordWrap(False)
        self.view.verticalHeader().hide()
        header = self.view.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.view.selectionModel().selectionChanged.connect(self._enable)
        self.empty = QLabel(
            self._texts.t("There are no audits yet. Add one, or open the sample to see what the program does.")
        )
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self.empty)
        self.setCentralWidget(self._pages)

    # -- the workspace -------------------------------------------------------------------------------------------

    def _attach(self, context: Context) -> None:
        """Show a workspace; the one before is closed."""
        if context is not self._context:
            self._context.close()
        self._context = context
        # Told on the thread that wrote; the signal carries it to the GUI thread.
        context.listen(self.changed.emit)
        self.setWindowTitle(f"{paths.APP_NAME} – {context.path.name}")
        self.refresh()
        self.view.setFocus()
        self.statusBar().showMessage(" ".join(self._texts.message(key, params) for key, params in context.notices))

    def refresh(self) -> None:
        """Read the audits again and keep the selection."""
        selected = self.selected()
        rows = self._context.read(audits.list_audits, clock.today())
        self.table.show_lines(lines_of(rows, self._texts))
        self.select(selected.audit if selected else "")

    def select(self, audit: str) -> None:
        """Select an audit by its portable id; the first one if it is not there."""
        if self.table.rowCount():
            self.view.selectRow(max(self.table.row_of(audit), 0))
        self._pages.setCurrentWidget(self.view if self.table.rowCount() else self.empty)
        self._enable()

    def selected(self) -> AuditLine | None:
        """The selected audit."""
        current: QModelIndex = self.view.selectionModel().currentIndex()
        return self.table.line(current.row())

    def _on_cancelled(self) -> None:
        self.statusBar().showMessage(self._texts.t("Cancelled. Nothing was changed."))

    # -- what can be done ----------------------------------------------------------------------------------------

    def _ask_new_audit(self) -> None:
        dialog = NewAuditDialog(self._texts, clock.today(), self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.add_audit(dialog.wanted())
        dialog.deleteLater()

    def add_audit(self, wanted: audits.NewAudit) -> None:
        """Add an audit and select it."""
        label = ("change.audit_added", {"name": wanted.enterprise})
        context = self._context
        self.work.start(
            self._texts.t("Adding the audit"),
            lambda _progress: context.write(audits.new_audit, wanted, clock.today(), label=label),
            lambda made: self.select(made.audit) if isinstance(made, audits.AuditMade) else None,
        )

    def open_sample(self) -> None:
        """Open the sample workspace beside the person's own; make it if it is not there."""
        folder = paths.user_data() / SAMPLE_FOLDER

        def task(progress: Progress) -> Context:
            if not (folder / demo.WORKSPACE).exists():
                demo.make_demo(folder, progress)
            return Context.open(folder / demo.WORKSPACE, actor="window")

        self.work.start(self._texts.t("Making the sample"), task, self._opened)

    def open_own(self) -> None:
        """Open the person's own workspace again."""
        self.work.start(
            self._texts.t("Opening"),
            lambda _progress: Context.open(paths.default_workspace(), create=True, actor="window"),
            self._opened,
        )

    def _opened(self, context: object) -> None:
        if isinstance(context, Context):
            self._attach(context)

    def _ask_import(self) -> None:
        title = self._texts.t("Import bills or production")
        file, _ = QFileDialog.getOpenFileName(self, title, "", " ".join((self._texts.t("Bills"), f"({IMPORTABLE})")))
        if file:
            self.import_file(Path(file))

    def import_file(self, file: Path, options: imports.ImportOptions | None = None) -> None:
        """Import a file into the selected audit; what the file leaves open is asked."""
        line, wanted, context = self.selected(), options or imports.ImportOptions(), self._context
        if line is None:
            return

        def then(outcome: object) -> None:
            if isinstance(outcome, imports.ImportOutcome):
                self._imported(file, wanted, outcome)

        self.work.start(
            self._texts.t("Importing {file}", file=file.name),
            lambda progress: imports.import_file(context, file, line.audit, wanted, progress, clock.today()),
            then,
        )

    def _imported(self, file: Path, options: imports.ImportOptions, outcome: imports.ImportOutcome) -> None:
        if not outcome.questions:
            lines = outcome.sentences(self._texts)
            everything = "\n".join(lines) if len(lines) > LINES_SHOWN else ""
            self.notify.tell("\n".join(lines[:LINES_SHOWN]), everything)
            return
        dialog = QuestionsDialog(self._texts, outcome.file, outcome.questions, self)
        dialog.accepted.connect(
            lambda: self.import_file(file, replace(options, answers={**options.answers, **dialog.answers()}))
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _ask_report(self) -> None:
        line = self.selected()
        if line is None:
            return
        title = self._texts.t("Write the report")
        name = "".join(c if c.isalnum() or c in " -_" else "_" for c in f"{line.enterprise} {line.name}").strip()
        proposed = f"{name}.pdf"
        kind = self._texts.t("PDF document ({pattern})", pattern="*.pdf")
        file, _ = QFileDialog.getSaveFileName(self, title, proposed, kind)
        if file:
            self.write_report(Path(file).with_suffix(".pdf"))

    def write_report(self, file: Path) -> None:
        """Write the selected audit's report in the window's language."""
        line, context = self.selected(), self._context
        if line is None:
            return
        self.work.start(
            self._texts.t("Writing {file}", file=file.name),
            lambda progress: report.write_report(
                context, line.audit, self._texts.language, file, progress, clock.today()
            ),
            lambda _result: self.notify.tell(self._texts.t("Written: {file}", file=str(file))),
        )

    def _enable(self) -> None:
        """What can be done now: one job at a time, and most of it with an audit."""
        busy = self.work.busy
        writable = not busy and not self._context.read_only
        one = self.selected() is not None
        self.new_action.setEnabled(writable)
        self.import_action.setEnabled(writable and one)
        self.report_action.setEnabled(not busy and one)
        is_own = self._context.path == paths.default_workspace()
        self.sample_action.setEnabled(not busy and self._context.path.name != demo.WORKSPACE)
        self.own_action.setEnabled(not busy and not is_own)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancel what runs; everything else is stored already."""
        self.work.close_runner()
        self._context.close()
        event.accept()
