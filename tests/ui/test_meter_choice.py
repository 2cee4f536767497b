"""The box that offers meters, with very many of them."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from score_desktop.ui.itemmodels.meter_choice import MeterChoice


def test_a_box_finds_meters_by_their_ids(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    box = QComboBox()
    qtbot.addWidget(box)
    model = MeterChoice(box)
    box.setModel(model)
    assert model.offer([("All meters", ""), *((f"M-{number}", f"id{number}") for number in range(5_000))])
    qtmodeltester.check(model)
    box.setCurrentIndex(model.place_of("id4321"))
    assert (box.currentText(), box.currentData()) == ("M-4321", "id4321")


def test_the_same_meters_again_change_nothing(qtbot: QtBot) -> None:
    box = QComboBox()
    qtbot.addWidget(box)
    model = MeterChoice(box)
    box.setModel(model)
    model.offer([("All meters", ""), ("Ingreso", "a")])
    box.setCurrentIndex(1)
    assert not model.offer([("All meters", ""), ("Ingreso", "a")])
    assert box.currentData() == "a"
