"""An audit: a period of an enterprise's data with its own factors."""

import datetime as dt
from typing import Any, ClassVar, Self

from pydantic import model_validator
from sqlmodel import Field

from score_desktop.enums import AuditKind, GwpSet
from score_desktop.errors import InvalidInput
from score_desktop.models.base import Input, Row, ScoreModel
from score_desktop.models.named import NAME_LIMIT, TEXT_LIMIT
from score_desktop.models.rules import DATE_HIGH, DATE_LOW
from score_desktop.models.types import JsonText, vocabulary

LONGEST_AUDIT_DAYS = 3660
EARLIEST = dt.date(DATE_LOW.year - 2, 1, 1)
"""An audit may begin before the first bill that can be stored: the twelve months up to it, and the year before."""


class AuditBase(ScoreModel):
    """A view over the enterprise's bills and activity data.

    Attributes:
        period_start: First day looked at.
        period_end: First day *not* looked at.
        period_fixed: False: the period follows the data (the last twelve full months that have any) until a person
            sets it.
        factor_set: Version of the reference data that factors are proposed from.
        report_date: Day printed on the report, stored so that the same audit gives the same bytes; None until the
            first report.
        report: What its documents leave out and their language, as `services.report_options` stores it.
    """

    name: str = Field(min_length=1, max_length=NAME_LIMIT)
    kind: AuditKind = Field(default=AuditKind.BASELINE, sa_type=vocabulary(AuditKind))
    period_start: dt.date
    period_end: dt.date
    period_fixed: bool = Field(default=False)
    gwp_set: GwpSet = Field(default=GwpSet.AR5, sa_type=vocabulary(GwpSet))
    factor_set: str = Field(default="", max_length=64)
    report_date: dt.date | None = None
    trainer: str = Field(default="", max_length=TEXT_LIMIT)
    report: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)


class AuditIn(Input, AuditBase):
    """An audit as typed. Raises also "audit.period_order", "audit.period_long", "bill.date_range"."""

    @model_validator(mode="after")
    def _period(self) -> Self:
        for field in ("period_start", "period_end", "report_date"):
            day = getattr(self, field)
            if day is not None and not EARLIEST <= day <= DATE_HIGH:
                raise InvalidInput("bill.date_range", field=field, low=EARLIEST, high=DATE_HIGH)
        if self.period_end <= self.period_start:
            raise InvalidInput("audit.period_order", field="period_end", start=self.period_start, end=self.period_end)
        if (self.period_end - self.period_start).days > LONGEST_AUDIT_DAYS:
            raise InvalidInput("audit.period_long", field="period_end", years=LONGEST_AUDIT_DAYS // 366)
        return self


class Audit(AuditBase, Row, table=True):
    """One audit of an enterprise."""

    __tablename__: ClassVar[str] = "audit"

    enterprise_id: int = Field(foreign_key="enterprise.id", index=True)


class AuditFactorBase(ScoreModel):
    """The factor that an audit uses for one subject: a choice, or what was proposed when it was first calculated.

    Attributes:
        subject: A meter's uid, or a resource.
        factor_key: Stable id in the reference data.
        chosen: True if a person chose it; False if it was proposed.
        snapshot: The factor as it was then, so that an old report can be made again.
    """

    subject: str = Field(min_length=1, max_length=64)
    factor_key: str = Field(min_length=1, max_length=120)
    chosen: bool = Field(default=False)
    snapshot: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)


class AuditFactorIn(Input, AuditFactorBase):
    """A factor's choice as made."""


class AuditFactor(AuditFactorBase, Row, table=True):
    """One factor of one audit."""

    __tablename__: ClassVar[str] = "audit_factor"

    audit_id: int = Field(foreign_key="audit.id", index=True)
