"""Grammar and help of the command line, in the reader's language."""

from __future__ import annotations

import argparse
from typing import Any

from score_desktop import __version__
from score_desktop.enums import OnConflict, OnEdited, OnNewer
from score_desktop.i18n import LANGUAGES, N_, Texts

FLOW_UNITS = ("money", "kgCO2e", "kWh", "m3", "kg")

# argparse's own words, so that the catalogue has them.
_ARGPARSE_WORDS = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("not allowed with argument %s"),
    N_("ignored explicit argument %r"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
)


def build_parser(texts: Texts) -> argparse.ArgumentParser:
    """Parser of every command; its help, headings and complaints are in the language of `texts`."""
    t = texts.t
    # argparse takes its words from a module-level gettext; this process speaks one language, so it is given ours.
    argparse._ = t  # type: ignore[attr-defined]
    parser = argparse.ArgumentParser(
        prog="score-desktop-cli",
        description=t("Environmental audits of small enterprises, from the command line."),
    )
    parser.add_argument("--data", metavar=t("FILE"), help=t("workspace database (default: in your data folder)"))
    parser.add_argument("--lang", choices=LANGUAGES, help=t("language of messages (default: the system's)"))
    parser.add_argument(
        "--version", action="version", version=__version__, help=t("show program's version number and exit")
    )
    commands = parser.add_subparsers(dest="command", metavar=t("COMMAND"), required=True)
    for add in (
        _demo,
        _audit,
        _import,
        _profile,
        _template,
        _calc,
        _flows,
        _sankey,
        _report,
        _export,
        _pack,
        _unpack,
        _check,
        _backup,
        _restore,
    ):
        add(commands, texts)
    return parser


def _command(commands: Any, name: str, text: str, *, json: bool, texts: Texts) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    if json:
        made.add_argument("--json", action="store_true", help=texts.t("print one JSON object"))
    return made


def _out(parser: argparse.ArgumentParser, texts: Texts, what: str, *, required: bool = True) -> None:
    parser.add_argument(
        "--out", required=required, metavar=texts.t("FILE"), help=texts.t("file to write: {what}", what=what)
    )


def _demo(commands: Any, texts: Texts) -> None:
    text = texts.t("make the demonstration workspace, report, workbook and diagrams in a folder")
    made = _command(commands, "demo", text, json=True, texts=texts)
    made.add_argument(
        "--out", required=True, metavar=texts.t("FOLDER"), help=texts.t("folder to write to; remade from scratch")
    )


def _audit(commands: Any, texts: Texts) -> None:
    t = texts.t
    audit = _command(commands, "audit", t("make or list audits"), json=False, texts=texts)
    actions = audit.add_subparsers(dest="action", metavar=t("ACTION"), required=True)
    new = _command(actions, "new", t("make an audit, and its enterprise if it is new"), json=True, texts=texts)
    new.add_argument("--enterprise", required=True, metavar=t("NAME"), help=t("name of the enterprise"))
    new.add_argument("--country", required=True, metavar="BO", help=t("two-letter country code"))
    new.add_argument("--currency", metavar="BOB", help=t("currency code (default: the country's)"))
    new.add_argument("--name", metavar=t("NAME"), help=t("name of the audit (default: made from kind and year)"))
    new.add_argument("--from", dest="start", metavar="2025-01-01", help=t("first day of the audit"))
    new.add_argument("--to", dest="end", metavar="2026-01-01", help=t("first day after the audit"))
    _command(actions, "list", t("list enterprises and audits"), json=True, texts=texts)


def _import(commands: Any, texts: Texts) -> None:
    t = texts.t
    text = t("read bills or production from a workbook, CSV or invoice XML; or take an import back")
    made = _command(commands, "import", text, json=True, texts=texts)
    made.add_argument("file", nargs="?", metavar=t("FILE"), help=t("file to read"))
    made.add_argument("--audit", metavar="ID", help=t("audit whose enterprise gets the records"))
    made.add_argument("--sheet", metavar=t("NAME"), help=t("read this sheet only"))
    made.add_argument(
        "--profile",
        metavar=t("NAME"),
        help=t("read as confirmed before under this name, or as a profile file says; a new name keeps the answers"),
    )
    made.add_argument("--dry-run", action="store_true", help=t("only say what would happen"))
    choices = [str(choice) for choice in OnConflict]
    made.add_argument(
        "--on-conflict",
        choices=choices,
        default="keep",
        help=t("what to do with a known bill that arrives with another value"),
    )
    made.add_argument(
        "--answer",
        action="append",
        default=[],
        metavar=t("SHEET!COLUMN=CHOICE"),
        help=t("answer to an open question; once for each"),
    )
    made.add_argument(
        "--keep-file", action="store_true", help=t("keep the file in the workspace too, so that its rows can be shown")
    )
    made.add_argument("--undo", metavar=t("BATCH"), help=t("take this whole import back"))
    made.add_argument(
        "--on-edited",
        choices=[str(choice) for choice in OnEdited],
        default="refuse",
        help=t("with --undo: what to do with records that were changed since the import"),
    )


