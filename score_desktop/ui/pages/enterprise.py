"""The enterprise: who it is, what it makes each month, who works there, where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from score_desktop.services.enterprise_view import EnterpriseView, enterprise_view
from score_desktop.ui.itemmodels.left import as_json
from score_desktop.ui.itemmodels.people import CONTACTS, PRODUCTS, SITES
from score_desktop.ui.pages.enterprise_activity import ActivitySection
from score_desktop.ui.pages.enterprise_list import ListSection
from score_desktop.ui.pages.enterprise_profile import ProfileForm
from score_desktop.ui.pages.page import Page
from score_desktop.ui.widgets.buttons import Segmented, label

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk
    from score_desktop.ui.itemmodels.activity import ActivityModel
    from score_desktop.ui.itemmodels.people import RecordModel

YEARS_BACK_AT_MOST = 30
BESIDE_UP_TO = 1.25
"""Size of text up to which the sections stand beside the title."""


class EnterprisePage(Page):
    """Sections beside one another; one read serves them all."""

    key: ClassVar[str] = "enterprise"
    tables: ClassVar[frozenset[str]] = frozenset(
        {"enterprise", "site", "contact", "product", "activity_value", "audit", "meter"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.texts.t("Enterprise"))
        t = desk.texts.t
        self._earlier = 0
        self.choice = Segmented(
            t("Section"),
            (
                ("profile", t("Profile")),
                ("activity", t("Production and people")),
                ("sites", t("Sites")),
                ("products", t("Products")),
                ("contacts", t("Contacts")),
            ),
        )
        self.choice.chosen.connect(self.show_section)
        beside = desk.scale <= BESIDE_UP_TO
        if beside:
            self.head.addWidget(self.choice)
        self.head.addStretch(1)
        self.period = label("", "muted")
        self.head.addWidget(self.period)
        self.profile = ProfileForm(desk)
        self.activity = ActivitySection(desk)
        self.activity.earlier_asked.connect(self._show_earlier)
        again = t("Type into the last row to add another; Ctrl+- deletes rows.")
        hints = {
            "sites": t("Places of work. Meters and production belong to one."),
            "products": t("What the enterprise makes. Consumption is shown per unit of the main product."),
            "contacts": t("People to talk to. Names and e-mails appear on the cover of the report."),
        }
        kinds = {"sites": SITES, "products": PRODUCTS, "contacts": CONTACTS}
        names = {"sites": t("Sites"), "products": t("Products"), "contacts": t("Contacts")}
        self.lists = {key: ListSection(desk, kinds[key], names[key], f"{hints[key]} {again}") for key in kinds}
        self.sections: dict[str, QWidget] = {"profile": self.profile, "activity": self.activity, **self.lists}
        if not beside:
            self.body.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignLeft)
        self.stack = QStackedWidget()
        for section in self.sections.values():
            self.stack.addWidget(section)
        self.body.addWidget(self.stack, 1)

    def show_section(self, key: str) -> None:
        """Show one section."""
        if key in self.sections:
            self.choice.set_current(key)
            self.stack.setCurrentWidget(self.sections[key])

    # -- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the enterprise of the open audit."""
        audit = self.desk.audit
        if audit:
            self.desk.read(self, "view", self._show, enterprise_view, audit, self.desk.today(), self._earlier)

    def _show(self, view: EnterpriseView) -> None:
        self.profile.show_profile(view.profile)
        self.activity.show_view(view)
        owner = view.profile.uid
        self.lists["sites"].show_rows(owner, view.profile.sites)
        self.lists["products"].show_rows(owner, view.profile.products)
        self.lists["contacts"].show_rows(owner, view.profile.contacts)
        self.period.setText(self.texts.t("Audit: {period}", period=self.texts.period(view.start, view.end)))

    def _show_earlier(self) -> None:
        self._earlier = min(self._earlier + 1, YEARS_BACK_AT_MOST)
        self.reload()

    # -- where the person is -------------------------------------------------------------------------------------

    def place(self) -> Mapping[str, Any]:
        """Section and how far back the months go."""
        return {"section": self.choice.current(), "earlier": self._earlier}

    def unstored(self) -> Mapping[str, Any]:
        """Fields of the profile, rows and cells of the tables."""
        tables = {key: model.leftovers.kept(model.enterprise) for key, model in self._models().items()}
        return as_json({"profile": self.profile.left(), **tables})

    def take_unstored(self, kept: Mapping[str, Any]) -> None:
        """Let the profile and each table have their own again as soon as they show their enterprise."""
        self.profile.take_left(kept.get("profile"))
        for key, model in self._models().items():
            model.leftovers.take(kept.get(key))

    def _models(self) -> dict[str, ActivityModel | RecordModel]:
        return {"activity": self.activity.model, **{key: section.model for key, section in self.lists.items()}}

    def restore(self, place: Mapping[str, Any]) -> None:
        """Show that section again."""
        earlier = place.get("earlier")
        if isinstance(earlier, int):
            self._earlier = min(max(earlier, 0), YEARS_BACK_AT_MOST)
        self.show_section(str(place.get("section", "")))

    def arrive(self, details: Mapping[str, Any]) -> None:
        """What is missing says where it belongs: production, people, the profile."""
        what = str(details.get("section") or details.get("what") or "")
        self.show_section({"production": "activity", "people": "activity", "currency": "profile"}.get(what, what))
        focus = self.first_focus()
        if focus is not None:
            focus.setFocus()

    def first_focus(self) -> QWidget | None:
        """The section's table or first field."""
        current = self.stack.currentWidget()
        if isinstance(current, ProfileForm):
            return current.fields["name"]
        return current.grid if isinstance(current, ActivitySection | ListSection) else None
