"""Long texts in a window."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor, QTextDocument


def let_lines_break(document: QTextDocument) -> None:
    """Break lines of a licence or of a command that are longer than the window, instead of moving it sideways."""
    cursor, block = QTextCursor(document), document.begin()
    while block.isValid():
        shape = block.blockFormat()
        if shape.nonBreakableLines():
            shape.setNonBreakableLines(False)
            cursor.setPosition(block.position())
            cursor.setBlockFormat(shape)
        block = block.next()
