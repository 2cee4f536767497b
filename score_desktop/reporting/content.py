"""What a report says, before any layout: raw numbers, portable, made once by `services.report` for every format.

Formatting (language, region) happens in the writers with `Texts`. A part that is None or empty does not appear.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from score_desktop.calc.comparison import EVEN, Cover, change
from score_desktop.charts.data import CostByResource, EmissionsBySource, MonthlyUse, SankeyGraph
from score_desktop.enums import Resource
from score_desktop.reporting.process_content import ProcessContent

Money = tuple[tuple[str, float], ...]
"""Amounts by currency code, largest first; sums are never made across currencies."""


@dataclass(frozen=True, slots=True)
class Brand:
    """Whose report it is. Logos are the bytes of a PNG or JPEG; colour is "#RRGGBB" or "" for the program's own."""

    organisation: str = ""
    contact_name: str = ""
    contact_role: str = ""
    contact_email: str = ""
    colour: str = ""
    client_logo: bytes | None = None
    organisation_logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """The enterprise as the report names it."""

    name: str
    tax_id: str = ""
    address: str = ""
    city: str = ""
    country: str = ""
    contact_name: str = ""
    contact_role: str = ""


@dataclass(frozen=True, slots=True)
class ProductRow:
    """Production of one product in the period; `previous` is the year before, None if not known; `cover` of both."""

    name: str
    unit: str
    quantity: float
    previous: float | None = None
    cover: Cover = EVEN

    @property
    def change(self) -> float | None:
        """Against the year before; None as `calc.comparison.change` says."""
        return change(self.quantity, self.previous, even=self.cover.even)


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """One resource in the period.

    Attributes:
        unit: Symbol of `quantity` and `previous`.
        quantity: Use in the period; None if its meters are billed in units that cannot be added, or give no quantity.
        previous: Use in the same months a year before; None if bills are missing for it.
        per_product: Use per unit of the main product; None without production.
        unit_cost: Cost per unit of use, in the single currency of `cost`; None if there is none or several.
        cover, cost_cover: What use and cost lack in both periods.
    """

    resource: Resource
    unit: str
    quantity: float | None
    previous: float | None
    per_product: float | None
    cost: Money
    cost_previous: Money | None
    unit_cost: float | None
    cover: Cover = EVEN
    cost_cover: Cover = EVEN

    @property
    def change(self) -> float | None:
        """Of the use against the year before; None as `calc.comparison.change` says."""
        return change(self.quantity, self.previous, even=self.cover.even)


@dataclass(frozen=True, slots=True)
class EmissionRow:
    """Emissions of one source: resource and use (label), quantity (None as in `ResourceRow`), kg, kg per product."""

    scope: int
    resource: Resource
    label: str
    quantity: float | None
    unit: str
    kg_co2e: float
    per_product: float | None
    quality: str
    factor_status: str


@dataclass(frozen=True, slots=True)
class FactorRow:
    """One emission factor used. Texts are in both languages: the writer picks."""

    factor_id: str
    activity_en: str
    activity_es: str
    value: float
    unit: str
    basis: str
    source: str
    year: int | None
    status: str
    uncertainty_percent: float | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GridAlternative:
    """What electricity would emit with another published factor of the same country."""

    factor_id: str
    basis: str
    source: str
    year: int | None
    value: float
    kg_co2e: float
    in_use: bool


@dataclass(frozen=True, slots=True)
class FindingRow:
    """An oddity in the data: message id and parameters of `score_desktop.messages`.

    Attributes:
        accepted: Somebody has looked at it and said that it may stay.
        note: What was said; also of one that is not accepted.
        by, on: Who said so, and on which day; "" and None where nobody did.
    """

    resource: Resource
    meter: str
    message_id: str
    params: tuple[tuple[str, object], ...]
    accepted: bool = False
    note: str = ""
    by: str = ""
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class QualityRow:
    """Coverage of one resource: months with data of months expected (over its meters), documents, quality A to D."""

    resource: Resource
    months: int
    months_expected: int
    documents: int
    quality: str
    findings: tuple[FindingRow, ...] = ()
    files: tuple[str, ...] = ()
    metered: bool = True

    @property
    def open_findings(self) -> tuple[FindingRow, ...]:
        """Those that nobody has accepted."""
        return tuple(finding for finding in self.findings if not finding.accepted)


