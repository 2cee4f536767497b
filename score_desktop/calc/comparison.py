"""A value against that of the year before: only what is covered the same in both is told in per cent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from score_desktop.calc import calendar
from score_desktop.calc.figures import Missing, Period


@dataclass(frozen=True, slots=True)
class Lacks:
    """What the data of a period lack.

    Attributes:
        months: First days of months without data; a month is one, however many meters lack it.
        other: Some days of a month, or what a bill should say, are missing.
        everything: There is nothing at all.
    """

    months: frozenset[dt.date] = frozenset()
    other: bool = False
    everything: bool = False

    @property
    def any(self) -> bool:
        """True if the period is not covered whole."""
        return bool(self.months) or self.other or self.everything

    def __or__(self, more: Lacks) -> Lacks:
        """What a sum of both lacks."""
        return Lacks(self.months | more.months, self.other or more.other, self.everything and more.everything)


WHOLE = Lacks()


@dataclass(frozen=True, slots=True)
class Cover:
    """What lacks now, and in the period that it is compared with."""

    now: Lacks = field(default=WHOLE)
    before: Lacks = field(default=WHOLE)

    @property
    def even(self) -> bool:
        """True if both periods are covered whole, so that a change in per cent says something."""
        return not self.now.any and not self.before.any

    def __or__(self, more: Cover) -> Cover:
        """Of a sum, or a quotient, of both."""
        return Cover(self.now | more.now, self.before | more.before)


EVEN = Cover()


def cover_of(*parts: Cover) -> Cover:
    """Of what is made of all parts; without any, nothing lacks."""
    if not parts:
        return EVEN
    whole = parts[0]
    for part in parts[1:]:
        whole |= part
    return whole


def lacks_of(hole: Missing | None) -> Lacks:
    """From what `ledger.missing_days` says."""
    if hole is None:
        return WHOLE
    months = hole.params.get("months")
    return Lacks(frozenset(months)) if isinstance(months, tuple) else Lacks(other=True)


def nothing_in(period: Period) -> Lacks:
    """Of a period without any data."""
    return Lacks(frozenset(calendar.months_between(*period)), everything=True)


def change(now: float | None, before: float | None, *, even: bool) -> float | None:
    """Relative change (-0.038); None if a value is not known, nothing was before, or periods are not covered alike.

    Args:
        even: Whether both periods are covered the same (`Cover.even`): without some months a total is smaller, and
            nothing has changed.
    """
    if not even or now is None or before is None or before <= 0:
        return None
    return now / before - 1
