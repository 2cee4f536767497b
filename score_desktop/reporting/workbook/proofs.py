"""Sheets that prove the figures: every figure with its formula, factors with their sources, quality of the data."""

from __future__ import annotations

from score_desktop.charts.names import resource_name
from score_desktop.i18n import Texts
from score_desktop.reporting import phrasing
from score_desktop.reporting.content import ReportContent
from score_desktop.reporting.workbook.model import Kind, Sheet, SheetColumn, Value

Col = SheetColumn


def figures(content: ReportContent, texts: Texts) -> Sheet:
    """Every figure of the audit under the key that the command line uses."""
    columns = (
        Col("key", texts.t("Key"), width=34),
        Col("dims", texts.t("For"), width=34),
        Col("value", texts.t("Value"), Kind.EXACT, 18),
        Col("unit", texts.t("Unit"), width=14),
        Col("formula", texts.t("Formula"), width=70),
    )
    rows: list[tuple[Value, ...]] = []
    for row in content.figures:
        dims = " · ".join(value for name, value in row.dims if name.endswith("_name"))  # ids mean nothing to people
        rows.append(
            (row.key, dims, row.value, phrasing.unit(texts, row.unit), texts.t(row.formula) if row.formula else "")
        )
    return Sheet("figures", texts.t("Figures"), columns, rows, len(rows))


def factors(content: ReportContent, texts: Texts) -> Sheet:
    """Factors used, then the grid factors that were not."""
    columns = (
        Col("factor_id", texts.t("Key"), width=32),
        Col("activity", texts.t("Activity"), width=48),
        Col("value", texts.t("kg CO₂e"), Kind.EXACT, 14),
        Col("unit", texts.t("per"), width=12),
        Col("basis", texts.t("Basis"), width=26),
        Col("source", texts.t("Source"), width=40),
        Col("year", texts.t("Year"), width=8),
        Col("uncertainty", texts.t("Uncertainty ±"), Kind.PERCENT, 12),
        Col("status", texts.t("Status"), width=16),
        Col("mark", texts.t("Mark"), width=7),
        Col("used", texts.t("Used"), width=8),
        Col("notes", texts.t("Notes"), width=60),
    )
    yes, no = texts.t("yes"), texts.t("no")
    rows: list[tuple[Value, ...]] = []
    for row in content.factors:
        activity = row.activity_es if texts.language == "es" else row.activity_en
        uncertainty = None if row.uncertainty_percent is None else row.uncertainty_percent / 100
        notes = "\n".join(texts.t(note) for note in row.notes)
        unit, basis = phrasing.unit(texts, row.unit, one=True), phrasing.basis(texts, row.basis)
        rows.append(
            (row.factor_id, activity, row.value, unit, basis, texts.t(row.source), row.year, uncertainty,
             phrasing.status_word(texts, row.status),             phrasing.status_mark(row.status), yes, notes)
        )  # fmt: skip
    named = {row.factor_id for row in content.factors}
    electricity = texts.t("Electricity of the grid")
    for one in content.grid_alternatives:
        if one.factor_id not in named:
            rows.append(
                (one.factor_id, electricity, one.value, "kWh", phrasing.basis(texts, one.basis), texts.t(one.source),
                 one.year, None, None, None, yes if one.in_use else no, None)
            )  # fmt: skip
    return Sheet("factors", texts.t("Factors"), columns, rows, len(rows))


def quality(content: ReportContent, texts: Texts) -> Sheet:
    """One line a resource, and below it one for each finding."""
    columns = (
        Col("resource", texts.t("Resource"), width=18),
        Col("meter", texts.t("Meter"), width=26),
        Col("months", texts.t("Months with data"), Kind.WHOLE, 10),
        Col("months_expected", texts.t("Months expected"), Kind.WHOLE, 10),
        Col("documents", texts.t("Documents"), Kind.WHOLE, 12),
        Col("quality", texts.t("Quality"), width=9),
        Col("finding", texts.t("Key"), width=22),
        Col("observation", texts.t("Observation"), width=80),
        Col("accepted", texts.t("Accepted by"), width=24),
        Col("accepted_on", texts.t("Accepted on"), Kind.DATE, 12),
        Col("note", texts.t("Note"), width=40),
        Col("files", texts.t("Files"), width=40),
    )
    rows: list[tuple[Value, ...]] = []
    for row in content.quality:
        name = resource_name(texts, row.resource)
        files = "; ".join(row.files)
        rows.append((name, None, row.months, row.months_expected, row.documents, row.quality, *[None] * 5, files))
        for finding in row.findings:
            text = texts.message(finding.message_id, dict(finding.params))
            accepted = (finding.by or texts.t("yes"), finding.on) if finding.accepted else (None, None)
            said = (finding.message_id, text, *accepted, finding.note or None)
            rows.append((name, finding.meter, *[None] * 4, *said, None))
    return Sheet("quality", texts.t("Data quality"), columns, rows, len(rows))
