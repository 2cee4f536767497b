"""Meters and their bills."""

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar, Self

from pydantic import field_validator, model_validator
from sqlalchemy import Index
from sqlmodel import Field

from score_desktop.enums import DataQuality, FuelUse, MeterKind, Resource
from score_desktop.errors import InvalidInput
from score_desktop.models.base import Input, Row, ScoreModel
from score_desktop.models.named import NOTE_LIMIT, TEXT_LIMIT, Named, NamedInput
from score_desktop.models.rules import BILL_TEXTS, bill_complaint, is_unit
from score_desktop.models.types import MICRO_DIGITS, Micro, vocabulary


class MeterBase(Named):
    """A supply point, or a kind of purchase.

    Attributes:
        kind: METERED bills follow one another in periods, PURCHASE bills have one day each.
        unit: Symbol of the unit of its bills, as last imported; "" while only costs are known.
        unit_base: Symbol of the unit in which its `quantity_base` is given, in the same dimension.
        supplier, account: Who bills, and under which customer number.
        product: Fuel as named ("Diésel oil"); "" for metered supplies.
        use: Vehicle or use as named ("Camión 2145-KLP").
        fuel_use: What the fuel drives; decides its emission factor.
    """

    resource: Resource = Field(sa_type=vocabulary(Resource))
    kind: MeterKind = Field(default=MeterKind.METERED, sa_type=vocabulary(MeterKind))
    unit: str = Field(max_length=32)
    unit_base: str = Field(max_length=32)
    supplier: str = Field(default="", max_length=TEXT_LIMIT)
    account: str = Field(default="", max_length=TEXT_LIMIT)
    product: str = Field(default="", max_length=TEXT_LIMIT)
    use: str = Field(default="", max_length=TEXT_LIMIT)
    fuel_use: FuelUse = Field(default=FuelUse.UNKNOWN, sa_type=vocabulary(FuelUse))
    note: str = Field(default="", max_length=NOTE_LIMIT)


class MeterIn(NamedInput, MeterBase):
    """A meter as typed. Raises also "bill.unit_unknown"."""

    @model_validator(mode="after")
    def _units(self) -> Self:
        for field in ("unit", "unit_base"):
            symbol = getattr(self, field)
            if symbol and not is_unit(symbol):
                raise InvalidInput("bill.unit_unknown", field=field, value=symbol)
        return self


class Meter(MeterBase, Row, table=True):
    """One meter of a site."""

    __tablename__: ClassVar[str] = "meter"

    site_id: int = Field(foreign_key="site.id", index=True)


