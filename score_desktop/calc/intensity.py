"""Production, hours, workers, and what a unit of product takes: `production.*`, `activity.*`, `intensity.*`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from score_desktop import units
from score_desktop.calc import calendar
from score_desktop.calc.comparison import WHOLE, Lacks, lacks_of
from score_desktop.calc.figures import MICRO, Explanation, Figure, Input, Missing, Period
from score_desktop.calc.inputs import ActivityData, AuditInputs, ProductData
from score_desktop.calc.ledger import SHARE_OF_DAYS, Ledger, activity_inside, ledger_of, missing_days
from score_desktop.enums import ActivityKind
from score_desktop.errors import ScoreError
from score_desktop.msgid import N_

SUM_OF_VALUES = N_("Sum of the monthly values in the period")
MEAN_OF_MONTHS = N_("Mean of the months that have a value")
PER_PRODUCT = N_("Amount / production")
AMOUNT = N_("Amount")
PRODUCTION = N_("Production")
_BILLED = N_("Value entered")
_DAYS_INSIDE = N_("Days inside the period")
_DAYS_OF_VALUE = N_("Days that the value covers")

_MEANS = (ActivityKind.WORKERS_F, ActivityKind.WORKERS_M)


@dataclass(frozen=True, slots=True)
class Production:
    """Production of one product in a period.

    Attributes:
        key: Its portable id, or its name where it has none.
        lacks: Days of the period that have no value: nothing may then be divided by it.
    """

    key: str
    name: str
    unit: str
    micro: int
    explanation: Explanation
    lacks: Lacks = WHOLE

    @property
    def value(self) -> float:
        """Quantity in `unit`."""
        return self.micro / MICRO


def production(
    source: Ledger | AuditInputs, period: Period | None = None
) -> tuple[tuple[Production, ...], list[Missing]]:
    """Production of each product that has a value in the audit's period, or in another, in the order given."""
    inputs = ledger_of(source).inputs
    period = period or inputs.period
    found: list[Production] = []
    missing: list[Missing] = []
    products = {product.uid: product for product in inputs.products}
    series: dict[str, list[ActivityData]] = {}
    for row in inputs.activity:
        if row.kind is ActivityKind.PRODUCTION:
            series.setdefault(row.product_uid or row.name, []).append(row)
    for uid, rows in series.items():
        product = products.get(uid) or ProductData(uid, rows[0].name, rows[0].unit)
        inside = activity_inside(rows, period)
        if not inside:
            missing.append(Missing(f"production.{uid}", "calc.no_values", {"name": product.name}))
            continue
        try:
            made = _production(product, inside, period)
        except ScoreError as error:
            missing.append(Missing(f"production.{uid}", error.message_id, error.params))
            continue
        hole = missing_days(f"production.{uid}", product.name, [row[5:7] for row in inside], period)
        if hole is not None:
            missing.append(hole)
        found.append(replace(made, lacks=lacks_of(hole)))
    return tuple(found), missing


def _production(product: ProductData, rows: Sequence[ActivityData], period: Period) -> Production:
    unit = product.unit or rows[0].unit
    total, parts = _sum(rows, period, unit)
    return Production(product.uid, product.name, unit, total, Explanation(SUM_OF_VALUES, parts))


def _sum(rows: Sequence[ActivityData], period: Period, unit: str) -> tuple[int, tuple[Input, ...]]:
    """Millionths and operands.

    Raises:
        ScoreError: "unit.dimension" or "unit.unknown" when a value's unit does not convert.
    """
    total = 0
    parts = []
    for row in rows:
        value = units.convert_micro(row.value, row.unit or unit, unit)
        end = calendar.last_day_out(row.period_start, row.period_end)
        share = calendar.share_inside(value, row.period_start, end, period)
        total += share
        whole = row.period_start >= period[0] and end <= period[1]
        origin = row.ref() if whole else _share(row, value, unit, period)
        parts.append(Input(row.period_start.isoformat(), share / MICRO, unit, origin))
    return total, tuple(parts)


