"""Qt's own words in the person's language where Qt has none, or others than are usual here: in Linux's file dialog."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTranslator

from score_desktop.i18n import N_, Texts

_DIALOG, _KINDS = "QFileDialog", "QAbstractFileIconProvider"
WORDS: Mapping[tuple[str, str], str] = {
    (_DIALOG, "&Look in:"): N_("&Look in:"),
    (_DIALOG, "File &name:"): N_("File &name:"),
    (_DIALOG, "Files of &type:"): N_("Files of &type:"),
    (_DIALOG, "Files listing widget"): N_("Files and folders"),
    (_KINDS, "Folder"): N_("Folder"),
    (_KINDS, "%1 File"): N_("File %1"),
    (_KINDS, "File"): N_("File"),
    (_KINDS, "Drive"): N_("Drive"),
}
"""By context and words of Qt, the words here."""


class OwnWords(QTranslator):
    """The words in the language of `texts`, to be installed after Qt's own."""

    def __init__(self, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._words = {key: texts.t(words) for key, words in WORDS.items()}

    def isEmpty(self) -> bool:
        """Qt does not install a translator that is empty."""
        return False

    def translate(self, context: str, source: str, disambiguation: str = "", n: int = -1) -> str | None:  # type: ignore[override]  # noqa: ARG002
        """The words; None lets Qt ask its own catalogue."""
        return self._words.get((context, source))