class BillBase(ScoreModel):
    """One invoice for one resource at one meter over one billing period.

    Amounts are exact to the millionth. None is "not known", zero is a value. Names are those of
    `importing.result.BILL_COLUMNS`.

    Attributes:
        period_start: First day billed.
        period_end: First day *not* billed, so that periods join without overlap.
        quantity: Amount billed, in `unit`; a credit note may be negative.
        unit: A symbol known to `score_desktop.units` ("kWh", "m3", "kg"); "" without a quantity.
        quantity_base: The same in the meter's `unit_base`.
        cost: Total charged, taxes included, in `currency` as billed.
        currency: ISO code; "" without a cost.
        cuf: Identity of a Bolivian electronic invoice.
        date_previous, date_current: Days of reading as printed.
        multiplier: What the difference of readings is multiplied with.
        quantity_high, quantity_medium, quantity_low: Energy by tariff block.
        arrears: Debt of earlier periods, part of what is paid but not of `cost`.
        estimated: The supplier estimated the reading.
        source_file, source_sheet, source_row, source_column: Where the figures were read; "" and None if typed.
        quality: A billed … D guessed.
    """

    period_start: dt.date
    period_end: dt.date
    quantity: Decimal | None = Field(default=None, sa_type=Micro)
    unit: str = Field(default="", max_length=32)
    quantity_base: Decimal | None = Field(default=None, sa_type=Micro)
    cost: Decimal | None = Field(default=None, sa_type=Micro)
    currency: str = Field(default="", max_length=3)
    invoice_number: str = Field(default="", max_length=BILL_TEXTS["invoice_number"])
    cuf: str = Field(default="", max_length=BILL_TEXTS["cuf"])
    category: str = Field(default="", max_length=BILL_TEXTS["category"])
    period_label: str = Field(default="", max_length=BILL_TEXTS["period_label"])
    date_previous: dt.date | None = None
    date_current: dt.date | None = None
    reading_previous: Decimal | None = Field(default=None, sa_type=Micro)
    reading_current: Decimal | None = Field(default=None, sa_type=Micro)
    multiplier: Decimal | None = Field(default=None, sa_type=Micro)
    quantity_high: Decimal | None = Field(default=None, sa_type=Micro)
    quantity_medium: Decimal | None = Field(default=None, sa_type=Micro)
    quantity_low: Decimal | None = Field(default=None, sa_type=Micro)
    demand_kw: Decimal | None = Field(default=None, sa_type=Micro)
    contracted_kw: Decimal | None = Field(default=None, sa_type=Micro)
    reactive_kvarh: Decimal | None = Field(default=None, sa_type=Micro)
    power_factor: Decimal | None = Field(default=None, sa_type=Micro)
    unit_price: Decimal | None = Field(default=None, sa_type=Micro)
    cost_energy: Decimal | None = Field(default=None, sa_type=Micro)
    cost_power: Decimal | None = Field(default=None, sa_type=Micro)
    cost_penalty: Decimal | None = Field(default=None, sa_type=Micro)
    cost_fixed: Decimal | None = Field(default=None, sa_type=Micro)
    cost_sewer: Decimal | None = Field(default=None, sa_type=Micro)
    tax_lighting: Decimal | None = Field(default=None, sa_type=Micro)
    tax_cleaning: Decimal | None = Field(default=None, sa_type=Micro)
    other_fees: Decimal | None = Field(default=None, sa_type=Micro)
    adjustments: Decimal | None = Field(default=None, sa_type=Micro)
    arrears: Decimal | None = Field(default=None, sa_type=Micro)
    tax_base: Decimal | None = Field(default=None, sa_type=Micro)
    estimated: bool = Field(default=False)
    note: str = Field(default="", max_length=BILL_TEXTS["note"])
    source_file: str = Field(default="", max_length=BILL_TEXTS["source_file"])
    source_sheet: str = Field(default="", max_length=BILL_TEXTS["source_sheet"])
    source_row: int | None = None
    source_column: str = Field(default="", max_length=BILL_TEXTS["source_column"])
    quality: DataQuality = Field(default=DataQuality.A, sa_type=vocabulary(DataQuality))


class BillIn(Input, BillBase):
    """A bill as typed; the same rules as `models.bulk.check_bill_columns`.

    Raises also "bill.period_order", "bill.period_long", "bill.date_range", "bill.empty", "bill.unit_missing",
    "bill.unit_unknown", "bill.currency_missing", "bill.amount_range", "bill.source_row", "input.currency".
    """

    @field_validator("*", mode="after")
    @classmethod
    def _six_places(cls, value: Any) -> Any:
        # Amounts out of range are left as they are: rounding could overflow the context, the rules refuse them below.
        if isinstance(value, Decimal) and abs(value) < Decimal(10) ** 15:
            return value.quantize(MICRO_DIGITS, rounding="ROUND_HALF_UP")
        return value

    @model_validator(mode="after")
    def _rules(self) -> Self:
        complaint = bill_complaint(self.__dict__)
        if complaint is not None:
            field, message_id, params = complaint
            raise InvalidInput(message_id, field=field, **params)
        return self


class Bill(BillBase, Row, table=True):
    """One bill of a meter; `batch_id` is the import that brought it, None if typed."""

    __tablename__: ClassVar[str] = "bill"
    __table_args__ = (Index(None, "meter_id", "period_start"),)

    meter_id: int = Field(foreign_key="meter.id")
    batch_id: int | None = Field(default=None, foreign_key="import_batch.id", index=True)
