"""What small dialogs with fields share: a field under its name, the two buttons, and what was refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.errors import ScoreError
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk


def add_field(desk: Desk, column: QVBoxLayout, title: str, field: QWidget) -> None:
    """A field under its name."""
    head = label(title, "muted")
    head.setBuddy(field)
    field.setAccessibleName(title)
    column.addWidget(head)
    column.addWidget(field)
    column.addSpacing(desk.px(tokens.SPACE_1))


def add_buttons(
    desk: Desk, line: QBoxLayout, words: str, does: Callable[[], object], reject: Callable[[], object]
) -> tuple[QPushButton, QPushButton]:
    """At the end of a line: what Enter does, and Cancel."""
    ok = button(desk, words, does, role="primary")
    ok.setDefault(True)
    cancel = button(desk, desk.texts.t("Cancel"), reject)
    cancel.setAutoDefault(False)
    line.addWidget(ok)
    line.addWidget(cancel)
    return ok, cancel


def tell_refusal(
    desk: Desk, error: Exception, told: QLabel, fields: Mapping[str, QWidget], usual: QWidget, *, marks_usual: bool
) -> None:
    """Say below the fields why something was not stored, and mark the field that is to blame.

    Args:
        told: Where it is said.
        fields: By the name that the refusal gives them.
        usual: Gets the keyboard where the refusal names no field.
        marks_usual: It is marked then too.
    """
    if not isinstance(error, ScoreError):
        desk.trouble(error)
        return
    told.setText(desk.texts.error(error))
    told.show()
    named = fields.get(str(error.params.get("field", "")))
    blamed = usual if named is None and marks_usual else named
    for field in {*fields.values(), usual}:
        field.setProperty("wrong", field is blamed)
        set_role(field, "")
    (named or usual).setFocus()
