"""The annex: factors with their sources, the grid factors, quality of the data, method."""

from __future__ import annotations

import re

from score_desktop.charts.names import resource_name
from score_desktop.i18n import Texts
from score_desktop.reporting import phrasing
from score_desktop.reporting.content import FactorRow, FindingRow, QualityRow, ReportContent
from score_desktop.reporting.document import Align, Block, Cell, Column, Heading, Paragraph, Row, Table
from score_desktop.reporting.sections.footprint import extremes
from score_desktop.reporting.sections.sources import Sources

_GWP = {"AR5": (28, 265), "AR6": (27.9, 273)}
"""CH4 and N2O over 100 years. Source: IPCC AR5 WG1 (2013) table 8.A.1; AR6 WG1 (2021) table 7.15."""

MOST_FINDINGS, MOST_ACCEPTED = 6, 40
"""Observations that are told of each resource, and accepted ones that are listed."""

_PER_UNIT = re.compile(r", (?:per|por) [^,]+$")


def build(content: ReportContent, texts: Texts) -> list[Block]:
    """The annex; empty when there is nothing to explain."""
    sources = Sources(content)
    parts = [
        *_factors(content, texts, sources),
        *_grid(content, texts),
        *_billed(content, texts),
        *_quality(content, texts),
    ]
    if not parts:
        return []
    title = (
        texts.t("Annex: factors and quality of the data") if content.factors else texts.t("Annex: quality of the data")
    )
    lead = texts.t("Every figure of this report comes from these factors and from the enterprise's own documents.")
    if not content.factors:
        lead = texts.t("Every figure of this report comes from the enterprise's own documents.")
    head: list[Block] = [Heading(title, 1, "annex", entry=texts.t("Annex")), Paragraph(lead, "lead")]
    return [*head, *parts, *_method(content, texts), *sources.blocks(texts)]


def _factors(content: ReportContent, texts: Texts, sources: Sources) -> list[Block]:
    if not content.factors:
        return []
    columns = (
        Column(texts.t("Activity"), weight=2.6),
        Column(texts.t("kg CO₂e"), Align.NUMBER, strong=True),
        Column(texts.t("per"), weight=0.5),
        Column(texts.t("Basis"), weight=1.8, muted=True),
        Column(texts.t("Source"), weight=1.6, muted=True),
        Column(texts.t("Year"), Align.CENTER),
        Column(texts.t("±"), Align.RIGHT, muted=True),
        Column(texts.t("Mark"), Align.CENTER),
    )
    rows = tuple(_factor(row, texts, sources) for row in content.factors)
    legend = phrasing.status_legend(texts, [row.status for row in content.factors])
    uncertainty = texts.t("±: uncertainty of the factor, where its source gives one.")
    notes = [f"{legend} {uncertainty}".strip(), *_notes(content, texts)]
    return [
        Heading(texts.t("Emission factors used"), 2, "factors"),
        Table(columns, rows),
        Paragraph("\n".join(notes), "note"),
    ]


def _notes(content: ReportContent, texts: Texts) -> list[str]:
    """Each note once, with the activities it is about."""
    about: dict[str, list[str]] = {}
    for row in content.factors:
        for note in row.notes:
            about.setdefault(note, []).append(_activity(row, texts))
    lines = []
    for note, activities in about.items():
        told = texts.t(note)
        every = len(activities) == len(content.factors) and len(activities) > 1
        named = texts.t("All") if every else "; ".join(activities)
        lines.append(f"{named}: {told}")
    return lines


def _activity(row: FactorRow, texts: Texts) -> str:
    """What the factor is for; the unit that some names end in stands in a column of its own."""
    name = row.activity_es if texts.language == "es" else row.activity_en
    return _PER_UNIT.sub("", name)


