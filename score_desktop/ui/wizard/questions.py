"""What the file cannot decide, asked below the sheet with examples from the column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from score_desktop import tokens, units
from score_desktop.services.import_words import QUESTIONS, choice_text
from score_desktop.ui import icons
from score_desktop.ui.nesting import nest
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import Segmented, label
from score_desktop.ui.widgets.panels import clear_layout, scrolled

if TYPE_CHECKING:
    from score_desktop.importing.result import Question
    from score_desktop.ui.desk import Desk

_MOST_BUTTONS = 3
_MOST_HEIGHT = 190


def answer_key(question: Question) -> str:
    """Under which `ImportOptions.answers` keeps the answer."""
    return f"{question.sheet}!{question.column}:{question.question}"


class QuestionStrip(QFrame):
    """Open questions, and the answered ones with their answer, so that it can be changed.

    Signals:
        answered: Key of a question and the choice.
    """

    answered = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._asked: dict[str, Question] = {}
        set_role(self, "footer")
        self.setAccessibleName(desk.texts.t("Questions about the file"))
        inside = QWidget()
        self._lines = QVBoxLayout(inside)
        self._lines.setContentsMargins(desk.px(20), desk.px(8), desk.px(20), desk.px(8))
        self._lines.setSpacing(desk.px(6))
        self._inside = inside
        self._scroll = scrolled(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        self.fields: dict[str, Segmented | QComboBox] = {}
        self.hide()

    def forget(self) -> None:
        """Another file."""
        self._asked = {}
        self.show_questions((), {})

    def show_questions(self, questions: Iterable[Question], answers: Mapping[str, str]) -> None:
        """Show what is open, and what was asked before with its answer."""
        open_now = {answer_key(question): question for question in questions}
        self._asked = {key: question for key, question in self._asked.items() if key in answers} | open_now
        clear_layout(self._lines)
        self.fields = {}
        ordered = sorted(self._asked, key=lambda key: key not in open_now)
        for key in ordered:
            self._lines.addWidget(self._line(key, self._asked[key], answers.get(key, ""), is_open=key in open_now))
        self.setVisible(bool(self._asked))
        height = self._inside.sizeHint().height()
        self._scroll.setFixedHeight(min(height, self._desk.px(_MOST_HEIGHT)))

    def first_field(self) -> QWidget | None:
        """Where the first question is answered."""
        field = next(iter(self.fields.values()), None)
        if isinstance(field, Segmented):
            key = next(iter(self.fields))
            return field.button_of(self._asked[key].choices[0])
        return field

    def _line(self, key: str, question: Question, answer: str, *, is_open: bool) -> QWidget:
        desk, texts = self._desk, self._desk.texts
        colours = tokens.palette(desk.mode)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(desk.px(10))
        name, colour = ("circle-question-mark", colours.look) if is_open else ("circle-check", colours.accent)
        mark = label()
        mark.setPixmap(icons.pixmap(name, colour, desk.px(18), self.devicePixelRatioF()))
        asked = texts.t(QUESTIONS[question.question], column=question.column, sheet=question.sheet)
        examples = (
            texts.t("For example: {examples}", examples="; ".join(question.examples)) if question.examples else ""
        )
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(asked, "strong", wrap=True))
        if examples:
            words.addWidget(label(examples, "small", wrap=True))
        if question.question == "resource":
            hint = texts.t("If it is what the enterprise makes, choose «Production» over the column.")
            words.addWidget(label(hint, "small", wrap=True))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        nest(row, words, 1)
        field = self._field(key, question, asked, answer)
        self.fields[key] = field
        row.addWidget(field)
        return line

    def _field(self, key: str, question: Question, asked: str, answer: str) -> Segmented | QComboBox:
        choices = [(choice, self._choice_words(question, choice)) for choice in question.choices]
        if answer and answer not in question.choices:
            choices.append((answer, answer))
        if len(choices) <= _MOST_BUTTONS:
            buttons = Segmented(asked, choices)
            if answer:
                buttons.set_current(answer)
            else:
                buttons.clear_choice()
            buttons.chosen.connect(lambda choice: self.answered.emit(key, choice))
            return buttons
        box = QComboBox()
        box.setAccessibleName(asked)
        box.addItem(self._desk.texts.t("Choose…"), "")
        for choice, words in choices:
            box.addItem(words, choice)
        box.setCurrentIndex(max(box.findData(answer), 0))
        box.activated.connect(lambda _index: self._from_box(key, box))
        return box

    def _from_box(self, key: str, box: QComboBox) -> None:
        if box.currentData():
            self.answered.emit(key, box.currentData())

    def _choice_words(self, question: Question, choice: str) -> str:
        texts = self._desk.texts
        words = choice_text(choice, texts)
        if words:
            return words
        if question.question == "currency":
            symbol = texts.currency(choice)
            return choice if symbol == choice else f"{symbol} ({choice})"
        return units.label(choice, texts.language) if question.question == "unit" else choice
