"""Contents of reports: the sample bakery of 2025, a hostile one, and one that is almost empty."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

from score_desktop.charts.data import (
    CostByResource,
    CostItem,
    EmissionItem,
    EmissionsBySource,
    MonthlySeries,
    MonthlyUse,
    SankeyFlow,
    SankeyGraph,
    SankeyNode,
)
from score_desktop.enums import Resource
from score_desktop.reporting.content import (
    ActivityRow,
    BillRow,
    Brand,
    EmissionRow,
    FactorRow,
    FigureRow,
    FindingRow,
    GridAlternative,
    MonthRow,
    Party,
    ProductRow,
    QualityRow,
    ReportContent,
    ResourceRow,
)
from tests.unit.reporting import bakery_series as series

PERIOD = (dt.date(2025, 1, 1), dt.date(2026, 1, 1))
MONTHS = tuple(dt.date(2025, month, 1) for month in range(1, 13))
BREAD = ProductRow("Pan producido", "t", 490.85, 510.23)
_KG = {"garrafa": 10.0}

# resource, meter, unit, series, factor in kg CO2e per unit, scope, status of the factor
_METERS = (
    (Resource.ELECTRICITY, "Planta 2-114583", "kWh", series.PLANT),
    (Resource.ELECTRICITY, "Tienda 2-114590", "kWh", series.SHOP),
    (Resource.NATURAL_GAS, "30-448812", "m3", series.GAS),
    (Resource.WATER, "Planta A-2207", "m3", series.WATER_PLANT),
    (Resource.WATER, "Oficina A-9931", "m3", series.WATER_OFFICE),
    (Resource.DIESEL, "Camión 2145-KLP", "l", series.DIESEL),
    (Resource.GASOLINE, "Vagoneta 3981-BTR", "l", series.GASOLINE),
    (Resource.LPG, "Horno 2", "garrafa", series.LPG),
)
_UNITS = {
    Resource.ELECTRICITY: "kWh",
    Resource.NATURAL_GAS: "m3",
    Resource.WATER: "m3",
    Resource.DIESEL: "l",
    Resource.GASOLINE: "l",
    Resource.LPG: "kg",
}
_EMISSIONS = (
    # scope, resource, label, quantity, unit, kg, status: the sums are those of the samples' expected footprint
    (1, Resource.NATURAL_GAS, "", 50453.8, "m3", 100211.713, "expert_estimate"),
    (1, Resource.DIESEL, "Camión 2145-KLP", 1703.5, "l", 4577.713, "derived"),
    (1, Resource.GASOLINE, "", 770.64, "l", 1826.507, "derived"),
    (1, Resource.LPG, "", 45.0, "garrafa", 1346.627, "derived"),
    (2, Resource.ELECTRICITY, "", 85461.0, "kWh", 41131.525, "verified"),
)
_LIFE_CYCLE = "Life-cycle intensity: it includes the supply of fuels and overstates strict scope 2."
_OLDER = "No factor for the year of use: the latest earlier one was taken."
_NOT_OURS = "Country without a factor of its own for this fuel: a factor of another origin is used."


def _total(resource: Resource, year: int, column: int) -> float:
    start = 12 * (year - 2024)
    values = [row[column] for r, _, _, rows in _METERS if r is resource for row in rows[start : start + 12]]
    return round(sum(value for value in values if value is not None), 2)


def _resource(resource: Resource) -> ResourceRow:
    scale = 10.0 if resource is Resource.LPG else 1.0
    now, before = _total(resource, 2025, 0) * scale, _total(resource, 2024, 0) * scale
    cost = _total(resource, 2025, 1)
    return ResourceRow(
        resource=resource,
        unit=_UNITS[resource],
        quantity=now,
        previous=before,
        per_product=now / BREAD.quantity,
        cost=(("BOB", cost),),
        cost_previous=(("BOB", _total(resource, 2024, 1)),),
        unit_cost=cost / now,
    )


def _monthly() -> tuple[MonthlyUse, ...]:
    uses = []
    bread = MonthlySeries("pan", tuple(row[0] for row in series.BREAD[12:]))
    for resource in (Resource.ELECTRICITY, Resource.NATURAL_GAS, Resource.WATER, Resource.DIESEL):
        meters = tuple(
            MonthlySeries(name, tuple(row[0] for row in rows[12:])) for r, name, _, rows in _METERS if r is resource
        )
        uses.append(
            MonthlyUse(
                resource=resource,
                unit=_UNITS[resource],
                months=MONTHS,
                meters=meters,
                production=bread,
                production_unit="t",
                previous_total=_total(resource, 2024, 0),
                production_change=BREAD.quantity / 510.23 - 1,
            )
        )
    return tuple(uses)


def _flows() -> SankeyGraph:
    costs = {row.resource: row.cost[0][1] for row in _RESOURCES}
    names = {
        Resource.ELECTRICITY: "Electricidad",
        Resource.NATURAL_GAS: "Gas natural",
        Resource.WATER: "Agua",
        Resource.DIESEL: "Diésel",
        Resource.GASOLINE: "Gasolina",
        Resource.LPG: "GLP",
    }
    nodes = [SankeyNode(f"r-{r}", name, "resource", r, 0) for r, name in names.items()]
    flows = []
    for resource, meter, _, rows in _METERS:
        key = f"m-{meter}"
        nodes.append(SankeyNode(key, meter, "meter", resource, 1))
        paid = round(sum(row[1] or 0 for row in rows[12:]), 2)
        flows.append(SankeyFlow(f"r-{resource}", key, paid, names[resource], resource))
        flows.append(SankeyFlow(key, "site", paid, names[resource], resource))
    nodes.append(SankeyNode("site", "Planta La Paz", "cost", None, 2))
    assert set(costs) == set(names)
    return SankeyGraph("BOB", tuple(nodes), tuple(flows), money=True)


def _factors() -> tuple[FactorRow, ...]:
    ipcc = "2006 IPCC Guidelines for National GHG Inventories - Tier 1 defaults, read from the EFDB export"
    return (
        FactorRow(
            "grid_bo_2025_life_cycle", "Electricity, grid of Bolivia", "Electricidad, red de Bolivia", 0.48129, "kWh",
            "life_cycle", "Ember; Our World in Data", 2025, "verified", None, (_LIFE_CYCLE,),
        ),
        FactorRow(
            "bo_natural_gas_m3", "Natural gas, Bolivian grid gas, per m³ on the bill",
            "Gas natural por red domiciliaria de Bolivia, por m³ facturado", 1.98620745, "m3", "NCV 35.3 MJ/m³",
            "Editorial estimate for Bolivia; to be replaced by national data", 2024, "expert_estimate", 6.0,
            (_OLDER,),
        ),
        FactorRow(
            "ipcc_diesel_road_l", "Diesel, road vehicles, per litre", "Diésel, vehículos, por litro", 2.68723998, "l",
            "NCV", ipcc, 2006, "derived", 5.0, (_NOT_OURS, _OLDER),
        ),
        FactorRow(
            "ipcc_gasoline_road_l", "Gasoline, road vehicles with catalyst, per litre",
            "Gasolina, vehículos con catalizador, por litro", 2.37011649, "l", "NCV", ipcc,
            2006, "derived", 5.0,
        ),
        FactorRow(
            "bo_lpg_garrafa_10kg", "LPG cylinder of 10 kg", "Garrafa de GLP de 10 kg", 29.9250545, "garrafa", "NCV",
            ipcc, 2006, "derived", 5.0,
        ),
    )  # fmt: skip


def _grid() -> tuple[GridAlternative, ...]:
    rows = (
        ("grid_bo_2025_life_cycle", "life_cycle", "Ember; Our World in Data", 2025, 0.48129, True),
        ("grid_bo_2024_combustion", "combustion", "Project estimate", 2024, 0.337, False),
        ("grid_bo_2021_ifi_operating_margin", "ifi_operating_margin", "IFI 2021 v3.1, UNFCCC", 2021, 0.604, False),
    )
    return tuple(
        GridAlternative(i, b, s, y, v, v * 85461 if not used else 41131.525, used) for i, b, s, y, v, used in rows
    )


def _quality() -> tuple[QualityRow, ...]:
    gap = FindingRow(
        Resource.WATER, "Oficina A-9931", "finding.gap",
        (("first", dt.date(2025, 8, 1)), ("last", dt.date(2025, 8, 31)), ("days", 31)),
    )  # fmt: skip
    estimated = FindingRow(
        Resource.ELECTRICITY, "Planta 2-114583", "finding.estimated",
        (("number", "100261"), ("day", dt.date(2025, 4, 1))),
    )  # fmt: skip
    power, water, fuel = "01_electricidad_larga.xlsx", "02_agua_gas_ancho.xlsx", "03_combustibles.xlsx"
    return (
        QualityRow(Resource.ELECTRICITY, 24, 24, 24, "A", (estimated,), (power,)),
        QualityRow(Resource.NATURAL_GAS, 12, 12, 12, "A", (), (water,)),
        QualityRow(Resource.WATER, 23, 24, 23, "A", (gap,), (water,)),
        QualityRow(Resource.DIESEL, 12, 12, 24, "A", (), (fuel,), metered=False),
        QualityRow(Resource.GASOLINE, 12, 12, 24, "A", (), (fuel,), metered=False),
        QualityRow(Resource.LPG, 12, 12, 12, "A", (), (fuel,), metered=False),
    )


def _next(day: dt.date) -> dt.date:
    return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _bills() -> tuple[BillRow, ...]:
    bills = []
    for resource, meter, unit, rows in _METERS:
        for number, (month, (quantity, cost)) in enumerate(zip(MONTHS, rows[12:], strict=True), start=2):
            if quantity is None:
                continue
            bills.append(
                BillRow(
                    site="La Paz", meter=meter, resource=resource, period_start=month, period_end=_next(month),
                    quantity=quantity, unit=unit, cost=cost, currency="BOB", invoice_number=f"{meter[:3]}{number:03}",
                    estimated=False, file="bills.xlsx", sheet="2025", row=number,
                )
            )  # fmt: skip
    return tuple(bills)


def _months() -> tuple[MonthRow, ...]:
    return tuple(
        MonthRow(meter, resource, month, quantity, unit, cost, "BOB")
        for resource, meter, unit, rows in _METERS
        for month, (quantity, cost) in zip(MONTHS, rows[12:], strict=True)
    )


_RESOURCES = tuple(_resource(resource) for resource in _UNITS)


def logo(size: tuple[int, int] = (120, 120), fmt: str = "PNG") -> bytes:
    """A small picture: a filled circle on nothing (PNG) or white (JPEG)."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGBA", size, (255, 255, 255, 0))
    ImageDraw.Draw(picture).ellipse((4, 4, size[0] - 5, size[1] - 5), fill="#8C4A1F")
    buffer = io.BytesIO()
    (picture if fmt == "PNG" else picture.convert("RGB")).save(buffer, format=fmt)
    return buffer.getvalue()


