from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from score_desktop.enums import ActivityKind
from score_desktop.errors import InvalidInput
from score_desktop.i18n import Texts
from score_desktop.models import (
    ActivityValueIn,
    Audit,
    AuditIn,
    Bill,
    BrandIn,
    ContactIn,
    Enterprise,
    EnterpriseIn,
    Input,
    MeterIn,
    ProductIn,
    SiteIn,
    assign,
    make,
    search_key,
)
from tests.unit.db.build import bill_input

ENTERPRISE = {"name": "Ñ", "country": "BO", "currency": "BOB"}
AUDIT = {"name": "2025", "period_start": dt.date(2025, 1, 1), "period_end": dt.date(2026, 1, 1)}
ACTIVITY = {**AUDIT, "kind": ActivityKind.PRODUCTION, "value": Decimal(1), "period_end": dt.date(2025, 2, 1)}
METER = {"name": "1", "resource": "electricity", "unit": "kWh", "unit_base": "kWh"}

REFUSED = [
    (EnterpriseIn, ENTERPRISE, {"name": "   "}, "input.required", "name"),
    (EnterpriseIn, ENTERPRISE, {"name": None}, "input.required", "name"),
    (EnterpriseIn, ENTERPRISE, {"name": "x" * 9000}, "input.text_long", "name"),
    (EnterpriseIn, ENTERPRISE, {"name": "\x00\x1b\n"}, "input.required", "name"),
    (EnterpriseIn, ENTERPRISE, {"name": "Panader\udced"}, "input.type", "name"),
    (EnterpriseIn, ENTERPRISE, {"language": "zz"}, "input.choice", "language"),
    (EnterpriseIn, ENTERPRISE, {"country": "bo"}, "input.country", "country"),
    (EnterpriseIn, ENTERPRISE, {"currency": "Bs"}, "input.currency", "currency"),
    (EnterpriseIn, ENTERPRISE, {"nit": "1"}, "input.type", "nit"),
    (SiteIn, {"name": "P"}, {"area_m2": -1}, "input.number", "area_m2"),
    (SiteIn, {"name": "P"}, {"area_m2": float("nan")}, "input.number", "area_m2"),
    (SiteIn, {"name": "P"}, {"altitude_m": "high"}, "input.number", "altitude_m"),
    (ContactIn, {"name": "A"}, {"email": "a@b"}, "input.email", "email"),
    (ContactIn, {"name": "A"}, {"kind": "boss"}, "input.choice", "kind"),
    (BrandIn, {}, {"colour": "green"}, "input.colour", "colour"),
    (AuditIn, AUDIT, {"period_end": dt.date(2025, 1, 1)}, "audit.period_order", "period_end"),
    (AuditIn, AUDIT, {"period_end": dt.date(2045, 1, 1)}, "audit.period_long", "period_end"),
    (
        AuditIn,
        AUDIT,
        {"period_start": dt.date(1, 1, 1), "period_end": dt.date(1, 2, 1)},
        "bill.date_range",
        "period_start",
    ),
    (AuditIn, AUDIT, {"period_start": dt.date(2099, 6, 1), "period_end": dt.date.max}, "bill.date_range", "period_end"),
    (AuditIn, AUDIT, {"report_date": dt.date.max}, "bill.date_range", "report_date"),
    (AuditIn, AUDIT, {"gwp_set": "AR1"}, "input.choice", "gwp_set"),
    (MeterIn, METER, {"unit": "kilovatios"}, "bill.unit_unknown", "unit"),
    (ProductIn, {"name": "Pan", "unit": "t"}, {"unit": "barrel of bread"}, "bill.unit_unknown", "unit"),
    (ActivityValueIn, ACTIVITY, {"value": "x"}, "input.number", "value"),
    (ActivityValueIn, ACTIVITY, {"period_end": dt.date(2027, 2, 1)}, "bill.period_long", "period_end"),
    (ActivityValueIn, ACTIVITY, {"period_start": dt.date(25, 1, 1)}, "bill.date_range", "period_start"),
    (ActivityValueIn, ACTIVITY, {"value": Decimal("1e11")}, "bill.amount_range", "value"),
]


@pytest.mark.parametrize(("form", "good", "change", "message_id", "field"), REFUSED)
def test_refused_with_message_and_field(
    form: type[Input], good: dict[str, object], change: dict[str, object], message_id: str, field: str
) -> None:
    form(**good)
    with pytest.raises(InvalidInput) as refused:
        form(**{**good, **change})
    assert (refused.value.message_id, refused.value.params["field"]) == (message_id, field)
    assert Texts("en").error(refused.value)


def test_why_inputs_exist() -> None:
    """Tables take anything: the reason for `BillIn`."""
    assert Bill(quantity="x").quantity == "x"  # type: ignore[arg-type]


def test_name_and_its_key_go_together() -> None:
    row = make(Enterprise, EnterpriseIn(**{**ENTERPRISE, "name": "  Ángel "}))
    assert (row.name, row.name_key) == ("Ángel", "angel")
    assign(row, EnterpriseIn.from_row(row, name="Ñandú"))
    assert (row.name, row.name_key) == ("Ñandú", search_key("Ñandú"))


def test_names_carry_no_commands() -> None:
    assert EnterpriseIn(**{**ENTERPRISE, "name": "A\x1b[31m\nB <b>🥖</b> =1+1\x00"}).name == "A [31m B <b>🥖</b> =1+1"
    assert AuditIn(**{**AUDIT, "name": "2025\x1b[2J\n"}).name == "2025 [2J"


def test_the_longest_name_has_a_key_that_fits() -> None:
    form = EnterpriseIn(**{**ENTERPRISE, "name": "\ufdfa" * 4000})  # one sign, eighteen letters
    assert len(form.name_key) <= 8000


def test_input_of_a_row_makes_the_same_row() -> None:
    bill = bill_input(note="n", estimated=True, reading_current=Decimal("1.000001"))
    row = make(Bill, bill, meter_id=1)
    assert type(bill).from_row(row) == bill


def test_amounts_are_rounded_to_six_places() -> None:
    assert bill_input(quantity=Decimal("0.0000005")).quantity == Decimal("0.000001")


def test_an_audit_keeps_its_words() -> None:
    audit = make(Audit, AuditIn(**AUDIT), enterprise_id=1)
    assert (audit.kind, audit.gwp_set, audit.period_fixed) == ("baseline", "AR5", False)
