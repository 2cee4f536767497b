"""Known records that arrive with another value: both sides with all that either of them tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from score_desktop.db.images import read_images
from score_desktop.enums import OnConflict
from score_desktop.models.rules import BILL_AMOUNTS
from score_desktop.services.import_activity import ActivityStore
from score_desktop.services.import_bills import BillStore
from score_desktop.services.import_outcome import RecordKey
from score_desktop.services.import_records import raw

BILL_FIELDS = (
    *("invoice_number", "period_start", "period_end", "date_previous", "date_current"),
    *("reading_previous", "reading_current", "multiplier"),
    *("quantity", "quantity_high", "quantity_medium", "quantity_low"),
    *("demand_kw", "contracted_kw", "reactive_kvarh", "power_factor", "unit_price"),
    *("cost_energy", "cost_power", "cost_fixed", "cost_penalty", "cost_sewer"),
    *("tax_lighting", "tax_cleaning", "other_fees", "adjustments", "cost", "arrears", "tax_base"),
    *("category", "estimated", "note"),
)
"""Columns of a bill in the order in which a person reads them."""
ACTIVITY_FIELDS = ("period_start", "period_end", "value")
AMOUNTS = frozenset((*BILL_AMOUNTS, "value"))
"""Fields in millionths."""
_BESIDE = ("unit", "currency", "source_file", "source_sheet", "source_row")


@dataclass(frozen=True, slots=True)
class FieldPair:
    """One field of a conflict: amounts as whole millionths, days as ISO text, None where a side does not tell it."""

    name: str
    stored: Any
    file: Any

    @property
    def differs(self) -> bool:
        """Whether the sides tell different things."""
        return bool(self.stored != self.file)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A conflict for a person to decide.

    Attributes:
        key: Under which `ImportOptions.decisions` keeps the decision.
        is_bill: False for a monthly value of production, hours or workers.
        stored, file: What each side tells, without what it leaves empty; with "unit", "currency", "source_file",
            "source_sheet", "source_row".
        above: Row of the same file that it differs from; None: `stored` is a record of the audit.
        decision: What the person decided so far; None: nothing, so it is kept as it is.
    """

    key: RecordKey
    is_bill: bool
    stored: Mapping[str, Any]
    file: Mapping[str, Any]
    above: int | None = None
    decision: OnConflict | None = None

    def pairs(self) -> tuple[FieldPair, ...]:
        """The fields that either side tells, in the order of reading."""
        names = BILL_FIELDS if self.is_bill else ACTIVITY_FIELDS
        return tuple(
            FieldPair(name, self.stored.get(name), self.file.get(name))
            for name in names
            if name in self.stored or name in self.file
        )


def conflicts_of(store: BillStore | ActivityStore) -> tuple[Conflict, ...]:
    """The conflicts that a store has found; it reads the stored side."""
    is_bill = isinstance(store, BillStore)
    wanted = (*(BILL_FIELDS if is_bill else ACTIVITY_FIELDS), *_BESIDE)
    ids = [stored for _, stored, _ in store.sorted.conflicts if stored is not None]
    images = read_images(store.session.connection(), "bill" if is_bill else "activity_value", ids)
    known = {row: _told(image, wanted) for row, image in images.items()}

    def side(position: int) -> dict[str, Any]:
        columns = store.columns
        image = {name: raw(columns[name][position]) for name in wanted if name in columns}
        return _told({**image, "source_file": store.found.file}, wanted)

    found = []
    for position, stored, other in store.sorted.conflicts:
        above = None if other is None else store.columns["source_row"][other]
        before = known[stored] if stored is not None else side(position if other is None else other)
        key = store.key_of(position)
        found.append(Conflict(key, is_bill, before, side(position), above, store.options.decisions.get(key)))
    return tuple(found)


def _told(image: Mapping[str, Any], wanted: tuple[str, ...]) -> dict[str, Any]:
    empty = (None, "")
    return {
        name: value
        for name in wanted
        if (value := image.get(name)) not in empty and (name != "estimated" or bool(value))
    }
