"""A field that cannot be stored says why beneath it, for eyes and for screen readers."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from score_desktop.ui.theme import set_role


def complain(field: QWidget, beneath: QLabel, reason: str, hint: str = "") -> None:
    """Mark a field and say why; "" takes that back.

    Args:
        beneath: The words under the field.
        hint: What screen readers hear of the field while nothing is wrong.
    """
    beneath.setText(reason)
    beneath.setVisible(bool(reason))
    field.setProperty("wrong", bool(reason))
    field.setAccessibleDescription(reason or hint)
    set_role(field, str(field.property("role") or ""))  # draws it anew with the property
