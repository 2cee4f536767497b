"""The bakery's 2025 as charts are given it (electricity, water, costs, emissions) and its mass flows."""

from __future__ import annotations

import datetime as dt

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

PLANT = (6060, 5783, 6037, 6157, 6275, 6617, 6402, 6021, 5989, 6261, 6709, 6593)
SHOP = (854, 821, 830, 844, 869, 871, 865, 824, 816, 953, 918, 902)
BREAD = (39.4, 37.8, 39.7, 39.3, 41.0, 44.3, 41.6, 39.6, 38.4, 40.8, 45.1, 44.1)
OFFICE_WATER = (13.5, 16.7, 18.3, 11.2, 19.9, 11.5, 12.9, None, 6.7, 13.5, 17.1, 16.3)
PLANT_WATER = (191.3, 192.0, 195.0, 190.7, 194.3, 209.0, 201.7, 192.0, 193.5, 196.9, 215.0, 212.9)


def months(count: int = 12, year: int = 2025) -> tuple[dt.date, ...]:
    return tuple(dt.date(year + number // 12, number % 12 + 1, 1) for number in range(count))


def electricity() -> MonthlyUse:
    meters = (MonthlySeries("2-114583 Planta", PLANT), MonthlySeries("2-114590 Tienda", SHOP))
    total = sum(PLANT) + sum(SHOP)
    bread = MonthlySeries("Pan", BREAD)
    return MonthlyUse(Resource.ELECTRICITY, "kWh", months(), meters, bread, "t", total / 0.968, -0.038)


def water() -> MonthlyUse:
    meters = (MonthlySeries("Planta A-2207", PLANT_WATER), MonthlySeries("Oficina A-9931", OFFICE_WATER))
    return MonthlyUse(Resource.WATER, "m3", months(), meters, None, "", 2634.4, -0.038)


def costs() -> CostByResource:
    amounts = {
        Resource.WATER: 12666.55,
        Resource.ELECTRICITY: 100101.53,
        Resource.NATURAL_GAS: 22172.1,
        Resource.LPG: 1012.5,
        Resource.DIESEL: 6337.2,
        Resource.GASOLINE: 2882.3,
    }
    return CostByResource("BOB", tuple(CostItem(resource, amount) for resource, amount in amounts.items()))


def emissions() -> EmissionsBySource:
    return EmissionsBySource(
        (
            EmissionItem(Resource.ELECTRICITY, 2, 41131, "", "verified"),
            EmissionItem(Resource.NATURAL_GAS, 1, 100211, "", "expert_estimate"),
            EmissionItem(Resource.DIESEL, 1, 4579, "Diésel, Camión 2145-KLP", "derived"),
            EmissionItem(Resource.GASOLINE, 1, 1827, "", "derived"),
            EmissionItem(Resource.LPG, 1, 1346, "GLP, Horno 2", "recalled"),
            EmissionItem(Resource.WATER, 3, 503, "", "expert_estimate"),
        )
    )


def mass() -> SankeyGraph:
    nodes = (
        SankeyNode("flour", "Harina", "resource", Resource.MATERIAL),
        SankeyNode("sugar", "Azúcar, manteca, levadura", "resource", Resource.MATERIAL),
        SankeyNode("water", "Agua de masa", "resource", Resource.WATER),
        SankeyNode("mix", "Amasado", "step"),
        SankeyNode("form", "Formado", "step"),
        SankeyNode("oven", "Horno", "step"),
        SankeyNode("pack", "Empaque", "step"),
        SankeyNode("bread", "Pan vendido", "product"),
        SankeyNode("feed", "Alimento animal", "use", Resource.WASTE),
        SankeyNode("burnt", "Pan quemado o deforme", "loss"),
        SankeyNode("swept", "Barreduras de harina", "loss"),
        SankeyNode("bin", "Masa a la basura", "loss"),
        SankeyNode("steam", "Agua evaporada", "loss", Resource.WATER),
    )
    dough = Resource.MATERIAL
    flows = (
        SankeyFlow("flour", "mix", 352, "Harina", dough),
        SankeyFlow("sugar", "mix", 37.6, "Azúcar, manteca, levadura", dough),
        SankeyFlow("water", "mix", 183, "Agua", Resource.WATER),
        SankeyFlow("form", "mix", 16.8, "Recortes de masa, se reúsan", dough, "reuse"),
        SankeyFlow("mix", "form", 583.9, "Masa", dough),
        SankeyFlow("mix", "swept", 3.2, "Harina", dough, "loss", "Bs 14.720"),
        SankeyFlow("form", "oven", 564.0, "Masa", dough),
        SankeyFlow("form", "bin", 3.1, "Masa", dough, "loss", "Bs 10.644"),
        SankeyFlow("oven", "pack", 508.6, "Pan"),
        SankeyFlow("oven", "steam", 55.4, "Agua", Resource.WATER),
        SankeyFlow("pack", "bread", 490.85, "Pan"),
        SankeyFlow("pack", "feed", 5.2, "Pan", Resource.WASTE, "flow", "Bs 14.924"),
        SankeyFlow("pack", "burnt", 8.9, "Pan", None, "loss", "Bs 36.222"),
    )
    return SankeyGraph("t", nodes, flows)
