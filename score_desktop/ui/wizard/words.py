"""What the main button of the wizard offers at each step, with a hint beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from score_desktop.enums import OnConflict

if TYPE_CHECKING:
    from score_desktop.i18n import Texts
    from score_desktop.services.import_outcome import RecordKey
    from score_desktop.services.import_session import ImportPreview

Decisions = Mapping["RecordKey", OnConflict]


@dataclass(frozen=True, slots=True)
class Offer:
    """Words of the main button, whether it can be pressed, and a hint."""

    words: str
    hint: str
    on: bool = True


def is_known(preview: ImportPreview) -> bool:
    """True when a file brings nothing that is not stored already."""
    return not preview.questions and not preview.records.imported and not preview.conflicts


def changes(preview: ImportPreview, decisions: Decisions) -> int:
    """How many records storing would write."""
    written = sum(decision is not OnConflict.KEEP for decision in decisions.values())
    return preview.records.imported + written


def of_rows(preview: ImportPreview, texts: Texts, *, has_next: bool) -> Offer:
    """At the sheet."""
    t, count = texts.t, preview.records.imported
    if preview.questions:
        asked = len(preview.questions)
        hint = texts.tn("Answer the question below the sheet.", "Answer the {n} questions below the sheet.", asked)
        return Offer(t("Import"), hint, on=False)
    if is_known(preview):
        hint = t("Everything in this file is in the audit already: there is nothing to import.")
        if preview.records.problems and not preview.records.duplicates:
            hint = t("No row of this file can be imported; the problems stand beside the rows.")
        return Offer(t("Next file") if has_next else t("Nothing to import"), hint, on=has_next)
    if preview.conflicts:
        number = len(preview.conflicts)
        return Offer(texts.tn("Decide {n} conflict", "Decide {n} conflicts", number), _undoable(texts))
    if not preview.activity:
        return Offer(texts.tn("Import {n} bill", "Import {n} bills", count), _undoable(texts))
    if not preview.meters:
        return Offer(texts.tn("Import {n} monthly value", "Import {n} monthly values", count), _undoable(texts))
    return Offer(texts.tn("Import {n} record", "Import {n} records", count), _undoable(texts))


def _undoable(texts: Texts) -> str:
    return texts.t("It can be undone afterwards, as a whole.")


def of_conflicts(preview: ImportPreview, decisions: Decisions, texts: Texts) -> Offer:
    """At the conflicts."""
    undecided = len(preview.conflicts) - len(decisions)
    hint = (
        texts.tn("The one that is undecided stays as it is.", "The {n} that are undecided stay as they are.", undecided)
        if undecided
        else ""
    )
    replaced = sum(decision is OnConflict.REPLACE for decision in decisions.values())
    beside = sum(decision is OnConflict.BOTH for decision in decisions.values())
    if replaced and not beside and not preview.records.imported:
        return Offer(texts.tn("Replace {n} and finish", "Replace {n} and finish", replaced), hint)
    written = changes(preview, decisions)
    if written:
        return Offer(texts.tn("Store {n} record and finish", "Store {n} records and finish", written), hint)
    return Offer(texts.t("Keep all and finish"), hint)


def of_done(texts: Texts, *, has_next: bool) -> Offer:
    """At the end."""
    return Offer(texts.t("Next file") if has_next else texts.t("See consumption"), "")
