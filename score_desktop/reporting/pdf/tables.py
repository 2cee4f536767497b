"""Tables of the report: widths by content, numbers flush on the decimal sign, head repeated on every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from score_desktop import tokens
from score_desktop.reporting.document import Align, Column, Row, Table
from score_desktop.reporting.pdf import fonts, styles
from score_desktop.reporting.pdf.flowables import Swatch
from score_desktop.reporting.richtext import readable

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

_LONG = 300
"""A cell with more letters stands at the top of its row: it may go over the end of the page."""
_GIANT = 0.35 * styles.BODY_HEIGHT
_WIDEST_WORD = 70.0
_NUMERIC = (Align.NUMBER, Align.RIGHT)


def table_flowable(table: Table, width: float, decimal_sign: str) -> Flowable:
    """A table as wide as `width` points."""
    from reportlab.platypus import Table as PageTable

    rows = [tuple(readable(cell.text) for cell in row.cells) for row in table.rows]
    swatched = any(row.cells[0].swatch for row in table.rows if row.cells)
    shift = styles.SWATCH if swatched else 0.0
    pads = _pads(table, rows, decimal_sign)
    naturals = [
        [_natural(text, row, column) + pad for text, column, pad in zip(texts, table.columns, row_pads, strict=True)]
        for texts, row, row_pads in zip(rows, table.rows, pads, strict=True)
    ]
    inner = _widths(table.columns, rows, naturals, width, shift)
    cells: list[list[Any]] = [[_head(column, room) for column, room in zip(table.columns, inner, strict=True)]]
    for texts, row, sizes in zip(rows, table.rows, naturals, strict=True):
        line: list[Any] = []
        for text, column, room, natural in zip(texts, table.columns, inner, sizes, strict=True):
            line.append(_cell(text, row, column, room, natural))
        cells.append(line)
    if swatched:
        cells[0].insert(0, "")
        for line, row in zip(cells[1:], table.rows, strict=True):
            line.insert(0, _swatch(row))
    commands = _commands(table, swatched=swatched, tall=any(len(t) > _LONG for texts in rows for t in texts))
    commands += _flush(pads, inner, naturals, int(swatched))
    widths = _outer(inner, shift)
    made: Any = PageTable(
        cells, colWidths=widths, style=commands, repeatRows=1, splitByRow=1, hAlign="LEFT", spaceBefore=2, spaceAfter=3
    )
    made.wrap(width, styles.BODY_HEIGHT)
    # Rows stay whole; only one that would not leave room for much else may go over the end of a page.
    made.splitInRow = int(max(made._rowHeights) > _GIANT)
    flowable: Flowable = made
    return flowable


# -- widths ----------------------------------------------------------------------------------------------------------


def _font(row: Row, column: Column) -> str:
    if row.kind == "total":
        return fonts.BOLD
    return fonts.SEMIBOLD if row.kind != "body" or column.strong else fonts.REGULAR


def _natural(text: str, row: Row, column: Column) -> float:
    return fonts.width(text, _font(row, column), styles.CELL_SIZE) + 0.5 if text else 0.0


def _word(text: str, font: str, size: float) -> float:
    """Width of the longest word, within reason: longer ones are broken."""
    words = text.split()
    longest = max(words, key=len, default="")
    return min(fonts.width(longest, font, size) + 0.5, _WIDEST_WORD)


def _widths(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    naturals: Sequence[Sequence[float]],
    width: float,
    shift: float,
) -> list[float]:
    """Room of each column inside its gaps; together with gaps and the squares' room they fill `width`."""
    room = width - styles.GAP * (len(columns) - 1) - shift
    least, wish = [], []
    for index, column in enumerate(columns):
        body = max((sizes[index] for sizes in naturals), default=0.0)
        head = fonts.width(column.title, fonts.SEMIBOLD, styles.HEAD_SIZE) + 0.5
        head_word = _word(column.title, fonts.SEMIBOLD, styles.HEAD_SIZE)
        if column.align in _NUMERIC:
            least.append(max(body, head_word))
        else:
            words = max((_word(row[index], fonts.BOLD, styles.CELL_SIZE) for row in rows), default=0.0)
            least.append(min(max(words, head_word), max(body, head)))
        wish.append(max(body, head))
    return _shared(columns, least, wish, room)


