"""A figure and the tree of what it was made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

MICRO = 1_000_000
"""Billed amounts are whole millionths, so that sums are exact."""

Period = tuple[dt.date, dt.date]
"""First day and first day outside."""


@dataclass(frozen=True, slots=True)
class BillRef:
    """The bill or activity value behind a figure.

    Attributes:
        kind: "bill" or "activity".
        uid: Portable id of the record.
        file: Name of the file it came from; "" if typed by hand.
        sheet: Sheet in that file; "" if the file has none.
        row: Row as the spreadsheet program numbers it, from 1; None if typed by hand.
    """

    kind: str
    uid: str
    file: str = ""
    sheet: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class FactorRef:
    """The published factor behind a figure.

    Attributes:
        factor: Stable id in the reference data.
        source: Title of the source.
        year: Year the factor is for; None if its source does not say.
        basis: What the number includes ("life_cycle", "NCV", "AR5 …").
        status: A `FactorStatus` value; shown as a mark.
        notes: Message texts (English ids) of what to know about the choice, such as another country's or year's factor.
    """

    factor: str
    source: str
    year: int | None
    basis: str
    status: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    """One operand of a formula. `name` is an English message id or the person's own word (a bill's number)."""

    name: str
    value: float | None
    unit: str
    origin: BillRef | FactorRef | Explanation | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a figure was made. `formula` is an English message id, translated where it is shown."""

    formula: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of an audit; the same object on screen, in the PDF, in the workbook and on the command line.

    Attributes:
        key: "use.electricity", "ghg.scope1" … (design/cli.md).
        value: Number in `unit`; sums of billed amounts are exact to the millionth.
        unit: Symbol of the unit, or ISO code for money.
        period: First day and first day outside.
        dims: Empty for the whole audit; else portable ids and names that narrow it (site, meter, product).
        explanation: Tree down to bills and factors.
    """

    key: str
    value: float
    unit: str
    period: Period
    explanation: Explanation
    dims: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Missing:
    """A figure that cannot be given. `why` is a message id of `score_desktop.messages` with its parameters."""

    key: str
    why: str
    params: Mapping[str, object] = field(default_factory=dict)
