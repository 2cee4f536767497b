"""The PDF report of the sample audit against drawing its charts alone."""

from __future__ import annotations

import tempfile
from pathlib import Path

from score_desktop.i18n import Texts
from score_desktop.jobs import Progress
from score_desktop.reporting.pdf.blocks import charts
from score_desktop.reporting.pdf.writer import _drawn
from score_desktop.reporting.sections import build_document
from score_desktop.services import demo, report
from score_desktop.services.context import Context
from score_desktop.services.report_content import report_content
from tests.bench.harness import Ratio, Work, compare

GOAL = 1.3


def measure(*, large: bool) -> list[Ratio]:  # noqa: ARG001 - has no larger size
    with tempfile.TemporaryDirectory(prefix="score-bench-") as name:
        folder = Path(name)
        made = demo.make_demo(folder, Progress())
        out = folder / "bench.pdf"
        with Context.open(folder / demo.WORKSPACE, actor="bench") as context:
            texts: Texts = context.read(report.document_texts, made.audit, "es")
            content = context.read(report_content, made.audit, texts, demo.DEMO_DAY)
            frames = charts(build_document(content, texts).blocks)

            def whole(_: object) -> None:
                report.write_report(context, made.audit, "es", out, Progress(), demo.DEMO_DAY)

            ours, floor = Work(whole), Work(lambda _: _drawn(frames, texts, Progress()))
            return [compare("report of the sample audit", f"its {len(frames)} charts as PDF alone", ours, floor, GOAL)]
