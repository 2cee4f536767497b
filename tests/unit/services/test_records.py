"""Meters, profile, sites, people, products; audits and enterprises deleted; all of it undone row for row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from score_desktop.enums import AuditKind, FuelUse, MeterKind, Resource
from score_desktop.errors import InvalidInput, Refused
from score_desktop.i18n import Texts
from score_desktop.models import Audit, Bill, Enterprise, Meter, Site
from score_desktop.services import audits, bill_edits, change_labels, enterprises, meters, profile, removal
from score_desktop.services.context import Context
from score_desktop.services.edits import CellEdit
from score_desktop.services.enterprises import AuditChanges
from tests.unit.db.build import firm, workspace
from tests.unit.services.test_undo import content

ES = Texts("es")


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    path, _ = workspace(tmp_path)
    with Context.open(path) as context:
        yield context


@pytest.fixture
def owner(context: Context) -> str:
    return context.read(lambda session: session.exec(select(Enterprise.uid)).one())


def undone(context: Context, use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Do it, see that undo and redo bring back each state, and leave it done."""
    before = content(context.path)
    result = context.write(use_case, *args, **kwargs)
    after = content(context.path)
    assert after != before
    context.undo_last()
    assert content(context.path) == before
    context.redo_last()
    assert content(context.path) == after
    return result


# -- meters ----------------------------------------------------------------------------------------------------------


def test_meters_are_listed_with_their_bills(context: Context, owner: str) -> None:
    undone(context, meters.add_meter, owner, {"name": "Diésel", "resource": "diesel", "unit": "m3", "fuel_use": "heat"})
    diesel, power = context.read(meters.list_meters, owner)
    assert (power.name, power.bills, power.start, power.end) == (
        "2-114583",
        1,
        dt.date(2025, 1, 1),
        dt.date(2025, 2, 1),
    )
    assert (diesel.kind, diesel.unit_base, diesel.fuel_use, diesel.bills) == (MeterKind.PURCHASE, "l", FuelUse.HEAT, 0)
    assert context.read(meters.list_meters, owner, Resource.DIESEL) == (diesel,)


def test_a_new_unit_converts_what_is_summed(context: Context, owner: str) -> None:
    meter = context.write(meters.add_meter, owner, {"name": "Gasóleo", "resource": "natural_gas", "unit": "m3"})
    new = bill_edits.NewBill({"period_start": dt.date(2025, 1, 1), "quantity": Decimal(2)}, meter)
    context.write(bill_edits.add_bills, owner, [new])
    outcome = undone(context, meters.edit_meters, [CellEdit(meter, "resource", "diesel")])
    assert (outcome.stored, outcome.refused) == (1, ())
    row = context.read(meters.list_meters, owner, Resource.DIESEL)[0]
    bill = context.read(lambda session: session.exec(select(Bill).where(Bill.batch_id.is_(None))).one())  # type: ignore[union-attr]
    assert (row.unit_base, bill.unit, bill.quantity_base) == ("l", "m3", Decimal(2000))
    refused = context.write(meters.edit_meters, [CellEdit(meter, "unit", "kWh"), CellEdit(meter, "note", "x")])
    assert [(item.column, item.message_id) for item in refused.refused] == [("unit", "unit.dimension")]
    assert context.read(meters.list_meters, owner, Resource.DIESEL)[0] == row


def test_meters_move_between_sites(context: Context, owner: str) -> None:
    site = context.write(profile.add_site, owner, {"name": "Tienda"})
    meter = context.read(meters.list_meters, owner)[0].uid
    undone(context, meters.edit_meters, [CellEdit(meter, "site", site), CellEdit(meter, "use", "Horno")])
    row = context.read(meters.list_meters, owner)[0]
    assert (row.site, row.use) == ("Tienda", "Horno")
    outcome = context.write(meters.edit_meters, [CellEdit(meter, "site", "0" * 32), CellEdit("0" * 32, "use", "x")])
    assert [item.message_id for item in outcome.refused] == ["site.unknown", "record.gone"]


def test_a_meter_with_bills_stays(context: Context, owner: str) -> None:
    with pytest.raises(Refused) as refused:
        context.write(meters.delete_meters, [context.read(meters.list_meters, owner)[0].uid])
    assert refused.value.message_id == "meter.has_bills"
    empty = context.write(meters.add_meter, owner, {"name": "Agua", "resource": "water"})
    assert undone(context, meters.delete_meters, [empty], label=change_labels.meters_deleted) == 1


@pytest.mark.parametrize(
    ("values", "field"), [({"name": "x"}, "resource"), ({"resource": "water"}, "name"), ({"name": ""}, "resource")]
)
def test_a_meter_needs_name_and_resource(context: Context, owner: str, values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        context.write(meters.add_meter, owner, values)
    assert refused.value.params["field"] == field


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [("resource", "Agua", "water"), ("fuel_use", "vehículo", "vehicle"), ("unit", "kilos", "kg"), ("kind", "", None)],
)
def test_meter_cells_are_typed(column: str, text: str, value: str | None) -> None:
    if value is None:
        with pytest.raises(InvalidInput):
            meters.parse_meter_cell(column, text, ES)
    else:
        assert meters.parse_meter_cell(column, text, ES) == value


# -- profile ---------------------------------------------------------------------------------------------------------


