"""The report as PDF."""

from __future__ import annotations

from score_desktop.reporting.pdf.writer import Drawn, draw_report, notes_of, write_document, write_pdf

__all__ = ["Drawn", "draw_report", "notes_of", "write_document", "write_pdf"]
