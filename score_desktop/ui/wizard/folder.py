"""A whole folder of invoices or workbooks instead of a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk


def ask_folder(desk: Desk, window: QWidget) -> Path | None:
    """A folder of invoices or workbooks; None if the person changed their mind."""
    held = desk.config.settings.folder
    chosen = QFileDialog.getExistingDirectory(window, desk.texts.t("Choose a folder of invoices or workbooks"), held)
    if not chosen:
        return None
    desk.config.change(folder=chosen)
    return Path(chosen)
