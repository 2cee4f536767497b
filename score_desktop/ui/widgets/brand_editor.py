"""How the documents of an enterprise look: logos, colour, who made them. Every change is stored at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from score_desktop import tokens
from score_desktop.errors import ScoreError
from score_desktop.msgid import N_
from score_desktop.services.brands import BrandView, brand_label, edit_brand, read_brand, remove_logo, set_logo_file
from score_desktop.ui.nesting import nest
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import button, icon_button, label

if TYPE_CHECKING:
    from score_desktop.services.brands import LogoView, Which
    from score_desktop.ui.desk import Desk

ENDINGS = (".png", ".jpg", ".jpeg")
COLOURS = (
    ("", N_("The program's own")),
    ("#1F4E79", N_("Navy blue")),
    ("#0072B2", N_("Blue")),
    ("#2E7D32", N_("Green")),
    ("#C75B12", N_("Orange")),
    ("#A61E22", N_("Red")),
    ("#6A3D9A", N_("Purple")),
    ("#3C474C", N_("Grey")),
)
EXAMPLE = "#1F6F5C"
FIELDS = (
    ("organisation", N_("Organisation that makes the report")),
    ("contact_name", N_("Contact")),
    ("contact_role", N_("Position of the contact")),
    ("contact_email", N_("E-mail of the contact")),
)


class LogoBox(QFrame):
    """A logo, or the place for one: chosen by a button or dropped onto it.

    Signals:
        chosen: `Path` of a picture.
        removed: The person took it off.
    """

    chosen = Signal(object)
    removed = Signal()

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self._desk, self._name = desk, name
        t = desk.texts.t
        set_role(self, "box")
        self.setAcceptDrops(True)
        self.picture = label(role="small")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setFixedSize(desk.px(64), desk.px(48))
        self.choose = button(desk, t("Choose…"), self._ask, role="link")
        self.choose.setAccessibleName(t("Choose: {name}", name=name))
        self.remove = icon_button(desk, t("Remove: {name}", name=name), "trash-2", self.removed.emit)
        line = QHBoxLayout(self)
        line.setContentsMargins(desk.px(8), desk.px(6), desk.px(4), desk.px(6))
        line.setSpacing(desk.px(tokens.SPACE_2))
        line.addWidget(self.picture)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(name, wrap=True))
        words.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        nest(line, words, 1)
        line.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        self.show_logo(None)

    def show_logo(self, logo: LogoView | None) -> None:
        """Show a logo."""
        self.remove.setVisible(logo is not None)
        ratio = self.devicePixelRatioF()
        picture = logo_on_paper(logo.content, self.picture.size(), ratio) if logo is not None else QPixmap()
        if picture.isNull():
            self.picture.setPixmap(QPixmap())
            self.picture.setText(logo.file_name if logo is not None else self._desk.texts.t("no logo"))
            return
        self.picture.setPixmap(picture)

    def _ask(self) -> None:
        t = self._desk.texts.t
        kinds = t("Pictures ({pattern})", pattern=" ".join(f"*{ending}" for ending in ENDINGS))
        file, _ = QFileDialog.getOpenFileName(self, self._name, self._desk.config.settings.folder, kinds)
        if file:
            self._desk.config.change(folder=str(Path(file).parent))
            self.chosen.emit(Path(file))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Pictures can be dropped."""
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the picture."""
        file = _dropped(event)
        if file is not None:
            event.acceptProposedAction()
            self.chosen.emit(file)


def _dropped(event: QDropEvent) -> Path | None:
    files = (Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
    return next((file for file in files if file.suffix.lower() in ENDINGS), None)


class BrandEditor(QWidget):
    """Edits the brand of the open audit's enterprise.

    Signals:
        closed: The person is done.
        shown: The `BrandView` that is stored now.
    """

    closed = Signal()
    shown = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._enterprise, self._name = "", ""
        self._brand = BrandView()
        self._offered: Path | None = None
        t = desk.texts.t
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, desk.px(8), 0)
        column.setSpacing(desk.px(tokens.SPACE_2))
        head = QHBoxLayout()
        head.addWidget(label(t("Brand of the report"), "heading", wrap=True), 1)
        head.addWidget(icon_button(desk, t("Close the brand"), "x", self.closed.emit))
        nest(column, head)
        self.offer = self._offer_box()
        column.addWidget(self.offer)
        self.logos: dict[Which, LogoBox] = {
            "client": LogoBox(desk, t("Logo of the enterprise")),
            "organisation": LogoBox(desk, t("Logo of the organisation")),
        }
        for which, box in self.logos.items():
            box.chosen.connect(lambda file, which=which: self.take_logo(which, file))
            box.removed.connect(lambda which=which: self._remove(which))
            column.addWidget(box)
        self.trouble = label(role="wrong", wrap=True)
        self.trouble.hide()
        column.addWidget(self.trouble)
        column.addWidget(label(t("Colour of cover and headings"), "muted", wrap=True))
        nest(column, self._colours())
        self.fields: dict[str, QLineEdit] = {}
        for key, words in FIELDS:
            self._add_field(column, key, t(words))
        column.addStretch(1)

    def _offer_box(self) -> QFrame:
        desk, t = self._desk, self._desk.texts.t
        box = QFrame()
        set_role(box, "notice")
        column = QVBoxLayout(box)
        self.offered_name = label(wrap=True)
        column.addWidget(self.offered_name)
        self.offer_client = button(desk, t("Logo of the enterprise"), lambda: self._take_offered("client"))
        self.offer_organisation = button(
            desk, t("Logo of the organisation"), lambda: self._take_offered("organisation")
        )
        for one in (self.offer_client, self.offer_organisation):
            column.addWidget(one)
        box.hide()
        return box

    def _colours(self) -> QVBoxLayout:
        desk, t = self._desk, self._desk.texts.t
        column, grid = QVBoxLayout(), QGridLayout()
        column.setSpacing(desk.px(tokens.SPACE_2))
        grid.setSpacing(desk.px(tokens.SPACE_2))
        self.swatches: dict[str, QPushButton] = {}
        for place, (colour, name) in enumerate(COLOURS):
            made = QPushButton()
            set_role(made, "swatch")
            made.setCheckable(True)
            made.setIcon(_colour_icon(colour or tokens.palette("print").accent, desk.px(20)))
            made.setIconSize(QSize(desk.px(20), desk.px(20)))
            made.setToolTip(t(name))
            made.setAccessibleName(t("Colour: {name}", name=t(name)))
            made.clicked.connect(lambda _on=False, colour=colour: self._edit({"colour": colour}))
            self.swatches[colour] = made
            grid.addWidget(made, place // 4, place % 4)
        self.colour = QLineEdit()
        self.colour.setAccessibleName(t("Colour as # and six digits"))
        self.colour.setPlaceholderText(EXAMPLE)
        self.colour.setMaxLength(7)
        self.colour.editingFinished.connect(self._on_colour)
        nest(column, grid)
        column.addWidget(self.colour)
        return column

    def _add_field(self, column: QVBoxLayout, key: str, words: str) -> None:
        said, field = label(words, "muted", wrap=True), QLineEdit()
        said.setBuddy(field)
        field.setAccessibleName(words)
        field.editingFinished.connect(lambda: self._on_field(key))
        column.addWidget(said)
        column.addWidget(field)
        self.fields[key] = field

    # -- what is stored ------------------------------------------------------------------------------------------

    def show_enterprise(self, uid: str, name: str) -> None:
        """Read the brand of an enterprise."""
        self._enterprise, self._name = uid, name
        self._desk.read(self, "brand", self._show, read_brand, uid)

    def _show(self, brand: BrandView) -> None:
        self._brand = brand
        self.logos["client"].show_logo(brand.client_logo)
        self.logos["organisation"].show_logo(brand.organisation_logo)
        for key, field in self.fields.items():
            if not field.hasFocus() or not field.isModified():
                field.setText(str(getattr(brand, key)))
        if not self.colour.isModified():
            self.colour.setText(brand.colour)
        for colour, made in self.swatches.items():
            made.setChecked(_same_colour(colour, brand.colour))
        self.shown.emit(brand)

    def take_logo(self, which: Which, file: Path) -> None:
        """Put a picture on the documents."""
        self._write(set_logo_file, which, file)

    def offer_logo(self, file: Path) -> None:
        """A picture was dropped on the window: ask whose logo it is."""
        self._offered = file
        self.offered_name.setText(self._desk.texts.t("Use {file} as:", file=file.name))
        self.offer.show()
        self.offer_client.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_offered(self, which: Which) -> None:
        file, self._offered = self._offered, None
        self.offer.hide()
        if file is not None:
            self.take_logo(which, file)

    def _remove(self, which: Which) -> None:
        self._write(remove_logo, which)

    def _on_colour(self) -> None:
        text = self.colour.text().strip()
        if text and not text.startswith("#"):
            text = f"#{text}"
        if text.upper() != self._brand.colour.upper():
            self._edit({"colour": text})

    def _on_field(self, key: str) -> None:
        text = self.fields[key].text().strip()
        if text != getattr(self._brand, key):
            self._edit({key: text})

    def _edit(self, changes: dict[str, object]) -> None:
        self.colour.setModified("colour" in changes and self.colour.isModified())
        self._write(edit_brand, changes)

    def _write(self, use_case: object, *arguments: object) -> None:
        self.trouble.hide()
        self._desk.write(
            self,
            use_case,  # type: ignore[arg-type]
            self._enterprise,
            *arguments,
            label=brand_label(self._name),
            then=self._stored,
            failed=self._refused,
        )

    def _stored(self, _none: object) -> None:
        self.colour.setModified(False)
        self.show_enterprise(self._enterprise, self._name)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, ScoreError):
            self._desk.trouble(error)
            return
        self.trouble.setText(self._desk.texts.error(error))
        self.trouble.show()


def _same_colour(one: str, other: str) -> bool:
    own = tokens.palette("print").accent
    return (one or own).upper() == (other or own).upper()


def _colour_icon(colour: str, edge: int) -> QIcon:
    picture = QPixmap(edge * 2, edge * 2)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(0, 0, edge, edge, edge / 6, edge / 6)
    painter.end()
    return QIcon(picture)


def logo_on_paper(content: bytes, room: QSize, ratio: float) -> QPixmap:
    """A logo as it is printed: on white, for which most are drawn, whatever the theme of the window.

    Args:
        content: Of its file.
        room: What it may take, in the window's pixels.
        ratio: Pixels of the screen per pixel of the window.

    Returns:
        The picture; an empty one if the file holds none.
    """
    image = QImage.fromData(content)
    if image.isNull():
        return QPixmap()
    small = image.scaled(room * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    paper = QImage(small.size(), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, small)
    painter.end()
    paper.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(paper)
