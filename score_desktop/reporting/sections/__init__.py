"""The parts of the report: each is a function from content and texts to blocks; a part without content gives none."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from score_desktop.i18n import N_, Texts
from score_desktop.reporting.content import ReportContent
from score_desktop.reporting.document import Block, Document, Furniture
from score_desktop.reporting.phrasing import short_period
from score_desktop.reporting.sections import appendix, consumption, contents, cover, flows, footprint, process, summary
from score_desktop.reporting.sections.figures import FigureCounter


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report that can be left out.

    Attributes:
        key: Its name in `ReportContent.hidden`.
        title: English message id.
        heading: Key of its first heading, which tells its page; "" for the cover, the first page.
    """

    key: str
    title: str
    heading: str


SECTIONS = (
    Section("cover", N_("Cover"), ""),
    Section("summary", N_("Summary"), "summary"),
    Section("consumption", N_("Consumption and cost"), "consumption"),
    Section("footprint", N_("Footprint"), "footprint"),
    Section("flows", N_("Flows"), "flows"),
    Section("process", N_("Process, balances and losses"), "process"),
    Section("appendix", N_("Annex: method and factors"), "annex"),
)
"""Sections in the order of the report. The page of contents goes with the parts after the summary."""


def build_section(key: str, content: ReportContent, texts: Texts, counter: FigureCounter) -> list[Block]:
    """The blocks of a section (none for the cover, which is no block); empty when it has nothing to say."""
    build = _BUILDERS.get(key)
    return [] if build is None else build(content, texts, counter)


_Builder = Callable[[ReportContent, Texts, FigureCounter], list[Block]]
_BUILDERS: dict[str, _Builder] = {
    "summary": lambda content, texts, counter: summary.build(content, texts),
    "consumption": consumption.build,
    "footprint": footprint.build,
    "flows": flows.build,
    "process": process.build,
    "appendix": lambda content, texts, counter: appendix.build(content, texts),
}


def build_document(content: ReportContent, texts: Texts, sections: Collection[str] | None = None) -> Document:
    """The whole report as blocks, in reading order.

    Args:
        content: What the report says.
        texts: Language and number region.
        sections: Print these alone; None: all but `content.hidden`. A report without anything else has its cover.
    """
    if sections is not None:
        content = replace(content, hidden=frozenset(one.key for one in SECTIONS) - frozenset(sections))
    counter = FigureCounter(texts)
    printed = [one.key for one in SECTIONS if one.key not in content.hidden]
    made = {key: build_section(key, content, texts, counter) for key in printed}
    body = made.pop("summary", [])
    parts = [block for blocks in made.values() for block in blocks]
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
        cover=cover.build(content, texts) if "cover" in printed or not body else None,
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
