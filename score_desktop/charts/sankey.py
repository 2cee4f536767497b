"""Flow diagrams: one painter for window and page."""

from __future__ import annotations

from dataclasses import dataclass

from score_desktop import tokens
from score_desktop.charts import names, titles
from score_desktop.charts.data import SankeyGraph, SankeyNode
from score_desktop.charts.hover import Chart, Point
from score_desktop.charts.sankey_graph import Prepared, prepared, sums
from score_desktop.charts.sankey_labels import PlacedLabel
from score_desktop.charts.sankey_layout import LabelSizes, Layout, Options, PlacedNode, Ribbon, layout
from score_desktop.charts.sankey_ribbons import sampled
from score_desktop.charts.sheet import CURVE, LINE, MOVE, Sheet
from score_desktop.i18n import Texts

_HAIR = 0.7  # thinner ribbons get a line of this width, so that they stay visible


@dataclass(frozen=True, slots=True)
class _Words:
    """What a node's label says. `note` is what a loss costs."""

    name: str
    amount: str
    note: str
    share: str


def sankey_figure(
    graph: SankeyGraph,
    texts: Texts,
    mode: tokens.Mode,
    width_mm: float,
    height_mm: float,
    *,
    print_labels: bool = False,
    title: bool = False,
) -> Chart:
    """Draw a flow diagram.

    Every step balances or shows a grey dashed "unexplained" flow; reuse runs as a loop above; losses are hatched.

    Args:
        graph: Flows in one unit; nothing is dropped, small ends are gathered as "others" above 40 flows.
        texts: Language and number region.
        mode: Palette.
        width_mm: Whole figure.
        height_mm: Whole figure.
        print_labels: Shorter labels; names are cut where a page has no pointer to show them whole.
        title: Set the finding above.
    """
    sheet = Sheet(width_mm, height_mm, mode)
    finding = titles.sankey_title(graph, texts)
    top = sheet.title(finding) if title else 0.0
    whole = prepared(
        graph, unexplained=texts.t("Unexplained"), others=lambda count: texts.t("others ({n})", n=texts.number(count))
    )
    if not whole.graph.flows:
        sheet.note(texts.t("No flows to show"))
        return sheet.chart(finding)
    _Painter(sheet, whole, texts, top, print_labels=print_labels).draw()
    return sheet.chart(finding)


