"""Random flow diagrams with names as people write them, in both languages."""

from __future__ import annotations

import itertools
import random

from score_desktop.charts.data import SankeyFlow, SankeyGraph, SankeyNode
from score_desktop.enums import Resource

NAMES = {
    "es": (
        "Recepción y pesaje de materia prima",
        "Lavado con hidróxido de sodio al 2 %",
        "Pelambre y calero (tambor n.º 3)",
        "Amasado",
        "Fermentación controlada",
        "Horno rotatorio de gas natural",
        "Enfriamiento",
        "Empaque y etiquetado",
        "Caldera pirotubular 150 BHP",
        "Tratamiento primario de efluentes",
        "Aserrín y viruta para compostaje",
        "Pérdidas por evaporación y arrastre",
    ),
    "en": (
        "Receiving and weighing of raw material",
        "Washing with 2% caustic soda",
        "Liming and unhairing (drum no. 3)",
        "Kneading",
        "Controlled fermentation",
        "Rotary oven on natural gas",
        "Cooling",
        "Packing and labelling",
        "Fire-tube boiler, 150 BHP",
        "Primary treatment of effluents",
        "Sawdust and shavings for compost",
        "Losses by evaporation and carry-over",
    ),
}


def layered(seed: int, *, columns: tuple[int, int] = (3, 5), items: tuple[int, int] = (2, 5)) -> SankeyGraph:
    """Nodes in columns; flows from column to column, some over one. Every node has a flow."""
    chance = random.Random(seed)
    counts = [chance.randint(*items) for _ in range(chance.randint(*columns))]
    keys = [[f"{column}.{place}" for place in range(count)] for column, count in enumerate(counts)]
    pairs: dict[tuple[str, str], float] = {}
    for column in range(len(keys) - 1):
        for key in keys[column]:
            pairs[key, chance.choice(keys[column + 1])] = chance.lognormvariate(0, 1)
        for key in keys[column + 1]:
            pairs[chance.choice(keys[column]), key] = chance.lognormvariate(0, 1)
    for column in range(len(keys) - 2):
        if chance.random() < 0.4:
            pairs[chance.choice(keys[column]), chance.choice(keys[column + 2])] = chance.lognormvariate(0, 1)
    nodes = tuple(SankeyNode(key, key, "use", None, column) for column, row in enumerate(keys) for key in row)
    flows = tuple(SankeyFlow(source, target, value, "x") for (source, target), value in pairs.items())
    return SankeyGraph("kg", nodes, flows)


def large(seed: int, steps: int, flows: int, *, columns: int = 8, loops: int = 0) -> SankeyGraph:
    """Steps in about so many columns, flows mostly to the next; `loops` more run back. Columns are not told."""
    chance = random.Random(seed)
    column = [place * columns // steps for place in range(steps)]
    pairs: dict[tuple[int, int], float] = {}
    while len(pairs) < flows:
        one, two = chance.randrange(steps), chance.randrange(steps)
        if column[one] < column[two] <= column[one] + (1 if chance.random() < 0.8 else 3):
            pairs[one, two] = chance.lognormvariate(0, 1)
    back: dict[tuple[int, int], float] = {}
    ways = list(pairs)
    while len(back) < loops:
        one, two = chance.choice(ways)
        if (two, one) not in pairs:
            back[two, one] = 0.2 * chance.lognormvariate(0, 1)
    nodes = tuple(SankeyNode(f"n{place}", f"Paso {place} de la planta", "use") for place in range(steps))
    found = [SankeyFlow(f"n{one}", f"n{two}", value, "x") for (one, two), value in (pairs | back).items()]
    return SankeyGraph("kg", nodes, tuple(found))


def factory(seed: int, language: str, flows: int) -> SankeyGraph:
    """A process as an audit draws it: inputs, steps, products, losses with money, reuse, long names."""
    chance = random.Random(seed)
    words = NAMES[language]
    steps = [SankeyNode(f"s{n}", chance.choice(words), "step") for n in range(chance.randint(3, 7))]
    nodes, found = list(steps), list[SankeyFlow]()
    for one, two in itertools.pairwise(steps):
        found.append(SankeyFlow(one.key, two.key, chance.uniform(50, 900), chance.choice(words)))
    resources = [Resource.MATERIAL, Resource.WATER, Resource.ELECTRICITY, Resource.NATURAL_GAS]
    while len(found) < flows:
        step, kind, value = chance.choice(steps), chance.random(), chance.lognormvariate(2, 1.5)
        key, name = f"e{len(nodes)}", chance.choice(words)
        if kind < 0.45:
            nodes.append(SankeyNode(key, name, "resource", chance.choice(resources)))
            found.append(SankeyFlow(key, step.key, value, name))
        elif kind < 0.65:
            nodes.append(SankeyNode(key, name, "loss"))
            note = f"Bs {chance.randint(100, 99999)}" if chance.random() < 0.7 else ""
            found.append(SankeyFlow(step.key, key, value, name, None, "loss", note))
        elif kind < 0.9:
            nodes.append(SankeyNode(key, name, chance.choice(["product", "use"])))
            found.append(SankeyFlow(step.key, key, value, name))
        else:
            two = chance.choice(steps)
            found.append(SankeyFlow(step.key, two.key, value, name, None, "reuse", uid=f"r{len(found)}"))
    return SankeyGraph("kg", tuple(nodes), tuple(found))
