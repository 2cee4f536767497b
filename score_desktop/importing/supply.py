"""What each data row is about: resource, unit, currency, purchase or period, and the name of its meter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from score_desktop import units
from score_desktop.enums import Resource
from score_desktop.importing import amounts, around, cells, naming, siat, wordbook
from score_desktop.importing.columns import BLOCKS, Column
from score_desktop.importing.heads import CONTAINERS, comes_in
from score_desktop.importing.records import Work
from score_desktop.importing.rows import Rows
from score_desktop.importing.series import Series

_APART = ("meter", "account", "site", "supplier", "note", "production")
_LIQUID = ("l", "gal")
_SHORT = 4
"""Letters of the name of a meter that may come again in another building."""


def resources_of(rows: Rows, stream: Series, known: Resource | None, work: Work) -> list[Resource]:
    """The resource of each row: its own words, the header's, the heading's, the title's, the unit's; else asked."""
    count = len(rows.numbers)
    general = rows.table.resource or stream.resource
    if general is not None:
        return [general] * count
    listed = _listed(rows, work)
    if listed and None not in listed:
        return [resource or Resource.OTHER for resource in listed]
    fallback = known or _by_unit(rows, stream)
    fallback = None if fallback in stream.beside else fallback  # "Strom (kWh)" beside "Nahenergie (kWh)"
    own = [values for name in ("resource", "product") if (values := rows.words(name)) is not None]
    if not own and not rows.sections and known is not None:
        return [known] * count
    more = [values for name in ("supplier", "meter") if (values := rows.words(name)) is not None]
    if rows.sections:
        more.insert(0, rows.sections)
    fallback = fallback or naming.resource_of_texts(column.title for column in rows.layout.all("meter", "account"))
    if not own and not more:
        return [fallback or _asked_resource(rows, stream, work, ())] * count
    work.context.check()
    told = list(zip(*own, *more, strict=True)) if len(own) + len(more) > 1 else (own or more)[0]
    memo: dict[Any, Resource | None] = {}
    for words in dict.fromkeys(told):
        row = (words,) if isinstance(words, str) else words  # of one column the texts themselves
        memo[words] = naming.resource_of_texts(row[: len(own)]) or naming.resource_of_texts(row[len(own) :])
    found = list(map(memo.__getitem__, told)) if any(memo.values()) else [None] * count
    work.context.check()
    meters = rows.words("meter")
    if meters and None in found and fallback is None:
        found = [resource or work.meters.resource_of(name) for resource, name in zip(found, meters, strict=True)]
    if None in found:
        missing = [place for place, resource in enumerate(found) if resource is None] if own else []
        words = [" ".join(filter(None, (column[place] for column in own))) for place in missing]
        chosen = fallback if fallback is not None and not any(words) else None
        chosen = chosen or _asked_resource(rows, stream, work, words)
        return [resource or chosen for resource in found] if any(found) else [chosen] * count
    return [resource or Resource.OTHER for resource in found]


def in_doubt(rows: Rows, stream: Series, resources: list[Resource], work: Work) -> list[Resource]:
    """Ask which gas is meant by "Gas (l)" or "Gas (gal)": natural gas comes in neither, gasoline and LPG do."""
    column = stream.quantity
    if rows.table.resource or column is None or column.unit not in _LIQUID or Resource.NATURAL_GAS not in resources:
        return resources
    texts = (column.title, *rows.table.titles, rows.table.sheet.name, work.file_stem)
    words = [word for name in ("resource", "product") for word in dict.fromkeys(rows.words(name) or ())]
    if any(wordbook.resource_of(text, weak=False) is Resource.NATURAL_GAS for text in (*texts, *words)):
        return resources
    asked = _asked_resource(rows, stream, work, words)
    return [asked if resource is Resource.NATURAL_GAS else resource for resource in resources]


def _listed(rows: Rows, work: Work) -> list[Resource | None]:
    """The resource of each row by a list of meters in the file; nothing where there is no such list."""
    meters = rows.words("meter") if work.register else None
    told = [work.register.get(wordbook.fold(meter)) for meter in meters or ()]
    return [one.resource if one is not None else None for one in told]


def _listed_units(rows: Rows, work: Work) -> list[str] | None:
    """Words for the unit of each row, where a list of meters in the file tells them for all."""
    meters = rows.words("meter") if work.register else None
    told = [work.register.get(wordbook.fold(meter)) for meter in meters or ()]
    words = [one.unit if one is not None else "" for one in told]
    return words if words and all(words) else None


def _by_unit(rows: Rows, stream: Series) -> Resource | None:
    """The resource that units tell: kW or kVArh beside mean electricity."""
    if rows.layout.has("demand_kw", "reactive_kvarh", "power_factor"):
        return Resource.ELECTRICITY
    column = stream.quantity or next(iter(rows.layout.all(*BLOCKS, "reading_current", "reading")), None)
    symbol = column.unit if column is not None else ""
    if not symbol and column is not None:
        beside = {naming.unit_symbol(word) for word in _units_beside(column).values()}
        symbol = beside.pop() or "" if len(beside) == 1 else ""
    if not symbol and (written := rows.words("unit")):
        symbols = {naming.unit_symbol(word) or "" for word in dict.fromkeys(written) if word}
        told = {naming.resource_by_unit(one) for one in symbols}
        if len(symbols) > 1 and len(told) == 1:  # kWh in some rows and MWh in others
            return told.pop()
        symbol = symbols.pop() if len(symbols) == 1 else ""
    return naming.resource_by_unit(symbol) or _by_neighbours(rows, symbol)


def _by_neighbours(rows: Rows, symbol: str) -> Resource | None:
    """The resource that other columns tell of a volume: sewer charges stand on bills of water, heat values on gas."""
    if not symbol or units.get(symbol).dimension != "volume":
        return None
    if any(wordbook.is_heat_value(column.title) for column in rows.layout.columns if column.title):
        return Resource.NATURAL_GAS
    if rows.layout.has("cost_sewer"):
        return Resource.WATER
    titles = (column.title for column in rows.layout.columns if column.title and column.meaning not in _APART)
    told = {resource for title in titles if (resource := wordbook.resource_of(title, weak=False)) is not None}
    return Resource.WATER if told and told <= {Resource.WATER, Resource.WASTEWATER} else None


def _asked_resource(rows: Rows, stream: Series, work: Work, words: Sequence[str]) -> Resource:
    column = rows.layout.one("resource") or rows.layout.one("product") or stream.quantity or stream.cost
    letters = column.letters if column else "A"
    symbol = stream.quantity.unit if stream.quantity else ""
    examples = [word for word in words if word] or [column.title if column else ""]
    answer = work.ask(rows.table.sheet.name, letters, "resource", naming.resource_choices(symbol), examples)
    return Resource(answer) if answer else Resource.OTHER


def units_of(rows: Rows, stream: Series, resources: Sequence[Resource], work: Work) -> tuple[list[str], list[str]]:
    """Symbol of the unit of each row, and the file's word for it: beside the number, in a column or over it."""
    count = len(rows.numbers)
    column = stream.quantity or next(iter(rows.layout.all(*BLOCKS, "reading_current", "reading")), None)
    if column is None:
        return [""] * count, [""] * count
    symbol, entered = _fitting(_general_unit(rows, column), resources[0])
    beside = _units_beside(column)
    written = (rows.words("unit") or _listed_units(rows, work)) if not column.unit else None
    if not beside and (written is None or not any(written)):
        if symbol or (work.is_siat and resources[0] in siat.IMPLIED_UNITS):
            return _one_unit(symbol, entered, resources)
        products = rows.words("product")
        found = [naming.unit_of_product(product) for product in products] if products else [None]
        if None not in found:
            return [unit or "" for unit in found], list(products or ())
        symbol, entered = naming.unit_of_texts((*rows.table.titles, rows.table.sheet.name), resources[0])
        if not symbol:
            symbol, entered = _letter_of(column.title, resources[0])
        if not symbol:
            notes = (text for text in around.notes_of(rows.table) if naming.tells_unit(text))
            symbol, entered = naming.unit_of_texts(notes, resources[0])
        if not symbol:
            symbol, entered = _asked_unit(rows, column.letters, resources[0], work, (column.title,))
        return [symbol] * count, [entered] * count
    words = [beside.get(cell, "") if isinstance(cell, str) else "" for cell in column.cells]
    if written is not None:
        words = [own or other for own, other in zip(words, written, strict=True)]
    return _written_units(rows, column, words, (symbol, entered), resources, work)


