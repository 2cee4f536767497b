"""The sample workbooks as inputs of figures: the bakery in Bolivia and the firm in the United States.

tests/data/sample_bills.csv holds what the workbooks 01 to 04 say, sample_activity.csv workbook 05; in millionths.
"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from score_desktop import reference, units
from score_desktop.calc.inputs import ActivityData, AuditInputs, BillData, MeterData, ProductData
from score_desktop.enums import ActivityKind, FuelUse, GwpSet, MeterKind, Resource

DATA = Path(__file__).parents[2] / "data"
YEAR_2025 = (dt.date(2025, 1, 1), dt.date(2026, 1, 1))
BREAD = ProductData("product-bread", "Pan producido", "t")
_USES = {Resource.DIESEL: FuelUse.VEHICLE, Resource.GASOLINE: FuelUse.VEHICLE, Resource.LPG: FuelUse.HEAT}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def oracle(oracle_id: str) -> dict[str, str]:
    """The row of an oracle; fails when it is not in the table any more."""
    return {row["id"]: row for row in rows("oracles.csv")}[oracle_id]


def bakery(period: tuple[dt.date, dt.date] = YEAR_2025, **changes: object) -> AuditInputs:
    return _inputs("BOB", "BO", period, with_activity=True, **changes)


def us_firm(period: tuple[dt.date, dt.date] = YEAR_2025, **changes: object) -> AuditInputs:
    return _inputs("USD", "US", period, with_activity=False, **changes)


def _inputs(
    currency: str, country: str, period: tuple[dt.date, dt.date], *, with_activity: bool, **changes: object
) -> AuditInputs:
    read = [row for row in rows("sample_bills.csv") if row["currency"] == currency]
    meters = {row["meter"]: _meter(row) for row in read}
    values: dict[str, object] = {
        "period": period,
        "gwp_set": GwpSet.AR5,
        "country": country,
        "meters": tuple(meters.values()),
        "bills": tuple(_bill(number, row, meters[row["meter"]]) for number, row in enumerate(read)),
        "activity": tuple(_activity(n, row) for n, row in enumerate(rows("sample_activity.csv")))
        if with_activity
        else (),
        "products": (BREAD,) if with_activity else (),
        "factors": reference.factors(),
    }
    return AuditInputs(**{**values, **changes})  # type: ignore[arg-type]


def _meter(row: dict[str, str]) -> MeterData:
    resource = Resource(row["resource"])
    return MeterData(
        uid=f"meter {row['meter']}",
        name=row["meter"],
        site_uid="site-1",
        site_name="Planta",
        resource=resource,
        kind=MeterKind(row["kind"]),
        unit=row["unit"],
        unit_base=units.base_symbol_for(resource, row["unit"]),
        fuel_use=_USES.get(resource, FuelUse.UNKNOWN),
        product=row["meter"].split(" (")[0] if row["kind"] == "purchase" else "",
    )


def _int(text: str) -> int | None:
    return int(text) if text else None


def _bill(number: int, row: dict[str, str], meter: MeterData) -> BillData:
    quantity = int(row["quantity_micro"])
    return BillData(
        uid=f"bill-{number}",
        meter_uid=meter.uid,
        period_start=dt.date.fromisoformat(row["start"]),
        period_end=dt.date.fromisoformat(row["end"]),
        quantity=quantity,
        unit=row["unit"],
        quantity_base=units.convert_micro(quantity, row["unit"], meter.unit_base),
        cost=_int(row["cost_micro"]),
        currency=row["currency"],
        estimated=row["estimated"] == "1",
        invoice_number=row["invoice_number"],
        file=row["file"],
        sheet=row["sheet"],
        row=int(row["row"]),
        parts=_int(row["parts_micro"]),
        reading_previous=_int(row["reading_previous"]),
        reading_current=_int(row["reading_current"]),
    )


def _activity(number: int, row: dict[str, str]) -> ActivityData:
    kind = ActivityKind(row["kind"])
    return ActivityData(
        uid=f"activity-{number}",
        kind=kind,
        name=row["name"],
        product_uid=BREAD.uid if kind is ActivityKind.PRODUCTION else None,
        unit=row["unit"],
        period_start=dt.date.fromisoformat(row["start"]),
        period_end=dt.date.fromisoformat(row["end"]),
        value=int(row["value_micro"]),
        file=row["file"],
        sheet=row["sheet"],
        row=int(row["row"]),
    )
