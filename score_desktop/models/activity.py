"""Products and monthly activity data: what consumption is explained by."""

import datetime as dt
from decimal import Decimal
from typing import ClassVar, Self

from pydantic import model_validator
from sqlalchemy import Index
from sqlmodel import Field

from score_desktop.enums import ActivityKind
from score_desktop.errors import InvalidInput
from score_desktop.models.base import Row
from score_desktop.models.named import Named, NamedInput
from score_desktop.models.rules import (
    BILL_TEXTS,
    DATE_HIGH,
    DATE_LOW,
    LONGEST_BILL_DAYS,
    MOST,
    is_unit,
)
from score_desktop.models.types import Micro, vocabulary


class ProductBase(Named):
    """What a site makes.

    Attributes:
        unit: Symbol of the unit it is counted in; "" if not known.
    """

    unit: str = Field(max_length=32)


class ProductIn(NamedInput, ProductBase):
    """A product as typed. Raises also "bill.unit_unknown"."""

    @model_validator(mode="after")
    def _unit(self) -> Self:
        if self.unit and not is_unit(self.unit):
            raise InvalidInput("bill.unit_unknown", field="unit", value=self.unit)
        return self


class Product(ProductBase, Row, table=True):
    """One product of a site."""

    __tablename__: ClassVar[str] = "product"

    site_id: int = Field(foreign_key="site.id", index=True)


class ActivityValueBase(Named):
    """One value of a series, mostly of a month: production, hours, workers.

    Attributes:
        name: Of the series, as in the file, without the unit.
        value: In `unit`, exact to the millionth.
        period_start: First day counted; period_end the first day not counted.
    """

    kind: ActivityKind = Field(sa_type=vocabulary(ActivityKind))
    unit: str = Field(default="", max_length=32)
    period_start: dt.date
    period_end: dt.date
    value: Decimal = Field(sa_type=Micro)
    source_file: str = Field(default="", max_length=BILL_TEXTS["source_file"])
    source_sheet: str = Field(default="", max_length=BILL_TEXTS["source_sheet"])
    source_row: int | None = None
    source_column: str = Field(default="", max_length=BILL_TEXTS["source_column"])


class ActivityValueIn(NamedInput, ActivityValueBase):
    """A value as typed.

    Raises also "bill.period_order", "bill.period_long", "bill.date_range", "bill.amount_range", "bill.unit_unknown".
    """

    @model_validator(mode="after")
    def _rules(self) -> Self:
        start, end = self.period_start, self.period_end
        if not start >= DATE_LOW or not end <= DATE_HIGH:
            raise InvalidInput("bill.date_range", field="period_start", low=DATE_LOW, high=DATE_HIGH)
        if end <= start:
            raise InvalidInput("bill.period_order", field="period_end", start=start, end=end)
        if (end - start).days > LONGEST_BILL_DAYS:
            raise InvalidInput("bill.period_long", field="period_end", days=LONGEST_BILL_DAYS)
        if abs(self.value) > MOST:
            raise InvalidInput("bill.amount_range", field="value")
        if self.unit and not is_unit(self.unit):
            raise InvalidInput("bill.unit_unknown", field="unit", value=self.unit)
        return self


class ActivityValue(ActivityValueBase, Row, table=True):
    """One activity value of a site; `product_id` for production."""

    __tablename__: ClassVar[str] = "activity_value"
    __table_args__ = (Index(None, "site_id", "kind", "period_start"),)

    site_id: int = Field(foreign_key="site.id")
    product_id: int | None = Field(default=None, foreign_key="product.id", index=True)
    batch_id: int | None = Field(default=None, foreign_key="import_batch.id", index=True)