def _fitting(told: tuple[str, str], resource: Resource) -> tuple[str, str]:
    """A unit and the file's word for it, if quantities of the resource can be in it: "T" below "Agua" is asked."""
    symbol, word = told
    return told if symbol and comes_in(resource, symbol, letter=len(word.strip(" .()[]")) == 1) else ("", "")


def _letter_of(title: str, resource: Resource) -> tuple[str, str]:
    """The unit of one letter at the end of a header ("Consumo L") whose resource other words tell."""
    letter = title.rpartition(" ")[2]
    found = wordbook.find_unit(letter) if len(letter) == 1 and letter != title else None
    return _fitting((found.symbol, letter), resource) if found and resource is not Resource.OTHER else ("", "")


def _one_unit(symbol: str, entered: str, resources: Sequence[Resource]) -> tuple[list[str], list[str]]:
    if symbol:
        return [symbol] * len(resources), [entered] * len(resources)
    return [siat.IMPLIED_UNITS.get(resource, "") for resource in resources], [""] * len(resources)


def _general_unit(rows: Rows, column: Column) -> tuple[str, str]:
    """Unit of a whole column: its header's, or that of its number format."""
    if column.unit and column.head:
        return column.unit, column.head.unit_entered
    sheet = rows.table.sheet
    entered = naming.format_unit(sheet.formats.get(column.index + sheet.first_col))
    return (naming.unit_symbol(entered) or "" if entered else ""), entered