def test_profile_is_read_whole_and_edited(context: Context, owner: str) -> None:
    undone(context, profile.edit_profile, owner, {"tax_id": "1023", "sector": "Panadería", "note": None})
    seen = context.read(profile.read_profile, owner)
    assert (seen.tax_id, seen.sector) == ("1023", "Panadería")
    assert [(site.name, site.meters, site.products) for site in seen.sites] == [("Planta", 1, 1)]
    assert [contact.email for contact in seen.contacts] == ["ana@example.org"]
    assert [(product.name, product.values) for product in seen.products] == [("Pan", 1)]
    with pytest.raises(InvalidInput) as refused:
        context.write(profile.edit_profile, owner, {"currency": "Bs"})
    assert refused.value.params["field"] == "currency"


def test_sites(context: Context, owner: str) -> None:
    site = undone(context, profile.add_site, owner, {"name": "Tienda", "area_m2": Decimal("80.5")})
    undone(
        context, profile.edit_sites, [CellEdit(site, "city", "El Alto"), CellEdit(site, "altitude_m", Decimal(4150))]
    )
    row = context.read(profile.read_profile, owner).sites[1]
    assert (row.area_m2, row.city, row.altitude_m) == (80.5, "El Alto", 4150)
    outcome = context.write(profile.edit_sites, [CellEdit(site, "area_m2", Decimal(-1))])
    assert [(item.column, item.message_id) for item in outcome.refused] == [("area_m2", "input.number")]
    assert undone(context, profile.delete_sites, [site]) == 1


def test_sites_in_use_and_the_last_one_stay(context: Context, owner: str) -> None:
    with pytest.raises(Refused) as used:
        context.write(profile.delete_sites, [context.read(profile.read_profile, owner).sites[0].uid])
    assert used.value.message_id == "site.in_use"
    made = context.write(audits.new_audit, audits.NewAudit("Otra", "BO"), dt.date(2026, 1, 1))
    only = context.read(profile.read_profile, made.enterprise).sites[0].uid
    with pytest.raises(Refused) as last:
        context.write(profile.delete_sites, [only])
    assert last.value.message_id == "site.last"


def test_contacts(context: Context, owner: str) -> None:
    person = undone(context, profile.add_contact, owner, {"name": "Luz", "kind": "trainer"})
    outcome = undone(
        context,
        profile.edit_contacts,
        [CellEdit(person, "role", "Jefa de planta"), CellEdit(person, "phone", "2-2440000")],
    )
    assert outcome.stored == 1
    bad = context.write(profile.edit_contacts, [CellEdit(person, "email", "luz at example")])
    assert [(item.column, item.message_id) for item in bad.refused] == [("email", "input.email")]
    assert undone(context, profile.delete_contacts, [person]) == 1


def test_products(context: Context, owner: str) -> None:
    product = context.read(profile.read_profile, owner).products[0].uid
    undone(context, profile.edit_products, [CellEdit(product, "name", "Pan blanco"), CellEdit(product, "unit", "kg")])
    with pytest.raises(Refused) as refused:
        context.write(profile.delete_products, [product])
    assert refused.value.message_id == "product.in_use"
    cake = undone(context, profile.add_product, owner, {"name": "Torta", "unit": "unit"})
    assert undone(context, profile.delete_products, [cake]) == 1


# -- audits and enterprises ------------------------------------------------------------------------------------------


def test_an_audit_is_renamed_and_its_period_fixed_or_following(context: Context) -> None:
    audit = context.read(lambda session: session.exec(select(Audit.uid)).one())
    start, end = dt.date(2024, 7, 1), dt.date(2025, 7, 1)
    changes = AuditChanges(name="Gestión", kind=AuditKind.FOLLOW_UP, start=start, end=end, trainer="Ana")
    undone(context, enterprises.edit_audit, audit, changes)
    stored = context.read(lambda session: session.exec(select(Audit)).one())
    assert (stored.name, stored.kind, stored.period_start, stored.period_fixed, stored.trainer) == (
        "Gestión",
        AuditKind.FOLLOW_UP,
        start,
        True,
        "Ana",
    )
    undone(context, enterprises.edit_audit, audit, AuditChanges(follow=True))
    assert not context.read(lambda session: session.exec(select(Audit)).one()).period_fixed
    with pytest.raises(InvalidInput):
        context.write(enterprises.edit_audit, audit, AuditChanges(start=start))
    with pytest.raises(InvalidInput):
        context.write(enterprises.edit_audit, audit, AuditChanges(start=end, end=start))


def test_an_audit_goes_and_the_bills_stay(context: Context) -> None:
    audit = context.read(lambda session: session.exec(select(Audit.uid)).one())
    assert undone(context, removal.delete_audit, audit, label=change_labels.audit_deleted) == "2025"
    left = content(context.path)
    assert (left["audit"], left["audit_factor"]) == ([], [])
    assert left["bill"] and left["import_batch"] and left["enterprise"]


def test_an_enterprise_goes_with_all_that_is_its_own(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path, "large.sqlite", 1500)
    with Context.open(path) as context:
        kept = content(path)
        context.write(firm, "Otra", bills=1200)
        other = context.read(_uid, "Otra")
        assert undone(context, removal.delete_enterprise, other, label=change_labels.enterprise_deleted) == "Otra"
        assert content(path) == kept
        undone(context, removal.delete_enterprise, context.read(_uid, "Panadería Ñandú"))
        assert {name for name, rows in content(path).items() if rows} == {"alembic_version"}


def _uid(session: Session, name: str) -> str:
    return session.exec(select(Enterprise.uid).where(Enterprise.name == name)).one()


def test_nothing_refers_to_what_is_gone(context: Context, owner: str) -> None:
    context.write(removal.delete_enterprise, owner)
    assert context.read(lambda session: (session.exec(select(Meter)).all(), session.exec(select(Site)).all())) == (
        [],
        [],
    )
    with pytest.raises(Refused):
        context.read(profile.read_profile, owner)
