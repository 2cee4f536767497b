"""What is made in Python for the clipboard, and what becomes of it when the program ends."""

from __future__ import annotations

from PySide6.QtGui import QClipboard

MADE_HERE = "made in Python"
"""Name of such an object."""


def hand_over(clipboard: QClipboard) -> None:
    """What was made in Python becomes Qt's own: Qt lets go of it when Python has ended, which would crash."""
    held = clipboard.mimeData()
    if held is not None and held.objectName() == MADE_HERE:  # None: nothing was ever copied
        clipboard.setText(clipboard.text())
