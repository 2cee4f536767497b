"""What is paid for: one stacked bar for a summary, and the Pareto of the resources."""

from __future__ import annotations

from dataclasses import dataclass, replace

from score_desktop import tokens
from score_desktop.calc.pareto import pareto
from score_desktop.charts import names, titles
from score_desktop.charts.data import CostByResource, CostItem
from score_desktop.charts.hover import Chart, Point
from score_desktop.charts.sheet import Sheet
from score_desktop.enums import Resource
from score_desktop.i18n import Texts

_GAP = 6.0


@dataclass(frozen=True, slots=True)
class _Row:
    """One resource in the Pareto; shares of what is paid, `cumulated` down to this row; `width` of the bar's."""

    resource: Resource
    amount: float
    share: float
    cumulated: float
    class_a: bool
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class _Label:
    """A label above the bar: a bold name and what follows it, at `x` from the left; it switches `series`, if any."""

    name: str
    rest: str
    x: float
    width: float
    series: str = ""


# -- the bar -----------------------------------------------------------------------------------------------------


def cost_bar_figure(
    data: CostByResource,
    texts: Texts,
    mode: tokens.Mode,
    width_mm: float,
    height_mm: float,
    *,
    title: bool = False,
    hidden: frozenset[str] = frozenset(),
) -> Chart:
    """Draw the costs as one bar with its parts named above; parts too small for a name stand as "others".

    About 14 mm of height are enough, 20 mm with the title. Credit notes that exceed a resource's bills are not in
    the bar; a line below says so.

    Args:
        hidden: Resources (`Resource` values) that are switched off: only their names stand there, at the right end; the
            others share the bar. The shares that are told stay those of all.
    """
    sheet = Sheet(width_mm, height_mm, mode)
    finding = titles.cost_title(data, texts)
    top = sheet.title(finding) if title else 1.0
    rows = _rows(data)
    if not rows:
        sheet.note(texts.t("No costs in this period"))
        return sheet.chart(finding)
    credit = -sum(amount for amount in _totals(data).values() if amount < 0)
    size = sheet.sizes.label
    bar_top = top + size * 1.45
    bar_bottom = sheet.height - (size * 1.5 if credit else 1.0)
    shown = _widened(tuple(row for row in rows if str(row.resource) not in hidden))
    off = off_labels(sheet, texts, [row.resource for row in rows if str(row.resource) in hidden], sheet.width / 2)
    _bar(sheet, shown, bar_top, max(bar_bottom - bar_top, 4.0), [_said(data, texts, row) for row in shown])
    for label in off:
        sheet.text(label.x, top + size, label.name, colour=sheet.palette.muted)
        sheet.box_region((label.x, top, label.width, size * 1.4), label.rest, label.series, legend=True)
    for label in _bar_labels(sheet, data, texts, shown, off[0].x - _GAP if off else sheet.width):
        ink = sheet.palette.text
        sheet.runs(label.x, top + size, [(label.name, tokens.SEMIBOLD, ink), (label.rest, tokens.REGULAR, ink)])
        if label.series:
            said = next(_said(data, texts, row) for row in shown if str(row.resource) == label.series)
            sheet.box_region((label.x, top, label.width, size * 1.4), said, label.series, legend=True)
    if credit:
        amount = texts.money(credit, data.currency, 0)
        line = texts.t("Credit notes of {amount} are left out of the bar.", amount=amount)
        line = sheet.elided(line, sheet.width, sheet.sizes.small)
        sheet.text(0, sheet.height - size * 0.35, line, size=sheet.sizes.small, colour=sheet.palette.muted)
    return sheet.chart(finding)


def _widened(rows: tuple[_Row, ...]) -> tuple[_Row, ...]:
    """Rows that share the whole bar between them."""
    whole = sum(row.amount for row in rows)
    return tuple(replace(row, width=row.amount / whole) for row in rows)


def off_labels(sheet: Sheet, texts: Texts, resources: list[Resource], room: float) -> list[_Label]:
    """Names of what is switched off, at the right end of the sheet; each has at most its part of `room` points."""
    labels: list[_Label] = []
    right, most = sheet.width, (room - _GAP * len(resources)) / max(len(resources), 1)
    for resource in reversed(resources):
        whole = names.resource_name(texts, resource)
        name = sheet.elided(whole, max(most, sheet.sizes.label * 1.5))
        width = sheet.text_width(name)
        labels.insert(0, _Label(name, whole, right - width, width, str(resource)))
        right -= width + _GAP
    return labels


def _bar(sheet: Sheet, rows: tuple[_Row, ...], top: float, height: float, said: list[str]) -> None:
    x, seams = 0.0, list[tuple[Point, Point]]()
    for row, text in zip(rows, said, strict=True):
        box = (x, top, row.width * sheet.width, height)
        sheet.boxes([box], face=sheet.palette.resources[row.resource])
        sheet.box_region(box, text, str(row.resource))
        x += box[2]
        seams.append(((x, top), (x, top + height)))
    sheet.lines(seams[:-1], sheet.palette.background, 1.0, zorder=3)


