"""What a flow diagram says: labels of nodes and loops, and what the pointer shows over a flow or a step."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass

from score_desktop.charts import names, throughput
from score_desktop.charts.data import SankeyFlow, SankeyGraph, SankeyNode
from score_desktop.charts.sankey_graph import sums
from score_desktop.i18n import Texts

_LEAST = 1e-9


# A diagram that follows each keystroke says most of its numbers again.
@functools.lru_cache(maxsize=4096)
def _quantity(texts: Texts, value: float, unit: str, money: bool) -> str:
    return names.quantity(texts, value, unit, money=money)


@functools.lru_cache(maxsize=4096)
def _share(texts: Texts, part: float) -> str:
    return names.share(texts, part)


@dataclass(frozen=True, slots=True)
class NodeWords:
    """What a node's label says. `note` is what a loss costs, or how much changed."""

    name: str
    amount: str
    note: str
    share: str

    @property
    def second(self) -> str:
        """Amount and note on one line."""
        return f"{self.amount} · {self.note}" if self.note else self.amount

    @property
    def said(self) -> str:
        """All of it, for the pointer."""
        return "\n".join(line for line in (self.name, self.second, self.share) if line)


class Speaker:
    """Words of one diagram.

    Args:
        graph: As drawn.
        notes: Of nodes, by key, in place of what their flows carry.
        amounts: Of nodes, by key, in place of what flows through them as drawn.
    """

    def __init__(
        self,
        graph: SankeyGraph,
        texts: Texts,
        notes: Mapping[str, str] | None = None,
        amounts: Mapping[str, float] | None = None,
    ) -> None:
        self.graph, self.texts = graph, texts
        self._amounts = amounts
        self.arriving, self.leaving = sums(graph.flows)
        self._labels = {node.key: node.label or node.key for node in graph.nodes}
        self._notes = _notes(graph) if notes is None else notes
        self.nodes = {node.key: self._word(node) for node in graph.nodes}

    def amount(self, value: float) -> str:
        """A quantity in the diagram's unit."""
        return _quantity(self.texts, value, self.graph.unit, self.graph.money)

    def _word(self, node: SankeyNode) -> NodeWords:
        value = max(self.arriving.get(node.key, 0.0), self.leaving.get(node.key, 0.0))
        if self._amounts is not None:
            return NodeWords(
                self._labels[node.key], self.amount(self._amounts.get(node.key, 0.0)), self._notes.get(node.key, ""), ""
            )
        share = self._product_share(value) if node.kind == "product" and not self.graph.money else ""
        return NodeWords(self._labels[node.key], self.amount(value), self._notes.get(node.key, ""), share)

    def _product_share(self, value: float) -> str:
        """As the title says it: of the only end for products, unless losses end there too that are in its amount."""
        if sum(node.kind == "product" for node in self.graph.nodes) != 1:
            return ""
        made = math.fsum(throughput.products(self.graph).values())
        total = math.fsum(throughput.entering(self.graph).values())
        if not made or not math.isclose(made, value, rel_tol=_LEAST) or total < value:
            return ""
        return self.texts.t("{share} of what enters", share=_share(self.texts, made / total))

    def loop(self, flow: SankeyFlow) -> str:
        """The line above a loop."""
        return f"{flow.substance} {self.amount(flow.value)}".strip()

    def flow(self, flow: SankeyFlow, amount: str = "") -> str:
        """Substance, ends, figure, shares and origin of a flow, one to a line.

        Args:
            amount: In place of the figure.
        """
        source, target = self._labels[flow.source], self._labels[flow.target]
        figure = amount or self.amount(flow.value)
        lines = [flow.substance, flow.of, f"{source} → {target}", f"{figure} · {flow.note}" if flow.note else figure]
        leaving, arriving = self.leaving[flow.source], self.arriving[flow.target]
        if not amount and flow.value < leaving:
            share = _share(self.texts, flow.value / leaving)
            lines.append(self.texts.t("{share} of what leaves {name}", share=share, name=source))
        if not amount and flow.value < arriving:
            share = _share(self.texts, flow.value / arriving)
            lines.append(self.texts.t("{share} of what enters {name}", share=share, name=target))
        lines.append(flow.origin)
        return "\n".join(dict.fromkeys(line for line in lines if line))


def _notes(graph: SankeyGraph) -> dict[str, str]:
    """Notes of flows stand at their far end, if that is the only flow there."""
    found: dict[str, list[str]] = {}
    for flow in graph.flows:
        found.setdefault(flow.target, []).append(flow.note)
        found.setdefault(flow.source, []).append("")
    return {key: notes[0] for key, notes in found.items() if len(notes) == 1}
