"""What each command does: one use case of `services`, then words or JSON. No rules of the business."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from score_desktop import paths
from score_desktop.enums import OnConflict, OnNewer
from score_desktop.errors import InvalidInput, Refused, StorageTrouble
from score_desktop.jobs import Progress
from score_desktop.services import clock

if TYPE_CHECKING:
    import argparse

    from score_desktop.i18n import Texts
    from score_desktop.services.audits import AuditRow
    from score_desktop.services.context import Context
    from score_desktop.services.imports import ImportOutcome


def run(options: argparse.Namespace, texts: Texts) -> int:
    """Do the command; returns the exit code.

    Raises:
        ScoreError: Refusals and known trouble, told by the caller.
    """
    command: Callable[[argparse.Namespace, Texts], int] = _COMMANDS[options.command]
    return command(options, texts)


# -- shared --------------------------------------------------------------------------------------------------------


def _workspace(options: argparse.Namespace) -> Path:
    return Path(options.data) if options.data else paths.default_workspace()


def _open(options: argparse.Namespace, *, create: bool = False) -> Context:
    from score_desktop.services.context import Context

    return Context.open(_workspace(options), create=create, actor="cli")


def _open_to_read(options: argparse.Namespace) -> Context:
    """Without the writer's lock: commands that only read run beside an open window."""
    from score_desktop.services.context import Context

    return Context.open(_workspace(options), actor="cli", read_only=True)


def _print_json(value: Mapping[str, Any]) -> None:
    """One object, UTF-8 whatever the console, nothing else on standard output."""
    data = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False).encode("utf-8") + b"\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _tell(options: argparse.Namespace, value: Mapping[str, Any], sentence: str) -> int:
    if getattr(options, "json", False):
        _print_json(value)
    else:
        print(sentence)
    return 0


def _day(text: str | None, option: str) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InvalidInput("cli.bad_date", field=option, value=text) from None


def _ending(path: str, *allowed: str) -> Path:
    """The file to write, refused before any work if its ending or its place is not one for it."""
    from score_desktop.db.storage import told

    out = Path(path)
    with told(out):
        is_folder, has_folder = out.is_dir(), out.parent.is_dir()
    if is_folder:
        raise StorageTrouble("storage.folder", file=str(out))
    if out.suffix.casefold() not in allowed:
        raise InvalidInput("cli.bad_ending", file=str(out), endings=", ".join(allowed))
    if not has_folder:
        raise StorageTrouble("storage.missing", file=str(out))
    return out


def _written(out: Path, notes: tuple[tuple[str, dict[str, object]], ...], texts: Texts) -> int:
    print(texts.t("Written: {file}", file=str(out)))
    for message_id, params in notes:
        print(texts.message(message_id, params), file=sys.stderr)
    return 0


# -- commands ------------------------------------------------------------------------------------------------------


def _demo(options: argparse.Namespace, texts: Texts) -> int:
    from score_desktop.services.demo import make_demo

    if options.data:
        print(texts.t("demo makes a workspace of its own; --data does not go with it"), file=sys.stderr)
        return 2
    made = make_demo(Path(options.out), Progress())
    lines = [texts.t("The demonstration is in {folder}:", folder=str(made.folder))]
    lines += [f"  {name}" for name in made.files]
    return _tell(options, made.as_json(), "\n".join(lines))


def _audit(options: argparse.Namespace, texts: Texts) -> int:
    return _audit_new(options, texts) if options.action == "new" else _audit_list(options, texts)


def _audit_new(options: argparse.Namespace, texts: Texts) -> int:
    from score_desktop.services import audits

    wanted = audits.NewAudit(
        enterprise=options.enterprise,
        country=options.country,
        currency=options.currency,
        name=options.name,
        start=_day(options.start, "--from"),
        end=_day(options.end, "--to"),
        language=texts.language,
    )
    with _open(options, create=True) as context:
        made = context.write(
            audits.new_audit, wanted, clock.today(), label=("change.audit_added", {"name": options.enterprise})
        )
    sentence = texts.t("Audit of {enterprise}: {audit}", audit=made.audit, enterprise=options.enterprise)
    return _tell(options, {"audit": made.audit, "enterprise": made.enterprise}, sentence)


def _audit_list(options: argparse.Namespace, texts: Texts) -> int:
    from score_desktop.services import audits

    with _open_to_read(options) as context:
        rows = context.read(audits.list_audits, clock.today())
    lines = [_audit_line(row.name, audit, texts) for row in rows for audit in row.audits]
    return _tell(
        options, {"enterprises": [row.as_json() for row in rows]}, "\n".join(lines) or texts.t("No audits yet.")
    )


def _audit_line(enterprise: str, audit: AuditRow, texts: Texts) -> str:
    period = texts.period(audit.start, audit.end)
    shown = period if audit.fixed else texts.t("{period}, moving on with the data", period=period)
    return f"{audit.uid}  {enterprise}  {audit.name}  {shown}"


