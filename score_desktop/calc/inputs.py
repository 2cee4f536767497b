"""What every figure is made from: frozen, without ids of the database, amounts in whole millionths."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from score_desktop.calc.factors import Factor, FactorTable
from score_desktop.calc.figures import BillRef, Period
from score_desktop.enums import ActivityKind, FuelUse, GwpSet, MeterKind, Resource


@dataclass(frozen=True, slots=True)
class MeterData:
    """A meter or a kind of purchase.

    Attributes:
        unit: Symbol in which it is billed; bills may differ.
        unit_base: Symbol of the base unit in the same dimension, that of `BillData.quantity_base`.
        product: Fuel as named ("Diésel oil"); "" for metered supplies.
        use: Vehicle or use as named; "" if not named.
    """

    uid: str
    name: str
    site_uid: str
    site_name: str
    resource: Resource
    kind: MeterKind
    unit: str
    unit_base: str
    fuel_use: FuelUse = FuelUse.UNKNOWN
    product: str = ""
    use: str = ""


class BillData(NamedTuple):
    """One bill. Millionths; None: the bill does not say.

    Attributes:
        period_end: First day not billed; a purchase has one day.
        quantity: In `unit`; quantity_base in the meter's `unit_base`.
        parts: Sum of the parts of the cost that the bill lists, when it lists them all (`findings.sum_of_parts`).
        reading_previous, reading_current, multiplier: As printed; multiplier None counts as one.
    """

    uid: str
    meter_uid: str
    period_start: dt.date
    period_end: dt.date
    quantity: int | None
    unit: str
    quantity_base: int | None
    cost: int | None
    currency: str
    estimated: bool = False
    invoice_number: str = ""
    file: str = ""
    sheet: str = ""
    row: int | None = None
    parts: int | None = None
    reading_previous: int | None = None
    reading_current: int | None = None
    multiplier: int | None = None

    def ref(self) -> BillRef:
        """Where the figures were read."""
        return BillRef("bill", self.uid, self.file, self.sheet, self.row)


class ActivityData(NamedTuple):
    """One monthly value of production, hours or workers, in millionths of `unit`."""

    uid: str
    kind: ActivityKind
    name: str
    product_uid: str | None
    unit: str
    period_start: dt.date
    period_end: dt.date
    value: int
    file: str = ""
    sheet: str = ""
    row: int | None = None

    def ref(self) -> BillRef:
        """Where the value was read."""
        return BillRef("activity", self.uid, self.file, self.sheet, self.row)


@dataclass(frozen=True, slots=True)
class ProductData:
    """What the enterprise makes; `unit` is the one its intensities refer to."""

    uid: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class AuditInputs:
    """All that the figures of one audit are made from.

    Attributes:
        period: First day and first day outside.
        country: ISO alpha-2 of the enterprise.
        bills: Any order; bills outside the period are allowed and serve the comparison with the year before.
        chosen: Factor id that a person chose, by meter uid or by `Resource` value; the meter's own wins.
        kept: For an audit of another factor set: the factors that it was made with, by meter uid (or resource), so
            that its report can be made again whatever was published since.
        sector: "ind" (manufacturing), "com" (commerce, services) or "" when not known.
    """

    period: Period
    gwp_set: GwpSet
    country: str
    meters: tuple[MeterData, ...]
    bills: tuple[BillData, ...]
    activity: tuple[ActivityData, ...]
    products: tuple[ProductData, ...]
    factors: FactorTable
    chosen: Mapping[str, str] = field(default_factory=dict)
    sector: str = ""
    kept: Mapping[str, tuple[Factor, ...]] = field(default_factory=dict)
