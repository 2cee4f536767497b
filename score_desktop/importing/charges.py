"""The cost of bills whose file splits it into charges and names no total: their sum."""

from __future__ import annotations

from score_desktop.importing import taxes, wordbook
from score_desktop.importing.columns import Column
from score_desktop.importing.heads import COST_LIKE, head_of
from score_desktop.importing.rows import Rows
from score_desktop.importing.series import Series

_OF_SUPPLY = ("cost_energy", "cost_power", "cost_fixed")
_ADDED = ("cost_penalty", "cost_sewer", "tax_lighting", "tax_cleaning", "other_fees", "adjustments")


def cost_of(
    rows: Rows, stream: Series, *, alone: bool, taxed_inside: bool
) -> tuple[Column | None, list[int | None] | None]:
    """The column that tells the currency of the amounts, and the amounts: the total's, else the sum of the parts.

    Args:
        rows: The data rows with their values.
        stream: The bills; its cost is the total that the table names, if it names one.
        alone: Whether it is the only stream of the table: parts belong to no other.
        taxed_inside: Whether prices hold the tax that is told beside them, unless they are said to stand without it.
    """
    total = stream.cost
    parts = _parts(rows, total, taxed_inside=taxed_inside) if alone else []
    if not parts:
        return total, rows.values.get(total.index) if total is not None else None
    signed = [(rows.values[column.index], _sign(rows, column)) for column in parts]
    sums: list[int | None] = []
    for place in range(len(rows.numbers)):
        known = [value * sign for values, sign in signed if (value := values[place]) is not None]
        sums.append(sum(known) if known else None)
    return parts[0], sums


def _parts(rows: Rows, total: Column | None, *, taxed_inside: bool) -> list[Column]:
    """The charges that make up the cost; none where the table names the total, or two currencies."""
    layout = rows.layout
    is_net = total is not None and not total.told and _is_net(total.title, taxed_inside=taxed_inside)
    taxed = layout.all("tax") if is_net or not taxed_inside else []
    if total is None:
        supply = layout.all(*_OF_SUPPLY) or (layout.all("tax_base") if taxed else [])
    elif _is_only_the_thing(total) and layout.has("cost_fixed", "cost_power", *_ADDED):
        supply = [total, *layout.all("cost_fixed", "cost_power")]
    elif is_net and taxed:
        return _of_one_currency([total, *taxed])
    else:
        return []
    return _of_one_currency([*supply, *layout.all(*_ADDED), *taxed]) if supply else []


def _is_net(title: str, *, taxed_inside: bool) -> bool:
    """Whether a header says that taxes are still to be added; a subtotal does where prices do not hold them."""
    is_subtotal = not taxed_inside and wordbook.row_word(title) == "subtotal"
    return is_subtotal or taxes.said_of(title) == taxes.WITHOUT


def _of_one_currency(parts: list[Column]) -> list[Column]:
    currencies = {column.head.currency for column in parts if column.head}
    return parts if len(currencies) <= 1 else []


def _is_only_the_thing(column: Column) -> bool:
    """Whether a header says what was supplied and no word for an amount: "Agua (Bs)" beside "Alcantarillado (Bs)"."""
    head = column.head
    if column.told or head is None or not head.currency:
        return False
    plain = head_of(head.name)
    said = plain.meaning if plain is not None else ""
    return said == "quantity" or (head.resource is not None and said not in COST_LIKE | {"total"})


def _sign(rows: Rows, column: Column) -> int:
    """Minus for a column of discounts that are written without a sign."""
    values = [value for value in rows.values[column.index] if value]
    return -1 if wordbook.tells_discount(column.title) and values and min(values) > 0 else 1
