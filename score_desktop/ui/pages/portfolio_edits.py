"""What is changed from the list of audits: names, and what is deleted; all of it can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from score_desktop.services import change_labels
from score_desktop.ui.itemmodels.portfolio import NAME

if TYPE_CHECKING:
    from score_desktop.services.portfolio import PortfolioRow
    from score_desktop.ui.pages.portfolio import PortfolioPage


def rename(page: PortfolioPage, row: PortfolioRow, column: int, name: str) -> None:
    """Store a new name of an enterprise or an audit."""
    from score_desktop.services import enterprises

    desk = page.desk
    if column == NAME:
        label = change_labels.named("change.enterprise_edited", name)
        desk.write(page, enterprises.edit_enterprise, row.enterprise, {"name": name}, label=label)
    else:
        label = change_labels.named("change.audit_edited", name)
        desk.write(page, enterprises.edit_audit, row.audit, enterprises.AuditChanges(name=name), label=label)


def delete(page: PortfolioPage, row: PortfolioRow) -> None:
    """Delete what the row is: an audit, or an enterprise that has none."""
    if row.audit:
        delete_audit(page, row)
    else:
        delete_enterprise(page, row)


def delete_audit(page: PortfolioPage, row: PortfolioRow) -> None:
    """Delete an audit; no question is asked, because it can be undone."""
    from score_desktop.services import removal

    if not page.desk.context.read_only:
        label = change_labels.audit_deleted
        page.desk.write(page, removal.delete_audit, row.audit, label=label, then=lambda name: _say(page, label(name)))


def delete_enterprise(page: PortfolioPage, row: PortfolioRow) -> None:
    """Delete an enterprise with all that is its."""
    from score_desktop.services import removal

    if not page.desk.context.read_only:
        label = change_labels.enterprise_deleted
        page.desk.write(
            page, removal.delete_enterprise, row.enterprise, label=label, then=lambda name: _say(page, label(name))
        )


def _say(page: PortfolioPage, label: change_labels.Label) -> None:
    words = change_labels.change_text(page.texts, *label)
    page.desk.tell(words, action=(page.texts.t("Undo"), page.desk.undo.undo))