def _factor(row: FactorRow, texts: Texts, sources: Sources) -> Row:
    uncertainty = row.uncertainty_percent
    return Row(
        (
            Cell(_activity(row, texts) or row.factor_id),
            Cell(phrasing.factor_value(texts, row.value)),
            Cell(phrasing.unit(texts, row.unit, one=True)),
            Cell(phrasing.basis(texts, row.basis)),
            Cell(sources.cell(row.source)),
            Cell(phrasing.NOTHING if row.year is None else str(row.year)),
            Cell(phrasing.NOTHING if uncertainty is None else texts.percent(uncertainty / 100)),
            Cell(phrasing.status_mark(row.status)),
        )
    )


def _grid(content: ReportContent, texts: Texts) -> list[Block]:
    if len(content.grid_alternatives) < 2:
        return []
    low, high = extremes(content.grid_alternatives)
    text = texts.t(
        "Published factors of the electricity grid differ by what they include. With these, the electricity of the "
        "period emits between {low} ({low_factor} kg/kWh, {low_basis}) and {high} ({high_factor} kg/kWh, "
        "{high_basis}). Margins of the IFI list serve the savings of projects and are not used for a footprint.",
        low=phrasing.tonnes(texts, low.kg_co2e),
        low_factor=phrasing.factor_value(texts, low.value),
        low_basis=phrasing.basis(texts, low.basis),
        high=phrasing.tonnes(texts, high.kg_co2e),
        high_factor=phrasing.factor_value(texts, high.value),
        high_basis=phrasing.basis(texts, high.basis),
    )
    return [Heading(texts.t("Factors of the electricity grid"), 2, "grid"), Paragraph(text)]


def _billed(content: ReportContent, texts: Texts) -> list[Block]:
    """The sums to the last digit, as they can be held against the supplier's own; the text rounds them."""
    if not content.resources:
        return []
    currencies = [currency for currency, _ in content.cost_total]
    columns = (
        Column(texts.t("Resource"), weight=2),
        Column(texts.t("Unit"), muted=True),
        Column(texts.t("Use"), Align.NUMBER),
        *(
            Column(texts.t("Cost, {currency}", currency=texts.currency(currency)), Align.NUMBER)
            for currency in currencies
        ),
    )
    rows = [
        Row(
            (
                Cell(resource_name(texts, row.resource)),
                Cell(phrasing.unit(texts, row.unit)),
                Cell(phrasing.NOTHING if row.quantity is None else texts.number(row.quantity, 6, trim=True)),
                *(Cell(_cents(texts, dict(row.cost).get(currency))) for currency in currencies),
            )
        )
        for row in content.resources
    ]
    if currencies:
        totals = [Cell(_cents(texts, amount)) for _, amount in content.cost_total]
        rows.append(Row((Cell(texts.t("Total")), Cell(""), Cell(""), *totals), "total"))
    note = texts.t("Sums of the bills without rounding, to be held against the suppliers' own totals.")
    return [Heading(texts.t("Use and cost as billed"), 2, "billed"), Table(columns, tuple(rows), note)]


def _cents(texts: Texts, amount: float | None) -> str:
    return phrasing.NOTHING if amount is None else texts.number(amount, 2)


# -- quality of the data ---------------------------------------------------------------------------------------------


def _quality(content: ReportContent, texts: Texts) -> list[Block]:
    if not content.quality:
        return []
    period = phrasing.short_period(texts, *content.period)
    columns = (
        Column(texts.t("Data"), weight=1.2),
        Column(texts.t("Months"), Align.RIGHT),
        Column(texts.t("Documents"), Align.RIGHT),
        Column(texts.t("Quality"), Align.CENTER),
        Column(texts.t("Observation"), weight=4, muted=True),
    )
    rows = tuple(_quality_row(row, texts) for row in content.quality)
    note = texts.t("Months: with data, of those expected over all meters. Quality A to D: see how to read this report.")
    return [
        Heading(texts.t("Quality of the data, {period}", period=period), 2, "quality"),
        Table(columns, rows, note),
        *_accepted(content, texts),
    ]


