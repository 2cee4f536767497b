"""The command line: the same work as the window, for scripts, support and end-to-end tests (design/cli.md).

Only `sys` is imported at the top: `--version` must answer as fast as Python starts.
Exit codes: 0 done, 1 refused with a message on standard error, 2 wrong usage. Never a traceback.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from score_desktop.i18n import Texts


def main(argv: Sequence[str] | None = None) -> int:
    """Entry of `score-desktop-cli`; returns the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments == ["--version"]:
        from score_desktop import __version__

        print(__version__)
        return 0
    if arguments[:1] == ["--import-child"]:
        from score_desktop.importing import child

        return child.main(arguments[1:])
    if arguments[:1] == ["--document-child"]:
        from score_desktop.services import document_child

        return document_child.main()
    _prepare_streams()
    if arguments[:1] == ["--self-test"]:
        from score_desktop.services.selftest import run_self_test

        return run_self_test(arguments[1:])
    from score_desktop.i18n import Texts

    texts = Texts(_language(arguments))
    from score_desktop.cli_parser import build_parser

    options = build_parser(texts).parse_args(arguments)
    return _run(options, texts)


def _prepare_streams() -> None:
    """Consoles of Windows are cp1252, and a windowed program has no console at all: never fail on a letter."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _language(arguments: Sequence[str]) -> str:
    """Language asked for with --lang, else the system's, else English."""
    from score_desktop.i18n import LANGUAGES, system_language

    for position, word in enumerate(arguments):
        value = word.removeprefix("--lang=") if word.startswith("--lang=") else ""
        if word == "--lang" and position + 1 < len(arguments):
            value = arguments[position + 1]
        if value in LANGUAGES:
            return value
    return system_language()


def _run(options: argparse.Namespace, texts: Texts) -> int:
    """Do what was asked; this is one of the few places that catch broadly, so that no traceback reaches a person."""
    from score_desktop import cli_commands, log
    from score_desktop.errors import Cancelled, ScoreError

    try:
        return cli_commands.run(options, texts)
    except ScoreError as error:
        _say(texts.error(error))
    except (Cancelled, KeyboardInterrupt):
        _say(texts.t("Cancelled. Nothing was changed."))
    except BrokenPipeError:
        return 1
    except Exception as error:  # noqa: BLE001 - a bug: written to the log, told in one sentence
        path = log.record_crash(error)
        _say(texts.t("An unexpected error stopped the command. The details are in {path}.", path=path))
    return 1


def _say(text: str) -> None:
    if sys.stderr is not None:
        print(text, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
