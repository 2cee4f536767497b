"""Import the corpus and judge it: `python -m tests.corpus.run [NN …]` prints what is not right, and the figure.

With `--write` the figure goes into docs/import.md, where a test holds it.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from score_desktop.errors import ScoreError
from score_desktop.i18n import Texts
from score_desktop.importing import start_reader
from score_desktop.jobs import Progress
from score_desktop.services import activity, audits, bills, imports
from score_desktop.services.context import Context
from tests.corpus.judge import Judgement, Stored, judge, summary

HERE = Path(__file__).resolve().parent
FILES = HERE / "files"
PAGE = HERE.parent.parent / "docs" / "import.md"
_BEGIN, _END = "<!-- figure: python -m tests.corpus.run --write -->", "<!-- end of the figure -->"
TODAY = dt.date(2026, 3, 18)
SPAN = (dt.date(2015, 1, 1), dt.date(2027, 1, 1))


def expectations() -> dict[str, Any]:
    """The frozen answers, by name of the file."""
    answers: dict[str, Any] = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
    return answers


@contextmanager
def workspace() -> Iterator[Context]:
    """An empty workspace for a while; each import goes into an enterprise of its own, which is empty too."""
    with (
        tempfile.TemporaryDirectory(prefix="score-corpus-") as folder,
        Context.open(Path(folder) / "w.sqlite", create=True, actor="corpus") as context,
    ):
        yield context


def judged(context: Context, name: str, entry: Mapping[str, Any]) -> list[Judgement]:
    """One file: without answers, and once for each outcome if it asks."""
    if not entry["questions"]:
        return [_one(context, name, entry, {}, {})]
    first: dict[str, str] = {}
    results = [_one(context, name, entry, {}, first)]
    for outcome in entry["outcomes"]:
        given = {place: outcome["answers"].get(question, "") for place, question in first.items()}
        results.append(_one(context, name, entry, outcome["answers"], {}, given))
    return results


def _one(
    context: Context,
    name: str,
    entry: Mapping[str, Any],
    answers: Mapping[str, str],
    asked: dict[str, str],
    given: Mapping[str, str] | None = None,
) -> Judgement:
    """Import into an empty enterprise and judge; `asked` gets the place of each question that the import has."""
    wanted = audits.NewAudit(f"Firma {name} {dict(answers)}", entry["country"], currency=entry["currency"])
    made = context.write(audits.new_audit, wanted, TODAY)
    outcome = _import(context, name, made.audit, given or {})
    for question in (outcome or {}).get("questions", ()):
        place = f"{question['sheet']}!{question['column']}"
        asked[f"{place}:{question['question']}"] = question["question"]
    return judge(name, entry, outcome, lambda: stored(context, made.enterprise), answers)


def _import(context: Context, name: str, audit: str, given: Mapping[str, str]) -> dict[str, Any] | None:
    options = imports.ImportOptions(answers=dict(given))
    try:
        with start_reader() as reader:
            outcome = imports.import_file(context, FILES / name, audit, options, Progress(), TODAY, reader)
    except ScoreError:
        return None
    return outcome.as_json(Texts("en"))


def stored(context: Context, enterprise: str) -> Stored:
    """What the workspace holds."""
    ids = context.read(bills.bill_ids, bills.BillFilter(enterprise))
    rows = context.read(bills.bill_page, list(ids))
    grid = context.read(activity.activity_grid, enterprise, *SPAN)
    series = {one.key: one for one in grid.series}
    return Stored(
        [
            {
                "meter": row.meter,
                "resource": str(row.resource),
                "start": row.period_start.isoformat(),
                "end": row.period_end.isoformat(),
                "quantity": _text(row.quantity),
                "unit": row.unit,
                "cost": _text(row.cost),
                "currency": row.currency,
                "invoice": row.invoice_number or None,
                "estimated": row.estimated,
            }
            for row in rows
        ],
        [
            {"kind": str(series[key].kind), "unit": series[key].unit, "month": month.isoformat(), "value": _text(value)}
            for (key, month), value in grid.values.items()
        ],
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def figure_lines(figures: Mapping[str, int]) -> list[str]:
    """The figure as docs/import.md shows it."""
    asked = figures["questions_asked"] - figures["questions_needless"]
    files, right = figures["files"], figures["files_right"]
    needless, wrong = figures["questions_needless"], figures["wrong_values"]
    return [
        "| what | of | right |",
        "| --- | ---: | ---: |",
        f"| files: every bill, row, question and note as written down before | {files} | {right} |",
        f"| records (bills and monthly values) | {figures['records_total']} | {figures['records_right']} |",
        f"| rows with their verdict | {figures['verdicts_total']} | {figures['verdicts_right']} |",
        f"| questions asked where the file leaves something open | {figures['questions_expected']} | {asked} |",
        "",
        f"Questions asked without need: {needless}. Wrong values stored: **{wrong}**.",
    ]


def published() -> list[str]:
    """The figure as it stands in docs/import.md."""
    text = PAGE.read_text(encoding="utf-8")
    return text[text.index(_BEGIN) + len(_BEGIN) : text.index(_END)].strip("\n").split("\n")


def publish(figures: Mapping[str, int]) -> None:
    """Write the figure into docs/import.md."""
    text = PAGE.read_text(encoding="utf-8")
    head, tail = text[: text.index(_BEGIN) + len(_BEGIN)], text[text.index(_END) :]
    PAGE.write_text(head + "\n" + "\n".join(figure_lines(figures)) + "\n" + tail, encoding="utf-8")


def main(words: list[str]) -> int:
    """Judge the files whose name begins with one of the words; all without words."""
    is_written, words = "--write" in words, [word for word in words if word != "--write"]
    results = []
    with workspace() as context:
        for name, entry in expectations().items():
            if words and not name.startswith(tuple(words)):
                continue
            for result in judged(context, name, entry):
                results.append(result)
                if not result.right:
                    print(f"{name}: {'; '.join(result.remarks)[:600]}")
    print(json.dumps(summary(results), ensure_ascii=False, indent=1, default=str))
    if is_written and not words:
        publish(summary(results))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