def _units_beside(column: Column) -> dict[str, str]:
    """Words of units beside the numbers of a column ("120 kWh"), by the cell's text."""
    found: dict[str, str] = {}
    for text in cells.texts_of(column.cells):
        number = amounts.read_number(text)
        if number is not None and number.words and naming.unit_symbol(number.words) is not None:
            found[text] = number.words
    return found


def _written_units(
    rows: Rows, column: Column, words: list[str], general: tuple[str, str], resources: Sequence[Resource], work: Work
) -> tuple[list[str], list[str]]:
    """Units of rows that each write their own; where one does not, the column's, or the only one there is."""
    products = rows.words("product") or [""] * len(words)
    if not general[0] and len(only := {word for word in words if word}) == 1 and not rows.layout.has("unit"):
        word = next(iter(only))
        general = naming.unit_symbol(word) or "", word
    memo: dict[tuple[str, str, Resource], str | None] = {}
    for key in dict.fromkeys(zip(words, products, resources, strict=True)):
        word, product, resource = key
        found = naming.unit_symbol(word, product) if word else general[0] or None
        memo[key] = _fitting((found, word), resource)[0] or None if found and word else found
    unknown = [word for (word, *_), found in memo.items() if found is None]
    if unknown:
        unit_column = rows.layout.one("unit")
        letters = unit_column.letters if unit_column else column.letters
        asked, _ = _asked_unit(rows, letters, resources[0], work, unknown)
        memo = {key: asked if found is None else found for key, found in memo.items()}
    return [memo[key] or "" for key in zip(words, products, resources, strict=True)], [
        word or general[1] for word in words
    ]


def _asked_unit(rows: Rows, letters: str, resource: Resource, work: Work, examples: Sequence[str]) -> tuple[str, str]:
    sheet = rows.table.sheet.name
    answer = work.ask(sheet, letters, "unit", naming.unit_choices(resource), [text for text in examples if text])
    found = wordbook.find_unit(answer) if answer else None
    return (found.symbol, answer or "") if found else ("", "")


def currencies_of(rows: Rows, stream: Series, cost: Sequence[int | None], work: Work) -> list[str]:
    """Currency of each row's amount; "" where there is no amount."""
    column = stream.cost
    if column is None:
        return [""] * len(cost)
    sheet = rows.table.sheet
    named = rows.words("currency")
    signs = {text: wordbook.currency_of(_words_beside(text)) for text in cells.texts_of(column.cells)}
    general = column.head.currency if column.head else ""
    general = general or naming.format_currency(sheet.formats.get(column.index + sheet.first_col))
    memo: dict[str, str] = {}
    if named is None and not any(signs.values()):
        code = naming.currency_code(general, work, sheet.name, column.letters, [column.title])
        return [code] * len(cost) if None not in cost else ["" if value is None else code for value in cost]
    result = []
    for place, (cell, value) in enumerate(zip(column.cells, cost, strict=True)):
        if value is None:
            result.append("")
            continue
        found = (
            (signs.get(cell, "") if isinstance(cell, str) else "") or (_code(named[place]) if named else "") or general
        )
        if found not in memo:
            memo[found] = naming.currency_code(found, work, sheet.name, column.letters, [cells.word(cell)])
        result.append(memo[found])
    return result


def choose_money(rows: Rows, stream: Series, work: Work) -> None:
    """Ask in which currency bills are kept that tell their amount in several, none of them the enterprise's."""
    if not stream.moneys or stream.cost is None:
        return
    titles = [column.title for column in stream.moneys.values()]
    letters = next(iter(stream.moneys.values())).letters
    answer = work.ask(rows.table.sheet.name, letters, "currency", tuple(stream.moneys), titles)
    chosen = stream.moneys.get(answer or "")
    if chosen is not None and chosen is not stream.cost:
        stream.cost.meaning = "other"
        chosen.meaning = "cost"
        stream.cost = chosen


def _words_beside(text: str) -> str:
    """What stands around the digits of an amount."""
    number = amounts.read_number(text)
    return number.words if number else ""


def _code(word: str) -> str:
    """Currency code in a column of currencies; SIAT writes 1 for bolivianos, 2 for dollars."""
    if word in ("1", "2"):
        return "BOB" if word == "1" else "USD"
    return wordbook.currency_of(word) or (word.upper() if len(word) == 3 and word.isalpha() else "")