class _Painter:
    """One flow diagram while it is drawn."""

    def __init__(self, sheet: Sheet, whole: Prepared, texts: Texts, top: float, *, print_labels: bool) -> None:
        self.sheet, self.graph, self.texts, self.top = sheet, whole.graph, texts, top
        self.size, self.small = sheet.sizes.label, sheet.sizes.small
        self.most = sheet.width * (0.22 if print_labels else 0.26)
        self.arriving, self.leaving = sums(self.graph.flows)
        self.notes = self._notes()
        self.words = {node.key: self._word(node) for node in self.graph.nodes}
        options = Options(
            sheet.width,
            sheet.height - top,
            {key: self._label_sizes(words) for key, words in self.words.items()},
            loop_label=self.small * 1.5,
            node_width=max(6.0, min(9.0, sheet.width / 60)),
            gap=self.size * 1.3,
        )
        self.layout: Layout = layout(whole, options)
        self.nodes = {placed.node.key: placed for placed in self.layout.nodes}

    def draw(self) -> None:
        ribbons = sorted(self.layout.ribbons, key=lambda ribbon: (not ribbon.drain, not ribbon.loop, -ribbon.thickness))
        for ribbon in ribbons:
            self._ribbon(ribbon)
        for placed in self.layout.nodes:
            if not placed.drain:
                self._bar(placed)
        for label in self.layout.labels:
            self._label(label)

    # -- words ---------------------------------------------------------------------------------------------------

    def _amount(self, value: float) -> str:
        return names.quantity(self.texts, value, self.graph.unit, money=self.graph.money)

    def _notes(self) -> dict[str, str]:
        """Notes of flows stand at their far end, if that is the only flow there."""
        found: dict[str, list[str]] = {}
        for flow in self.graph.flows:
            found.setdefault(flow.target, []).append(flow.note)
            found.setdefault(flow.source, []).append("")
        return {key: notes[0] for key, notes in found.items() if len(notes) == 1}

    def _word(self, node: SankeyNode) -> _Words:
        value = max(self.arriving.get(node.key, 0.0), self.leaving.get(node.key, 0.0))
        share = ""
        if node.kind == "product" and not self.graph.money:
            total = sum(out for key, out in self.leaving.items() if key not in self.arriving)
            products = [other for other in self.graph.nodes if other.kind == "product"]
            if len(products) == 1 and total >= value:
                share = self.texts.t("{share} of what enters", share=names.share(self.texts, value / total))
        return _Words(node.label or node.key, self._amount(value), self.notes.get(node.key, ""), share)

    def _second(self, words: _Words) -> str:
        return f"{words.amount} · {words.note}" if words.note else words.amount

    def _label_sizes(self, words: _Words) -> LabelSizes:
        sheet = self.sheet
        name = min(sheet.text_width(words.name, self.size, tokens.SEMIBOLD), self.most)
        second = sheet.text_width(self._second(words), self.small, tokens.SEMIBOLD if words.note else tokens.REGULAR)
        third = sheet.text_width(words.share, self.small)
        height = self.size * 1.2 + self.small * 1.25 * (2 if words.share else 1)
        line = min(sheet.text_width(words.name, self.size, tokens.SEMIBOLD), self.most) + sheet.space + second
        return LabelSizes((max(name, second, third) + 1, height), (line + 1, self.size * 1.2))

    # -- shapes --------------------------------------------------------------------------------------------------

    def _ribbon_colour(self, ribbon: Ribbon) -> str:
        palette, flow = self.sheet.palette, ribbon.flow
        if flow.kind == "unexplained":
            return palette.unexplained
        if flow.kind == "loss":
            return palette.loss
        source, target = self.nodes[flow.source].node, self.nodes[flow.target].node
        resource = flow.resource or source.resource or target.resource
        if resource is not None:
            return palette.resources[resource]
        making = source.kind == "step" and target.kind in {"step", "product"}
        return palette.product if making else palette.off

    def _ribbon(self, ribbon: Ribbon) -> None:
        from matplotlib.path import Path

        sheet, palette = self.sheet, self.sheet.palette
        colour = self._ribbon_colour(ribbon)
        tint = tokens.mixed(colour, palette.background, 0.75 if ribbon.loop else palette.tint)
        upper = [(x, y + self.top) for x, y in ribbon.upper]
        lower = [(x, y + self.top) for x, y in reversed(ribbon.lower)]
        codes = [MOVE, *[CURVE] * (len(upper) - 1), LINE, *[CURVE] * (len(lower) - 1)]
        path = Path([*upper, *lower], codes)
        order = 1.0 if ribbon.drain else 1.5
        kind = ribbon.flow.kind
        if kind == "loss":
            sheet.shape(path, face=tokens.mixed(colour, palette.background, 0.3), zorder=order)
            sheet.shape(path, face=tint, hatch="//////", hatch_colour=colour, zorder=order)
        elif kind == "unexplained":
            sheet.shape(path, face=tokens.mixed(colour, palette.background, 0.6), zorder=order)
            sheet.shape(path, edge=palette.muted, dashed=True, line_width=0.7, zorder=order + 0.05)
        else:
            sheet.shape(path, face=tint, zorder=order)
        if ribbon.thickness < _HAIR and kind != "unexplained":
            sheet.shape(path, edge=colour, line_width=_HAIR, zorder=order)
        if ribbon.loop:
            self._arrow(ribbon)
        self._ribbon_region(ribbon)

    def _ribbon_region(self, ribbon: Ribbon) -> None:
        flow = ribbon.flow
        edge = [*sampled(ribbon.upper, 6), *reversed(sampled(ribbon.lower, 6))]
        ends = f"{self.words[flow.source].name} → {self.words[flow.target].name}"
        amount = f"{self._amount(flow.value)} · {flow.note}" if flow.note else self._amount(flow.value)
        lines = dict.fromkeys(line for line in (flow.substance, ends, amount) if line)
        self.sheet.region([(x, y + self.top) for x, y in edge], "\n".join(lines), flow.key)

    def _arrow(self, ribbon: Ribbon) -> None:
        """A notch in the middle of a loop that shows which way it runs, and its label above."""
        sheet, flow = self.sheet, ribbon.flow
        outer, inner = ribbon.upper, ribbon.lower
        x = (outer[6][0] + outer[9][0]) / 2
        y = (outer[6][1] + inner[6][1]) / 2 + self.top
        size = max(min(ribbon.thickness * 0.4, 4.0), 1.6)
        points: list[Point] = [(x + size * 0.6, y - size), (x - size * 0.6, y), (x + size * 0.6, y + size)]
        sheet.lines([points], sheet.palette.background, 1.4, zorder=3)
        text = f"{flow.substance} {self._amount(flow.value)}".strip()
        room = max(2 * min(x, sheet.width - x) - 4, 20.0)
        text = sheet.elided(text, min(room, max(abs(outer[6][0] - outer[9][0]) * 1.8, 170.0)), self.small)
        sheet.text(x, min(outer[6][1], outer[9][1]) + self.top - 3, text, size=self.small, align="center")

    def _bar(self, placed: PlacedNode) -> None:
        sheet, palette, node = self.sheet, self.sheet.palette, placed.node
        box = (placed.x, placed.y + self.top, placed.width, max(placed.height, 0.6))
        if node.kind == "unexplained":
            sheet.boxes([box], face=palette.unexplained, edge=palette.muted, dashed=True, zorder=3)
        elif node.kind == "loss":
            tint = tokens.mixed(palette.loss, palette.background, 0.3)
            sheet.boxes([box], face=tint, hatch="//////", hatch_colour=palette.loss, zorder=3)
        else:
            colour = palette.product if node.kind == "product" else palette.node
            if node.resource is not None and node.kind != "step":
                colour = palette.resources[node.resource]
            sheet.boxes([box], face=colour, zorder=3)
        words = self.words[node.key]
        grown = (box[0] - 2, box[1] - 2, box[2] + 4, box[3] + 4)
        sheet.box_region(grown, "\n".join(line for line in (words.name, self._second(words), words.share) if line))

    def _label(self, label: PlacedLabel) -> None:
        sheet, words = self.sheet, self.words[label.key]
        x, y, width, _ = label.box
        y += self.top
        if label.form == "line":
            self._one_line(label, words, x, y, width)
            return
        anchor = x if label.align == "left" else x + width if label.align == "right" else x + width / 2
        halo = label.align == "center"
        muted = sheet.palette.text if label.inside else sheet.palette.muted
        name = sheet.elided(words.name, min(width, self.most), self.size, tokens.SEMIBOLD)
        sheet.text(anchor, y + self.size * 0.95, name, weight=tokens.SEMIBOLD, align=label.align, halo=halo)
        line = y + self.size * 1.2 + self.small * 0.95
        self._amount_line(label, words, (anchor, line, width), muted)
        if words.share:
            sheet.text(anchor, line + self.small * 1.25, words.share, size=self.small, colour=muted, align=label.align)
        self._label_region(label)

    def _amount_line(self, label: PlacedLabel, words: _Words, place: tuple[float, float, float], colour: str) -> None:
        sheet, (anchor, line, width) = self.sheet, place
        if not words.note:
            amount = sheet.elided(words.amount, width, self.small)
            halo = label.align == "center"
            sheet.text(anchor, line, amount, size=self.small, colour=colour, align=label.align, halo=halo)
            return
        first = f"{words.amount} ·"
        note = words.note
        taken = sheet.text_width(first, self.small) + sheet.space + sheet.text_width(note, self.small, tokens.SEMIBOLD)
        start = {"left": anchor, "right": anchor - taken, "center": anchor - taken / 2}[label.align]
        parts = [(first, tokens.REGULAR, colour), (note, tokens.SEMIBOLD, self._note_colour(label.key))]
        sheet.runs(start, line, parts, self.small)

    def _note_colour(self, key: str) -> str:
        loss = self.nodes[key].node.kind == "loss"
        return self.sheet.palette.loss if loss else self.sheet.palette.text

    def _one_line(self, label: PlacedLabel, words: _Words, x: float, y: float, width: float) -> None:
        sheet, base = self.sheet, y + self.size * 0.92
        amount = sheet.text_width(self._second(words), self.small, tokens.SEMIBOLD if words.note else tokens.REGULAR)
        amount += sheet.space
        room = max(min(width - amount, self.most), self.size * 2)
        name = sheet.elided(words.name, room, self.size, tokens.SEMIBOLD)
        taken = sheet.text_width(name, self.size, tokens.SEMIBOLD) + sheet.space + amount
        start = x + {"left": 0.0, "right": width - taken + sheet.space, "center": (width - taken) / 2}[label.align]
        ink = sheet.palette.text if label.inside else sheet.palette.muted
        sheet.text(start, base, name, weight=tokens.SEMIBOLD, halo=label.align == "center")
        parts = [(words.amount if not words.note else f"{words.amount} ·", tokens.REGULAR, ink)]
        if words.note:
            parts.append((words.note, tokens.SEMIBOLD, self._note_colour(label.key)))
        start += sheet.text_width(name, self.size, tokens.SEMIBOLD) + sheet.space
        sheet.runs(start, base, parts, self.small)
        self._label_region(label)

    def _label_region(self, label: PlacedLabel) -> None:
        words = self.words[label.key]
        x, y, width, height = label.box
        said = "\n".join(line for line in (words.name, self._second(words), words.share) if line)
        self.sheet.box_region((x, y + self.top, width, height), said)