@dataclass(frozen=True, slots=True)
class BillRow:
    """A bill as the workbook lists it. Amounts as billed; `quantity_in_period` is the share of days in the audit."""

    site: str
    meter: str
    resource: Resource
    period_start: dt.date
    period_end: dt.date
    quantity: float | None
    unit: str
    cost: float | None
    currency: str
    invoice_number: str
    estimated: bool
    file: str
    sheet: str
    row: int | None


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of one meter after calendarisation; quantity in the meter's `unit`, None where no bill covers it."""

    meter: str
    resource: Resource
    month: dt.date
    quantity: float | None
    unit: str
    cost: float | None
    currency: str


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One month of one activity series."""

    kind: str
    name: str
    month: dt.date
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure as the workbook lists it, with its formula (English message id)."""

    key: str
    value: float
    unit: str
    dims: tuple[tuple[str, str], ...]
    formula: str


@dataclass(frozen=True, slots=True)
class ReportContent:
    """Everything that documents of one audit say.

    Attributes:
        period: First day and first day outside.
        report_date: Day printed on the report; stored with the audit, so that the same audit gives the same bytes.
        is_baseline: Baseline or follow-up.
        gwp_set: "AR5" or "AR6".
        cost_total: Over resources, by currency; `cost_previous` None if the year before is not complete.
        kg_co2e_total: Scopes 1 and 2; None if nothing is known.
        cost_cover, kg_cover: What costs and emissions lack in both periods.
        main_product: The product that intensities refer to; None without production.
        gaps: Texts of what is missing (message id, parameters), most important first: the next steps.
        bills, months, activity, figures: Rows of the workbook; not printed in the PDF.
        process: Of the flow chart; None where there is none.
        hidden: Sections that the report leaves out (`reporting.sections.SECTIONS`); the workbook leaves out nothing.
        mentions_law: True when any part cites a legal requirement; the report then asks to verify it.
    """

    audit_uid: str
    audit_name: str
    is_baseline: bool
    enterprise: Party
    brand: Brand
    period: tuple[dt.date, dt.date]
    report_date: dt.date
    gwp_set: str
    currency: str
    products: tuple[ProductRow, ...]
    main_product: ProductRow | None
    resources: tuple[ResourceRow, ...]
    cost_total: Money
    cost_previous: Money | None
    monthly: tuple[MonthlyUse, ...]
    cost_chart: CostByResource | None
    emissions: tuple[EmissionRow, ...]
    emissions_chart: EmissionsBySource | None
    kg_co2e_scope1: float | None
    kg_co2e_scope2: float | None
    kg_co2e_total: float | None
    kg_co2e_previous: float | None
    kg_co2e_per_product: float | None
    flows: SankeyGraph | None
    factors: tuple[FactorRow, ...]
    grid_alternatives: tuple[GridAlternative, ...]
    quality: tuple[QualityRow, ...]
    gaps: tuple[tuple[str, tuple[tuple[str, object], ...]], ...]
    bills: tuple[BillRow, ...] = ()
    months: tuple[MonthRow, ...] = ()
    activity: tuple[ActivityRow, ...] = ()
    figures: tuple[FigureRow, ...] = ()
    process: ProcessContent | None = None
    hidden: frozenset[str] = frozenset()
    mentions_law: bool = False
    cost_cover: Cover = EVEN
    kg_cover: Cover = EVEN

    @property
    def cost_change(self) -> float | None:
        """Of the cost, where there is one currency now and before and it is the same."""
        now, before = self.cost_total, self.cost_previous
        if before is None or len(now) != 1 or len(before) != 1 or now[0][0] != before[0][0]:
            return None
        return change(now[0][1], before[0][1], even=self.cost_cover.even)

    @property
    def kg_change(self) -> float | None:
        """Of the emissions against the year before."""
        return change(self.kg_co2e_total, self.kg_co2e_previous, even=self.kg_cover.even)