def are_purchases(rows: Rows, resources: Sequence[Resource]) -> list[bool]:
    """Whether each row is a purchase of one day, not a bill of a period."""
    layout = rows.layout
    periodic = layout.has("period", "month", "period_start", "date_previous", "reading_current", "reading_previous")
    if periodic or not layout.has("date", "date_invoice"):
        return [False] * len(resources)
    return [resource in naming.PURCHASED for resource in resources]


def are_carried(stream: Series, resources: Sequence[Resource], symbols: Sequence[str]) -> bool:
    """Whether rows are of what is carried away or brought by the load: waste, water by the tanker."""
    words = stream.quantity.title.split() if stream.quantity else ()
    named = any((unit := wordbook.find_unit(word)) is not None and unit.symbol in CONTAINERS for word in words)
    loads = all(symbol in CONTAINERS for symbol in dict.fromkeys(symbols))
    return named or loads or all(resource is Resource.WASTE for resource in dict.fromkeys(resources))


def products_by_resource(rows: Rows, bought: Sequence[bool]) -> list[str] | None:
    """What was bought in the words of the column of resources, where there is no column of products."""
    words = rows.words("resource") if any(bought) else None
    return [word if own else "" for word, own in zip(words, bought, strict=True)] if words else None


def meter_names(
    rows: Rows, stream: Series, resources: Sequence[Resource], bought: Sequence[bool], products: list[str] | None,
    uses: list[str] | None, work: Work, known: Resource | None, *, is_alone: bool,
) -> list[str]:  # fmt: skip
    """Name of the meter of each row: the file's own, "product (use)" for purchases, else made from titles."""
    count = len(rows.numbers)
    meters = _meters_beside(rows, stream)
    if meters and all(meters) and not any(bought):
        return meters
    table = rows.table
    stems: dict[tuple[Resource, str], str] = {}
    several = len(set(resources)) > 1 or (stream.resource is not None and known is None) or bool(stream.name)
    names: list[str] = []
    for place in range(count):
        product = products[place] if products else ""
        use = uses[place] if uses else ""
        section = (rows.sections[place] if rows.sections else "") or table.name
        if meters and meters[place] and not bought[place]:
            names.append(meters[place])
        elif bought[place] or (product and not meters):
            names.append(f"{product or resources[place].value} ({use})" if use else product or resources[place].value)
        else:
            key = (resources[place], section)
            if key not in stems:
                own = wordbook.meter_code_of(section) or section
                word = stream.name or (_series_word(stream) if several else "")
                stems[key] = own or naming.meter_name(
                    table.sheet, table.titles, work.file_stem, word, is_alone=is_alone and not stream.name
                )
            if not section:
                work.general.add((table.sheet.name, rows.numbers[place]))
            names.append(stems[key])
    return names


def _meters_beside(rows: Rows, stream: Series) -> list[str] | None:
    """Names of the meters of a stream: of several columns of meters the nearest on the left of its numbers."""
    main = stream.quantity or stream.cost
    columns = [column for column in rows.layout.columns if column.head and column.head.meaning == "meter"]
    before = [
        column for column in columns if main and column.index < main.index and column.meaning in ("meter", "other")
    ]
    if len(columns) < 2 or not before or before[-1].meaning == "meter":
        return _with_sites(rows, rows.words("meter"))
    names = cells.words(cells.filled_down(before[-1].cells))
    return _with_ids(rows, before[-1], names)


def _with_sites(rows: Rows, names: list[str] | None) -> list[str] | None:
    """Names of meters with the building, where the same short number comes in several ("101" in two towers)."""
    site = rows.layout.one("site")
    if names is None or site is None:
        return names
    pairs = dict.fromkeys(zip(cells.words(site.cells), names, strict=True))
    short = {name for _, name in pairs if 0 < len(name) <= _SHORT}
    count = sum(name in short for _, name in pairs)
    if count <= len(short):
        return names
    words = cells.words(cells.filled_down(site.cells))
    return [f"{word} {name}" if name in short else name for word, name in zip(words, names, strict=True)]


def _with_ids(rows: Rows, column: Column, names: list[str]) -> list[str]:
    """Names of meters with their number from the column of ids beside, where several meters share a name."""
    ids = rows.layout.one("meter")
    if ids is None or any(
        ids.index < other.index < column.index and other.meaning in ("quantity", "cost")
        for other in rows.layout.columns
    ):
        return names
    pairs = dict.fromkeys(zip(names, cells.words(ids.cells), strict=True))
    if len(pairs) <= len({name for name, _ in pairs}):
        return names
    return [f"{name} ({number})" for name, number in zip(names, cells.words(ids.cells), strict=True)]


def _series_word(stream: Series) -> str:
    head = stream.quantity.head if stream.quantity else stream.cost.head if stream.cost else None
    return head.name if head else ""
