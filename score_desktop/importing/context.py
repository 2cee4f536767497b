"""What is known beside a file: the enterprise's country and currency, and the person's answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def _go_on() -> None:
    """Nobody wants to stop."""


@dataclass(frozen=True, slots=True)
class ImportContext:
    """What the person and the audit say beside the file.

    Attributes:
        country: ISO code of the enterprise's country; decides what "$" may mean.
        currency: ISO code of amounts for which the file names none.
        sheet: Only this sheet is understood; None: all.
        answers: Answers to questions, by "SHEET!COLUMN" (letters), or by "SHEET!COLUMN:question" where one column has
            two. Values: dmy, mdy, ymd; comma, point; a currency code; a unit; a `Resource` value; a year; first, last.
        meanings: Meaning of columns as the person or a saved profile says, by "SHEET!COLUMN"; "" leaves a column out.
        resources: What a whole table is about, by "SHEET!RANGE" (`FoundTable.range`); wins over its words.
        latest_year: The latest of the years to choose from where dates lack theirs.
        check: Called often while a file is understood; raises to stop there.
    """

    country: str
    currency: str
    sheet: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)
    resources: Mapping[str, str] = field(default_factory=dict)
    latest_year: int = 2026
    check: Callable[[], None] = field(default=_go_on, compare=False)

    def answer(self, sheet: str, column: str, question: str) -> str | None:
        """The person's answer to one question of a column, or None."""
        exact = self.answers.get(f"{sheet}!{column}:{question}")
        return exact if exact is not None else self.answers.get(f"{sheet}!{column}")
