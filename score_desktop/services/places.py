"""Where in the program something that is missing can be put right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from score_desktop.calc.figures import Missing
from score_desktop.calc.inputs import MeterData
from score_desktop.enums import Resource
from score_desktop.i18n import N_

COMPLETE, IMPORT, REVIEW, CHOOSE, ENTER = N_("Complete"), N_("Import"), N_("Review"), N_("Choose"), N_("Enter")


@dataclass(frozen=True, slots=True)
class Place:
    """A page and what to do there.

    Attributes:
        page: "enterprise", "consumption", "footprint" or "report".
        what: "bills", "production", "factor", "amounts", "profile".
        verb: English message id of a button.
        resource, meter: Narrow it; None and "" if all are meant.
    """

    page: str
    what: str
    verb: str
    resource: Resource | None = None
    meter: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing, and where to put it right. `message_id` with `params` says what."""

    key: str
    message_id: str
    params: tuple[tuple[str, object], ...]
    place: Place

    @property
    def holes(self) -> int:
        """How many things are missing: months where they are told, else one."""
        months = dict(self.params).get("months")
        return len(months) if isinstance(months, tuple) else 1


_FACTORS = frozenset({"calc.no_factor", "calc.factor_unknown", "calc.factor_unit"})
_PRODUCTION = frozenset({"calc.no_values", "calc.no_production", "calc.production_zero", "calc.production_partly"})
_AMOUNTS = frozenset(
    {
        "calc.quantity_missing",
        "calc.cost_missing",
        "calc.currency_missing",
        "calc.units_differ",
        "calc.units_differ_meter",
    }
)
_HOLES = frozenset({"calc.months_missing", "calc.days_missing"})


def gaps_of(missing: Sequence[Missing], meters: Sequence[MeterData]) -> tuple[Gap, ...]:
    """What is missing, each once, in the order given."""
    by_name: dict[tuple[str, Resource], str] = {}
    for meter in meters:
        by_name.setdefault((meter.name, meter.resource), meter.uid)
    found: dict[tuple[str, tuple[tuple[str, object], ...]], Gap] = {}
    for gap in missing:
        params = tuple(gap.params.items())
        if (gap.why, params) not in found:
            found[gap.why, params] = Gap(gap.key, gap.why, params, _place(gap, by_name))
    return tuple(found.values())


def _place(gap: Missing, by_name: Mapping[tuple[str, Resource], str]) -> Place:
    resource = resource_of(gap.key)
    name = str(gap.params.get("meter") or gap.params.get("name") or "")
    meter = by_name.get((name, resource), "") if resource is not None else ""
    if gap.why in _FACTORS:
        return Place("footprint", "factor", CHOOSE, resource, meter)
    if gap.why in _PRODUCTION or gap.key.startswith(("production.", "activity.")):
        return Place("enterprise", "production", REVIEW if gap.why == "calc.production_zero" else ENTER)
    if gap.why in _AMOUNTS:
        return Place("consumption", "amounts", REVIEW, resource, meter)
    return Place("consumption", "bills", COMPLETE if gap.why in _HOLES else IMPORT, resource, meter)


def resource_of(key: str) -> Resource | None:
    """The resource in a figure's key ("use.electricity", "ghg.scope1.diesel"); None if it names none."""
    for word in key.split("."):
        if word in frozenset(Resource):
            return Resource(word)
    return None
