"""Sources of factors: named where they fit, else numbered and listed in the annex."""

from __future__ import annotations

from score_desktop.i18n import Texts
from score_desktop.reporting import phrasing
from score_desktop.reporting.content import ReportContent
from score_desktop.reporting.document import Block, Heading, Paragraph

LONGEST_SOURCE = 34
"""Letters of a title that a table can hold."""


class Sources:
    """Sources by number, when their titles are too long for a table."""

    def __init__(self, content: ReportContent) -> None:
        titles = [row.source for row in content.factors] + [row.source for row in content.grid_alternatives]
        self._titles = list(dict.fromkeys(title for title in titles if title))
        self._annex = "appendix" not in content.hidden
        self._numbered = any(len(title) > LONGEST_SOURCE for title in self._titles)

    def cell(self, title: str) -> str:
        """What stands in a table."""
        if not title:
            return phrasing.NOTHING
        return f"[{self._titles.index(title) + 1}]" if self._numbered else title

    def note(self, texts: Texts) -> str:
        """What the numbers are, for a table outside the annex."""
        if not self._numbered:
            return ""
        if not self._annex:
            return texts.t("Source: the number of the list below.")
        return texts.t("Source: the number of the list in the annex.")

    def blocks(self, texts: Texts) -> list[Block]:
        """The list of titles; nothing when the tables name them."""
        if not self._numbered:
            return []
        listed = [f"[{number}] {texts.t(title)}" for number, title in enumerate(self._titles, start=1)]
        return [Heading(texts.t("Sources"), 2, "sources"), Paragraph("\n".join(listed), "note")]