def _said(data: CostByResource, texts: Texts, row: _Row) -> str:
    name = names.resource_name(texts, row.resource)
    return f"{name}\n{texts.money(row.amount, data.currency)} · {names.share(texts, row.share)}"


def _bar_labels(sheet: Sheet, data: CostByResource, texts: Texts, rows: tuple[_Row, ...], right: float) -> list[_Label]:
    """As many parts named as fit up to `right`, each as fully as fits; the tail as "others"."""
    for named in range(len(rows), 0, -1):
        tail = _tail(sheet, texts, rows[named:], right)
        labels = _head(sheet, data, texts, rows[:named], tail.x - _GAP if tail else right)
        if labels:
            return [*labels, tail] if tail else labels
    if not rows:
        return []
    name = sheet.elided(names.resource_name(texts, rows[0].resource), right, None, tokens.SEMIBOLD)
    return [_Label(name, "", 0.0, sheet.text_width(name, None, tokens.SEMIBOLD), str(rows[0].resource))]


def _tail(sheet: Sheet, texts: Texts, rows: tuple[_Row, ...], right: float) -> _Label | None:
    if not rows:
        return None
    share = names.share(texts, sum(row.share for row in rows))
    if len(rows) == 1:
        name, rest = names.resource_name(texts, rows[0].resource), share
    else:
        name, rest = "", " ".join((texts.t("others"), share))
    width = _label_width(sheet, name, rest)
    return _Label(name, rest, right - width, width, str(rows[0].resource) if len(rows) == 1 else "")


def _head(
    sheet: Sheet, data: CostByResource, texts: Texts, rows: tuple[_Row, ...], limit: float
) -> list[_Label] | None:
    """Labels above their parts, None if even the shortest do not fit."""
    forms = [_forms(data, texts, row, number) for number, row in enumerate(rows)]
    chosen = [options[-1] for options in forms]
    placed = _placed(sheet, texts, rows, chosen, limit)
    if placed is None:
        return None
    for number, options in enumerate(forms):
        for form in options[:-1]:
            longer = _placed(sheet, texts, rows, [*chosen[:number], form, *chosen[number + 1 :]], limit)
            if longer:
                chosen[number], placed = form, longer
                break
    return placed


def _placed(sheet: Sheet, texts: Texts, rows: tuple[_Row, ...], forms: list[str], limit: float) -> list[_Label] | None:
    """Labels from the right to the left, each at its part's left end or up to a third of its width before it."""
    labels: list[_Label] = []
    start = sum(row.width for row in rows) * sheet.width
    for row, form in zip(reversed(rows), reversed(forms), strict=True):
        start -= row.width * sheet.width
        name = names.resource_name(texts, row.resource)
        width = _label_width(sheet, name, form)
        x = min(start, limit - width)
        if x < min(start, 0.0) - 1e-6 or x < start - width / 3:
            return None
        labels.insert(0, _Label(name, form, max(x, 0.0), width, str(row.resource)))
        limit = x - _GAP
    return labels


def _label_width(sheet: Sheet, name: str, rest: str) -> float:
    space = sheet.space if name and rest else 0.0
    return sheet.text_width(name, None, tokens.SEMIBOLD) + space + sheet.text_width(rest)


def _forms(data: CostByResource, texts: Texts, row: _Row, number: int) -> list[str]:
    """What may follow a name, longest first; the currency stands with the first amount only."""
    share = names.share(texts, row.share)
    amount = texts.money(row.amount, data.currency, 0) if number == 0 else texts.number(row.amount)
    return [f"{amount} · {share}", share]


# -- the Pareto --------------------------------------------------------------------------------------------------


def cost_pareto_figure(
    data: CostByResource,
    texts: Texts,
    mode: tokens.Mode,
    width_mm: float,
    height_mm: float,
    *,
    title: bool = False,
) -> Chart:
    """Draw the resources by cost, largest first, with amount, share and cumulated share; class A is marked.

    Class A is the smallest set that reaches 80 % of what is paid, the resource that crosses the limit included.
    """
    sheet = Sheet(width_mm, height_mm, mode)
    finding = titles.cost_title(data, texts)
    top = sheet.title(finding) if title else 0.0
    rows = _rows(data)
    if not rows:
        sheet.note(texts.t("No costs in this period"))
        return sheet.chart(finding)
    _pareto_rows(sheet, data, texts, rows, top)
    return sheet.chart(finding)


def pareto_height_mm(data: CostByResource, mode: tokens.Mode, *, title: bool = False) -> float:
    """Height at which the Pareto is easiest to read."""
    sizes = tokens.chart_type(mode)
    lines = sizes.label * 1.9 * len(_rows(data)) + sizes.small * 4.2
    return (lines + (sizes.title * 1.25 + 6 if title else 0)) * 25.4 / 72


