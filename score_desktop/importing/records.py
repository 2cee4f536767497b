"""Where what is understood gathers: meters, bills and activity by column, verdicts, problems, questions."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from score_desktop import units
from score_desktop.enums import FuelUse, MeterKind, Resource
from score_desktop.importing import wordbook
from score_desktop.importing.context import ImportContext
from score_desktop.importing.result import ACTIVITY_COLUMNS, BILL_COLUMNS, FoundMeter, FoundTable, Problem, Question

if TYPE_CHECKING:
    from score_desktop.importing.register import Registered

_TEXT_COLUMNS = frozenset(
    {"unit", "currency", "invoice_number", "cuf", "category", "period_label", "note", "source_sheet", "source_column"}
)
_BURNT = frozenset(Resource) - {
    Resource.ELECTRICITY,
    Resource.WATER,
    Resource.WASTEWATER,
    Resource.WASTE,
    Resource.STEAM,
}


@dataclass(slots=True)
class _Meter:
    name: str
    resource: Resource
    kind: MeterKind
    units: Counter[str] = field(default_factory=Counter)
    entered: dict[str, None] = field(default_factory=dict)
    currencies: Counter[str] = field(default_factory=Counter)
    supplier: str = ""
    account: str = ""
    product: str = ""
    use: str = ""


class Meters:
    """The meters of a file: the same name and resource on two sheets is one meter."""

    def __init__(self) -> None:
        self._index: dict[tuple[str, Resource], int] = {}
        self._meters: list[_Meter] = []

    def index(self, name: str, resource: Resource, kind: MeterKind) -> int:
        """Number of a meter; made when it is new."""
        key = (wordbook.fold(name), resource)
        found = self._index.get(key)
        if found is None:
            found = self._index[key] = len(self._meters)
            self._meters.append(_Meter(name, resource, kind))
        return found

    def resource_of(self, name: str) -> Resource | None:
        """The resource of the one meter of that name, None if there is none or several."""
        found = {resource for key, resource in self._index if name and key == wordbook.fold(name)}
        return found.pop() if len(found) == 1 else None

    def describe(self, index: int, **words: str) -> None:
        """Set supplier, account, product or use, where nothing is known yet."""
        meter = self._meters[index]
        for key, value in words.items():
            if value and not getattr(meter, key):
                setattr(meter, key, value)

    def entered(self, index: int, words: str) -> None:
        """Remember the file's own word for the unit."""
        if words:
            self._meters[index].entered.setdefault(words)

    def count(self, indexes: Sequence[int], symbols: Sequence[str], currencies: Sequence[str]) -> None:
        """Count units and currencies of records by meter."""
        found: Counter[tuple[int, str, str]] = Counter()
        if symbols and are_one(symbols) and are_one(currencies):
            found.update({(index, symbols[0], currencies[0]): number for index, number in Counter(indexes).items()})
        else:
            found.update(zip(indexes, symbols, currencies, strict=True))
        for (index, symbol, currency), number in found.items():
            if symbol:
                self._meters[index].units[symbol] += number
            if currency:
                self._meters[index].currencies[currency] += number

    def found(self) -> tuple[FoundMeter, ...]:
        """The meters as part of the result, with the unit and currency most of their records have."""
        return tuple(_found(meter) for meter in self._meters)


def _found(meter: _Meter) -> FoundMeter:
    unit = meter.units.most_common(1)[0][0] if meter.units else ""
    return FoundMeter(
        name=meter.name,
        resource=meter.resource,
        kind=meter.kind,
        unit=unit,
        unit_entered=tuple(meter.entered),
        unit_base=units.base_symbol_for(meter.resource, unit) if unit else "",
        currency=meter.currencies.most_common(1)[0][0] if meter.currencies else "",
        supplier=meter.supplier,
        account=meter.account,
        product=meter.product,
        use=meter.use,
        fuel_use=_fuel_use(meter).value,
    )


def _fuel_use(meter: _Meter) -> FuelUse:
    """What a fuel drives: the words of its use first, then those of product and name."""
    if meter.resource not in _BURNT:
        return FuelUse.UNKNOWN
    found = (wordbook.fuel_use_of(text) for text in (meter.use, meter.product, meter.name))
    return next((use for use in found if use is not FuelUse.UNKNOWN), FuelUse.UNKNOWN)


