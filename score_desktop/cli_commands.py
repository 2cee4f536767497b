"""What each command does: one use case of `services`, then words or JSON. No rules of the business."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from score_desktop.cli_shared import day as _day
from score_desktop.cli_shared import ending as _ending
from score_desktop.cli_shared import open_to_read as _open_to_read
from score_desktop.cli_shared import open_workspace as _open
from score_desktop.cli_shared import print_json as _print_json
from score_desktop.cli_shared import tell as _tell
from score_desktop.cli_shared import workspace_path as _workspace
from score_desktop.cli_shared import written as _written
from score_desktop.enums import OnNewer
from score_desktop.jobs import Progress
from score_desktop.services import clock

if TYPE_CHECKING:
    import argparse

    from score_desktop.i18n import Texts
    from score_desktop.services.audits import AuditRow


def run(options: argparse.Namespace, texts: Texts) -> int:
    """Do the command; returns the exit code.

    Raises:
        ScoreError: Refusals and known trouble, told by the caller.
    """
    command: Callable[[argparse.Namespace, Texts], int] = _COMMANDS[options.command]
    return command(options, texts)


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
    from score_desktop import cli_import

    return cli_import.run_import(options, texts)


def _profile(options: argparse.Namespace, texts: Texts) -> int:
    from score_desktop import cli_import

    return cli_import.run_profile(options, texts)


def _template(options: argparse.Namespace, texts: Texts) -> int:
    from score_desktop import cli_import

    return cli_import.run_template(options, texts)


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
    from score_desktop import cli_flows

    return cli_flows.run_flows(options, texts)


def _sankey(options: argparse.Namespace, texts: Texts) -> int:
    from score_desktop import cli_flows

    return cli_flows.run_sankey(options, texts)


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
        notes = context.read(pack.pack, options.audit, out)
    return _written(out, notes, texts)


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
    "profile": _profile,
    "template": _template,
    "calc": _calc,
    "flows": _flows,
    "sankey": _sankey,
    "report": _report,
    "export": _export,
    "pack": _pack,
    "unpack": _unpack,
    "check": _check,
    "backup": _backup,
    "restore": _restore,
}
