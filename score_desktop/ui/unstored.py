"""What was typed and could not be stored: kept over another look of the window and the end of the program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk
    from score_desktop.ui.pages.page import Page


class Unstored:
    """Holds it for pages that are not made yet; pages that stand hold their own.

    It belongs to the workspace in which it was typed: another one neither sees nor loses it.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        stored = desk.config.settings.unstored
        self._file = str(desk.context.path)
        self._of: dict[str, dict[str, Any]] = {
            file: dict(pages) for file, pages in stored.items() if isinstance(pages, dict)
        }

    @property
    def _here(self) -> dict[str, Any]:
        return self._of.setdefault(self._file, {})

    def give(self, page: Page) -> None:
        """A page was made: what was typed into it before is its own again."""
        kept = self._here.pop(page.key, None)
        if isinstance(kept, dict):
            page.take_unstored(kept)

    def take(self, pages: Mapping[str, Page]) -> None:
        """Pages go: what they hold waits for those that take their place."""
        self._here.update({key: kept for key, page in pages.items() if (kept := dict(page.unstored()))})

    def change_workspace(self, pages: Mapping[str, Page]) -> None:
        """Another workspace is open: the pages of the one before go with what was typed into them."""
        self.take(pages)
        self._file = str(self._desk.context.path)

    def remember(self, pages: Mapping[str, Page]) -> None:
        """The program ends: keep all of it for the next start."""
        self.take(pages)
        self._desk.config.change(unstored={file: kept for file, kept in self._of.items() if kept})
