"""The ways of reading that are remembered: what each says, another name, away with it, to and from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.errors import ScoreError
from score_desktop.services import import_profiles
from score_desktop.services.import_profile_words import reading_lines
from score_desktop.services.import_profiles import ENDING, ProfileRow
from score_desktop.ui.file_work import FileWork
from score_desktop.ui.nesting import nest
from score_desktop.ui.widgets.buttons import button, label
from score_desktop.ui.widgets.panels import scrolled

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk


class ProfilesDialog(QDialog):
    """Lists the profiles of the workspace; each change holds at once and can be undone like every other."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        t = desk.texts.t
        self.rows: tuple[ProfileRow, ...] = ()
        self._chosen = ""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("Ways of reading"))
        self.resize(desk.px(640), desk.px(400))
        self.list = QListWidget()
        self.list.setAccessibleName(t("Ways of reading"))
        self.list.currentRowChanged.connect(lambda _row: self._on_chosen())
        self.name = QLineEdit()
        self.name.setAccessibleName(t("Name"))
        self.name.editingFinished.connect(self.rename)
        self.told = label("", "muted", wrap=True)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.wrong = label("", "wrong", wrap=True)
        self.wrong.hide()
        self.delete_button = button(desk, t("Forget"), self.delete, icon="trash-2")
        self.save_button = button(desk, t("Save as a file"), self.ask_save)
        self.take_button = button(desk, t("Take from a file"), self.ask_file)
        self.close_button = button(desk, t("Close"), self.accept, role="primary")
        for made in (self.delete_button, self.save_button, self.take_button, self.close_button):
            made.setAutoDefault(False)
        about = t("What you answered or corrected in an import is used for the next file with the same columns.")
        right = QVBoxLayout()
        name_head = label(t("Name"), "muted")
        name_head.setBuddy(self.name)
        for part in (name_head, self.name, self.wrong):
            right.addWidget(part)
        right.addWidget(scrolled(self.told), 1)
        line = QHBoxLayout()
        line.addWidget(self.save_button)
        line.addWidget(self.delete_button)
        line.addStretch(1)
        nest(right, line)
        body = QHBoxLayout()
        body.setSpacing(desk.px(tokens.SPACE_3))
        body.addWidget(self.list, 1)
        nest(body, right, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.take_button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setSpacing(desk.px(tokens.SPACE_2))
        column.addWidget(label(about, "muted", wrap=True))
        nest(column, body, 1)
        nest(column, foot)
        self.reload()

    def reload(self) -> None:
        """Read the profiles again."""
        self.desk.fetch(self, "profiles", self._on_rows, import_profiles.list_profiles)

    def _on_rows(self, rows: tuple[ProfileRow, ...]) -> None:
        self.rows = tuple(sorted(rows, key=lambda row: row.name.casefold()))
        chosen = self._chosen
        self.list.blockSignals(True)
        self.list.clear()
        for row in self.rows:
            item = QListWidgetItem(row.name)
            item.setSizeHint(QSize(0, self.desk.px(tokens.ROW_HEIGHT)))
            self.list.addItem(item)
        place = next((number for number, row in enumerate(self.rows) if row.uid == chosen), 0)
        self.list.setCurrentRow(place if self.rows else -1)
        self.list.blockSignals(False)
        self._on_chosen()

    def row(self) -> ProfileRow | None:
        """The profile that is chosen."""
        place = self.list.currentRow()
        return self.rows[place] if 0 <= place < len(self.rows) else None

    def _on_chosen(self) -> None:
        row, texts = self.row(), self.desk.texts
        self._chosen = row.uid if row is not None else ""
        can_write = row is not None and not self.desk.context.read_only
        self.name.setEnabled(can_write)
        self.delete_button.setEnabled(can_write)
        self.save_button.setEnabled(row is not None)
        self.take_button.setEnabled(not self.desk.context.read_only)
        self.wrong.hide()
        if row is None:
            self.name.clear()
            self.told.setText(texts.t("Nothing is remembered yet."))
            return
        self.name.setText(row.name)
        self.told.setText("\n".join(reading_lines(row, texts)))

    # -- changes -------------------------------------------------------------------------------------------------

    def rename(self) -> None:
        """Store the name that was typed."""
        row, name = self.row(), self.name.text().strip()
        if row is None or not name or name == row.name or not self.name.isEnabled():
            return
        self.desk.write(
            self, import_profiles.rename_profile, row.uid, name,
            label=("change.profile_renamed", {"name": row.name}), then=self._on_changed, failed=self._on_refused,
        )  # fmt: skip

    def delete(self) -> None:
        """Forget the chosen profile; imports keep what they brought."""
        row = self.row()
        if row is not None:
            self.desk.write(
                self, import_profiles.delete_profile, row.uid,
                label=("change.profile_deleted", {"name": row.name}), then=self._on_changed, failed=self._on_refused,
            )  # fmt: skip

    def _on_changed(self, _name: str) -> None:
        self.reload()

    def _on_refused(self, error: Exception) -> None:
        if not isinstance(error, ScoreError):
            self.desk.trouble(error)
            return
        self.wrong.setText(self.desk.texts.error(error))
        self.wrong.show()

    # -- files ---------------------------------------------------------------------------------------------------

    def ask_save(self) -> None:
        """Ask where, then write the chosen profile as a file."""
        row = self.row()
        if row is None:
            return
        t = self.desk.texts.t
        name = "".join(c if c.isalnum() or c in " -_" else "_" for c in row.name).strip() + ENDING
        file = FileWork(self.desk, self).ask_save(
            t("Save the way of reading"), name, t("Way of reading ({pattern})", pattern=f"*{ENDING}")
        )
        if file is not None:
            self.save(file)

    def save(self, file: Path) -> None:
        """Write the chosen profile as a file."""
        row = self.row()
        if row is not None:
            uid = row.uid
            self.desk.fetch(
                self, "save", lambda _none: self._on_saved(file),
                lambda session: import_profiles.write_profile(session, uid, file),
            )  # fmt: skip

    def _on_saved(self, file: Path) -> None:
        self.told.setText(self.desk.texts.t("Written: {file}", file=str(file)))

    def ask_file(self) -> None:
        """Ask for a file, then take the profile in it."""
        t = self.desk.texts.t
        file = FileWork(self.desk, self).ask_open(
            t("Take a way of reading from a file"), t("Way of reading ({pattern})", pattern=f"*{ENDING}")
        )
        if file is not None:
            self.take(file)

    def take(self, file: Path) -> None:
        """Add the profile of a file."""
        try:
            profile = import_profiles.read_profile_file(file)
        except ScoreError as error:
            self._on_refused(error)
            return
        self.desk.write(
            self, import_profiles.take_profile, profile,
            label=("change.profile_taken", {"name": profile.name}), then=self._on_changed, failed=self._on_refused,
        )  # fmt: skip
