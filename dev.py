#!/usr/bin/env python3
"""The one developer command: `python3 dev.py COMMAND`. Needs Python 3.11 to 3.13 and nothing else.

    demo          make the demonstration workspace, report, workbook and diagrams in demo/, then open the window
    test          everything that CI runs: check, tests, build, self-test of the built programs (--quick: no build)
    check         ruff, mypy, import-linter, translations
    bench         speed, each figure as a ratio to its floor measured in the same run
    soak          the long campaigns of the tests: hundreds of killed imports, hostile files, more examples
    build         the programs as one folder, dist/score-desktop, with their self-test; `build windows`: the Windows
                  installer, made on Linux, with its tests; `build deb`: a package for Debian and Ubuntu
    pictures      a picture of every page, dialog and step of the window (--all: every language, theme and size)
    translations  bring resources/i18n up to date with the source
    lock          remake requirements/*.lock from pyproject.toml
    setup         only make the environment
    system        only install system packages that are missing (Debian, Ubuntu; root)

Each command makes what it needs first: the environment `.venv` from hashed locks, on Debian and Ubuntu the missing
system packages, the message catalogues. What stands already is not made again.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.environment import need_venv_module, prepare, system_packages, work_packages
from tools.processes import (
    BIN,
    EXE,
    PYTHON,
    ROOT,
    WINDOWS,
    MissingError,
    environment,
    has_screen,
    in_ci,
    module,
    must,
    program,
    run,
    steps,
    words,
)

DIST = ROOT / "dist" / "score-desktop"
SUPPORTED = ((3, 11), (3, 12), (3, 13))


def system(_options: argparse.Namespace) -> int:
    """Only install the system packages that Debian or Ubuntu lacks; for root."""
    return 0 if system_packages(work_packages(), "windows, tests and the build") else 1


def setup(_options: argparse.Namespace) -> int:
    """Make the environment with everything that tests and builds need."""
    prepare("test", "build", work=True)
    print(f"Ready. Python of the environment: {PYTHON.relative_to(ROOT)}")
    return 0


def demo(options: argparse.Namespace) -> int:
    """Make the demonstration and show it."""
    prepare()
    lang = ["--lang", options.lang] if options.lang else []
    cli = [program("score-desktop-cli"), *lang]
    made = answer([*cli, "demo", "--out", str(ROOT / "demo"), "--json"])
    data = ["--data", made["workspace"]]
    what = "use.,cost.total,ghg.total,intensity.ghg."
    figures = answer([*cli, *data, "calc", made["audit"], "--what", what, "--json"])["figures"]
    print(f"Made in {made['seconds']:.1f} s, in the folder demo:")
    for name in made["files"]:
        print(f"  {name:20} {(ROOT / 'demo' / name).stat().st_size / 1000:8,.0f} kB")
    print("The sample audit, a bakery in La Paz in 2025:")
    for figure in figures:
        if not figure["dims"] or figure["key"].startswith("intensity."):
            print(f"  {told(figure):34} {figure['value']:14,.0f} {figure['unit']}")
    print("Everything behind a figure:")
    print(f"  {BIN.relative_to(ROOT) / 'score-desktop-cli'} --data demo/demo.sqlite calc {made['audit']} --json")
    if options.no_window or in_ci() or not has_screen():
        print("No window was opened.")
        return 0
    print("Opening the window; close it to end this command.")
    return run([program("score-desktop"), *data, *lang])


def answer(command: Sequence[str]) -> dict[str, Any]:
    """The JSON object that a command of ours prints."""
    sys.stdout.flush()
    done = subprocess.run(
        command, cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False
    )
    if done.returncode:
        raise MissingError(f"{Path(command[0]).name} failed; its own words stand above.")
    value: dict[str, Any] = json.loads(done.stdout)
    return value


def told(figure: Mapping[str, Any]) -> str:
    """What a figure is, in words."""
    key: str = figure["key"]
    if key.startswith("intensity.ghg."):
        return f"greenhouse gases, {figure['dims'].get('product_name', 'product')}"
    fixed = {"cost.total": "cost", "ghg.total": "greenhouse gases"}
    return fixed.get(key, key.removeprefix("use.").replace("_", " "))


def _check_steps() -> list[tuple[str, Callable[[], int]]]:
    return [
        ("ruff check", lambda: run(module("ruff", "check", "."))),
        ("ruff format", lambda: run(module("ruff", "format", "--check", "."))),
        ("mypy --strict", lambda: run(module("mypy"))),
        ("import-linter", lambda: run([program("lint-imports")])),
        ("translations", lambda: run(words(PYTHON, ROOT / "tools" / "translations.py", "check"))),
    ]


def _pytest(arguments: Sequence[str], extra: Mapping[str, str] | None = None) -> int:
    shared = module("pytest", "-q", "-n", "2", "--dist", "loadgroup", "--durations", "12", "--durations-min", "5")
    return run([*shared, *arguments], extra)


def check(_options: argparse.Namespace) -> int:
    """All that can be told without running the program."""
    prepare("test", work=True)
    return steps(_check_steps(), keep_going=True)


def test(options: argparse.Namespace) -> int:
    """What CI runs."""
    locks = ("test",) if options.quick else ("test", "build")
    prepare(*locks, work=True)
    start = time.monotonic()
    work = [*_check_steps(), ("tests", lambda: _pytest(options.arguments))]
    if not options.quick:
        work += _built_steps()
    if os.environ.get("CI_WINDOWS") == "1" and sys.platform == "linux":
        from tools import windows

        work += [("Windows installer", windows.build), ("tests of the installer", lambda: windows.test_installer([]))]
    code = steps(work, keep_going=True)
    print(f"dev.py test: {'FAILED' if code else 'all is well'}, {time.monotonic() - start:.0f} s")
    return code


def bench(options: argparse.Namespace) -> int:
    """Speed against floors."""
    prepare("test")
    more = [*(["--large"] if options.large else []), *(["--json"] if options.json else [])]
    return run([*module("tests.bench"), *options.names, *more])


def soak(options: argparse.Namespace) -> int:
    """The long campaigns; the same tests with larger numbers."""
    prepare("test", work=True)
    counts = {"HYPOTHESIS_PROFILE": "soak", "SCORE_KILLS": "200", "SCORE_FLIPS": "100", "SCORE_MUTANTS": "3000"}
    counts["SCORE_LANGUAGES"] = "es,en"  # the first audit by real events
    counts = {name: os.environ.get(name, value) for name, value in counts.items()}
    print("With " + ", ".join(f"{name}={value}" for name, value in counts.items()))
    return _pytest(options.arguments, counts)


def _build() -> int:
    from tools.windows import moment

    shutil.rmtree(DIST, ignore_errors=True)
    where = words("--distpath", ROOT / "dist", "--workpath", ROOT / "build")
    quiet = ["--noconfirm", "--log-level", "ERROR"]
    fixed = {"PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": str(moment())}
    code = run(module("PyInstaller", *quiet, *where, ROOT / "installer" / "score-desktop.spec"), fixed)
    if not code:
        files = [path for path in DIST.rglob("*") if path.is_file() and not path.is_symlink()]
        size = sum(path.stat().st_size for path in files) / 1e6
        print(f"dist/score-desktop: {len(files)} files, {size:.0f} MB")
    return code


def _self_test() -> int:
    """Both built programs, each with a time limit: a windowed program that fails may hang instead of ending."""
    # A home of its own and no way back to the checkout: what is missing in the folder must show.
    with tempfile.TemporaryDirectory(prefix="score-self-test-") as home:
        own = {"HOME": home, "XDG_DATA_HOME": home, "XDG_CACHE_HOME": home, "XDG_CONFIG_HOME": home}
        own |= {"APPDATA": home, "LOCALAPPDATA": home} if WINDOWS else {}
        if run(words(DIST / f"score-desktop-cli{EXE}", "--self-test"), own, timeout=300):
            return 1
        result = Path(home) / "window.txt"
        command = words(DIST / f"score-desktop{EXE}", "--self-test", result)
        if sys.platform == "linux" and shutil.which("xvfb-run"):
            command = ["xvfb-run", "--auto-servernum", *command]
            own["QT_QPA_PLATFORM"] = "xcb"
        code = run(command, own, timeout=300)
        print(result.read_text(encoding="utf-8") if result.exists() else "The windowed program wrote no result.")
        return code or (0 if result.exists() else 1)


def _built_steps() -> list[tuple[str, Callable[[], int]]]:
    from tools.windows import BUILT_TESTS

    tests = [f"installer/tests/{name}" for name in BUILT_TESTS]
    return [
        ("build", _build),
        ("self-test of the built programs", _self_test),
        ("traps and start of the built programs", lambda: run(module("pytest", "-q", "-s", *tests))),
    ]


def build(options: argparse.Namespace) -> int:
    """The programs as one folder; or the Windows installer, or a Debian package."""
    prepare("test", "build", work=True)
    if options.target == "windows":
        from tools import windows

        code = windows.build()
        return code or (0 if options.no_tests else windows.test_installer(options.tests))
    work = _built_steps()
    if options.target == "deb":
        from tools import deb

        work += [("package for Debian", deb.build), ("test of the package", deb.test)]
    return steps(work, keep_going=False)


def lock(options: argparse.Namespace) -> int:
    """What pyproject.toml asks for into requirements/*.lock; pins that still fit stay."""
    need_venv_module()
    with tempfile.TemporaryDirectory(prefix="score-lock-") as folder:
        must([sys.executable, "-m", "venv", folder], "Making the environment of uv")
        programs = Path(folder) / BIN.name
        must(words(programs / f"python{EXE}", "-m", "pip", "install", "--quiet", "uv"), "pip")
        uv = words(programs / f"uv{EXE}", "pip", "compile", "--quiet", "--universal", "--generate-hashes")
        uv += ["--no-emit-index-url", "--custom-compile-command", "python3 dev.py lock", "--python-version", "3.11"]
        uv += ["--upgrade"] if options.upgrade else []
        same = ["--constraint", "requirements/run.lock"]
        for name, more in (("run", []), ("test", ["--extra", "test", *same]), ("build", ["--extra", "build", *same])):
            must([*uv, *more, "pyproject.toml", "--output-file", f"requirements/{name}.lock"], "uv")
    return 0


def pictures(options: argparse.Namespace) -> int:
    """A picture of every scene of the window; faults that the checks see fail."""
    prepare("test", work=True)
    folder = Path(options.out).resolve()
    extra = {"SCORE_PICTURES": str(folder), **({"SCORE_ALL_PICTURES": "1"} if options.all else {})}
    code = run(module("pytest", "-q", "-n", "2", "tests/ui/test_scenes.py"), extra)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")
    return code


def translations(options: argparse.Namespace) -> int:
    """Catalogues up to date with the source."""
    prepare("test")
    merge = [word for path in options.merge for word in ("--merge", str(Path(path).resolve()))]
    return run([*words(PYTHON, ROOT / "tools" / "translations.py", "update"), *merge])


def parser() -> argparse.ArgumentParser:
    """Grammar of the command."""
    made = argparse.ArgumentParser(
        prog="dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for function in (setup, system, demo, test, check, bench, soak, build, pictures, lock, translations):
        command = commands.add_parser(function.__name__, help=function.__doc__)
        command.set_defaults(function=function)
        if function is demo:
            command.add_argument("--no-window", action="store_true", help="do not open the window")
            command.add_argument("--lang", choices=("es", "en"), help="language (default: the system's)")
        if function is test:
            command.add_argument("--quick", action="store_true", help="without build and self-test")
            command.add_argument("--full", action="store_true", help="with build and self-test (as without options)")
        if function is bench:
            command.add_argument(
                "names",
                nargs="*",
                metavar="NAME",
                help="start, import, report, inventory, window (or window-start, window-memory, window-holds);"
                " default: all",
            )
            command.add_argument("--large", action="store_true", help="also ten times the size: growth must be linear")
            command.add_argument("--json", action="store_true", help="print one JSON object")
        if function is lock:
            command.add_argument("--upgrade", action="store_true", help="take the newest versions that are allowed")
        if function is pictures:
            command.add_argument("--out", default="pictures", help="folder (default: pictures)")
            command.add_argument("--all", action="store_true", help="es and en, three themes, two sizes")
        if function is translations:
            command.add_argument(
                "--merge", action="append", default=[], metavar="FILE.json", help="{English: Spanish} to take in"
            )
        if function is build:
            command.add_argument("target", nargs="?", choices=("folder", "windows", "deb"), default="folder")
            command.add_argument("--no-tests", action="store_true", help="windows: without installing it under Wine")
            command.add_argument("tests", nargs="*", help="windows: handed to pytest, after --")
        if function in (test, soak):
            command.add_argument("arguments", nargs="*", help="handed to pytest, after --")
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Do what was asked; returns the exit code."""
    if sys.version_info[:2] not in SUPPORTED:
        wanted = ", ".join(f"{major}.{minor}" for major, minor in SUPPORTED)
        print(f"dev.py needs Python {wanted}; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 2
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    options = parser().parse_args(argv)
    try:
        code: int = options.function(options)
    except MissingError as trouble:
        print(f"dev.py {options.command}: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main())
