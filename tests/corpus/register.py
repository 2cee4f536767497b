"""The list of files; each function below `@case` fills a book and is called once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.corpus.paper import Book


@dataclass(frozen=True)
class Case:
    """A file of the corpus and how it is made."""

    name: str
    line: str
    country: str
    fill: Callable[[Book], None]


CASES: list[Case] = []


def case(name: str, line: str, country: str = "BO") -> Callable[[Callable[[Book], None]], Callable[[Book], None]]:
    """Register a file with the line that the README says about it."""

    def keep(fill: Callable[[Book], None]) -> Callable[[Book], None]:
        CASES.append(Case(f"{len(CASES) + 1:02}_{name}", line, country, fill))
        return fill

    return keep
