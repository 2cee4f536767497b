"""What makes a finding the same one tomorrow: a person has accepted what the bills said, not that they may change."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from score_desktop.calc.inputs import BillData

if TYPE_CHECKING:
    from score_desktop.calc.findings import Finding

_MARK = "fingerprint/1"
"""Part of each fingerprint; another number when the facts are others, so that old acceptances do not fit by chance."""

Facts = tuple[object, ...]


def facts(*bills: BillData) -> Facts:
    """What bills say, in whatever order, without ids and without where they were read: equal wherever they travel."""
    return tuple(sorted((_facts(bill) for bill in bills), key=repr))


def _facts(bill: BillData) -> Facts:
    return (
        bill.period_start.isoformat(),
        bill.period_end.isoformat(),
        bill.invoice_number,
        bill.quantity,
        bill.unit,
        bill.cost,
        bill.currency,
        bool(bill.estimated),
        bill.parts,
        bill.reading_previous,
        bill.reading_current,
        bill.multiplier,
    )


def with_fingerprints(found: Iterable[Finding]) -> list[Finding]:
    """The findings of one meter with their fingerprints; of several that are equal in everything each has its own.

    A fingerprint is made of the kind, the days and the facts of the bills it is about. What is usual at the meter is
    no part: it moves with every bill that comes in.
    """
    seen: Counter[str] = Counter()
    marked = []
    for finding in found:
        told = json.dumps([_MARK, finding.kind, finding.start.isoformat(), finding.end.isoformat(), finding.facts])
        seen[told] += 1
        text = told if seen[told] == 1 else f"{told}{seen[told]}"
        marked.append(replace(finding, fingerprint=hashlib.sha256(text.encode()).hexdigest()))
    return marked
