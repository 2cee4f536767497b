"""Lists of flows of others, brought into the flow chart from a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from score_desktop.errors import ScoreError
from score_desktop.msgid import N_
from score_desktop.services import change_labels
from score_desktop.services.edits import EditOutcome
from score_desktop.services.process_edit import add_flows
from score_desktop.ui.doing import Doing
from score_desktop.ui.file_work import FileWork

if TYPE_CHECKING:
    from score_desktop.jobs import Progress
    from score_desktop.services.edge_flows import FlowsOfFile
    from score_desktop.ui.pages.process_editor import ProcessEditor

LISTS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt")
"""Endings of files that can hold one."""


class FlowLists:
    """Reads a list off the GUI thread, then stores its flows as one change of the audit that was open."""

    def __init__(self, editor: ProcessEditor) -> None:
        self._editor, self._desk, self._texts = editor, editor.desk, editor.desk.texts

    def ask(self) -> None:
        """Let the person choose a file."""
        t = self._texts.t
        kinds = t("Lists of flows ({pattern})", pattern=" ".join(f"*{ending}" for ending in LISTS))
        path = FileWork(self._desk, self._editor.window()).ask_open(t("Bring in a list of flows"), kinds)
        if path is not None:
            self.take(path)

    def take_dropped(self, path: Path) -> bool:
        """Bring in a file that was dropped; one without a list of flows is imported. False for what can hold none."""
        if path.suffix.lower() not in LISTS:
            return False
        self.take(path, lambda: self._desk.ask_import([path]))
        return True

    def take(self, path: Path, otherwise: Callable[[], object] | None = None) -> None:
        """Bring in a file.

        Args:
            otherwise: Done with a file that holds no list of flows; else that is said.
        """
        desk, texts, audit = self._desk, self._texts, self._desk.audit
        if desk.context.read_only:
            desk.tell(texts.t("This workspace can only be read: nothing can be changed."), kind="look")
            return

        def read(progress: Progress) -> FlowsOfFile:
            from score_desktop.services.edge_flows import read_flows  # readers of files are loaded when they are needed

            return read_flows(path, texts, progress)

        def failed(error: object) -> None:
            if otherwise is not None and isinstance(error, ScoreError) and error.message_id == "edges.no_table":
                otherwise()
            else:
                desk.trouble(error)

        desk.do(
            Doing(N_("Reading {file}"), params={"file": path.name}),
            read,
            partial(self._store, audit),
            failed=failed,
            owner=self._editor,
        )

    def _store(self, audit: str, found: FlowsOfFile) -> None:
        label, then = change_labels.flows_brought(found.file), partial(self._stored, found)
        self._desk.write(self._editor, add_flows, audit, list(found.rows), label=label, then=then)

    def _stored(self, found: FlowsOfFile, outcome: EditOutcome) -> None:
        desk, texts = self._desk, self._texts
        told = [*found.told, *found.refused(outcome, texts)]
        if not outcome.stored:
            words = texts.t("Nothing was brought in from {file}.", file=found.file)
            desk.tell(words, kind="wrong", details="\n".join(told))
            return
        said = change_labels.change_text(texts, "change.flows_brought", {"n": outcome.stored, "file": found.file})
        if told:
            said = f"{said}. {told[0]}"
        if more := len(told[1:]):
            said = f"{said} ({texts.tn('{n} more', '{n} more', more)})"
        undo = texts.t("Undo"), desk.undo.undo
        desk.tell(said, kind="look" if told else "done", details="\n".join(told[1:] and told), action=undo)
        self._editor.source.when_read(lambda: self._editor.go_to_flow(str(outcome.made[0])))
