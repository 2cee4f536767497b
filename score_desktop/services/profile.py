"""The profile of an enterprise: its own fields, sites, people, products; read whole, edited cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from score_desktop.errors import Refused
from score_desktop.i18n import Texts
from score_desktop.models import (
    ActivityValue,
    Contact,
    ContactIn,
    Enterprise,
    EnterpriseIn,
    Meter,
    Product,
    ProductIn,
    Site,
    SiteIn,
    assign,
    make,
)
from score_desktop.msgid import N_
from score_desktop.services.edits import (
    CellEdit,
    CellValue,
    ColumnKind,
    EditOutcome,
    TableColumn,
    column_of,
    read_cell,
)
from score_desktop.services.enterprises import find_enterprise
from score_desktop.services.records import assign_cells, by_uids, edit_records, fields_of

CONTACT_KINDS = (("client", N_("of the enterprise")), ("trainer", N_("trainer")))

SITE_COLUMNS = (
    TableColumn("name", N_("Site"), required=True),
    TableColumn("address", N_("Address")),
    TableColumn("city", N_("City")),
    TableColumn("area_m2", N_("Built area (m²)"), ColumnKind.NUMBER, right=True),
    TableColumn("altitude_m", N_("Altitude (m)"), ColumnKind.NUMBER, right=True),
)
CONTACT_COLUMNS = (
    TableColumn("name", N_("Name"), required=True),
    TableColumn("role", N_("Position")),
    TableColumn("email", N_("E-mail")),
    TableColumn("phone", N_("Telephone")),
    TableColumn("organisation", N_("Organisation")),
    TableColumn("kind", N_("Who"), ColumnKind.CHOICE, required=True, choices=CONTACT_KINDS),
)
PRODUCT_COLUMNS = (
    TableColumn("name", N_("Product"), required=True),
    TableColumn("unit", N_("Unit"), ColumnKind.UNIT),
    TableColumn("site", N_("Site"), editable=False),
)


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One place of work, with the number of its meters and products."""

    uid: str
    name: str
    address: str
    city: str
    area_m2: float | None
    altitude_m: float | None
    meters: int
    products: int


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One person; `kind` is "client" or "trainer"."""

    uid: str
    name: str
    role: str
    email: str
    phone: str
    organisation: str
    kind: str


@dataclass(frozen=True, slots=True)
class ProductRow:
    """One product of a site, with the number of its stored values."""

    uid: str
    name: str
    unit: str
    site_uid: str
    site: str
    values: int


@dataclass(frozen=True, slots=True)
class Profile:
    """All of an enterprise but its meters and bills; fields as `EnterpriseIn` takes them."""

    uid: str
    name: str
    country: str
    currency: str
    tax_id: str
    address: str
    city: str
    department: str
    sector: str
    language: str
    note: str
    sites: tuple[SiteRow, ...]
    contacts: tuple[ContactRow, ...]
    products: tuple[ProductRow, ...]


def read_profile(session: Session, enterprise_uid: str) -> Profile:
    """The profile, its lists in the order they were made.

    Raises:
        Refused: "enterprise.unknown".
    """
    row = find_enterprise(session, enterprise_uid)
    return Profile(
        row.uid,
        row.name,
        row.country,
        row.currency,
        row.tax_id,
        row.address,
        row.city,
        row.department,
        row.sector,
        row.language,
        row.note,
        _sites(session, row),
        _contacts(session, row),
        _products(session, row),
    )


def _sites(session: Session, enterprise: Enterprise) -> tuple[SiteRow, ...]:
    meters = _counts(session, Meter)
    products = _counts(session, Product)
    query = select(Site).where(col(Site.enterprise_id) == enterprise.key).order_by(col(Site.id))
    return tuple(
        SiteRow(
            site.uid,
            site.name,
            site.address,
            site.city,
            site.area_m2,
            site.altitude_m,
            meters.get(site.key, 0),
            products.get(site.key, 0),
        )
        for site in session.scalars(query)
    )


def _counts(session: Session, table: type[Meter] | type[Product]) -> dict[int, int]:
    query = select(col(table.site_id), func.count(col(table.id))).group_by(col(table.site_id))
    return dict(session.execute(query).tuples().all())


def _contacts(session: Session, enterprise: Enterprise) -> tuple[ContactRow, ...]:
    query = select(Contact).where(col(Contact.enterprise_id) == enterprise.key).order_by(col(Contact.id))
    return tuple(
        ContactRow(row.uid, row.name, row.role, row.email, row.phone, row.organisation, row.kind)
        for row in session.scalars(query)
    )


def _products(session: Session, enterprise: Enterprise) -> tuple[ProductRow, ...]:
    counts = select(col(ActivityValue.product_id), func.count(col(ActivityValue.id)))
    values = dict(session.execute(counts.group_by(col(ActivityValue.product_id))).tuples().all())
    query = (
        select(Product, Site)
        .join(Site, col(Site.id) == col(Product.site_id))
        .where(col(Site.enterprise_id) == enterprise.key)
        .order_by(col(Product.id))
    )
    return tuple(
        ProductRow(row.uid, row.name, row.unit, site.uid, site.name, values.get(row.key, 0))
        for row, site in session.execute(query)
    )


def edit_profile(session: Session, enterprise_uid: str, changes: Mapping[str, CellValue]) -> None:
    """Take new values of some fields of the enterprise.

    Raises:
        Refused: "enterprise.unknown".
        InvalidInput: A value cannot be stored; nothing was changed.
    """
    enterprise = find_enterprise(session, enterprise_uid)
    assign(enterprise, EnterpriseIn.from_row(enterprise, **fields_of(EnterpriseIn, changes)))


def parse_profile_cell(columns: Sequence[TableColumn], column: str, text: str, texts: Texts) -> CellValue:
    """What a typed text means in one of the lists of the profile.

    Raises:
        InvalidInput: With `field`, ready to be shown at the cell.
    """
    return read_cell(column_of(columns, column), text, texts)


# -- sites -----------------------------------------------------------------------------------------------------------


def add_site(session: Session, enterprise_uid: str, values: Mapping[str, CellValue]) -> str:
    """Add a place of work; returns its portable id."""
    enterprise = find_enterprise(session, enterprise_uid)
    row = make(Site, SiteIn(**fields_of(SiteIn, values)), enterprise_id=enterprise.key)
    session.add(row)
    session.flush()
    return row.uid


def edit_sites(session: Session, edits: Sequence[CellEdit]) -> EditOutcome:
    """Store new values of cells of sites."""
    return edit_records(session, Site, edits, lambda row, values: assign_cells(SiteIn, row, values))


def delete_sites(session: Session, uids: Sequence[str]) -> int:
    """Delete sites that nothing belongs to; returns how many there were.

    Raises:
        Refused: "site.in_use", "site.last": nothing was deleted.
    """
    sites = by_uids(session, Site, uids)
    for site in sites.values():
        for table in (Meter, Product, ActivityValue):
            if (
                session.scalars(select(col(table.id)).where(col(table.site_id) == site.key).limit(1)).first()
                is not None
            ):
                raise Refused("site.in_use", name=site.name)
    for owner in {site.enterprise_id for site in sites.values()}:
        all_of = session.scalars(select(col(Site.uid)).where(col(Site.enterprise_id) == owner))
        if set(all_of) <= sites.keys():
            raise Refused("site.last")
    return _delete(session, sites)


def _delete(session: Session, rows: Mapping[str, object]) -> int:
    for row in rows.values():
        session.delete(row)
    session.flush()
    return len(rows)


# -- people ----------------------------------------------------------------------------------------------------------


def add_contact(session: Session, enterprise_uid: str, values: Mapping[str, CellValue]) -> str:
    """Add a person; returns the portable id."""
    enterprise = find_enterprise(session, enterprise_uid)
    row = make(Contact, ContactIn(**fields_of(ContactIn, values)), enterprise_id=enterprise.key)
    session.add(row)
    session.flush()
    return row.uid


def edit_contacts(session: Session, edits: Sequence[CellEdit]) -> EditOutcome:
    """Store new values of cells of people."""
    return edit_records(session, Contact, edits, lambda row, values: assign_cells(ContactIn, row, values))


def delete_contacts(session: Session, uids: Sequence[str]) -> int:
    """Delete people; returns how many there were."""
    return _delete(session, by_uids(session, Contact, uids))


# -- products --------------------------------------------------------------------------------------------------------


def add_product(session: Session, enterprise_uid: str, values: Mapping[str, CellValue]) -> str:
    """Add a product; "site" is a portable id (else the first site).

    Raises:
        Refused: "enterprise.unknown", "site.unknown".
        InvalidInput: A value cannot be stored.
    """
    given = dict(values)
    uid = str(given.pop("site", None) or "")
    owner = col(Site.enterprise_id) == find_enterprise(session, enterprise_uid).key
    query = select(Site).where(owner).order_by(col(Site.id))
    site = session.scalars(query.where(col(Site.uid) == uid) if uid else query).first()
    if site is None:
        raise Refused("site.unknown")
    row = make(Product, ProductIn(**{"unit": "", **fields_of(ProductIn, given)}), site_id=site.key)
    session.add(row)
    session.flush()
    return row.uid


def edit_products(session: Session, edits: Sequence[CellEdit]) -> EditOutcome:
    """Store new names and units of products; their monthly values carry the same name and unit and follow."""
    return edit_records(session, Product, edits, lambda row, values: edit_product(session, row, values))


def edit_product(session: Session, product: Product, values: Mapping[str, CellValue]) -> None:
    """As `edit_products`, of one.

    Raises:
        InvalidInput: A value cannot be stored.
    """
    data = ProductIn.from_row(product, **fields_of(ProductIn, values))
    stored = session.scalars(select(ActivityValue).where(col(ActivityValue.product_id) == product.key))
    for value in stored.all():
        if value.name_key == product.name_key and value.name != data.name:
            value.name, value.name_key = data.name, data.name_key
        if value.unit == product.unit and value.unit != data.unit:
            value.unit = data.unit
    assign(product, data)


def delete_products(session: Session, uids: Sequence[str]) -> int:
    """Delete products without values; returns how many there were.

    Raises:
        Refused: "product.in_use": nothing was deleted.
    """
    products = by_uids(session, Product, uids)
    for product in products.values():
        used = select(col(ActivityValue.id)).where(col(ActivityValue.product_id) == product.key).limit(1)
        if session.scalars(used).first() is not None:
            raise Refused("product.in_use", name=product.name)
    return _delete(session, products)
