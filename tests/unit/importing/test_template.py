"""Our own template: what it offers is read, and however it was edited, the same bills come out."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from score_desktop import units
from score_desktop.charts.names import resource_name
from score_desktop.enums import Resource
from score_desktop.errors import UnreadableFile
from score_desktop.i18n import Texts
from score_desktop.importing import ImportContext, read_file, understand
from score_desktop.importing.naming import resource_of_texts
from score_desktop.importing.result import Understanding
from score_desktop.reporting import bill_template

LANGUAGES = ("es", "en")
CONTEXT = ImportContext("BO", "BOB")


def template(folder: Path, language: str) -> Path:
    path = folder / f"plantilla_{language}.xlsx"
    bill_template.write_template(Texts(language), path)
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_open_to_every_edit(tmp_path: Path, language: str) -> None:
    book = openpyxl.load_workbook(template(tmp_path, language))
    assert not any(sheet.protection.sheet for sheet in book.worksheets) and book.security is not None
    assert not book.security.lockStructure
    assert all(not rule.showErrorMessage for s in book.worksheets for rule in s.data_validations.dataValidation)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_it_offers_is_read(language: str) -> None:
    texts = Texts(language)
    named = [resource_of_texts((name,)) for name in bill_template.offered_resources(texts)]
    assert named == [one for one in Resource if one not in (Resource.MATERIAL, Resource.OTHER)]
    known = [unit.symbol for unit in units.known_units() if unit.dimension in ("energy", "volume", "mass")]
    read = [units.find_unit(words) for words in bill_template.offered_units(texts)]
    assert [unit.symbol if unit else None for unit in read] == known and len(known) > 40


@pytest.mark.parametrize("language", LANGUAGES)
def test_empty_it_holds_no_bills(tmp_path: Path, language: str) -> None:
    """Its examples and lists are not taken for bills."""
    with pytest.raises(UnreadableFile) as refused:
        understand(read_file(template(tmp_path, language)), CONTEXT)
    assert refused.value.message_id == "import.no_bills"


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_examples_are_right(tmp_path: Path, language: str) -> None:
    """Who takes the line away that keeps them out gets what they say."""
    path = template(tmp_path, language)
    book = openpyxl.load_workbook(path)
    examples = book[Texts(language).t("Examples")]
    examples["A2"] = None
    book.save(path)
    found = understand(read_file(path), CONTEXT)
    assert not found.questions and not found.problems
    assert sorted((m.name, str(m.resource), m.unit) for m in found.meters)[:2] == [
        ("2-114583", "electricity", "kWh"),
        next((m.name, "diesel", "l") for m in found.meters if m.resource is Resource.DIESEL),
    ]
    assert found.bill_count == 5 and found.activity_count == 8
    assert found.bills["estimated"].count(True) == 1


Bill = tuple[str, str, dt.date, dt.date, float, str, float]


def bills_of(chance: random.Random, texts: Texts) -> tuple[list[Bill], list[dict[str, Any]]]:
    """Bills (ends exclusive), and the rows that a person types for them."""
    rows: list[dict[str, Any]] = []
    bills: list[Bill] = []
    for meter, resource, unit in (("M-1", Resource.ELECTRICITY, "kWh"), ("W 7", Resource.WATER, "m3")):
        day = dt.date(2024, chance.randint(1, 12), 1)
        for month in range(chance.randint(3, 9)):
            after = (day + dt.timedelta(days=32)).replace(day=1)
            use, cost = chance.randint(10, 90_000) / 10, chance.randint(100, 9_000_000) / 100
            bills.append((meter, str(resource), day, after, use, unit, cost))
            rows.append(
                {
                    "meter": meter,
                    "resource": resource_name(texts, resource),
                    "supplier": "DELAPAZ" if unit == "kWh" else "EPSAS",
                    "first": day,
                    "last": after - dt.timedelta(days=1),
                    "number": f"{meter[0]}{month + 100}",
                    "use": use,
                    "unit": units.label(unit, texts.language),
                    "cost": cost,
                    "currency": "BOB",
                    "note": "ok" if not month else None,
                    "own": "Ana",
                }
            )
            day = after
    return bills, rows


def edit_heads(sheet: Any, names: dict[str, str], chance: random.Random) -> tuple[int, list[str]]:
    """Columns moved, left out and added, titles gone or other; returns the header's row and the order of columns."""
    order = list(names)
    chance.shuffle(order)
    for left in ("note", "estimated", "supplier", "currency"):
        if chance.random() < 0.4:
            order.remove(left)
    order.insert(chance.randint(0, len(order)), "own")
    names["own"] = chance.choice(["Revisado por", "Checked by", "X"])
    sheet.delete_rows(1, 4)
    top = chance.randint(1, 9)
    if top > 2:
        sheet.cell(1, 1, chance.choice(["Facturas de la planta", "Our bills", "Panadería Illimani S.R.L."]))
    sheet.title = chance.choice(["Hoja1", "Mis facturas", "Bills 2024", sheet.title])
    return top, order


