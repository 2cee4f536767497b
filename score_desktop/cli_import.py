"""The commands around imports: files and folders into an audit, and how files of a layout are read."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from score_desktop.cli_shared import ending, open_to_read, open_workspace, print_json, tell
from score_desktop.enums import OnConflict, OnEdited
from score_desktop.errors import InvalidInput, Refused
from score_desktop.jobs import Progress
from score_desktop.services import clock

if TYPE_CHECKING:
    import argparse

    from score_desktop.i18n import Texts
    from score_desktop.services.context import Context
    from score_desktop.services.import_edited import EditedLines
    from score_desktop.services.imports import ImportOptions, ImportOutcome


def run_import(options: argparse.Namespace, texts: Texts) -> int:
    """Import a file or a folder of them, or take an import back; returns the exit code."""
    if options.undo and not options.file:
        return _import_undo(options, texts)
    if not options.file or not options.audit or options.undo:
        print(texts.t("import needs a file and --audit, or --undo alone"), file=sys.stderr)
        return 2
    from score_desktop.services import imports

    wanted = imports.ImportOptions(
        sheet=options.sheet,
        dry_run=options.dry_run,
        on_conflict=OnConflict(options.on_conflict),
        answers=answers_of(options.answer),
        profile=options.profile or "",
        keep=options.keep_file,
    )
    with imports.start_reader() as reader, open_workspace(options) as context:
        file, today = Path(options.file), clock.today()
        wanted = _with_profile_file(context, wanted)
        outcome = imports.import_file(context, file, options.audit, wanted, Progress(), today, reader)
    if options.json:
        print_json(outcome.as_json(texts))
    else:
        print("\n".join(outcome.sentences(texts)))
        if outcome.batch and (outcome.records.imported or outcome.records.conflicts):
            print(texts.t("To take it back: score-desktop-cli import --undo {batch}", batch=outcome.batch))
    if outcome.questions:
        _refuse_open_questions(outcome, wanted.answers)
    return 0


def _refuse_open_questions(outcome: ImportOutcome, answers: Mapping[str, str]) -> NoReturn:
    """Nothing was stored: a question is open, or its answer is none of the choices."""
    from score_desktop.services.import_words import answer_option

    for question in outcome.questions:
        place = f"{question.sheet}!{question.column}"
        given = answers.get(f"{place}:{question.question}", answers.get(place))
        if given is not None and given not in question.choices:
            raise InvalidInput("cli.bad_choice", value=given, place=place, choices=", ".join(question.choices))
    options = " ".join(answer_option(question) for question in outcome.questions)
    raise Refused("import.open_questions", file=outcome.file, answers=options)


def answers_of(words: list[str]) -> dict[str, str]:
    """Answers by "SHEET!COLUMN"; a column with two questions has one for each, known by its choice."""
    from score_desktop.services.import_layouts import question_of

    answers: dict[str, str] = {}
    for word in words:
        place, sign, choice = word.rpartition("=")
        if not sign or "!" not in place or not choice:
            raise InvalidInput("cli.bad_answer", value=word)
        before = answers.get(place)
        if before is not None and question_of(before) != question_of(choice):
            answers[f"{place}:{question_of(before)}"] = before
            answers[f"{place}:{question_of(choice)}"] = choice
        answers[place] = choice
    return answers


def _import_undo(options: argparse.Namespace, texts: Texts) -> int:
    from score_desktop.services import import_undo

    on_edited = OnEdited(options.on_edited)
    with open_workspace(options) as context:
        edited = context.read(import_undo.edited_since, options.undo, texts)
        if edited and on_edited is OnEdited.REFUSE:
            _refuse_edited(context, options, edited, texts)
        undone = import_undo.undo_import(context, options.undo, on_edited)
    sentence = texts.tn(
        "{n} record of {file} was taken back.",
        "{n} records of {file} were taken back.",
        undone.removed,
        file=undone.file,
    )
    return tell(options, undone.as_json(), sentence)


def _refuse_edited(
    context: Context, options: argparse.Namespace, edited: tuple[EditedLines, ...], texts: Texts
) -> NoReturn:
    """Nothing was taken back: records were changed since, and nobody said what becomes of them."""
    from score_desktop.services.import_history import import_details

    file = context.read(import_details, options.undo).row.file
    if options.json:
        rows = [one.as_json() for one in edited]
        print_json({"batch": options.undo, "file": file, "removed": 0, "restored": 0, "kept": 0, "edited": rows})
    for one in () if options.json else edited:
        print(f"{one.record.name}:")
        for line in one.record.lines:
            print(texts.t("  {field}: {before} → {after}", field=line.field, before=line.before, after=line.after))
        if one.files:
            print(texts.t("  photos and PDFs: {files}", files=", ".join(one.files)))
    raise Refused("import.edited_choose", file=file, count=len(edited))


# -- profiles ------------------------------------------------------------------------------------------------------


def _with_profile_file(context: Context, wanted: ImportOptions) -> ImportOptions:
    """Where the profile is a file, it is taken in and named."""
    from score_desktop.services import import_profiles

    if not wanted.profile.casefold().endswith(import_profiles.ENDING):
        return wanted
    profile = import_profiles.read_profile_file(Path(wanted.profile))
    name = context.write(import_profiles.take_profile, profile, label=("change.profile_taken", {"name": profile.name}))
    return dataclasses.replace(wanted, profile=name)


def run_profile(options: argparse.Namespace, texts: Texts) -> int:
    """List, rename, delete, write or take in a profile; returns the exit code."""
    from score_desktop.services import import_profiles as profiles

    if options.action == "list":
        return _list_profiles(options, texts)
    if options.action == "export":
        file = ending(options.out, profiles.ENDING)
        with open_to_read(options) as context:
            context.read(profiles.write_profile, options.name, file)
        print(texts.t("Written: {file}", file=str(file)))
        return 0
    with open_workspace(options) as context:
        if options.action == "rename":
            label = ("change.profile_renamed", {"name": options.name})
            name = context.write(profiles.rename_profile, options.name, options.new, label=label)
            print(texts.t("“{name}” is called “{new}” now.", name=options.name, new=name))
        elif options.action == "delete":
            label = ("change.profile_deleted", {"name": options.name})
            name = context.write(profiles.delete_profile, options.name, label=label)
            print(texts.t("“{name}” is forgotten.", name=name))
        else:
            taken = profiles.read_profile_file(Path(options.file))
            label = ("change.profile_taken", {"name": taken.name})
            print(texts.t("“{name}” is there.", name=context.write(profiles.take_profile, taken, label=label)))
    return 0


def _list_profiles(options: argparse.Namespace, texts: Texts) -> int:
    from score_desktop.services import import_profiles

    with open_to_read(options) as context:
        rows = context.read(import_profiles.list_profiles)
    lines = [" · ".join(filter(None, (row.name, row.supplier, row.used_at[:10]))) for row in rows]
    value = {
        "profiles": [
            {
                "id": row.uid,
                "name": row.name,
                "supplier": row.supplier,
                "used_at": row.used_at,
                "layouts": {layout: reading.as_json() for layout, reading in row.readings.items()},
            }
            for row in rows
        ]
    }
    return tell(options, value, "\n".join(lines) or texts.t("Nothing is remembered yet."))


# -- template ------------------------------------------------------------------------------------------------------


def run_template(options: argparse.Namespace, texts: Texts) -> int:
    """Write the empty template; returns the exit code."""
    from score_desktop.i18n import Texts
    from score_desktop.reporting.bill_template import write_template

    file = ending(options.out, ".xlsx")
    write_template(Texts(options.template_lang or texts.language), file)
    print(texts.t("Written: {file}", file=str(file)))
    return 0
