"""Copies of very many bills: read and written as text off the GUI thread, then put on the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData

from score_desktop.msgid import N_
from score_desktop.services.bill_table import edit_text
from score_desktop.services.bills import bill_page
from score_desktop.ui.clipboard import MADE_HERE
from score_desktop.ui.doing import Doing
from score_desktop.ui.widgets.grid_clipboard import text_of_rows

if TYPE_CHECKING:
    from score_desktop.jobs import Progress
    from score_desktop.ui.desk import Desk
    from score_desktop.ui.itemmodels.bills import BillsModel

AT_A_TIME = 1_000


def copy_bills(
    desk: Desk, model: BillsModel, rows: range, columns: Sequence[int], use: Callable[[QMimeData], object]
) -> None:
    """Make the text of a block of the table.

    Args:
        rows: Of the table as shown; drafts are taken as they stand.
        columns: Numbers of the columns, in order.
        use: Gets the text on the GUI thread, ready for the clipboard.
    """
    texts, context = desk.texts, desk.context
    keys = [model.columns[column].key for column in columns]
    drafts = [row for row in rows[: model.draft_count()] if model.draft_of(row) is not None]
    head = text_of_rows([model.text_at(row, column, editing=True) for column in columns] for row in drafts)
    first = model.stored_of(rows[len(drafts)]) if len(drafts) < len(rows) else 0
    ids = model.ids[first : first + len(rows) - len(drafts)]

    def task(progress: Progress) -> QMimeData:
        parts = [head.encode()] if drafts else []
        for start in range(0, len(ids), AT_A_TIME):
            progress.report(start / len(ids))
            page = context.read(bill_page, ids[start : start + AT_A_TIME])
            parts.append(text_of_rows([edit_text(row, key, texts) for key in keys] for row in page).encode())
        # As bytes: to make 200,000 rows into Qt's text takes a tenth of a second in which nothing else gets its turn.
        made = QMimeData()
        made.setData("text/plain", b"".join(parts))
        made.setObjectName(MADE_HERE)
        made.moveToThread(desk.thread())
        return made

    def copied(made: QMimeData) -> None:
        use(made)
        count = len(ids) + len(drafts)
        desk.tell(texts.tn("{n} row is on the clipboard.", "{n} rows are on the clipboard.", count))

    desk.do(Doing(N_("Copying {n} rows"), n=len(rows)), task, copied)
