"""What was done, in words: labels of changes for undo and the audit trail.

`Context.write(use_case, …, label=bills_pasted)` asks for the label when the use case has run: only then it is known how
many rows were stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from score_desktop.i18n import Texts
from score_desktop.services.edits import EditOutcome

Label = tuple[str, Mapping[str, object]]


def _of_outcome(message_id: str) -> Callable[[EditOutcome], Label]:
    return lambda outcome: (message_id, {"n": outcome.stored})


def _of_count(message_id: str) -> Callable[[int], Label]:
    return lambda count: (message_id, {"n": count})


def named(message_id: str, name: str) -> Label:
    """A label about one record by its name; ids are those of this module's `NAMED`."""
    if message_id not in NAMED:
        raise ValueError(f"{message_id} names no record")
    return message_id, {"name": name}


def flows_brought(file: str) -> Callable[[EditOutcome], Label]:
    """The label of flows that came from a file."""
    return lambda outcome: ("change.flows_brought", {"n": outcome.stored, "file": file})


bills_edited = _of_outcome("change.bills_edited")
bills_pasted = _of_outcome("change.bills_pasted")
bills_filled = _of_outcome("change.bills_filled")
bills_cleared = _of_outcome("change.bills_cleared")
bills_added = _of_outcome("change.bills_added")
bills_deleted = _of_count("change.bills_deleted")
files_attached = _of_count("change.files_attached")
findings_accepted = _of_count("change.findings_accepted")
findings_reopened = _of_count("change.findings_reopened")
findings_noted = _of_count("change.findings_noted")
meters_added = _of_outcome("change.meters_added")
meters_edited = _of_outcome("change.meters_edited")
meters_deleted = _of_count("change.meters_deleted")
sites_edited = _of_outcome("change.sites_edited")
sites_deleted = _of_count("change.sites_deleted")
contacts_edited = _of_outcome("change.contacts_edited")
contacts_deleted = _of_count("change.contacts_deleted")
products_edited = _of_outcome("change.products_edited")
products_deleted = _of_count("change.products_deleted")
activity_edited = _of_outcome("change.activity_edited")
activity_pasted = _of_outcome("change.activity_pasted")
flows_edited = _of_outcome("change.flows_edited")
flows_pasted = _of_outcome("change.flows_pasted")
flows_added = _of_outcome("change.flows_added")
flows_deleted = _of_count("change.flows_deleted")
steps_edited = _of_outcome("change.steps_edited")
steps_added = _of_outcome("change.steps_added")
steps_deleted = _of_count("change.steps_deleted")
flows_moved: Label = ("change.flows_moved", {})
steps_moved: Label = ("change.steps_moved", {})
steps_arranged: Label = ("change.steps_arranged", {})
process_settings: Label = ("change.process_settings", {})
process_followed: Label = ("change.process_followed", {})
process_cleared: Label = ("change.process_cleared", {})

NAMED = frozenset(
    {
        "change.meter_added",
        "change.site_added",
        "change.contact_added",
        "change.product_added",
        "change.enterprise_edited",
        "change.series_added",
        "change.series_edited",
        "change.series_deleted",
        "change.flows_origin",
        "change.flows_shares",
        "change.flows_connected",
        "change.step_closes",
        "change.step_dragged",
        "change.process_started",
        "change.audit_edited",
        "change.audit_deleted",
        "change.enterprise_deleted",
        "change.file_detached",
    }
)


def step_dragged(name: str) -> Label:
    """After `process_steps.drag_step`, which returns the name."""
    return named("change.step_dragged", name)


def audit_deleted(name: str) -> Label:
    """After `removal.delete_audit`, which returns the name."""
    return named("change.audit_deleted", name)


def file_detached(name: str) -> Label:
    """After `bill_files.detach_file`, which returns the name."""
    return named("change.file_detached", name)


def enterprise_deleted(name: str) -> Label:
    """After `removal.delete_enterprise`, which returns the name."""
    return named("change.enterprise_deleted", name)


def change_text(texts: Texts, label: str, params: Mapping[str, object]) -> str:
    """The words of a label; "" if the change has none."""
    return texts.message(label, params) if label else ""
