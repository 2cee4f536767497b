"""Qt's own words in the person's language where Qt has none, or others than are usual here: in Linux's file dialog.

Handed to Qt as the bytes of one of its catalogues (a `.qm` file), so that no Python stands in the way of its lookups.
"""

from __future__ import annotations

import struct
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
_MAGIC = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
_HASHES, _MESSAGES = 0x42, 0x69
_END, _TRANSLATION, _SOURCE, _CONTEXT = b"\x01", b"\x03", b"\x06", b"\x07"


def catalogue(texts: Texts) -> bytes:
    """The words in a language, as `QTranslator.load` takes them."""
    hashes, messages = [], b""
    for (context, source), words in WORDS.items():
        hashes.append((_hash(source.encode()), len(messages)))
        messages += _TRANSLATION + _sized(texts.t(words).encode("utf-16-be"))
        messages += _SOURCE + _sized(source.encode()) + _CONTEXT + _sized(context.encode()) + _END
    table = b"".join(struct.pack(">II", *entry) for entry in sorted(hashes))
    return _MAGIC + bytes([_HASHES]) + _sized(table) + bytes([_MESSAGES]) + _sized(messages)


class OwnWords(QTranslator):
    """The words in the language of `texts`, to be installed after Qt's own."""

    def __init__(self, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._bytes = catalogue(texts)  # Qt reads them where they are
        self.load(self._bytes)


def _sized(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def _hash(source: bytes) -> int:
    """ELF's hash of words, by which Qt finds them."""
    found = 0
    for byte in source:
        found = (found << 4) + byte
        high = found & 0xF0000000
        found = (found ^ (high >> 24)) & ~high
    return found or 1
