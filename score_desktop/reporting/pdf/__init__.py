"""The report as PDF."""

from __future__ import annotations

from score_desktop.reporting.pdf.writer import write_document, write_pdf

__all__ = ["write_document", "write_pdf"]