def _shared(columns: Sequence[Column], least: list[float], wish: list[float], room: float) -> list[float]:
    free = room - sum(least)
    if free <= 0:
        return _capped(least, room)
    widths = list(least)
    wanting = [index for index in range(len(columns)) if wish[index] > least[index] + 0.01]
    while wanting and free > 0.01:
        weights = sum(columns[index].weight for index in wanting)
        share = free / weights
        full = [index for index in wanting if wish[index] - widths[index] <= share * columns[index].weight]
        for index in full or wanting:
            step = wish[index] - widths[index] if full else share * columns[index].weight
            widths[index] += step
            free -= step
        wanting = [index for index in wanting if index not in full] if full else []
    if free > 0:
        # What is left goes between the columns, most of it after the words.
        weights_of = [0.5 if column.align in _NUMERIC else column.weight for column in columns]
        widths = [width + free * weight / sum(weights_of) for width, weight in zip(widths, weights_of, strict=True)]
    return widths


def _capped(least: Sequence[float], room: float) -> list[float]:
    """Only the widest columns give way when even the least widths do not fit."""
    left, cap = room, room
    for rank, width in enumerate(sorted(least)):
        cap = left / (len(least) - rank)
        if width > cap:
            break
        left -= width
    return [min(width, cap) for width in least]


def _outer(inner: Sequence[float], shift: float) -> list[float]:
    """Widths with their gaps: the first column has none at its left, the last none at its right."""
    gap = styles.GAP / 2
    widths = [width + 2 * gap for width in inner]
    widths[0] -= gap
    widths[-1] -= gap
    return [shift, *widths] if shift else widths


# -- cells -----------------------------------------------------------------------------------------------------------


def _head(column: Column, room: float) -> Any:
    from reportlab.platypus import Paragraph

    title = readable(column.title)
    style = styles.custom(fonts.SEMIBOLD, styles.HEAD_SIZE, 10.6, styles.INK.muted, column.align.value)
    if fonts.is_simple(title, fonts.SEMIBOLD) and fonts.width(title, fonts.SEMIBOLD, styles.HEAD_SIZE) <= room:
        return title
    lines = _even_lines(title, room)
    return Paragraph("<br/>".join(fonts.markup(line, fonts.SEMIBOLD) for line in lines), style)


def _even_lines(title: str, room: float) -> list[str]:
    """A head in as few lines as it needs, none of them longer than it must be: no word stands alone below a long line.

    A word that is wider than the room leaves all to the paragraph, which breaks it.
    """
    words = title.split()
    if any(_head_width(word) > room for word in words):
        return [title]
    best = _filled(words, room)
    ends = {
        _head_width(" ".join(words[start:end]))
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
    }
    for width in sorted(ends):
        lines = _filled(words, width)
        if len(lines) <= len(best) and max(_head_width(line) for line in lines) <= width:
            return lines
    return best