def bakery() -> ReportContent:
    """The sample bakery's audit of 2025."""
    cost = round(sum(row.cost[0][1] for row in _RESOURCES), 2)
    cost_before = round(sum(row.cost_previous[0][1] for row in _RESOURCES if row.cost_previous), 2)
    one = sum(row[5] for row in _EMISSIONS if row[0] == 1)
    two = sum(row[5] for row in _EMISSIONS if row[0] == 2)
    return ReportContent(
        audit_uid="0190a5d2-6a41-7c55-9a3c-2f4f5b1e8a01",
        audit_name="Línea base 2025",
        is_baseline=True,
        enterprise=Party(
            "Panadería Illimani S.R.L.", "1029384756", "Av. Buenos Aires 1520", "La Paz", "BO", "Rosa Quispe Mamani",
            "Gerente",
        ),
        brand=Brand("Kantuta Consultores", "Carmen Flores Aliaga", "Formadora SCORE", client_logo=logo()),
        period=PERIOD,
        report_date=dt.date(2026, 3, 18),
        gwp_set="AR5",
        currency="BOB",
        products=(BREAD,),
        main_product=BREAD,
        resources=_RESOURCES,
        cost_total=(("BOB", cost),),
        cost_previous=(("BOB", cost_before),),
        monthly=_monthly(),
        cost_chart=CostByResource("BOB", tuple(CostItem(row.resource, row.cost[0][1]) for row in _RESOURCES)),
        emissions=tuple(
            EmissionRow(scope, r, label, quantity, unit, kg, kg / BREAD.quantity, "A", status)
            for scope, r, label, quantity, unit, kg, status in _EMISSIONS
        ),
        emissions_chart=EmissionsBySource(
            tuple(EmissionItem(r, scope, kg, label, status) for scope, r, label, _, _, kg, status in _EMISSIONS)
        ),
        kg_co2e_scope1=one,
        kg_co2e_scope2=two,
        kg_co2e_total=one + two,
        kg_co2e_previous=None,
        kg_co2e_per_product=(one + two) / BREAD.quantity,
        flows=_flows(),
        factors=_factors(),
        grid_alternatives=_grid(),
        quality=_quality(),
        gaps=(
            ("calc.months_missing", (("name", "Oficina A-9931"), ("months", (dt.date(2025, 8, 1),)))),
            ("finding.estimated", (("number", "100261"), ("day", dt.date(2025, 4, 1)))),
        ),
        bills=_bills(),
        months=_months(),
        activity=tuple(
            ActivityRow(kind, name, month, row[column], unit)
            for kind, name, unit, column in (("production", "pan", "t", 0), ("hours", "horas", "h", 1))
            for month, row in zip(MONTHS, series.BREAD[12:], strict=True)
        ),
        figures=(
            FigureRow("use.electricity", 85461.0, "kWh", (), "sum of the bills' days in the period"),
            FigureRow("ghg.total", one + two, "kg CO2e", (), "scope 1 + scope 2"),
            FigureRow("use.electricity", 74893.0, "kWh", (("meter", "Planta 2-114583"),), "sum"),
        ),
    )  # fmt: skip


