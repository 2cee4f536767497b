"""The page of contents, with what the reader needs to read the rest."""

from __future__ import annotations

from collections.abc import Sequence

from score_desktop.i18n import Texts
from score_desktop.reporting import phrasing
from score_desktop.reporting.content import ReportContent
from score_desktop.reporting.document import Block, Cell, Column, Contents, Heading, Paragraph, Row, Table


def build(content: ReportContent, texts: Texts, parts: Sequence[Block]) -> list[Block]:
    """Contents with links and page numbers, then how to read the report; empty for a report without parts.

    Args:
        content: What the report says.
        texts: Language and number region.
        parts: The blocks that follow.
    """
    if not parts:
        return []
    return [
        Heading(texts.t("Contents"), 1, "contents"),
        Contents(),
        Heading(texts.t("How to read this report"), 3, "reading"),
        Paragraph(
            texts.t(
                "The figures cover {period}. A dash ({dash}) stands for a figure that was not measured or is not "
                "known: it is never counted as zero. Changes compare with the same months of the year before.",
                period=texts.period(*content.period),
                dash=phrasing.NOTHING,
            )
        ),
        *_words(content, texts),
    ]


def _words(content: ReportContent, texts: Texts) -> list[Block]:
    """What the words of the report mean; only those that it uses."""
    product = content.main_product
    words: list[tuple[str, str]] = []
    if content.emissions:
        words += [
            (
                texts.t("Scope 1"),
                texts.t("what the enterprise's own fires and vehicles emit: gas, diesel, gasoline, LPG"),
            ),
            (texts.t("Scope 2"), texts.t("what power stations emit to make the electricity that the enterprise buys")),
            (
                texts.t("CO₂e"),
                texts.t(
                    "all greenhouse gases together, as the mass of CO₂ that would warm the climate as much in 100 years"
                ),
            ),
            (
                texts.t("Factor"),
                texts.t("kilograms of CO₂e for one unit of a resource")
                if "appendix" in content.hidden
                else texts.t(
                    "kilograms of CO₂e for one unit of a resource; each one stands in the annex with its source"
                ),
            ),
            (texts.t("Mark"), phrasing.status_meanings(texts, [row.factor_status for row in content.emissions])),
        ]
    if product is not None:
        unit = phrasing.product_unit(texts, product)
        words.append((texts.t("Per {unit}", unit=unit), texts.t("use of the period divided by its production")))
    if content.quality:
        meaning = texts.t("A measured or billed, B calculated from records, C estimated, D assumed")
        words.append((texts.t("Quality"), meaning))
    if not words:
        return []
    columns = (Column(texts.t("Word")), Column(texts.t("Meaning"), weight=6, muted=True))
    return [Table(columns, tuple(Row((Cell(word), Cell(meaning))) for word, meaning in words))]
