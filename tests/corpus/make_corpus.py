"""Make the files of the corpus and their answers: python -m tests.corpus.make_corpus."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.corpus import cases_layout, cases_locale, cases_other, cases_quantity
from tests.corpus.paper import Book, written
from tests.corpus.register import CASES, Case
from tests.corpus.truth import CURRENCY, answer

HERE = Path(__file__).parent
FILES = HERE / "files"
PARTS = (cases_layout, cases_quantity, cases_locale, cases_other)  # named, so that each has registered its files
ROW = "| {name} | {country} | {line} |"


def filled(case: Case) -> Book:
    """The book of a case."""
    book = Book(case.country)
    case.fill(book)
    return book


def expectation(case: Case, book: Book) -> dict[str, Any]:
    """What an import of the file must give."""
    outcomes = [(choice.answers, choice.bills) for choice in book.choices] or [({}, book.bills)]
    return {
        "line": case.line,
        "country": case.country,
        "currency": CURRENCY[case.country],
        "refused": book.refused,
        "questions": book.questions,
        "slack_days": book.slack_days,
        "notes": book.notes,
        "rows": book.rows(),
        "outcomes": []
        if book.refused
        else [
            {"answers": answers, "records": records(book, len(bills)), **answer(bills, book.activity)}
            for answers, bills in outcomes
        ],
    }


def records(book: Book, bills: int) -> dict[str, int | None]:
    """Counts of records; `read` is null where the contract does not say what a record is."""
    imported = bills + len(book.activity)
    left_out = book.duplicates + book.conflicts + book.problems
    return {
        "read": imported + left_out if book.read_sure else None,
        "imported": imported,
        "duplicates": book.duplicates,
        "conflicts": book.conflicts,
        "problems": book.problems,
    }


def readme(answers: dict[str, dict[str, Any]]) -> str:
    """The text that stands in README.md, with a line for each file."""
    before = (HERE / "readme_head.md").read_text(encoding="utf-8").rstrip()
    lines = [ROW.format(name=name, country=a["country"], line=a["line"]) for name, a in answers.items()]
    return "\n".join([before, "", "| file | country | what |", "| --- | --- | --- |", *lines, ""])


def main() -> None:
    FILES.mkdir(exist_ok=True)
    for old in FILES.iterdir():
        old.unlink()
    answers = {}
    for case in CASES:
        book = filled(case)
        (FILES / case.name).write_bytes(written(case.name, book))
        answers[case.name] = expectation(case, book)
    text = json.dumps(answers, ensure_ascii=False, indent=1)
    (HERE / "expected.json").write_text(text + "\n", encoding="utf-8")
    (HERE / "README.md").write_text(readme(answers), encoding="utf-8")


if __name__ == "__main__":
    main()