def _import(options: argparse.Namespace, texts: Texts) -> int:
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
        answers=_answers(options.answer),
    )
    with imports.start_reader() as reader, _open(options) as context:
        file, today = Path(options.file), clock.today()
        outcome = imports.import_file(context, file, options.audit, wanted, Progress(), today, reader)
    if options.json:
        _print_json(outcome.as_json(texts))
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
        given = answers.get(f"{question.sheet}!{question.column}")
        if given is not None and given not in question.choices:
            place = f"{question.sheet}!{question.column}"
            raise InvalidInput("cli.bad_choice", value=given, place=place, choices=", ".join(question.choices))
    options = " ".join(answer_option(question) for question in outcome.questions)
    raise Refused("import.open_questions", file=outcome.file, answers=options)


def _answers(words: list[str]) -> dict[str, str]:
    answers = {}
    for word in words:
        place, sign, choice = word.rpartition("=")
        if not sign or "!" not in place or not choice:
            raise InvalidInput("cli.bad_answer", value=word)
        answers[place] = choice
    return answers


def _import_undo(options: argparse.Namespace, texts: Texts) -> int:
    from score_desktop.services import import_undo

    with _open(options) as context:
        undone = import_undo.undo_import(context, options.undo)
    sentence = texts.tn(
        "{n} record of {file} was taken back.",
        "{n} records of {file} were taken back.",
        undone.removed,
        file=undone.file,
    )
    return _tell(options, undone.as_json(), sentence)


def _calc(options: argparse.Namespace, texts: Texts) -> int:
    from score_desktop.services import figures

    with _open_to_read(options) as context:
        answer = context.read(figures.calculate, options.audit, clock.today())
    wanted = tuple(word.strip() for word in (options.what or "").split(",") if word.strip())
    chosen = answer.only(wanted or ("",))
    if options.json:
        _print_json(chosen.as_json(texts))
        return 0
    from score_desktop.services.figure_words import lines

    for line in lines(chosen, texts):
        print(line)
    return 0


def _flows(options: argparse.Namespace, texts: Texts) -> int:
    from score_desktop.services import flows

    out = _ending(options.out, ".svg", ".png", ".pdf", ".csv")
    with _open_to_read(options) as context:
        graph = context.read(flows.flow_graph, options.audit, options.unit, clock.today(), texts)
        region = context.read(flows.texts_of_audit, options.audit, texts.language)
        others = context.read(flows.currencies_left_out, options.audit, clock.today()) if graph.money else ()
    flows.write(graph, out, region)
    if others:
        left_out = texts.t(
            "Bills in {currencies} are not in the diagram: amounts of different currencies are never added.",
            currencies=", ".join(others),
        )
        print(left_out, file=sys.stderr)
    print(texts.t("Written: {file}", file=str(out)))
    return 0


def _report(options: argparse.Namespace, texts: Texts) -> int:
    from score_desktop.services import report

    out = _ending(options.out, ".pdf")
    with _open(options) as context:
        notes = report.write_report(context, options.audit, options.report_lang, out, Progress(), clock.today())
    return _written(out, notes, texts)


def _export(options: argparse.Namespace, texts: Texts) -> int:
    from score_desktop.services import report

    out = _ending(options.out, ".xlsx")
    with _open_to_read(options) as context:
        notes = report.write_export(context, options.audit, texts.language, out, Progress(), clock.today())
    return _written(out, notes, texts)


def _pack(options: argparse.Namespace, texts: Texts) -> int:
    from score_desktop.services import pack, report

    out = _ending(options.out, ".score")
    with _open(options) as context:
        report.copy_factors(context, options.audit, clock.today())
        context.read(pack.pack, options.audit, out)
    print(texts.t("Written: {file}", file=str(out)))
    return 0


def _unpack(options: argparse.Namespace, texts: Texts) -> int:
    from score_desktop.services import pack

    with _open(options, create=True) as context:
        result = pack.unpack(context, Path(options.file), OnNewer(options.on_newer))
    sentence = texts.t("{added} records added, {same} already there.", added=result.added, same=result.same)
    return _tell(options, result.as_json(), sentence)


def _check(options: argparse.Namespace, texts: Texts) -> int:
    from score_desktop.services import workspace

    result = workspace.check(_workspace(options))
    if options.json:
        _print_json(result.as_json(texts))
    else:
        print("\n".join(result.sentences(texts)))
    return 0 if result.ok else 1


def _backup(options: argparse.Namespace, texts: Texts) -> int:
    from score_desktop.services import workspace

    out = _ending(options.out, ".sqlite")
    workspace.backup(_workspace(options), out)
    print(texts.t("Written: {file}", file=str(out)))
    return 0


def _restore(options: argparse.Namespace, texts: Texts) -> int:
    from score_desktop.services import workspace

    kept = workspace.restore(_workspace(options), Path(options.file))
    print(
        texts.t("Restored. The replaced workspace was kept as {file}.", file=str(kept))
        if kept
        else texts.t("Restored.")
    )
    return 0


_COMMANDS: dict[str, Callable[[argparse.Namespace, Texts], int]] = {
    "demo": _demo,
    "audit": _audit,
    "import": _import,
    "calc": _calc,
    "flows": _flows,
    "report": _report,
    "export": _export,
    "pack": _pack,
    "unpack": _unpack,
    "check": _check,
    "backup": _backup,
    "restore": _restore,
}