def fill(path: Path, language: str, seed: int, *, edited: bool) -> list[Bill]:
    """Write bills into the template, edit it as people do, and tell the bills."""
    chance, texts = random.Random(seed), Texts(language)
    book = openpyxl.load_workbook(path)
    sheet = book[texts.t("Bills")]
    keys = ("meter", "resource", "supplier", "first", "last", "number", "use", "unit", "cost", "currency", "estimated")
    names = dict(zip((*keys, "note"), bill_template.heads("bills", texts), strict=True))
    bills, rows = bills_of(chance, texts)
    top, order = 4, list(names)
    if edited:
        chance.shuffle(rows)
        top, order = edit_heads(sheet, names, chance)
        if chance.random() < 0.5:
            book.remove(book[texts.t("Examples")])
    for column, key in enumerate(order, start=1):
        sheet.cell(top, column, retyped(names[key], chance) if edited else names[key])
    place = top + 1
    for row in rows:
        place += edited and chance.random() < 0.15  # an empty line
        if edited and chance.random() < 0.1:
            sheet.cell(place, 1, chance.choice(["Nota: pagado tarde", "Note: paid late"])).number_format = "General"
            place += 1
        for column, key in enumerate(order, start=1):
            value = row.get(key)
            text_day = edited and seed % 3 == 0 and isinstance(value, dt.date)
            cell = sheet.cell(place, column, value.isoformat() if text_day and value else value)
            if not isinstance(value, dt.date):
                cell.number_format = "General"  # a column that is moved takes its format along
        place += 1
    book.save(path)
    return sorted(bills)


def retyped(head: str, chance: random.Random) -> str:
    """A header as somebody types it again."""
    plain = head.translate(str.maketrans("áéíóúñ", "aeioun"))
    return chance.choice([head, head.upper(), head.lower(), plain, f" {head} ", head.replace(" ", "  "), f"{head}:"])


def read_bills(found: Understanding) -> list[Bill]:
    columns = found.bills
    bills = []
    for place, meter in enumerate(columns["meter"]):
        named = found.meters[meter]
        use, cost = columns["quantity"][place] / 1e6, columns["cost"][place] / 1e6
        days = columns["period_start"][place], columns["period_end"][place]
        bills.append((named.name, str(named.resource), *days, use, columns["unit"][place], cost))
    return sorted(bills)


@pytest.mark.parametrize("language", LANGUAGES)
def test_filled_in_it_reads_back(tmp_path: Path, language: str) -> None:
    path = template(tmp_path, language)
    bills = fill(path, language, 1, edited=False)
    found = understand(read_file(path), CONTEXT)
    assert read_bills(found) == bills and not found.questions and not found.problems


@pytest.mark.parametrize("seed", range(24))
def test_however_it_was_edited_it_reads_back(tmp_path: Path, seed: int) -> None:
    language = LANGUAGES[seed % 2]
    path = template(tmp_path, language)
    bills = fill(path, language, seed, edited=True)
    found = understand(read_file(path), CONTEXT)
    assert not found.questions and not found.problems
    assert read_bills(found) == bills
