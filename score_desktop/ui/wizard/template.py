"""The empty template for bills, saved where the person says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from score_desktop.msgid import N_
from score_desktop.ui.doing import doing
from score_desktop.ui.file_work import FileWork

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from score_desktop.jobs import Progress
    from score_desktop.ui.desk import Desk


def save_template(desk: Desk, window: QWidget, path: Path | None = None) -> None:
    """Write an empty workbook for bills, purchases and production, to fill in and import.

    Args:
        path: None: the person is asked.
    """
    texts, t = desk.texts, desk.texts.t
    if path is None:
        pattern = t("Workbook ({pattern})", pattern="*.xlsx")
        path = FileWork(desk, window).ask_save(t("Save an empty template"), t("Bills template") + ".xlsx", pattern)
    if path is None:
        return
    file = path

    def task(_progress: Progress) -> None:
        from score_desktop.reporting.bill_template import write_template

        write_template(texts, file)

    writing = doing(N_("Writing {file}"), file=file.name)
    desk.do(writing, task, lambda _none: desk.tell(t("Written: {file}", file=str(file))))
