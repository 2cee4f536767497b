"""The windowed program: `score-desktop`, `python -m score_desktop`."""

from __future__ import annotations

import gc
import importlib
import sys

CLOSE_S = 20.0
"""So long `--close` waits for the windows of this person; the installer calls it before it replaces the program."""


def main() -> int:
    """Entry of `score-desktop`; returns the exit code. The modes without a window load no Qt."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--import-child"]:
        from score_desktop.importing import child

        return child.main(arguments[1:])
    if arguments[:1] == ["--document-child"]:
        from score_desktop.services import document_child

        return document_child.main()
    if arguments[:1] == ["--close"]:
        from score_desktop import instance

        return 0 if instance.close_all(CLOSE_S) else 1
    try:
        return _window(arguments)
    except Exception as error:  # noqa: BLE001 - a windowed program that fails silently, or waits in a dialog, helps nobody
        from score_desktop import log

        told = f"SCORE Desktop could not start. Details: {log.record_crash(error)}"
        if sys.stderr is not None:
            print(told, file=sys.stderr)
        return 1


def _window(arguments: list[str]) -> int:
    """The modes that need Qt."""
    # Loading makes many objects and no garbage: looking for it takes a tenth of the start. `app.run` begins to look.
    gc.disable()
    # Before Qt, which puts itself into every import that follows: the models and what they need load faster without.
    importlib.import_module("score_desktop.services.context")
    from score_desktop.ui.plain_imports import import_plainly

    import_plainly()
    from score_desktop import app

    if arguments[:1] == ["--self-test"]:
        return app.self_test(arguments[1:])
    return app.run(arguments)


if __name__ == "__main__":
    sys.exit(main())
