"""The import of files: read, look at and correct, decide about conflicts, store. It covers the whole window.

Reading and understanding run on the wizard's own thread (`WizardWork`); storing is work of the window, so that it can
be undone like everything else. Nothing is stored before the last step.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from score_desktop.errors import ScoreError
from score_desktop.services.audits import audit_place
from score_desktop.services.import_folder import spread
from score_desktop.services.import_left_out import write_left_out
from score_desktop.services.import_outcome import ImportOptions, RecordKey
from score_desktop.services.import_session import FileRead, ImportPreview, prepare, read_workbook
from score_desktop.ui.file_work import WORKBOOKS, FileWork
from score_desktop.ui.wizard import words
from score_desktop.ui.wizard.conflict_step import ConflictStep
from score_desktop.ui.wizard.done_step import DoneStep, stored_words
from score_desktop.ui.wizard.file_step import FileStep
from score_desktop.ui.wizard.folder import ask_folder
from score_desktop.ui.wizard.frame import WizardFrame
from score_desktop.ui.wizard.letting_go import let_go
from score_desktop.ui.wizard.rows_step import RowsStep
from score_desktop.ui.wizard.storing import Stored, store
from score_desktop.ui.wizard.template import save_template

if TYPE_CHECKING:
    from score_desktop.enums import OnConflict
    from score_desktop.jobs import Progress
    from score_desktop.services.audits import AuditPlace
    from score_desktop.ui.desk import Desk


_FILE, _ROWS, _CONFLICTS, _DONE = range(1, 5)


class ImportWizard(WizardFrame):
    """One sitting: files one after another.

    Args:
        files: What to import, at least one.
    """

    def __init__(self, desk: Desk, files: list[Path]) -> None:
        super().__init__(desk)
        self.files, self.number = list(files), 0
        self.audit = desk.audit
        self.file: FileRead | None = None
        self.preview: ImportPreview | None = None
        self.options = ImportOptions()
        self.decisions: dict[RecordKey, OnConflict] = {}
        self.stored: Stored | None = None
        self.results: list[str] = []
        self._is_storing = False
        self.file_step.stopped.connect(self.stop)
        self.file_step.other_asked.connect(self.ask_files)
        self.file_step.again_asked.connect(self.read_file)
        self.file_step.next_asked.connect(self.next_file)
        self.file_step.folder_asked.connect(self.ask_folder)
        self.file_step.template_asked.connect(lambda: save_template(self.desk, self))
        desk.undo.changed.connect(self._on_undo)
        desk.read(self, "place", self._on_place, audit_place, self.audit)
        self.read_file()
        ahead = QTimer(self, singleShot=True, interval=0)
        ahead.timeout.connect(lambda: self.rows_step)
        ahead.start()

    # -- parts ---------------------------------------------------------------------------------------------------

    # The later steps are made when they are first needed, the second while the file is read: the wizard opens at once.

    @cached_property
    def rows_step(self) -> RowsStep:
        """Step 2."""
        step = RowsStep(self.desk)
        step.meaning_chosen.connect(self._on_meaning)
        step.resource_chosen.connect(self._on_resource)
        step.answered.connect(self._on_answer)
        step.forgotten.connect(lambda: self._change(remembers=False, profile=""))
        step.recalled.connect(lambda name: self._change(remembers=True, profile=name))
        self.stack.addWidget(step)
        return step

    @cached_property
    def conflict_step(self) -> ConflictStep:
        """Step 3."""
        step = ConflictStep(self.desk)
        step.decided.connect(self._on_decided)
        self.stack.addWidget(step)
        return step

    @cached_property
    def done_step(self) -> DoneStep:
        """Step 4."""
        step = DoneStep(self.desk)
        step.undo_asked.connect(self._turn_stored)
        step.save_asked.connect(self._save_left_out)
        self.stack.addWidget(step)
        return step

    def _number(self) -> int:
        """Which step is seen, 1 to 4."""
        step = self.stack.currentWidget()
        kinds = (FileStep, RowsStep, ConflictStep, DoneStep)
        return next(number for number, kind in enumerate(kinds, 1) if isinstance(step, kind))

    def _on_place(self, place: AuditPlace | None) -> None:
        self.enterprise.setText(place.enterprise_name if place is not None else "")

    # -- step 1: read --------------------------------------------------------------------------------------------

    @property
    def path(self) -> Path:
        """The file whose turn it is."""
        return self.files[self.number]

    def read_file(self) -> None:
        """Read the file whose turn it is, then understand it."""
        self._let_go()
        self.stored = None
        self.options, self.decisions = ImportOptions(), {}
        self.message.hide()
        count = len(self.files)
        t = self.texts.t
        self.queue.setText(t("File {number} of {count}", number=self.number + 1, count=count) if count > 1 else "")
        self.file_step.show_reading(self.path)
        self._show(self.file_step)
        path, texts = self.path, self.texts

        def task(progress: Progress) -> FileRead:
            file = read_workbook(path, progress)
            texts.money(1.5, "USD"), texts.period(dt.date(2025, 1, 1), dt.date(2025, 1, 2))  # loads the formats here
            return file

        self.work.run(
            t("Reading the file"),
            task,
            self._on_read,
            self._on_unreadable,
            lambda: self._say_trouble(t("Reading was stopped"), t("Nothing was changed.")),
        )

    def _on_read(self, file: object) -> None:
        assert isinstance(file, FileRead)
        self.file = file
        self._understand(self.options, self._on_unreadable)

    def _on_unreadable(self, error: object) -> None:
        if not isinstance(error, ScoreError):
            self.desk.trouble(error)
            self._say_trouble(self.texts.t("{file} could not be read", file=self.path.name), "")
            return
        said = self.texts.error(error)
        self._remember(said)
        self._say_trouble(self.texts.t("{file} could not be read", file=self.path.name), said)

    def _say_trouble(self, title: str, said: str) -> None:
        self.file_step.show_trouble(title, said, has_next=self._has_next)
        self._show(self.file_step)

    @property
    def _has_next(self) -> bool:
        return self.number + 1 < len(self.files)

    def next_file(self) -> None:
        """Go on with the next file of the queue."""
        if self._has_next:
            self.number += 1
            self.read_file()

    def ask_files(self) -> None:
        """Choose other files instead; what was read is left."""
        chosen = FileWork(self.desk, self).ask_workbooks()
        if chosen:
            self.files, self.number = chosen, 0
            self.read_file()

    def ask_folder(self) -> None:
        """Choose a folder instead; what was read is left."""
        chosen = ask_folder(self.desk, self)
        if chosen is not None:
            self.take_folder(chosen)

    def take_folder(self, folder: Path) -> None:
        """Read the invoices of a folder as one file, then its workbooks."""
        t = self.texts.t

        def look(_progress: Progress) -> list[Path]:
            return spread([folder], WORKBOOKS)

        def found(files: object) -> None:
            assert isinstance(files, list)
            if files:
                self.files, self.number = files, 0
                self.read_file()
            else:
                self._say_trouble(folder.name, t("There are no workbooks or invoices in this folder."))

        self.work.run(t("Looking for bills"), look, found, self.desk.trouble, lambda: None)

    # -- step 2: look and correct --------------------------------------------------------------------------------

    def _understand(self, options: ImportOptions, failed: Callable[[object], object]) -> None:
        """See what storing would do under some options; they hold once that is known."""
        file, context, audit = self.file, self.desk.context, self.audit
        assert file is not None

        def task(progress: Progress) -> ImportPreview:
            return prepare(context, file, audit, options, progress)

        self.work.run(self.texts.t("Looking for bills"), task, self._on_preview, failed, self._show_again)
        if self.preview is not None:
            self._say_buttons()

    def _on_preview(self, preview: object) -> None:
        assert isinstance(preview, ImportPreview)
        before, self.preview, self.options = self.preview, preview, preview.options
        keys = {conflict.key for conflict in preview.conflicts}
        self.decisions = {key: decision for key, decision in self.decisions.items() if key in keys}
        self.rows_step.show_preview(preview)
        self._show(self.rows_step)
        if before is not None:
            let_go(self.desk, before)
        else:
            (self.rows_step.questions.first_field() or self.rows_step.sheet_view).setFocus()

    def _show_again(self) -> None:
        """What was understood before still holds: a change was stopped, or could not be."""
        if self.preview is None:
            self._say_trouble(self.texts.t("Reading was stopped"), self.texts.t("Nothing was changed."))
            return
        self.rows_step.show_preview(self.preview)
        self._say_buttons()

    def _change(self, **changes: object) -> None:
        self.message.hide()
        self._understand(dataclasses.replace(self.options, **changes), self._on_refused)  # type: ignore[arg-type]

    def _on_refused(self, error: object) -> None:
        self.desk.trouble(error)
        self._show_again()

    def _on_meaning(self, key: str, meaning: str) -> None:
        self._change(meanings={**self.options.meanings, key: meaning})

    def _on_resource(self, key: str, resource: str) -> None:
        kept = {table: told for table, told in self.options.resources.items() if table != key}
        self._change(resources={**kept, key: resource} if resource else kept)

    def _on_answer(self, key: str, choice: str) -> None:
        self._change(answers={**self.options.answers, key: choice})

    # -- steps 3 and 4: decide, store ----------------------------------------------------------------------------

    def _on_decided(self) -> None:
        self.decisions = dict(self.conflict_step.model.decisions)
        self._say_buttons()

    def store(self) -> None:
        """Store what the preview shows, with the decisions."""
        assert self.preview is not None
        if self._is_storing:
            return
        self._is_storing = True
        self.message.hide()
        store(self.desk, self, self.preview, self.decisions, self._on_stored, self._on_not_stored, self._on_stopped)
        self._say_buttons()

    def _on_stored(self, stored: Stored) -> None:
        self._is_storing = False
        self.stored = stored
        self._remember(stored_words(stored.outcome, self.texts))
        self.done_step.show_stored(stored, self.results)
        self._show(self.done_step)
        self.next_button.setFocus()

    def _on_not_stored(self, error: object) -> None:
        self._is_storing = False
        self.desk.trouble(error)
        self._say_buttons()

    def _on_stopped(self) -> None:
        self._is_storing = False
        self._say_buttons()

    def _remember(self, said: str) -> None:
        self.results.append(f"{self.path.name}: {said}")

    def _turn_stored(self) -> None:
        stored, undo = self.stored, self.desk.undo
        if stored is None:
            return
        if undo.newest is stored.step:
            undo.undo()
        elif undo.last_undone is stored.step:
            undo.redo()

    def _on_undo(self) -> None:
        if self.stored is None:
            return
        undo, step = self.desk.undo, self.stored.step
        self.done_step.say_state(self.stored)
        self.done_step.undo_button.setEnabled(step in (undo.newest, undo.last_undone))

    def _save_left_out(self) -> None:
        t = self.texts.t
        name = t("{file} left out", file=self.path.stem) + ".csv"
        path = FileWork(self.desk, self).ask_save(
            t("Save what was left out"), name, t("Table ({pattern})", pattern="*.csv")
        )
        if path is not None:
            self.write_left_out(path)

    def write_left_out(self, path: Path) -> None:
        """Write the list of what was left out."""
        assert self.stored is not None
        rows, texts, desk = self.stored.left_out, self.texts, self.desk
        self.work.run(
            texts.t("Writing {file}", file=path.name),
            lambda _progress: write_left_out(path, rows, texts),
            lambda _none: desk.tell(texts.t("Written: {file}", file=str(path))),
            desk.trouble,
            lambda: None,
        )

    # -- where the person is -------------------------------------------------------------------------------------

    def _show(self, step: QWidget) -> None:
        self.stack.setCurrentWidget(step)
        self._say_steps()
        self.say_work()
        self._say_buttons()

    def _say_steps(self) -> None:
        t = self.texts.t
        steps = {_FILE: t("File"), _ROWS: t("Columns and rows")}
        if self.preview is not None and self.preview.conflicts:
            steps[_CONFLICTS] = t("Conflicts")
        steps[_DONE] = t("Finished")
        self.stepper.show_steps(list(steps.values()), list(steps).index(self._number()))

    def _say_buttons(self) -> None:
        """What the buttons at the bottom do now."""
        step, preview = self._number(), self.preview
        offer = words.Offer("", "", on=False)
        if step == _ROWS and preview is not None:
            offer = words.of_rows(preview, self.texts, has_next=self._has_next)
        elif step == _CONFLICTS and preview is not None:
            offer = words.of_conflicts(preview, self.decisions, self.texts)
        elif step == _DONE:
            offer = words.of_done(self.texts, has_next=self._has_next)
        t = self.texts.t
        leaves = step == _DONE or (step == _ROWS and preview is not None and words.is_known(preview))
        back = t("Import another file") if step == _DONE else t("Back")
        self.say_buttons(offer, back, t("Close") if leaves else t("Cancel"), is_busy=self._is_storing)
        self.back_button.setVisible(step != _FILE)
        self.keep_box.setVisible(step in (_ROWS, _CONFLICTS) and not leaves)
        self.keep_box.setEnabled(not self._is_storing)

    def go_on(self) -> None:
        """The main button."""
        step, preview = self._number(), self.preview
        if step == _DONE or (step == _ROWS and preview is not None and words.is_known(preview)):
            if self._has_next:
                self.next_file()
            else:
                self._see_consumption()
        elif step == _ROWS and preview is not None and preview.conflicts:
            self.conflict_step.show_preview(preview, self.decisions)
            self._show(self.conflict_step)
            self.conflict_step.table.setFocus()
        elif step == _CONFLICTS and preview is not None and not words.changes(preview, self.decisions):
            self.close_wizard()
        else:
            self.store()

    def go_back(self) -> None:
        """The step before; from the first and the last, another file."""
        step = self._number()
        if step == _CONFLICTS:
            self._show(self.rows_step)
        elif step == _DONE:
            self.ask_files()
        else:
            self.work.cancel()
            self._say_trouble(self.path.name, self.texts.t("Nothing was imported from this file yet."))

    def _see_consumption(self) -> None:
        self.close_wizard()
        self.desk.go("consumption")

    def escape(self) -> None:
        """While something is done in the background it is stopped; else the wizard closes."""
        if self._number() != _FILE and (self.work.busy or self._is_storing):
            self.stop()
        else:
            self.close_wizard()

    def close_wizard(self) -> None:
        """Leave; what is not stored by now is not stored."""
        if self._is_storing:
            self.stop()
        self.closed.emit()

    @property
    def idle(self) -> bool:
        """True while nothing runs."""
        return self.work.idle and not self._is_storing and self.desk.idle

    def _let_go(self) -> None:
        """Forget the file that was read."""
        preview, file = self.preview, self.file
        self.preview, self.file = None, None
        if "rows_step" in self.__dict__:
            self.rows_step.forget()
        if "conflict_step" in self.__dict__:
            self.conflict_step.model.show_conflicts((), {})
        let_go(self.desk, preview, file)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End what runs in the background: a child that reads is killed."""
        self.work.close()
        self._let_go()
        super().closeEvent(event)
