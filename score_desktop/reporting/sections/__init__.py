"""The parts of the report: each is a function from content and texts to blocks; a part without content gives none."""

from __future__ import annotations

from score_desktop.i18n import Texts
from score_desktop.reporting.content import ReportContent
from score_desktop.reporting.document import Block, Document, Furniture
from score_desktop.reporting.phrasing import short_period
from score_desktop.reporting.sections import appendix, consumption, contents, cover, flows, footprint, summary
from score_desktop.reporting.sections.figures import FigureCounter


def build_document(content: ReportContent, texts: Texts) -> Document:
    """The whole report as blocks, in reading order."""
    counter = FigureCounter(texts)
    body: list[Block] = []
    body += summary.build(content, texts)
    parts: list[Block] = []
    parts += consumption.build(content, texts, counter)
    parts += footprint.build(content, texts, counter)
    parts += flows.build(content, texts, counter)
    parts += appendix.build(content, texts)
    body += contents.build(content, texts, parts)
    body += parts
    kicker = cover.kicker(content, texts)
    return Document(
        title=cover.title(content, texts),
        subject=f"{kicker} · {short_period(texts, *content.period)}",
        author=content.brand.contact_name or content.brand.organisation,
        language=texts.language,
        date=content.report_date,
        colour=content.brand.colour,
        decimal_sign=texts.number(0.5, 1)[1],
        cover=cover.build(content, texts),
        furniture=_furniture(content, texts),
        blocks=tuple(body),
    )


def _furniture(content: ReportContent, texts: Texts) -> Furniture:
    brand = content.brand
    role = brand.contact_role or texts.t("SCORE trainer")
    person = f"{role}: {brand.contact_name}" if brand.contact_name else ""
    return Furniture(
        head_left=f"{content.enterprise.name} · {cover.kicker(content, texts)}",
        head_right=texts.period(*content.period),
        foot_left=" · ".join(part for part in (brand.organisation, person) if part),
        page_of=texts.t("Page {page} of {pages}"),
    )
