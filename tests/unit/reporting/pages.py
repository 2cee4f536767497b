"""What a reader sees of a PDF: text and pictures of its pages."""

from __future__ import annotations

from pathlib import Path

import pypdfium2


def texts_of(path: Path) -> list[str]:
    """The text of each page, lines as they are read."""
    document = pypdfium2.PdfDocument(path)
    try:
        pages = []
        for page in document:
            read = page.get_textpage()
            text = read.get_text_range()
            pages.append("\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")))
            read.close()
            page.close()
        return pages
    finally:
        document.close()


def flat(text: str) -> str:
    """The text on one line, no-break spaces as spaces."""
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())