def _pareto_rows(sheet: Sheet, data: CostByResource, texts: Texts, rows: tuple[_Row, ...], top: float) -> None:
    small, size = sheet.sizes.small, sheet.sizes.label
    head = top + small * 1.1
    first = top + small * 1.9
    pitch = min((sheet.height - first - small * 1.8) / len(rows), size * 2.2)
    cells = [_cells(texts, row) for row in rows]
    heads = (
        texts.t("Cost, {currency}", currency=texts.currency(data.currency)),
        texts.t("Share"),
        texts.t("Cumulated"),
    )
    rights = _columns(sheet, heads, cells)
    mark = sheet.text_width("A", small, tokens.SEMIBOLD) + 5
    longest = max(sheet.text_width(names.resource_name(texts, row.resource), None, tokens.SEMIBOLD) for row in rows)
    bar_left = mark + min(longest, sheet.width * 0.25) + _GAP
    bar_width = max(rights[0] - sheet.text_width(heads[0], small) - 14 - bar_left, 20.0)
    for right, word in zip(rights, heads, strict=True):
        sheet.text(right, head, word, size=small, colour=sheet.palette.muted, align="right")
    for number, row in enumerate(rows):
        y = first + pitch * (number + 0.5)
        _pareto_name(sheet, texts, row, y, (mark, bar_left))
        height, length = min(pitch * 0.62, 13.0), max(bar_width * row.amount / rows[0].amount, 0.6)
        sheet.boxes([(bar_left, y - height / 2, length, height)], face=sheet.palette.resources[row.resource])
        weight = tokens.SEMIBOLD if row.class_a else tokens.REGULAR
        for right, word in zip(rights, cells[number], strict=True):
            sheet.text(right, y + size * 0.33, word, weight=weight, align="right")
        sheet.box_region((0, y - pitch / 2, sheet.width, pitch), _said(data, texts, row), str(row.resource))
    _class_line(sheet, texts, rows, first, pitch)


def _pareto_name(sheet: Sheet, texts: Texts, row: _Row, y: float, places: tuple[float, float]) -> None:
    name_left, bar_left = places
    size = sheet.sizes.label
    weight = tokens.SEMIBOLD if row.class_a else tokens.REGULAR
    if row.class_a:
        sheet.text(0, y + size * 0.33, "A", size=sheet.sizes.small, weight=tokens.SEMIBOLD, colour=sheet.palette.muted)
    name = sheet.elided(names.resource_name(texts, row.resource), bar_left - name_left - 4, None, weight)
    sheet.text(name_left, y + size * 0.33, name, weight=weight)


def _class_line(sheet: Sheet, texts: Texts, rows: tuple[_Row, ...], first: float, pitch: float) -> None:
    """The line below class A, and what A means at the foot."""
    y = first + pitch * sum(row.class_a for row in rows)
    if not rows[-1].class_a:
        sheet.lines([((0, y), (sheet.width, y))], sheet.palette.muted, 0.7, dashed=True)
    foot = texts.t("Class A: the fewest that together reach 80% of the cost.")
    foot = sheet.elided(foot, sheet.width, sheet.sizes.small)
    baseline = min(first + pitch * len(rows) + sheet.sizes.small * 1.4, sheet.height - 2)
    sheet.text(0, baseline, foot, size=sheet.sizes.small, colour=sheet.palette.muted)


def _cells(texts: Texts, row: _Row) -> tuple[str, str, str]:
    return texts.number(row.amount), names.share(texts, row.share), names.share(texts, row.cumulated)


def _columns(sheet: Sheet, heads: tuple[str, ...], cells: list[tuple[str, str, str]]) -> list[float]:
    """Right ends of the three columns of figures."""
    rights: list[float] = []
    right = sheet.width
    for place in (2, 1, 0):
        rights.insert(0, right)
        words = [sheet.text_width(row[place], None, tokens.SEMIBOLD) for row in cells]
        right -= max([sheet.text_width(heads[place], sheet.sizes.small), *words]) + 14
    return rights


# -- arithmetic --------------------------------------------------------------------------------------------------


def _totals(data: CostByResource) -> dict[Resource, float]:
    totals: dict[Resource, float] = {}
    for item in data.items:
        totals[item.resource] = totals.get(item.resource, 0.0) + item.amount
    return totals


def _rows(data: CostByResource) -> tuple[_Row, ...]:
    """Resources that were paid for, largest first."""
    order = list(Resource)
    paid = [CostItem(resource, amount) for resource, amount in _totals(data).items() if amount > 0]
    paid.sort(key=lambda item: (-item.amount, order.index(item.resource)))
    return tuple(
        _Row(paid[row.index].resource, row.value, row.share, row.cumulated, row.in_class_a)
        for row in pareto([item.amount for item in paid])
    )
