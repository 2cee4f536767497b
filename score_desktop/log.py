"""Where details of unexpected errors go: a file in the user's data folder, without names and figures of clients."""

from __future__ import annotations

import datetime as dt
import platform
import re
import sys
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path

from score_desktop import __version__, paths

KEEP = 20
LEFT_OUT = "…"
_WORD = re.compile(r"[^\s'\"`(),;:=\[\]{}<>«»“”]+")
_PLAIN = re.compile(r"[a-z]+(?:-[a-z]+)*")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`|«[^»]*»|“[^”]*”")
_TYPES = frozenset(
    {"NoneType", "bool", "bytes", "date", "datetime", "dict", "float", "int", "list", "set", "str", "tuple"}
)


def record_crash(error: BaseException) -> Path:
    """Write what a developer needs to find a bug; returns the file (a temporary one if ours cannot be written)."""
    text = "\n".join(
        (
            f"SCORE Desktop {__version__}",
            f"Python {sys.version}",
            platform.platform(),
            "",
            "\n".join(_told(error)),
        )
    )
    name = f"crash-{dt.datetime.now().astimezone():%Y%m%d-%H%M%S-%f}.txt"
    try:
        folder = paths.user_data() / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / name
        file.write_text(text, encoding="utf-8")
    except OSError:
        file = Path(tempfile.gettempdir()) / name
        file.write_text(text, encoding="utf-8")
        return file
    for old in sorted(folder.glob("crash-*.txt"))[:-KEEP]:
        old.unlink(missing_ok=True)
    return file


def _told(error: BaseException, seen: frozenset[int] = frozenset()) -> Iterator[str]:
    """An error with those that led to it, as Python tells them, but without what their messages name.

    A message may hold what a client entered ("could not convert '85461'", the parameters of a statement); lines and
    names of the program hold nothing of that kind.
    """
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _told(before, seen | {id(error)})
        yield "\nThen:\n"
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip()
    kind = type(error)
    yield f"{kind.__module__}.{kind.__qualname__}: {_without_names(str(error), _names(error))}"
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _told(one, seen | {id(error)})


def _names(error: BaseException) -> frozenset[str]:
    """Names and short texts that stand in the code which the error went through."""
    found = set(_TYPES)
    for frame, _line in traceback.walk_tb(error.__traceback__):
        code = frame.f_code
        found |= {*code.co_names, *code.co_varnames, code.co_name}
        found |= {one for one in code.co_consts if isinstance(one, str)}
    return frozenset(found)


def _without_names(message: str, known: frozenset[str]) -> str:
    """The first line of a message, with plain words and what the program itself calls so."""
    first = message.partition("\n")[0]

    def quoted(match: re.Match[str]) -> str:
        text = match.group()
        return text if text[1:-1] in known else f"{text[0]}{LEFT_OUT}{text[-1]}"

    def word(match: re.Match[str]) -> str:
        text = match.group()
        return text if text in known or _PLAIN.fullmatch(text.rstrip(".")) else LEFT_OUT

    parts: list[str] = []
    end = 0
    for match in _QUOTED.finditer(first):
        parts += [_WORD.sub(word, first[end : match.start()]), quoted(match)]
        end = match.end()
    return "".join([*parts, _WORD.sub(word, first[end:])])
