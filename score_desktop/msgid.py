"""The mark of a text that is translated later; alone here, so that texts and messages can both use it."""

from __future__ import annotations


def N_(message: str) -> str:  # gettext's customary name for "extract, translate later"
    """Mark a text for translation where no `Texts` is at hand; returns it unchanged."""
    return message
