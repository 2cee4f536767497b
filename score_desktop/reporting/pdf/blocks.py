"""Blocks of the document become pieces of pages; each kind of block has one function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Paragraph, Spacer
from reportlab.platypus import Table as PageTable

from score_desktop.reporting import document as model
from score_desktop.reporting.pdf import fonts, styles
from score_desktop.reporting.pdf.flowables import (
    ChartBox,
    ContentsList,
    FigureLine,
    HeadingLine,
    SignatureLines,
    Together,
)
from score_desktop.reporting.pdf.tables import table_flowable

_COLUMN_GAP = 16.0
_START = 60.0
"""Room that a heading wants for what follows it, in points."""
_KEPT = 0.45 * styles.BODY_HEIGHT
"""A block lower than this is not parted from its heading."""


class PageBuilder:
    """Makes flowables from the blocks of a document.

    Args:
        document: The report.
        forms: Names of the charts' forms, in the order of `charts(document.blocks)`.
    """

    def __init__(self, document: model.Document, forms: Sequence[str]) -> None:
        self._document = document
        self._forms = iter(forms)
        self._makers: dict[type, Callable[[Any, float], list[Flowable]]] = {
            model.Heading: self._heading,
            model.Paragraph: self._paragraph,
            model.Steps: self._steps,
            model.KeyFigures: self._key_figures,
            model.Table: self._table,
            model.ChartFrame: self._chart,
            model.Signatures: self._signatures,
            model.Contents: self._contents,
            model.Columns: self._columns,
        }

    def story(self) -> list[Flowable]:
        """All pieces in reading order; headings of level 1 begin a page."""
        story: list[Flowable] = []
        blocks = self._document.blocks
        made = [self._made(block, styles.BODY_WIDTH) for block in blocks]
        for number, (block, pieces) in enumerate(zip(blocks, made, strict=True)):
            if isinstance(block, model.Heading):
                if block.level == 1 and number:
                    story.append(PageBreak())
                elif block.level > 1:
                    following = made[number + 1] if number + 1 < len(made) else []
                    story.append(CondPageBreak(self._needed(pieces, following)))
            story += pieces
        return story

    def _made(self, block: model.Block, width: float) -> list[Flowable]:
        return self._makers[type(block)](block, width)

    @staticmethod
    def _needed(heading: Sequence[Flowable], following: Sequence[Flowable]) -> float:
        """Height that must be free, or the heading moves to the next page."""
        title = heading[0]
        own = title.getSpaceBefore() + title.wrap(styles.BODY_WIDTH, styles.BODY_HEIGHT)[1]
        first = following[0] if following else None
        if first is None:
            return own
        own += max(title.getSpaceAfter(), first.getSpaceBefore())
        height = _height(first, styles.BODY_WIDTH) - first.getSpaceBefore() - first.getSpaceAfter()
        whole = height <= _KEPT or isinstance(first, Together | ChartBox)
        return min(own + (height if whole else _START), styles.BODY_HEIGHT - 1)

    # -- kinds of blocks ---------------------------------------------------------------------------------------------

    def _heading(self, block: model.Heading, _width: float) -> list[Flowable]:
        return [HeadingLine(block)]

    def _paragraph(self, block: model.Paragraph, _width: float) -> list[Flowable]:
        return [Paragraph(fonts.markup(block.text, fonts.REGULAR), styles.style(block.style))]

    def _steps(self, block: model.Steps, width: float) -> list[Flowable]:
        pieces: list[Flowable] = []
        for number, item in enumerate(block.items, start=1):
            line = [
                Paragraph(f"{number}." if block.numbered else "–", styles.style("step")),
                Paragraph(fonts.markup(item, fonts.REGULAR), styles.style("step")),
            ]
            pieces.append(_side_by_side([[line[0]], [line[1]]], [14.0, width - 14.0]))
        return pieces

    def _key_figures(self, block: model.KeyFigures, width: float) -> list[Flowable]:
        return [FigureLine(block.figures[:4], width)]

    def _table(self, block: model.Table, width: float) -> list[Flowable]:
        pieces = [table_flowable(block, width, self._document.decimal_sign)]
        if block.note:
            pieces.append(Paragraph(fonts.markup(block.note, fonts.REGULAR), styles.style("note")))
        return pieces

    def _chart(self, block: model.ChartFrame, _width: float) -> list[Flowable]:
        """Title, drawing and caption: never on two pages."""
        parts: list[Flowable] = []
        if block.title:
            parts.append(Paragraph(fonts.markup(block.title, fonts.SEMIBOLD), styles.style("heading3")))
        parts.append(ChartBox(next(self._forms), block.width_mm * styles.MM, block.height_mm * styles.MM))
        if block.caption:
            parts.append(Paragraph(fonts.markup(block.caption, fonts.REGULAR), styles.style("caption")))
        return [Together(parts)] if len(parts) > 1 else parts

    def _signatures(self, block: model.Signatures, width: float) -> list[Flowable]:
        return [SignatureLines(block.people, width)]

    def _contents(self, _block: model.Contents, width: float) -> list[Flowable]:
        headings = [block for block in self._document.blocks if isinstance(block, model.Heading)]
        return [ContentsList([heading for heading in headings if heading.key != "contents"], width)]

    def _columns(self, block: model.Columns, width: float) -> list[Flowable]:
        """Two columns; when one is too high for much of a page, one after the other."""
        left_width = (width - _COLUMN_GAP) * block.share
        right_width = width - _COLUMN_GAP - left_width
        left = self._unwrapped(block.left, left_width)
        right = self._unwrapped(block.right, right_width)
        highest = max(_total(left, left_width), _total(right, right_width))
        if highest > 0.6 * styles.BODY_HEIGHT:
            return [*left, *right]
        gap = Spacer(_COLUMN_GAP, 1)
        return [Spacer(1, 10), _side_by_side([left, [gap], right], [left_width, _COLUMN_GAP, right_width])]

    def _unwrapped(self, blocks: Iterable[model.Block], width: float) -> list[Flowable]:
        """Pieces for a column, which is not parted anyway."""
        pieces: list[Flowable] = []
        for block in blocks:
            for piece in self._made(block, width):
                pieces += piece.parts if isinstance(piece, Together) else [piece]
        return pieces


def charts(blocks: Iterable[model.Block]) -> list[model.ChartFrame]:
    """Every chart of a report, in the order in which a `PageBuilder` asks for their forms."""
    found: list[model.ChartFrame] = []
    for block in blocks:
        if isinstance(block, model.ChartFrame):
            found.append(block)
        elif isinstance(block, model.Columns):
            found += charts((*block.left, *block.right))
    return found


def _side_by_side(cells: list[list[Flowable]], widths: list[float]) -> Flowable:
    return PageTable(
        [cells],
        colWidths=widths,
        hAlign="LEFT",
        splitInRow=1,
        style=[
            ("FONT", (0, 0), (-1, -1), fonts.REGULAR, 9),  # else reportlab names a font that is not embedded
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ],
    )


def _height(piece: Flowable, width: float) -> float:
    before = piece.getSpaceBefore() + piece.getSpaceAfter()
    if isinstance(piece, Together):
        return _total(piece.parts, width) + before
    return float(piece.wrap(width, styles.BODY_HEIGHT)[1]) + before


def _total(pieces: Iterable[Flowable], width: float) -> float:
    return sum(_height(piece, width) for piece in pieces)
