"""The printed report as a tree of blocks, before any page is laid out.

`sections` build it from the content and `Texts`; a writer (`pdf`) lays it out. All texts are final: formatted, in the
report's language. A text may hold strong parts (`richtext.strong`); everything else in it is taken letter by letter.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from score_desktop.charts.data import CostByResource, EmissionsBySource, MonthlyUse, SankeyGraph
from score_desktop.enums import Resource


class Align(StrEnum):
    """How a column stands: NUMBER is flush on the decimal sign."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with an entry in the contents and the bookmarks.

    Attributes:
        level: 1 starts a page, 2 a part of it, 3 is small and has no entry in the contents.
        key: Name of the place that links lead to; unique in the document.
        entry: Shorter text for contents and bookmarks; "" to use the text.
    """

    text: str
    level: int
    key: str
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `style`: "lead", "body", "note" (small and grey)."""

    text: str
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Steps:
    """A list of points, numbered when their order says what to do first."""

    items: tuple[str, ...]
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure with the words below it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Up to four figures in one line between two rules."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        title: Words over the column, unit included.
        weight: Share of the free width that a column of words takes; columns of numbers are as wide as their numbers.
        muted: Grey, for what explains rather than counts.
        strong: Semibold, for the column that the table is about.
    """

    title: str
    align: Align = Align.LEFT
    weight: float = 1.0
    muted: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `swatch` puts the resource's colour before the text."""

    text: str
    swatch: Resource | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `kind`: "body", "heading" (of rows below), "subtotal" (semibold), "total" (bold, closing the table)."""

    cells: tuple[Cell, ...]
    kind: str = "body"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head that is repeated on each page; `note` stands below it."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChartFrame:
    """A chart with its finding above and its caption below; never split.

    Attributes:
        chart: What is drawn; its type names the builder.
        title: The finding; "" if a heading above says it.
        caption: Line below, with its number; "" for none.
        width_mm, height_mm: Measured frame of the drawing itself.
    """

    chart: MonthlyUse | CostByResource | EmissionsBySource | SankeyGraph
    width_mm: float
    height_mm: float
    title: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on, with the words below it."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on, side by side."""

    people: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of headings (levels 1 and 2) with links and page numbers; filled by the writer."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Two columns side by side; `share` of the width goes to the left one."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]
    share: float = 0.5


Block = Heading | Paragraph | Steps | KeyFigures | Table | ChartFrame | Signatures | Contents | Columns


@dataclass(frozen=True, slots=True)
class CoverColumn:
    """A column at the foot of the cover: a strong head and lines."""

    head: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page.

    Attributes:
        client: Name beside the client's logo.
        organisation: Lines at the top right, when there is no logo of the organisation.
        kicker: Line over the title.
    """

    client: str
    organisation: tuple[str, ...]
    kicker: str
    title: str
    subtitle: str
    figures: tuple[KeyFigure, ...]
    columns: tuple[CoverColumn, ...]
    client_logo: bytes | None = None
    organisation_logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Furniture:
    """What every page but the cover carries. `page_of` is a template with {page} and {pages}."""

    head_left: str
    head_right: str
    foot_left: str
    page_of: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report.

    Attributes:
        language: "es" or "en".
        date: Day printed on the report; also the file's date, so that the same report gives the same bytes.
        colour: Brand colour as "#RRGGBB"; "" for the program's own.
        decimal_sign: What numbers stand flush on.
        cover: None for a report without one: its first page has a head and a foot like any other.
    """

    title: str
    subject: str
    author: str
    language: str
    date: dt.date
    colour: str
    decimal_sign: str
    cover: Cover | None
    furniture: Furniture
    blocks: tuple[Block, ...]
