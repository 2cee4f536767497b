"""The audit as an Excel workbook."""

from __future__ import annotations

from score_desktop.reporting.workbook.writer import write_workbook

__all__ = ["write_workbook"]