def _share(row: ActivityData, value: int, unit: str, period: Period) -> Explanation:
    inside = calendar.days_inside(row.period_start, row.period_end, period)
    return Explanation(
        SHARE_OF_DAYS,
        (
            Input(_BILLED, value / MICRO, unit, row.ref()),
            Input(_DAYS_INSIDE, float(inside), "d"),
            Input(_DAYS_OF_VALUE, float((row.period_end - row.period_start).days), "d"),
        ),
    )


def activity_figures(book: Ledger) -> tuple[list[Figure], list[Missing], tuple[Production, ...]]:
    """`production.<product>`, `activity.hours` (sum) and `activity.workers_*` (mean of the months with a value)."""
    period = book.inputs.period
    products, missing = production(book)
    figures = [
        Figure(f"production.{row.key}", row.value, row.unit, period, row.explanation, _dims(row)) for row in products
    ]
    for kind in (ActivityKind.HOURS, *_MEANS):
        rows = activity_inside((row for row in book.inputs.activity if row.kind is kind), period)
        if not rows:
            continue
        key = f"activity.{kind.value}"
        try:
            figures.append(_activity_figure(key, rows, period, mean=kind in _MEANS))
        except ScoreError as error:
            missing.append(Missing(key, error.message_id, error.params))
    return figures, missing, products


def _activity_figure(key: str, rows: Sequence[ActivityData], period: Period, *, mean: bool) -> Figure:
    unit = rows[0].unit
    if not mean:
        total, parts = _sum(rows, period, unit)
        return Figure(key, total / MICRO, unit, period, Explanation(SUM_OF_VALUES, parts))
    months = {calendar.month_start(row.period_start) for row in rows}
    values = [units.convert_micro(row.value, row.unit or unit, unit) for row in rows]
    inputs = tuple(
        Input(row.period_start.isoformat(), value / MICRO, unit, row.ref())
        for row, value in zip(rows, values, strict=True)
    )
    return Figure(key, sum(values) / MICRO / len(months), unit, period, Explanation(MEAN_OF_MONTHS, inputs))


def intensity_figures(
    figures: Sequence[Figure], products: Sequence[Production], period: Period
) -> tuple[list[Figure], list[Missing]]:
    """`intensity.ghg.<product>` (scopes 1 and 2), `intensity.<resource>.<product>`.

    None for a production of zero, nor for one of some months only: a year's use over a month's production is a wrong
    figure, not a rough one.
    """
    whole = [figure for figure in figures if not figure.dims and _has_intensity(figure.key)]
    made: list[Figure] = []
    missing: list[Missing] = []
    if whole and not products:
        missing.append(Missing("intensity.ghg", "calc.no_production"))
    for figure in whole:
        name = "ghg" if figure.key == "ghg.total" else figure.key.removeprefix("use.")
        for product in products:
            key = f"intensity.{name}.{product.key}"
            if product.micro <= 0:
                missing.append(Missing(key, "calc.production_zero", {"name": product.name}))
            elif product.lacks.any:
                missing.append(Missing(key, "calc.production_partly", {"name": product.name}))
            else:
                made.append(_intensity(key, figure, product, period))
    return made, missing


def _intensity(key: str, figure: Figure, product: Production, period: Period) -> Figure:
    explanation = Explanation(
        PER_PRODUCT,
        (
            Input(AMOUNT, figure.value, figure.unit, figure.explanation),
            Input(PRODUCTION, product.value, product.unit, product.explanation),
        ),
    )
    return Figure(
        key, figure.value / product.value, f"{figure.unit}/{product.unit}", period, explanation, _dims(product)
    )


def _has_intensity(key: str) -> bool:
    return key == "ghg.total" or key.startswith("use.")


def _dims(product: Production) -> dict[str, str]:
    return {"product": product.key, "product_name": product.name}