class Columns:
    """Records by column; blocks with different columns are joined, what one lacks is filled with nothing."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._values: dict[str, list[Any]] = {}
        self.length = 0

    def extend(self, block: Mapping[str, list[Any]], count: int) -> None:
        """Append `count` records; every list of the block has that length."""
        for name, values in block.items():
            kept = self._values.setdefault(name, self._nothing(name, self.length))
            kept.extend(values)
        self.length += count
        for name, kept in self._values.items():
            if len(kept) < self.length:
                kept.extend(self._nothing(name, self.length - len(kept)))

    def column(self, name: str) -> list[Any]:
        """The values of one column, for changes in place."""
        return self._values.get(name) or self._nothing(name, self.length)

    def names(self) -> list[str]:
        """The columns that hold anything."""
        return list(self._values)

    def drop(self, places: set[int]) -> None:
        """Leave records out."""
        kept = [place for place in range(self.length) if place not in places]
        self._values = {name: [values[place] for place in kept] for name, values in self._values.items()}
        self.length = len(kept)

    def ordered(self) -> dict[str, list[Any]]:
        """The columns in the contract's order."""
        return {name: self._values[name] for name in self._names if name in self._values}

    @staticmethod
    def _nothing(name: str, count: int) -> list[Any]:
        return [False if name == "estimated" else "" if name in _TEXT_COLUMNS else None] * count


@dataclass(slots=True)
class Work:
    """All that gathers while one file is understood."""

    context: ImportContext
    file_stem: str
    is_siat: bool = False
    saw_power: bool = False
    """Whether a table was left out because it holds power from moment to moment."""
    ends_outside: bool = False
    """Whether ends of periods are known to be the first days that were not billed."""
    meters: Meters = field(default_factory=Meters)
    bills: Columns = field(default_factory=lambda: Columns(BILL_COLUMNS))
    activity: Columns = field(default_factory=lambda: Columns(ACTIVITY_COLUMNS))
    tables: list[FoundTable] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: dict[tuple[str, str, str], Question] = field(default_factory=dict)
    register: dict[str, Registered] = field(default_factory=dict)
    """What lists of meters in the file tell, by the folded name of the meter."""
    general: set[tuple[str, int]] = field(default_factory=set)
    """Sheets and rows whose records belong to a meter that the file does not name: they may sum up others."""
    notes: dict[tuple[str, tuple[tuple[str, object], ...]], None] = field(default_factory=dict)

    def ask(
        self, sheet: str, column: str, question: str, choices: Sequence[str], examples: Iterable[str]
    ) -> str | None:
        """The answer to a question if the person gave a possible one; else the question is noted and None returned."""
        answer = self.context.answer(sheet, column, question)
        if answer is not None and (answer in choices or _acceptable(question, answer)):
            return answer
        shown = tuple(dict.fromkeys(examples))[:5]
        self.questions[sheet, column, question] = Question(sheet, column, question, tuple(choices), shown)
        return None

    def note(self, message_id: str, **params: object) -> None:
        """Something a person should know; the same only once."""
        self.notes.setdefault((message_id, tuple(params.items())))

    def problem(self, sheet: str, row: int, column: str, value: object, message_id: str, **params: object) -> None:
        """A record that cannot be stored."""
        self.problems.append(Problem(sheet, row, column, shown(value), message_id, params))


def are_one(values: Sequence[object]) -> bool:
    """Whether all of some values, of which there is one at least, are the same."""
    return values.count(values[0]) == len(values)


def _acceptable(question: str, answer: str) -> bool:
    """Answers beyond the offered choices: any known unit, any currency code, any resource, any year."""
    if question == "unit":
        return wordbook.find_unit(answer) is not None
    if question == "currency":
        return len(answer) == 3 and answer.isalpha() and answer.isupper()
    if question == "year":
        return len(answer) == 4 and answer.isdecimal() and 1980 <= int(answer) <= 2100
    return question == "resource" and answer in set(Resource)


def shown(value: object) -> str:
    """A cell's value as a person would recognise it."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    return "" if value is None else str(value)[:80]