def _profile(commands: Any, texts: Texts) -> None:
    t = texts.t
    profile = _command(commands, "profile", t("list, share or tidy how files are read"), json=False, texts=texts)
    actions = profile.add_subparsers(dest="action", metavar=t("ACTION"), required=True)
    _command(actions, "list", t("list the profiles"), json=True, texts=texts)
    rename = _command(actions, "rename", t("give a profile another name"), json=False, texts=texts)
    rename.add_argument("name", metavar=t("NAME"), help=t("name of the profile"))
    rename.add_argument("new", metavar=t("NEW"), help=t("its new name"))
    delete = _command(actions, "delete", t("forget a profile; what was imported stays"), json=False, texts=texts)
    delete.add_argument("name", metavar=t("NAME"), help=t("name of the profile"))
    export = _command(actions, "export", t("write a profile as a file for others"), json=False, texts=texts)
    export.add_argument("name", metavar=t("NAME"), help=t("name of the profile"))
    _out(export, texts, ".score-profile")
    taken = _command(actions, "import", t("add a profile from a file"), json=False, texts=texts)
    taken.add_argument("file", metavar=t("FILE"), help=t("profile file (.score-profile)"))


def _template(commands: Any, texts: Texts) -> None:
    text = texts.t("write an empty workbook for bills, purchases and production, to fill in and import")
    made = _command(commands, "template", text, json=False, texts=texts)
    _out(made, texts, ".xlsx")
    made.add_argument("--template-lang", choices=LANGUAGES, help=texts.t("language of the template"))


def _calc(commands: Any, texts: Texts) -> None:
    text = texts.t("print every figure with unit, period and explanation")
    made = _command(commands, "calc", text, json=True, texts=texts)
    made.add_argument("audit", metavar=texts.t("AUDIT"), help=texts.t("id of the audit"))
    made.add_argument(
        "--what", metavar=texts.t("KEY,…"), help=texts.t("only figures whose key begins so, such as ghg or cost.water")
    )


def _flows(commands: Any, texts: Texts) -> None:
    words = texts.t("draw the Sankey diagram, write its edges, or print all that is known of the process")
    made = _command(commands, "flows", words, json=True, texts=texts)
    made.add_argument("audit", metavar=texts.t("AUDIT"), help=texts.t("id of the audit"))
    _out(made, texts, ".svg, .png, .pdf, .csv", required=False)
    made.add_argument("--unit", choices=FLOW_UNITS, default="money", help=texts.t("unit of the flows"))
    made.add_argument("--process", action="store_true", help=texts.t("the process instead of what was bought"))
    reconciled = texts.t("with --process: quantities as the balances make them")
    made.add_argument("--reconciled", action="store_true", help=reconciled)
    colours = texts.t("what decides the colours")
    made.add_argument("--colours", choices=("resource", "substance", "kind"), default="resource", help=colours)
    made.add_argument("--compare", metavar=texts.t("AUDIT"), help=texts.t("show what changed since this audit"))
    since = texts.t("show what changed since another period of the bills: its first day (2024-01-01)")
    made.add_argument("--compare-from", metavar=texts.t("DATE"), help=since)
    made.add_argument("--compare-to", metavar=texts.t("DATE"), help=texts.t("the first day after that period"))
    sides = texts.t("compare one above the other instead of as differences")
    made.add_argument("--sides", action="store_true", help=sides)


def _sankey(commands: Any, texts: Texts) -> None:
    text = texts.t("draw a list of flows (CSV or workbook with source, target, value, unit) as a Sankey diagram")
    made = _command(commands, "sankey", text, json=True, texts=texts)
    made.add_argument("file", metavar=texts.t("FILE"), help=texts.t("file to read"))
    _out(made, texts, ".svg, .png, .pdf, .csv", required=False)
    made.add_argument("--sheet", metavar=texts.t("NAME"), help=texts.t("read this sheet only"))
    made.add_argument("--unit", metavar="kg", help=texts.t("draw the flows in this unit, where the file has several"))


def _report(commands: Any, texts: Texts) -> None:
    made = _command(commands, "report", texts.t("write the branded PDF report"), json=False, texts=texts)
    made.add_argument("audit", metavar=texts.t("AUDIT"), help=texts.t("id of the audit"))
    _out(made, texts, ".pdf")
    made.add_argument("--report-lang", choices=LANGUAGES, help=texts.t("language of the report"))


def _export(commands: Any, texts: Texts) -> None:
    made = _command(commands, "export", texts.t("write the audit as a workbook"), json=False, texts=texts)
    made.add_argument("audit", metavar=texts.t("AUDIT"), help=texts.t("id of the audit"))
    _out(made, texts, ".xlsx")


def _pack(commands: Any, texts: Texts) -> None:
    text = texts.t("write one audit with its enterprise's data and attachments as one file")
    made = _command(commands, "pack", text, json=False, texts=texts)
    made.add_argument("audit", metavar=texts.t("AUDIT"), help=texts.t("id of the audit"))
    _out(made, texts, ".score")


def _unpack(commands: Any, texts: Texts) -> None:
    made = _command(commands, "unpack", texts.t("take an audit file in, without duplicates"), json=True, texts=texts)
    made.add_argument("file", metavar=texts.t("FILE"), help=texts.t("audit file (.score)"))
    choices = [str(choice) for choice in OnNewer]
    made.add_argument(
        "--on-newer",
        choices=choices,
        default="refuse",
        help=texts.t("what to do with records that are newer in the file"),
    )


def _check(commands: Any, texts: Texts) -> None:
    _command(commands, "check", texts.t("check the workspace's integrity"), json=True, texts=texts)


def _backup(commands: Any, texts: Texts) -> None:
    made = _command(commands, "backup", texts.t("write a consistent copy of the workspace"), json=False, texts=texts)
    _out(made, texts, ".sqlite")


def _restore(commands: Any, texts: Texts) -> None:
    made = _command(commands, "restore", texts.t("put a copy back in the workspace's place"), json=False, texts=texts)
    made.add_argument("file", metavar=texts.t("FILE"), help=texts.t("copy made by backup"))
