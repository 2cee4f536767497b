"""What was typed into a table and is not stored, as JSON and back: rows that are not whole, cells that were refused.

Tables that show one enterprise at a time keep it for each (`Leftovers`): another enterprise, another language or the
end of the program throws nothing away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from score_desktop.errors import InvalidInput
from score_desktop.ui.itemmodels.refused import Wrong

if TYPE_CHECKING:
    from score_desktop.ui.itemmodels.cells import CellModel

MOST_KEPT = 200
"""Rows and cells that are remembered: what was typed, not a block that was pasted wrongly."""


def wrong_cells(model: CellModel) -> list[list[Any]]:
    """Cells of stored rows whose typed text was refused: key of the row, column, text, reason."""
    cells = [[key, column, wrong.text, wrong.reason] for (key, column), wrong in model.wrong_cells() if wrong.text]
    return cells[:MOST_KEPT]


def put_wrong_cells(model: CellModel, cells: object, language: str) -> None:
    """Mark them again; a reason in another language than `language` gives way to what the table itself would say."""
    known = language == model.desk.texts.language
    marked: dict[tuple[Any, str], Wrong] = {}
    for cell in cells if isinstance(cells, list) else ():
        if not (isinstance(cell, list) and len(cell) == 4 and isinstance(cell[0], str | int)):
            continue
        key, column, text, reason = cell[0], str(cell[1]), str(cell[2]), str(cell[3])
        waits = reason == model.desk.texts.t("Not stored: another cell of this row needs a look first.")
        marked[(key, column)] = Wrong(text, reason if known else _reason(model, column, text), waits)
    model.put_wrong(marked)


def _reason(model: CellModel, column: str, text: str) -> str:
    texts = model.desk.texts
    for spec in model.columns:
        if spec.key == column:
            try:
                model.parse(spec, text)
            except InvalidInput as error:
                return texts.error(error)
    return texts.t("Not stored.")


class Leftovers:
    """What is left in a table, for each enterprise that it has shown."""

    def __init__(self, model: CellModel, rows: Callable[[], list[dict[str, str]]] | None = None) -> None:
        """Keep what a table has; `rows` gives the new rows to keep, None: all of them."""
        self._model, self._rows = model, rows or model.drafts_left
        self._of: dict[str, Any] = {}

    def leave(self, enterprise: str) -> None:
        """The table is about to show another enterprise."""
        left = self._left()
        if enterprise and left:
            self._of[enterprise] = left

    def enter(self, enterprise: str) -> None:
        """The table shows this enterprise now: put what is left of it below what is typed there."""
        left = self._of.pop(enterprise, None)
        if not isinstance(left, dict):
            return
        rows = left.get("rows")
        self._model.put_drafts(
            [
                {str(key): str(text) for key, text in row.items()}
                for row in (rows if isinstance(rows, list) else ())
                if isinstance(row, dict)
            ]
        )
        put_wrong_cells(self._model, left.get("wrong"), str(left.get("language", "")))

    def add(self, enterprise: str, rows: Sequence[Mapping[str, str]], wrong: Sequence[Sequence[Any]]) -> None:
        """More is left of an enterprise: new rows that were refused, and cells as `wrong_cells` gives them."""
        if not rows and not wrong:
            return
        left = self._of.get(enterprise)
        before = left if isinstance(left, dict) else {"language": self._model.desk.texts.language}
        self._of[enterprise] = {
            **before,
            "rows": [*before.get("rows", ()), *(dict(row) for row in rows)],
            "wrong": [*before.get("wrong", ()), *(list(cell) for cell in wrong)],
        }

    def kept(self, enterprise: str) -> dict[str, Any]:
        """For `take`: what is left of this enterprise, which is shown, and of the others."""
        left = self._left()
        return {**self._of, **({enterprise: left} if enterprise and left else {})}

    def take(self, kept: object) -> None:
        """Take what `kept` gave, whoever wrote it; before anything is shown."""
        if isinstance(kept, dict):
            self._of = dict(kept)

    def _left(self) -> dict[str, Any]:
        rows = [row for row in self._rows() if any(text.strip() for text in row.values())][:MOST_KEPT]
        wrong = wrong_cells(self._model)
        return {"rows": rows, "wrong": wrong, "language": self._model.desk.texts.language} if rows or wrong else {}


def as_json(parts: Mapping[str, Any]) -> dict[str, Any]:
    """Only the parts in which something is left."""
    return {key: part for key, part in parts.items() if part}
