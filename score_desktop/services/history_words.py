"""Stored rows as a person reads them: kinds of records, fields, and values before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Column, Date, Float

from score_desktop.calc.ledger import RESOURCE_NAMES
from score_desktop.db.images import table as description
from score_desktop.enums import Resource
from score_desktop.field_names import FIELDS
from score_desktop.i18n import N_, Texts
from score_desktop.models.types import JsonText, Micro, from_micro
from score_desktop.services.process_substances import substance_words

Image = Mapping[str, Any]

_TABLES = {
    "enterprise": N_("Enterprise"),
    "site": N_("Site"),
    "contact": N_("Contact"),
    "attachment": N_("File"),
    "attachment_content": N_("File"),
    "brand": N_("Looks of the documents"),
    "audit": N_("Audit"),
    "audit_factor": N_("Emission factor of the audit"),
    "process_settings": N_("Way of counting flows"),
    "process_step": N_("Step of the process"),
    "resource_flow": N_("Flow"),
    "product": N_("Product"),
    "meter": N_("Meter"),
    "import_batch": N_("Import"),
    "import_profile": N_("Way of reading"),
    "bill": N_("Bill"),
    "finding_review": N_("Finding looked at"),
    "bill_attachment": N_("File of a bill"),
    "activity_value": N_("Monthly value"),
}
# What a person neither sees nor types elsewhere: keys, stamps, what is computed from other fields.
_UNSEEN = frozenset(
    {
        *("id", "uid", "updated_at", "name_key", "quantity_base", "unit_base", "sha256", "size", "content"),
        *("period_label", "media_type", "factor_set", "subject", "imported_at", "used_at"),
        *("fingerprint", "reviewed_at"),
        *("position", "diagram_x", "diagram_y", "origin_of", "pack", "pack_flow"),
    }
)
MORE_FIELDS = {
    "source_file": N_("file it was read from"),
    "source_sheet": N_("sheet"),
    "source_row": N_("row"),
    "source_column": N_("column"),
    "file_name": N_("file"),
    "period_fixed": N_("period set by hand"),
    "gwp_set": N_("warming potentials"),
    "report_date": N_("date of the report"),
    "trainer": N_("trainer"),
    "factor_key": N_("emission factor"),
    "chosen": N_("chosen by a person"),
    "cuf": N_("code of the electronic invoice"),
    "category": N_("tariff category"),
    "date_previous": N_("previous day of reading"),
    "date_current": N_("current day of reading"),
    "quantity_high": N_("energy at peak"),
    "quantity_medium": N_("energy at medium load"),
    "quantity_low": N_("energy at low load"),
    "contracted_kw": N_("contracted demand"),
    "reactive_kvarh": N_("reactive energy"),
    "power_factor": N_("power factor"),
    "unit_price": N_("unit price"),
    "cost_energy": N_("charge for energy"),
    "cost_power": N_("charge for demand"),
    "cost_penalty": N_("penalty"),
    "cost_fixed": N_("fixed charge"),
    "cost_sewer": N_("sewerage"),
    "tax_lighting": N_("street lighting"),
    "tax_cleaning": N_("street cleaning"),
    "other_fees": N_("other fees"),
    "adjustments": N_("adjustments"),
    "arrears": N_("debt of earlier periods"),
    "tax_base": N_("base of the tax credit"),
    "contact_name": N_("name of the contact"),
    "contact_role": N_("position of the contact"),
    "contact_email": N_("e-mail of the contact"),
    "department": N_("department"),
    "sector": N_("sector"),
    "language": N_("language"),
    "status": N_("state"),
    "accepted": N_("accepted"),
    "reviewed_by": N_("looked at by"),
    "days_per_year": N_("days worked per year"),
    "batches_per_year": N_("batches per year"),
    "allocation": N_("key for sharing costs"),
    "by_products_are_losses": N_("by-products count as losses"),
    "outside": N_("place outside"),
    "stock_change": N_("increase of stock"),
    "stock_unit": N_("unit of the stock"),
    "energy_cost": N_("further cost of energy"),
    "system_cost": N_("cost of labour and machines"),
    "waste_cost": N_("cost of handling waste"),
    "product_share": N_("share that goes to product"),
    "closes": N_("balances that must close"),
    "substance": N_("substance"),
    "uncertainty_percent": N_("uncertainty"),
    "kg_per_unit": N_("kg per unit"),
    "price": N_("price"),
    "disposal_cost": N_("cost of disposal"),
    "income": N_("income from scrap"),
    "processing_cost": N_("cost of processing"),
    "price_unit": N_("unit of the price"),
    "kg_co2e": N_("emissions per unit"),
    "origin": N_("where the quantity comes from"),
    "is_loss": N_("counts as a loss"),
    "is_estimate": N_("estimate, not measured"),
    "rotation": N_("turned by degrees"),
}
"""Names of fields that no message tells; the others stand in `field_names.FIELDS`."""
_WORDS = {
    "baseline": N_("Baseline"),
    "follow_up": N_("Follow-up"),
    "metered": N_("metered, by periods"),
    "purchase": N_("purchases, by days"),
    "vehicle": N_("vehicle"),
    "heat": N_("heat"),
    "generator": N_("generator"),
    "unknown": N_("not known"),
    "production": N_("Production"),
    "hours": N_("Hours worked"),
    "workers_f": N_("Women"),
    "workers_m": N_("Men"),
    "other": N_("Other"),
    "client": N_("person of the enterprise"),
    "raw": N_("raw material"),
    "auxiliary": N_("auxiliary"),
    "packaging": N_("packaging"),
    "energy": N_("energy"),
    "water": N_("water"),
    "product": N_("product or semi-finished"),
    "by_product": N_("by-product"),
    "waste": N_("waste"),
    "emission": N_("emission to air"),
    "reuse": N_("reuse"),
    "supplier": N_("suppliers"),
    "utility": N_("supply of water and energy"),
    "customer": N_("customers"),
    "buyer": N_("buyers of residues"),
    "sewer": N_("sewer"),
    "landfill": N_("rubbish"),
    "air": N_("air"),
    "entered": N_("entered"),
    "bills": N_("bills"),
    "series": N_("production or other monthly values"),
    "share_of": N_("share of other flows"),
    "volume": N_("volume × density"),
    "remainder": N_("what is left over"),
    "year": N_("per year"),
    "month": N_("per month"),
    "week": N_("per week"),
    "day": N_("per day"),
    "batch": N_("per batch"),
    "mass": N_("by mass"),
    "dry_mass": N_("by dry mass"),
    "value": N_("by value"),
    "given": N_("as given for each step"),
    "gap": N_("days without bills"),
    "overlap": N_("days billed twice"),
    "estimated": N_("estimated reading"),
    "period_length": N_("length of the period"),
    "unit_price": N_("unit price"),
    "consumption": N_("amount used"),
    "equal_purchases": N_("equal purchases"),
    "second_invoice": N_("second bill of a period"),
    "duplicate": N_("bill under two numbers"),
    "parts": N_("parts and total"),
    "readings": N_("readings and quantity"),
    "rolled_over": N_("counter that began again"),
    "future": N_("date in the future"),
    "done": N_("done"),
    "undone": N_("taken back"),
}
"""Words of vocabularies, for the columns of `_SPOKEN`."""
_SPOKEN = frozenset({"kind", "fuel_use", "status", "outside", "period", "origin", "allocation"})
REFERENCES = frozenset({"meter_id", "site_id"})
_DASH = "–"
_CLOSES = {"mass": N_("Mass"), "water": N_("Water"), "energy": N_("Energy"), "none": N_("none of them")}


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field: its name, and its value before and after in words ("–" where there was none)."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RecordLines:
    """One record that was "added", "removed" or "edited"; `what` is its kind, `name` which one."""

    kind: str
    what: str
    name: str
    lines: tuple[FieldLine, ...]


def table_name(table: str) -> str:
    """English message id of a kind of records."""
    return _TABLES.get(table, table)


def record_lines(
    table: str,
    before: Image | None,
    after: Image | None,
    names: Mapping[tuple[str, int | str], str],
    texts: Texts,
) -> RecordLines:
    """A record before and after a change.

    Args:
        names: Names of the meters, sites, files and products that records refer to, by column and id.
    """
    kind = "added" if before is None else "removed" if after is None else "edited"
    known = after or before or {}
    lines = []
    for column in description(table).columns:
        if not is_seen(column):
            continue
        old, new = ((image or {}).get(column.name) for image in (before, after))
        if old == new or (kind != "edited" and _is_nothing(new if before is None else old)):
            continue
        was, now = (_value(column, value, names, texts) for value in (old, new))
        lines.append(FieldLine(_field(column, texts), was, now))
    return RecordLines(kind, texts.t(table_name(table)), _name(table, known, names, texts), tuple(lines))


def is_seen(column: Column[Any]) -> bool:
    """False for keys, stamps and what is computed: nobody typed them."""
    if column.name in REFERENCES:
        return True
    return column.name not in _UNSEEN and not column.foreign_keys and not isinstance(column.type, JsonText)


def _is_nothing(value: Any) -> bool:
    """What a field holds that nobody filled in."""
    return not value


def _names_a_product(column: Column[Any]) -> bool:
    """Settings of a process name their product by its portable id; elsewhere the column is a fuel or material."""
    return column.name == "product" and column.table.name == "process_settings"


def _field(column: Column[Any], texts: Texts) -> str:
    if _names_a_product(column):
        return texts.t("product")
    name = column.name
    name = name.removesuffix("_id") if name in REFERENCES else name
    return texts.t(FIELDS.get(name) or MORE_FIELDS[name])


def _name(table: str, image: Image, names: Mapping[tuple[str, int | str], str], texts: Texts) -> str:
    if table == "bill":
        meter = names.get(("meter_id", image.get("meter_id", 0)), "")
        number = image.get("invoice_number") or _day(image["period_start"], texts)
        return " · ".join(part for part in (meter, number) if part)
    if table == "bill_attachment":
        return names.get(("attachment_id", image["attachment_id"]), "")
    if table == "activity_value":
        return f"{image['name']} · {_day(image['period_start'], texts)}"
    if table == "audit_factor":
        return str(image["factor_key"])
    return str(image.get("name") or image.get("file_name") or "")


def _day(text: str, texts: Texts) -> str:
    return texts.date(dt.date.fromisoformat(text))


def _value(column: Column[Any], value: Any, names: Mapping[tuple[str, int | str], str], texts: Texts) -> str:
    if value is None or value == "":
        return _DASH
    if column.name in REFERENCES or _names_a_product(column):
        return names.get((column.name, value), _DASH)
    return _plain(column, value, texts)


def _plain(column: Column[Any], value: Any, texts: Texts) -> str:
    kind = column.type
    if isinstance(kind, Micro):
        amount = float(from_micro(value))
        is_whole = column.name == "cost" and round(amount, 2) == amount
        return texts.number(amount, 2) if is_whole else texts.number(amount, 6, trim=True)
    if isinstance(kind, Float):
        return texts.number(value, 3, trim=True)
    if isinstance(kind, Date):
        day = dt.date.fromisoformat(value)
        # Stored is the first day outside; people speak of the last day.
        return texts.date(day - dt.timedelta(days=1) if column.name == "period_end" else day)
    if isinstance(kind, Boolean):
        return texts.t("yes") if value else texts.t("no")
    return _word(column.name, str(value), texts)


def _word(column: str, value: str, texts: Texts) -> str:
    if column == "resource" and value in frozenset(Resource):
        return texts.t(RESOURCE_NAMES[Resource(value)])
    if column == "substance":
        return substance_words(value, texts.language)
    if column == "closes":
        return ", ".join(texts.t(_CLOSES[key]) if key in _CLOSES else _substance(key) for key in value.split(","))
    if column in _SPOKEN:
        return texts.t(_WORDS.get(value, value))
    return value


def _substance(key: str) -> str:
    """A followed substance by its key, which is made from its name."""
    return key.removeprefix("substance.").replace("_", " ")