def _filled(words: Sequence[str], room: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and _head_width(f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _head_width(text: str) -> float:
    return fonts.width(text, fonts.SEMIBOLD, styles.HEAD_SIZE)


def _cell(text: str, row: Row, column: Column, room: float, natural: float) -> Any:
    """A plain string where it fits on its line, a paragraph where it has to be broken or needs a second font."""
    from reportlab.platypus import Paragraph

    font = _font(row, column)
    if natural <= room + 0.01 and fonts.is_simple(text, font):
        return text
    colour = styles.INK.muted if column.muted and row.kind == "body" else styles.INK.text
    style = styles.custom(font, styles.CELL_SIZE, styles.CELL_LEADING, colour, column.align.value)
    return Paragraph(fonts.markup(text, font), style)


def _swatch(row: Row) -> Any:
    resource = row.cells[0].swatch if row.cells else None
    return Swatch(tokens.resource_colour(resource, "print")) if resource is not None else ""


# -- looks -----------------------------------------------------------------------------------------------------------


def _commands(table: Table, *, swatched: bool, tall: bool) -> list[tuple[Any, ...]]:
    from reportlab.lib.colors import HexColor

    ink, gap = styles.INK, styles.GAP / 2
    first = int(swatched)
    line, grid, muted = HexColor(ink.line), HexColor(ink.grid), HexColor(ink.muted)
    commands: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, 0), fonts.SEMIBOLD, styles.HEAD_SIZE, 10.6),
        ("TEXTCOLOR", (0, 0), (-1, 0), muted),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("FONT", (0, 1), (-1, -1), fonts.REGULAR, styles.CELL_SIZE, styles.CELL_LEADING),
        ("TEXTCOLOR", (0, 1), (-1, -1), HexColor(ink.text)),
        ("VALIGN", (0, 1), (-1, -1), "TOP" if tall else "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), gap),
        ("RIGHTPADDING", (0, 0), (-1, -1), gap),
        ("LEFTPADDING", (0, 0), (first, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 2.6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.0),
        ("LINEBELOW", (0, 0), (-1, 0), 0.6, line),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, grid),
    ]
    if swatched:
        commands += [("RIGHTPADDING", (0, 0), (0, -1), 0), ("LEFTPADDING", (1, 0), (1, 0), -styles.SWATCH)]
        if tall:
            commands.append(("TOPPADDING", (0, 1), (0, -1), 5.0))
        for number, row in enumerate(table.rows, start=1):
            if row.cells and row.cells[0].swatch is None:
                commands.append(("LEFTPADDING", (1, number), (1, number), -styles.SWATCH))
    for index, column in enumerate(table.columns, start=first):
        align = "RIGHT" if column.align in _NUMERIC else column.align.value.upper()
        commands.append(("ALIGN", (index, 0), (index, -1), align))
        if column.muted:
            commands.append(("TEXTCOLOR", (index, 1), (index, -1), muted))
        if column.strong:
            commands.append(("FONTNAME", (index, 1), (index, -1), fonts.SEMIBOLD))
    for number, row in enumerate(table.rows, start=1):
        if row.kind != "body":
            heavy = fonts.BOLD if row.kind == "total" else fonts.SEMIBOLD
            commands.append(("FONTNAME", (0, number), (-1, number), heavy))
            commands.append(("TEXTCOLOR", (0, number), (-1, number), HexColor(ink.text)))
    return commands if tall else [*commands, *_kept(table)]


def _kept(table: Table) -> list[tuple[Any, ...]]:
    """Rows that stay together: neither a total stands alone on a page, nor what stands above its rows."""
    last = len(table.rows)
    pairs = {number for number, row in enumerate(table.rows[:-1], start=1) if row.kind == "heading"}
    if last >= 2:
        pairs.add(last - 1)
    return [("NOSPLIT", (0, number), (-1, number + 1)) for number in sorted(pairs)]


def _pads(table: Table, rows: Sequence[Sequence[str]], sign: str) -> list[list[float]]:
    """Space at the right of each cell that brings numbers flush on the decimal sign."""
    pads = [[0.0] * len(table.columns) for _ in rows]
    for index, column in enumerate(table.columns):
        if column.align is not Align.NUMBER:
            continue
        tails = [_tail(texts[index], sign) for texts in rows]
        widest = max((size for size in tails if size is not None), default=0.0)
        for line, size in zip(pads, tails, strict=True):
            line[index] = 0.0 if size is None else widest - size
    return pads


def _flush(
    pads: Sequence[Sequence[float]], inner: Sequence[float], naturals: Sequence[Sequence[float]], first: int
) -> list[tuple[Any, ...]]:
    """The padding as commands of the table; a number that had to be broken keeps to the edge."""
    commands: list[tuple[Any, ...]] = []
    last = len(inner) - 1
    for number, (line, sizes) in enumerate(zip(pads, naturals, strict=True), start=1):
        for index, pad in enumerate(line):
            if pad > 0.1 and sizes[index] <= inner[index] + 0.01:
                gap = 0.0 if index == last else styles.GAP / 2
                place = (index + first, number)
                commands.append(("RIGHTPADDING", place, place, gap + pad))
    return commands


def _tail(text: str, sign: str) -> float | None:
    """Width of what follows the whole part of a number; None for what is no number."""
    if not any(letter.isdigit() for letter in text):
        return None
    _, found, rest = text.rpartition(sign)
    if found:
        return fonts.width(sign + rest, fonts.REGULAR, styles.CELL_SIZE)
    end = max(index for index, letter in enumerate(text) if letter.isdigit()) + 1
    return fonts.width(text[end:], fonts.REGULAR, styles.CELL_SIZE) if text[end:] else 0.0
