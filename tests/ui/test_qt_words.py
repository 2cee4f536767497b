"""Qt's own dialogs in the person's language."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from score_desktop.i18n import Texts
from score_desktop.ui.qt_words import WORDS
from tests.ui.conftest import MakeWindow


@pytest.mark.parametrize("language", ["es", "en"])
def test_qt_finds_every_word(make_window: MakeWindow, language: str) -> None:
    make_window(language)
    found = {key: QCoreApplication.translate(*key) for key in WORDS}
    assert found == {key: Texts(language).t(words) for key, words in WORDS.items()}


def test_the_file_dialog_speaks_spanish(make_window: MakeWindow, qtbot: QtBot) -> None:
    dialog = QFileDialog(make_window("es"))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.show()
    labels = {found.text() for found in dialog.findChildren(QLabel)}
    assert labels == {"&Buscar en:", "&Nombre del archivo:", "&Tipo de archivo:"}
    tips = {found.text() or found.toolTip() for found in dialog.findChildren(QAbstractButton)}
    assert {"&Abrir", "Cancelar", "Crear nueva carpeta"} <= tips
    dialog.close()
