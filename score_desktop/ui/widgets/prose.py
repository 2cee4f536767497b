"""Long texts in a window."""

from __future__ import annotations

from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument


def let_lines_break(document: QTextDocument, *, size: float = 1.0) -> None:
    """Break lines of a licence or of a command that are longer than the window, instead of moving it sideways.

    Args:
        size: Of the letters of these lines, against those of the rest.
    """
    letters = QTextCharFormat()
    letters.setFontPointSize(document.defaultFont().pointSizeF() * size)
    cursor, block = QTextCursor(document), document.begin()
    while block.isValid():
        shape = block.blockFormat()
        if shape.nonBreakableLines():
            shape.setNonBreakableLines(False)
            cursor.setPosition(block.position())
            cursor.setBlockFormat(shape)
            if size != 1.0:
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(letters)
        block = block.next()
