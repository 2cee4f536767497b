"""The command about flows: the diagram of what was bought, or of the process, and all that is known of the process."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from score_desktop.cli_shared import day, ending, open_to_read, print_json
from score_desktop.errors import InvalidInput, Refused
from score_desktop.services import clock

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from score_desktop.i18n import Texts


def run_flows(options: argparse.Namespace, texts: Texts) -> int:
    """Write a diagram or its edges, or print the process as JSON; returns the exit code."""
    if options.json == bool(options.out):
        print(texts.t("flows needs either --out or --json"), file=sys.stderr)
        return 2
    if options.json:
        return _print_process(options, texts)
    out = ending(options.out, ".svg", ".png", ".pdf", ".csv")
    if _is_comparison(options):
        code = _compare(options, out, texts)
    else:
        code = _process(options, out, texts) if options.process else _bought(options, out, texts)
    print(texts.t("Written: {file}", file=str(out)))
    return code


def run_sankey(options: argparse.Namespace, texts: Texts) -> int:
    """Draw a list of flows of someone else; returns the exit code."""
    from pathlib import Path

    from score_desktop.jobs import Progress
    from score_desktop.services import edge_lists

    if not options.json and not options.out:
        print(texts.t("sankey needs --out, --json, or both"), file=sys.stderr)
        return 2
    out = ending(options.out, ".svg", ".png", ".pdf", ".csv") if options.out else None
    read = edge_lists.read_list(Path(options.file), texts, Progress(), sheet=options.sheet, unit=options.unit)
    if out is not None:
        edge_lists.write(read.graph, out, texts)
    if options.json:
        print_json(read.as_json(texts))
        return 0
    for line in read.sentences(texts):
        print(line, file=sys.stderr)
    print(texts.t("Written: {file}", file=str(out)))
    return 0


def _is_comparison(options: argparse.Namespace) -> bool:
    """Raises: InvalidInput "flows.compare_alone" for half of a comparison."""
    dates = (options.compare_from, options.compare_to)
    if (options.compare and any(dates)) or any(dates) != all(dates):
        raise InvalidInput("flows.compare_alone")
    if options.sides and not options.compare and not any(dates):
        raise InvalidInput("flows.compare_alone")
    return bool(options.compare) or all(dates)


def _compare(options: argparse.Namespace, out: Path, texts: Texts) -> int:
    from score_desktop.services import flow_compare, flows

    today = clock.today()
    start, end = day(options.compare_from, "--compare-from"), day(options.compare_to, "--compare-to")
    if start is not None and end is not None and start >= end:
        raise InvalidInput("flows.compare_order", start=texts.date(start), end=texts.date(end))
    with open_to_read(options) as context:
        region = context.read(flows.texts_of_audit, options.audit, texts.language)
        period = (start, end) if start is not None and end is not None else None
        before = context.read(flow_compare.side_of, options.compare or options.audit, period, today, region)
        after = context.read(flow_compare.side_of, options.audit, None, today, region)
        before, after = flow_compare.in_time(before, after)
        if options.process:
            both = context.read(
                flow_compare.processes_compared, before, after, options.unit, today, region,
                reconciled=options.reconciled,
            )  # fmt: skip
        else:
            both = context.read(flow_compare.bought_compared, before, after, options.unit, region)
    flow_compare.write(both, out, region, "sides" if options.sides else "differences")
    _say(both.note)
    return 0


def _bought(options: argparse.Namespace, out: Path, texts: Texts) -> int:
    from score_desktop.services import flows
    from score_desktop.services.diagram_files import write_diagram

    with open_to_read(options) as context:
        bought = context.read(flows.bought, options.audit, options.unit, clock.today(), texts)
        region = context.read(flows.texts_of_audit, options.audit, texts.language)
    write_diagram(bought.graph, out, region, options.colours)
    _say(flows.left_out_words(bought.currencies, texts))
    return 0


def _say(words: str) -> None:
    if words:
        print(words, file=sys.stderr)


def _process(options: argparse.Namespace, out: Path, texts: Texts) -> int:
    from score_desktop.services import flows
    from score_desktop.services.diagram_files import write_diagram
    from score_desktop.services.process import read_view
    from score_desktop.services.process_graph import process_graph

    with open_to_read(options) as context:
        view = context.read(read_view, options.audit, clock.today())
        region = context.read(flows.texts_of_audit, options.audit, texts.language)
    if view.process.is_empty:
        raise Refused("process.empty")
    graph = process_graph(view, options.unit, region, reconciled=options.reconciled)
    write_diagram(graph, out, region, options.colours)
    _say(graph.note)
    return 0


def _print_process(options: argparse.Namespace, texts: Texts) -> int:
    from score_desktop.services.process import read_view
    from score_desktop.services.process_json import process_json
    from score_desktop.services.process_told import unpriced_words

    with open_to_read(options) as context:
        view = context.read(read_view, options.audit, clock.today())
    if view.process.is_empty:
        raise Refused("process.empty")
    print_json(process_json(view, texts))
    _say(unpriced_words(view, texts))
    return 0
