"""What an import told, as JSON beside its batch: the history shows it, and an import is repeated with its options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from score_desktop.enums import OnConflict, RowVerdict
from score_desktop.importing.result import Problem, Understanding
from score_desktop.services.import_outcome import ConflictRow, ImportOptions, RecordKey, table_json

MOST_LISTED = 200
"""Conflicts and problems that are kept of one import; the number of all of them is in its counts."""


def report_of(
    found: Understanding, options: ImportOptions, conflicts: Sequence[ConflictRow], problems: Sequence[Problem]
) -> dict[str, Any]:
    """What `ImportBatch.report` holds."""
    return {
        "tables": [table_json(table) for table in found.tables],
        "rows": {str(verdict): found.rows.get(verdict, 0) for verdict in RowVerdict},
        "conflicts": [{**row.as_json(), "decision": str(row.decision)} for row in conflicts[:MOST_LISTED]],
        "problems": [_problem_json(problem) for problem in problems[:MOST_LISTED]],
        "notes": [[message_id, _plain(params)] for message_id, params in found.notes],
        "options": _options_json(options),
    }


def problems_in(report: Mapping[str, Any]) -> tuple[Problem, ...]:
    """The problems that a report lists."""
    return tuple(Problem(**row) for row in report.get("problems", ()))


def options_in(report: Mapping[str, Any]) -> ImportOptions:
    """How the person wanted the file read."""
    said = report.get("options", {})
    return ImportOptions(
        sheet=said.get("sheet"),
        on_conflict=OnConflict(said.get("on_conflict", OnConflict.KEEP)),
        answers=said.get("answers", {}),
        meanings=said.get("meanings", {}),
        resources=said.get("resources", {}),
        decisions={RecordKey(*key): OnConflict(decision) for key, decision in said.get("decisions", ())},
        remembers=bool(said.get("remembers", True)),
    )


def _options_json(options: ImportOptions) -> dict[str, Any]:
    return {
        "sheet": options.sheet,
        "on_conflict": str(options.on_conflict),
        "answers": dict(options.answers),
        "meanings": dict(options.meanings),
        "resources": dict(options.resources),
        "remembers": options.remembers,
        "decisions": [[list(key), str(decision)] for key, decision in sorted(options.decisions.items())],
    }


def _problem_json(problem: Problem) -> dict[str, Any]:
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "message_id": problem.message_id,
        "params": _plain(problem.params),
    }


def _plain(params: Mapping[str, object]) -> dict[str, object]:
    """Parameters as JSON has them."""
    return {
        key: value if isinstance(value, (str, int, float, bool)) or value is None else str(value)
        for key, value in params.items()
    }