def _accepted(content: ReportContent, texts: Texts) -> list[Block]:
    """Observations that somebody looked at and let stand: who, when, and why."""
    findings = [finding for row in content.quality for finding in row.findings if finding.accepted]
    if not findings:
        return []
    columns = (
        Column(texts.t("Data"), weight=1.2),
        Column(texts.t("Observation"), weight=3, muted=True),
        Column(texts.t("Accepted"), weight=1.4),
        Column(texts.t("Note"), weight=2.4),
    )
    rows = tuple(
        Row(
            (
                Cell(resource_name(texts, finding.resource), finding.resource),
                Cell(_told(finding, texts)),
                Cell(", ".join(part for part in (finding.by, texts.date(finding.on) if finding.on else "") if part)),
                Cell(finding.note or phrasing.NOTHING),
            )
        )
        for finding in findings[:MOST_ACCEPTED]
    )
    left = len(findings) - len(rows)
    note = texts.tn("One more is in the workbook.", "{n} more are in the workbook.", left) if left > 0 else ""
    return [Heading(texts.t("Observations that were accepted"), 3, "accepted"), Table(columns, rows, note)]


def _quality_row(row: QualityRow, texts: Texts) -> Row:
    months = texts.t("{n} of {expected}", n=texts.number(row.months), expected=texts.number(row.months_expected))
    if row.metered:
        documents = texts.tn("{n} bill", "{n} bills", row.documents)
    else:
        documents = texts.tn("{n} receipt", "{n} receipts", row.documents)
    return Row(
        (
            Cell(resource_name(texts, row.resource), row.resource),
            Cell(months if row.months_expected else phrasing.NOTHING),
            Cell(documents),
            Cell(row.quality or phrasing.NOTHING),
            Cell(_observation(row, texts)),
        )
    )


def _observation(row: QualityRow, texts: Texts) -> str:
    told = []
    for finding in row.open_findings[:MOST_FINDINGS]:
        said = texts.t("Note: {note}", note=finding.note) if finding.note else ""
        told.append(f"{_told(finding, texts)} {said}".strip())
    left = len(row.open_findings) - len(told)
    if left > 0:
        told.append(texts.tn("One more observation.", "{n} more observations.", left))
    accepted = len(row.findings) - len(row.open_findings)
    if accepted:
        told.append(texts.tn("One observation was accepted: see below.", "{n} were accepted: see below.", accepted))
    return "\n".join(told) or texts.t("nothing to note")


def _told(finding: FindingRow, texts: Texts) -> str:
    """An observation with its meter, where the sentence does not name it."""
    text = texts.message(finding.message_id, dict(finding.params))
    return f"{finding.meter}: {text}" if finding.meter and finding.meter not in text else text


# -- method ----------------------------------------------------------------------------------------------------------


def _method(content: ReportContent, texts: Texts) -> list[Block]:
    parts = [texts.t("Audit after SCORE4Climate and Cleaner Production.")]
    parts.append(
        texts.t(
            "Bills are shared between months by days, a bill's last day being the day before the next bill begins; the "
            "parts add up to the bill exactly."
        )
    )
    if content.emissions:
        methane, nitrous = _GWP.get(content.gwp_set, (None, None))
        parts.append(
            texts.t(
                "Inventory after the GHG Protocol Corporate Standard: scope 1 (fuels), scope 2 by location "
                "(electricity). Sources of scope 3 that were not recorded are not measured, not zero."
            )
        )
        if methane is not None and nitrous is not None:
            parts.append(
                texts.t(
                    "CO₂e with global warming potentials over 100 years of IPCC {set}: CH₄\xa0{methane}, "
                    "N₂O\xa0{nitrous}.",
                    set=content.gwp_set,
                    methane=texts.number(methane, 1, trim=True),
                    nitrous=texts.number(nitrous),
                )
            )
    blocks: list[Block] = [Heading(texts.t("Method"), 2, "method"), Paragraph(" ".join(parts))]
    if content.mentions_law:
        law = texts.t("The legal requirements mentioned in this report must be verified with the competent authority.")
        blocks.append(Paragraph(law))
    return blocks
