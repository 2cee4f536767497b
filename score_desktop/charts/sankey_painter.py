"""Paints one flow diagram on a sheet: shapes of one look as one collection, then labels, then what the pointer says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from score_desktop import tokens
from score_desktop.charts.hover import Point
from score_desktop.charts.sankey_colours import ColourBy, colouring
from score_desktop.charts.sankey_graph import Prepared
from score_desktop.charts.sankey_labels import LoopLabel, PlacedLabel
from score_desktop.charts.sankey_layout import Options, PlacedNode, Ribbon, layout
from score_desktop.charts.sankey_names import LabelSizes
from score_desktop.charts.sankey_ribbons import sampled
from score_desktop.charts.sankey_words import NodeWords, Speaker
from score_desktop.charts.sheet import CURVE, LINE, MOVE, Box, Sheet
from score_desktop.i18n import Texts

if TYPE_CHECKING:
    from matplotlib.path import Path as MplPath

_HAIR = 0.7  # thinner ribbons get a line of this width, so that they stay visible
_SEAM = 0.5  # what parts ribbons that cross or touch
_SEAM_FROM = 2.5
Entry = tuple[str, str, str]
"""Name, colour and look of a line of the legend: "solid", "tint", "full" or "dashed"."""
_HATCH = "//////"
_LEFT_OF = {"left": 0.0, "center": 0.5, "right": 1.0}  # of a line's width: what lies left of its anchor


class Painter:
    """One flow diagram while it is drawn.

    Args:
        sheet: To draw on.
        whole: The graph.
        top: Height that a title takes.
        print_labels: See `sankey.sankey_figure`.
        colour_by: What decides the colours of flows.
        notes: Of nodes, by key, in place of what their flows carry.
        amounts: Of nodes, by key, in place of what flows through them as drawn.
        legend: Name, colour and look of what is explained at the foot besides colours.
        bottom: Height at the foot that is someone else's.
        most_scale: Points per unit at most, so that several diagrams can share one scale.
    """

    def __init__(
        self,
        sheet: Sheet,
        whole: Prepared,
        texts: Texts,
        top: float,
        *,
        print_labels: bool,
        colour_by: ColourBy = "resource",
        notes: Mapping[str, str] | None = None,
        amounts: Mapping[str, float] | None = None,
        legend: Sequence[Entry] = (),
        bottom: float = 0.0,
        most_scale: float | None = None,
    ) -> None:
        self.sheet, self.graph, self.texts, self.top = sheet, whole.graph, texts, top
        self.size, self.small = sheet.sizes.label, sheet.sizes.small
        self.most = sheet.width * (0.22 if print_labels else 0.26)
        self.speaker = Speaker(self.graph, texts, notes, amounts)
        self.words = self.speaker.nodes
        self.colours = colouring(self.graph, colour_by, sheet.palette, texts)
        self._entries: list[Entry] = [*((name, colour, "solid") for name, colour in self.colours.legend), *legend]
        loops = {place: flow for place, flow in enumerate(self.graph.flows) if whole.loops[place]}
        self.loop_words = {place: self.speaker.loop(flow) for place, flow in loops.items()}
        rows = self._legend_rows()
        self._foot = sheet.height - bottom
        options = Options(
            sheet.width,
            self._foot - top - len(rows) * self._row,
            {key: self._label_sizes(words) for key, words in self.words.items()},
            {place: sheet.rough_width(words, self.small) + 1 for place, words in self.loop_words.items()},
            loop_label=self.small * 1.5,
            node_width=max(6.0, min(9.0, sheet.width / 60)),
            gap=self.size * 1.3,
            most_scale=most_scale,
        )
        self.layout = layout(whole, options)
        self.nodes = {placed.node.key: placed for placed in self.layout.nodes}
        self._hatched: dict[str, list[tuple[float, float]]] = {}
        for ribbon in self.layout.ribbons:
            if ribbon.flow.kind == "loss" and not ribbon.drain:
                ends = (ribbon.upper[0][1], ribbon.lower[0][1])
                self._hatched.setdefault(ribbon.flow.source, []).append(ends)
        self._legend = rows

    def draw(self) -> None:
        """Everything."""
        order = sorted(self.layout.ribbons, key=lambda ribbon: (not ribbon.drain, not ribbon.loop, -ribbon.thickness))
        self._ribbons([ribbon for ribbon in order if ribbon.drain], 1.0)
        self._ribbons([ribbon for ribbon in order if not ribbon.drain], 1.5)
        self._arrows([ribbon for ribbon in order if ribbon.loop])
        self._bars([placed for placed in self.layout.nodes if not placed.drain])
        self._draw_legend()
        for ribbon in order:
            self.region(ribbon, self.said_of(ribbon))
        for placed in self.layout.nodes:
            if not placed.drain:
                box = (placed.x - 2, placed.y + self.top - 2, placed.width + 4, max(placed.height, 0.6) + 4)
                self.sheet.box_region(box, self.words[placed.node.key].said)
        for label in self.layout.labels.loops:
            self._loop_label(label)
        for node_label in self.layout.labels.nodes:
            self._label(node_label)

    # -- sizes ---------------------------------------------------------------------------------------------------

    def _label_sizes(self, words: NodeWords) -> LabelSizes:
        sheet = self.sheet
        name = sheet.rough_width(words.name, self.size, tokens.SEMIBOLD)
        weight = tokens.SEMIBOLD if words.note else tokens.REGULAR
        second = sheet.rough_width(words.second, self.small, weight)
        third = sheet.rough_width(words.share, self.small)
        height = self.size * 1.2 + self.small * 1.25 * (2 if words.share else 1)
        line = self.size * 1.2
        return LabelSizes(
            (max(min(name, self.most), second, third) + 1, height),
            (name + sheet.space + second + 1, line),
            (name + 1, line),
            max(second, third) + 1,
            tuple(sheet.rough_width(word, self.size, tokens.SEMIBOLD) for word in words.name.split(" ")),
            sheet.rough_width(" ", self.size, tokens.SEMIBOLD),
        )

    # -- shapes --------------------------------------------------------------------------------------------------

    def path(self, ribbon: Ribbon) -> MplPath:
        """A ribbon's area."""
        from matplotlib.path import Path

        upper = [(x, y + self.top) for x, y in ribbon.upper]
        lower = [(x, y + self.top) for x, y in reversed(ribbon.lower)]
        codes = [MOVE, *[CURVE] * (len(upper) - 1), LINE, *[CURVE] * (len(lower) - 1)]
        return Path([*upper, *lower], codes)

    def tint(self, ribbon: Ribbon) -> str:
        """Colour that fills a ribbon."""
        palette, kind = self.sheet.palette, ribbon.flow.kind
        share = 0.3 if kind == "loss" else 0.6 if kind == "unexplained" else 0.75 if ribbon.loop else palette.tint
        return self.ground(self.colours.flows[ribbon.place], share)

    def ground(self, colour: str, share: float = 1.0) -> str:
        """So much of a colour as labels can stand on, at most the share."""
        return tokens.ground(colour, self.sheet.palette.text, self.sheet.palette.background, share)

    def _ribbons(self, ribbons: Sequence[Ribbon], zorder: float) -> None:
        sheet, palette = self.sheet, self.sheet.palette
        paths = {ribbon.place: self.path(ribbon) for ribbon in ribbons}

        def those(chosen: Sequence[Ribbon]) -> tuple[list[MplPath], list[str], list[str]]:
            shapes = [paths[ribbon.place] for ribbon in chosen]
            return shapes, [self.tint(ribbon) for ribbon in chosen], [self.colours.flows[r.place] for r in chosen]

        # Larger ones lie lower; a seam in the colour of the page parts what crosses.
        fills = sorted(ribbons, key=lambda ribbon: -ribbon.thickness)
        shapes, tints, _ = those(fills)
        seams = [palette.background if r.thickness >= _SEAM_FROM else "none" for r in fills]
        sheet.shapes(shapes, tints, edges=seams, line_width=_SEAM, zorder=zorder)
        lost = [ribbon for ribbon in ribbons if ribbon.flow.kind == "loss"]
        for colour in dict.fromkeys(self.colours.flows[ribbon.place] for ribbon in lost):
            of_it = [paths[ribbon.place] for ribbon in lost if self.colours.flows[ribbon.place] == colour]
            sheet.shapes(of_it, ["none"], hatch=_HATCH, hatch_colour=colour, zorder=zorder + 0.02)
        unknown = [paths[ribbon.place] for ribbon in ribbons if ribbon.flow.kind == "unexplained"]
        sheet.shapes(unknown, ["none"], edges=palette.muted, dashed=True, line_width=0.7, zorder=zorder + 0.05)
        thin = [r for r in ribbons if r.thickness < _HAIR and r.flow.kind != "unexplained"]
        shapes, _, colours = those(thin)
        sheet.shapes(shapes, ["none"], edges=colours, line_width=_HAIR, zorder=zorder + 0.03)

    def said_of(self, ribbon: Ribbon) -> str:
        """What the pointer says over a ribbon."""
        return self.speaker.flow(ribbon.flow)

    def region(self, ribbon: Ribbon, text: str) -> None:
        """What the pointer says over a ribbon."""
        steps = 4 if len(self.layout.ribbons) <= 200 else 2
        edge = [*sampled(ribbon.upper, steps), *reversed(sampled(ribbon.lower, steps))]
        self.sheet.region([(x, y + self.top) for x, y in edge], text, ribbon.flow.key)

    def _arrows(self, loops: Sequence[Ribbon]) -> None:
        """A notch in the middle of each loop that shows which way it runs."""
        notches: list[list[Point]] = []
        for ribbon in loops:
            outer, inner = ribbon.upper, ribbon.lower
            x = (outer[6][0] + outer[9][0]) / 2
            y = (outer[6][1] + inner[6][1]) / 2 + self.top
            size = max(min(ribbon.thickness * 0.4, 4.0), 1.6)
            notches.append([(x + size * 0.6, y - size), (x - size * 0.6, y), (x + size * 0.6, y + size)])
        self.sheet.lines(notches, self.sheet.palette.background, 1.4, zorder=3)

    def _bars(self, placed: Sequence[PlacedNode]) -> None:
        sheet, palette = self.sheet, self.sheet.palette
        boxes: dict[str, list[Box]] = {}
        lost: list[Box] = []
        unknown: list[Box] = []
        for each in placed:
            node = each.node
            box = (each.x, each.y + self.top, each.width, max(each.height, 0.6))
            if node.kind == "unexplained":
                unknown.append(box)
                continue
            if node.kind == "loss":
                lost.append(box)
                continue
            colour = palette.product if node.kind == "product" else palette.node
            if node.resource is not None and node.kind != "step":
                colour = palette.resources[node.resource]
            boxes.setdefault(colour, []).append(box)
        for colour, of_it in boxes.items():
            sheet.boxes(of_it, face=colour, zorder=3)
        tint = tokens.mixed(palette.loss, palette.background, 0.3)
        sheet.boxes(lost, face=tint, hatch=_HATCH, hatch_colour=palette.loss, zorder=3)
        sheet.boxes(unknown, face=palette.unexplained, edge=palette.muted, dashed=True, zorder=3)

    # -- legend --------------------------------------------------------------------------------------------------

    @property
    def _row(self) -> float:
        return self.small * 1.6

    def _legend_rows(self) -> list[list[Entry]]:
        """Names and colours, as many on a line as fit."""
        rows: list[list[Entry]] = []
        used = 0.0
        for name, colour, look in self._entries:
            shown = self.sheet.elided(name, self.sheet.width * 0.3, self.small)
            width = self.sheet.rough_width(shown, self.small) + self.small * 2.4
            if not rows or used + width > self.sheet.width:
                rows.append([])
                used = 0.0
            rows[-1].append((shown, colour, look))
            used += width
        return rows

    def _draw_legend(self) -> None:
        sheet, size = self.sheet, self.small
        for number, row in enumerate(self._legend):
            x, base = 0.0, self._foot - self._row * (len(self._legend) - number) + size * 1.15
            for name, colour, look in row:
                box = (x, base - size * 0.72, size * 0.8, size * 0.8)
                share = {"full": 1.0, "tint": sheet.palette.tint}.get(look, max(sheet.palette.tint, 0.75))
                if look == "dashed":
                    sheet.boxes([box], edge=colour, dashed=True, line_width=0.7)
                elif look == "full":
                    sheet.boxes([box], face=self.ground(colour), edge=colour)
                else:
                    sheet.boxes([box], face=tokens.mixed(colour, sheet.palette.background, share))
                sheet.text(x + size * 1.1, base, name, size=size, colour=sheet.palette.muted)
                x += sheet.rough_width(name, size) + size * 2.4

    # -- labels --------------------------------------------------------------------------------------------------

    def _loop_label(self, label: LoopLabel) -> None:
        x, y, width, height = label.box
        text = self.sheet.elided(self.loop_words[label.place], width, self.small)
        baseline = y + self.top + height - self.small * 0.4
        self.sheet.text(x + width / 2, baseline, text, size=self.small, align="center")

    def _label(self, label: PlacedLabel) -> None:
        sheet, words = self.sheet, self.words[label.key]
        size, small = self._letters(label)
        x, y, width, height = label.box
        y += self.top
        if label.lead is not None:
            at, *edges = label.lead
            sheet.lines([[(at, edge + self.top) for edge in edges]], sheet.palette.muted, 0.6, zorder=3)
        if label.form == "line":
            self._one_line(label, words, x, y, width)
        else:
            anchor = x if label.align == "left" else x + width if label.align == "right" else x + width / 2
            muted = self._ink(label)
            names = sheet.wrapped(words.name, width, size, tokens.SEMIBOLD, label.lines)
            y += (label.lines - len(names)) * size * 0.6
            for number, name in enumerate(names):
                base = y + size * (0.95 + 1.2 * number)
                self._line(label, (anchor, base), name, (size, tokens.SEMIBOLD), sheet.palette.text)
            if label.form != "name":
                line = y + size * 1.2 * len(names) + small * 0.95
                self._amount_line(label, words, (anchor, line, width), muted)
                if words.share:
                    third = line + small * 1.25
                    self._line(label, (anchor, third), words.share, (small, tokens.REGULAR), muted)
        sheet.box_region((x, y, width, height), words.said)

    def _line(self, label: PlacedLabel, at: Point, text: str, look: tuple[float, int], colour: str) -> None:
        """One line of a label of two or more, at its anchor, in a size and a weight."""
        sheet, (anchor, base), (size, weight) = self.sheet, at, look
        width, halo = sheet.text_width(text, size, weight), self._halo(label)
        self._ground_line(label, anchor - _LEFT_OF[label.align] * width, base, width, size)
        sheet.text(anchor, base, text, size=size, weight=weight, colour=colour, align=label.align, halo=halo)

    def _ground_line(self, label: PlacedLabel, x: float, base: float, width: float, size: float) -> None:
        """The page's colour under a line that has an edge: a band seen between its words would look like a minus."""
        if self._halo(label):
            pad = size * 0.12
            box = (x - pad, base - size * 0.8, width + 2 * pad, size * 1.05)
            self.sheet.boxes([box], face=self.sheet.palette.background, zorder=4)

    def _letters(self, label: PlacedLabel) -> tuple[float, float]:
        """Sizes of a label's name and amount."""
        return self.size * label.scale, self.small * label.scale

    def _halo(self, label: PlacedLabel) -> bool:
        """Letters need an edge of their own across edges of ribbons, and on the hatching of losses."""
        _, top, _, height = label.box
        hatched = self._hatched.get(label.key, ())
        return label.halo or (label.inside and any(high < top + height and top < low for high, low in hatched))

    def _amount_line(
        self, label: PlacedLabel, words: NodeWords, place: tuple[float, float, float], colour: str
    ) -> None:
        sheet, (anchor, line, width), (_, small) = self.sheet, place, self._letters(label)
        if not words.note:
            amount = sheet.elided(words.amount, width, small)
            self._line(label, (anchor, line), amount, (small, tokens.REGULAR), colour)
            return
        first = f"{words.amount} ·"
        note = words.note
        taken = sheet.text_width(first, small) + sheet.space + sheet.text_width(note, small, tokens.SEMIBOLD)
        start = {"left": anchor, "right": anchor - taken, "center": anchor - taken / 2}[label.align]
        parts = [(first, tokens.REGULAR, colour), (note, tokens.SEMIBOLD, self._note_colour(label))]
        self._ground_line(label, start, line, taken, small)
        sheet.runs(start, line, parts, small, halo=self._halo(label))

    def _ink(self, label: PlacedLabel) -> str:
        """Of amounts: on ribbons as strong as names."""
        return self.sheet.palette.text if label.inside or label.halo else self.sheet.palette.muted

    def _note_colour(self, label: PlacedLabel) -> str:
        loss = self.nodes[label.key].node.kind == "loss" and not label.inside
        return self.sheet.palette.loss if loss else self.sheet.palette.text

    def _one_line(self, label: PlacedLabel, words: NodeWords, x: float, y: float, width: float) -> None:
        sheet, (size, small) = self.sheet, self._letters(label)
        base = y + size * 0.92
        weight = tokens.SEMIBOLD if words.note else tokens.REGULAR
        amount = sheet.text_width(words.second, small, weight) + sheet.space
        room = max(width - amount, size * 2)
        name = sheet.elided(words.name, room, size, tokens.SEMIBOLD)
        taken = sheet.text_width(name, size, tokens.SEMIBOLD) + sheet.space + amount
        start = x + {"left": 0.0, "right": width - taken + sheet.space, "center": (width - taken) / 2}[label.align]
        ink = self._ink(label)
        self._ground_line(label, start, base, taken - sheet.space, size)
        sheet.text(start, base, name, size=size, weight=tokens.SEMIBOLD, halo=self._halo(label))
        parts = [(words.amount if not words.note else f"{words.amount} ·", tokens.REGULAR, ink)]
        if words.note:
            parts.append((words.note, tokens.SEMIBOLD, self._note_colour(label)))
        start += sheet.text_width(name, size, tokens.SEMIBOLD) + sheet.space
        sheet.runs(start, base, parts, small, halo=self._halo(label))
