"""Runs the benches and prints their figures."""

from __future__ import annotations

import argparse
import importlib
import json
import sys

from tests.bench.harness import Figure, table

# Name on the command line → module.
BENCHES = {
    "start": "start",
    "import": "imports",
    "report": "report",
    "inventory": "inventory",
    "sankey": "sankey",
    "window-start": "window_start",
    "window-memory": "window_memory",
    "window-holds": "window_holds",
}
# One word for several.
GROUPS = {"window": ("window-start", "window-memory", "window-holds")}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these: " + ", ".join((*BENCHES, *GROUPS)))
    parser.add_argument("--large", action="store_true", help="also ten times the size, to see that growth is linear")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    names = [name for word in options.names for name in GROUPS.get(word, (word,))]
    unknown = set(names) - set(BENCHES)
    if unknown:
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    found: list[Figure] = []
    for name in names or BENCHES:
        found += importlib.import_module(f"tests.bench.{BENCHES[name]}").measure(large=options.large)
    print(json.dumps({"figures": [figure.as_json() for figure in found]}, indent=1) if options.json else table(found))
    return 0 if all(figure.good for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