# -- the hostile one -------------------------------------------------------------------------------------------------

LONG_NAME = ("Panadería & Repostería <b>«El Ángel»</b> " * 100)[:3000]
NASTY = '<b>x</b> & {name} {{x}} 😀 🧁 <img src="http://example.invalid/x.png"> 中文 \x07 e\u0301 \ud800'


def nasty(meters: int = 60, rows: int = 12) -> ReportContent:
    """Names of 3,000 characters, markup, emoji, many meters, two currencies, broken logos.

    Args:
        meters: Meters of the first resource.
        rows: Findings of each resource and factors.
    """
    base = bakery()
    names = [f"{NASTY} {number}" for number in range(meters)]
    use = replace(
        base.monthly[0],
        meters=tuple(MonthlySeries(name, tuple(float(10 * i + m) for m in range(12))) for i, name in enumerate(names)),
        production=MonthlySeries(NASTY, tuple(None if m == 3 else float(m) for m in range(12))),
        production_unit="unit",
    )
    long = FindingRow(Resource.WATER, NASTY, "finding.gap",
                      (("first", dt.date(2025, 8, 1)), ("last", dt.date(2025, 8, 31)), ("days", 31)))  # fmt: skip
    told = tuple(replace(long, meter=f"{LONG_NAME[:900]} {n}") for n in range(5))
    factor = replace(base.factors[1], activity_en=NASTY, activity_es=LONG_NAME, source=LONG_NAME[:700],
                     basis="W" * 180, notes=(NASTY, "x" * 900))  # fmt: skip
    mixed = tuple(
        replace(row, cost=(*row.cost, ("USD", -12.5)), cost_previous=None, previous=None) for row in base.resources
    )
    return replace(
        base,
        audit_name=NASTY,
        enterprise=replace(base.enterprise, name=LONG_NAME, address=NASTY * 20, contact_name=LONG_NAME,
                           tax_id="9" * 400),
        brand=replace(base.brand, organisation=LONG_NAME, contact_name=NASTY, colour="#FFFFF0",
                      client_logo=b"\x89PNG\r\n\x1a\nbroken", organisation_logo=logo((900, 30), "JPEG")),
        products=tuple(ProductRow(f"{NASTY} {n}", "unit", 1e12 + n, None) for n in range(rows)),
        main_product=ProductRow(LONG_NAME, "unit", 1e12, 0.0),
        resources=mixed,
        cost_total=(("BOB", 145172.24), ("USD", -75.0)),
        cost_previous=None,
        monthly=(use, *base.monthly[1:]),
        factors=tuple(replace(factor, factor_id=f"f{n}") for n in range(rows)),
        quality=tuple(replace(row, findings=told) for row in base.quality),
        gaps=tuple(("calc.no_bills", (("meter", name),)) for name in names),
        bills=tuple(replace(bill, meter=NASTY, invoice_number="=1+1", file="@SUM(A1)") for bill in base.bills),
        mentions_law=True,
    )  # fmt: skip


def almost_empty() -> ReportContent:
    """An audit that was just begun: a name and a period."""
    start, end = dt.date(2025, 3, 1), dt.date(2026, 3, 1)
    return ReportContent(
        audit_uid="0190a5d2-6a41-7c55-9a3c-2f4f5b1e8a02", audit_name="", is_baseline=False,
        enterprise=Party("Taller Wiphala"), brand=Brand(), period=(start, end), report_date=dt.date(2026, 3, 18),
        gwp_set="AR5", currency="BOB", products=(), main_product=None, resources=(), cost_total=(), cost_previous=None,
        monthly=(), cost_chart=None, emissions=(), emissions_chart=None, kg_co2e_scope1=None, kg_co2e_scope2=None,
        kg_co2e_total=None, kg_co2e_previous=None, kg_co2e_per_product=None, flows=None, factors=(),
        grid_alternatives=(), quality=(), gaps=(("calc.no_data", ()),),
    )  # fmt: skip
