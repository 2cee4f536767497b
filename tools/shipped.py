"""Checks of a built Windows folder before it becomes an installer: what it needs, what it must not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tools.pe import AMD64, PE
from tools.wine import SHIM_NAMES

# Every 64-bit Windows 10 from 1809 on has these; besides them the sets api-ms-win-* and ext-ms-win-*.
SYSTEM_NAMES = """
advapi32 authz bcrypt bcryptprimitives cabinet cfgmgr32 comctl32 comdlg32 crypt32 d2d1 d3d11 d3d12 d3d9 dbghelp
dcomp dnsapi dwmapi dwrite dxgi gdi32 gdiplus icu icuuc imagehlp imm32 iphlpapi kernel32 mpr mscms msi msimg32 msvcrt
ncrypt netapi32 normaliz ntdll ole32 oleacc oleaut32 opengl32 pdh powrprof propsys psapi rpcrt4 runtimeobject secur32
setupapi shcore shell32 shlwapi synchronization uiautomationcore user32 userenv usp10 uxtheme version winhttp winmm
winspool.drv wintrust ws2_32 wtsapi32
"""
SYSTEM = frozenset(SYSTEM_NAMES.split())
# Loaded by name at run time, by whom.
LOADED_BY_NAME = {
    "pdfium.dll": "pypdfium2 loads it with ctypes",
}
# Beside the libraries' own: tools of the build, of tests, and Wine's stand-ins.
FOREIGN = re.compile(
    r"(^|/)(pip|setuptools|pkg_resources|PyInstaller|pytest|_pytest|hypothesis|mypy|ruff|wheel|pefile|win32ctypes|xlwt|odf"
    r"|msoffcrypto|tkinter|IPython|test|tests|testsuite)(/|\.py|-[0-9][^/]*\.dist-info)"
    r"|\.(c|h|pyi|lib|a|pdb|po|def)$|(^|/)(api-ms-win|ucrtbase|tcl86|tk86)[^/]*$|_wine\.dll$",
    re.IGNORECASE,
)
RUNTIME = re.compile(r"(vcruntime140|msvcp140)[^/]*\.dll$", re.IGNORECASE)
MICROSOFT_LINKER = 14


def names(folder: Path) -> list[str]:
    """Every file, by its path in the folder, in order."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def programs(folder: Path) -> dict[str, PE]:
    """Every program and library, by its path in the folder."""
    endings = (".exe", ".dll", ".pyd")
    return {name: PE(folder / name) for name in names(folder) if name.lower().endswith(endings)}


def troubles(folder: Path) -> list[str]:
    """What is wrong with the folder; empty when all is well."""
    found = programs(folder)
    return [
        *_foreign(folder),
        *_unresolved(found),
        *_runtimes(found),
        *_not_needed(found),
    ]


def _foreign(folder: Path) -> Iterator[str]:
    for name in names(folder):
        if not name.startswith("licences/") and FOREIGN.search(name.removeprefix("_internal/")):
            yield f"{name}: must not ship"
        if name.rpartition("/")[2].lower() in SHIM_NAMES:
            yield f"{name}: a stand-in of Wine must not ship"


def _unresolved(found: dict[str, PE]) -> Iterator[str]:
    have = {name.rpartition("/")[2].lower() for name in found}
    for name, program in found.items():
        if program.machine != AMD64:
            yield f"{name}: not a 64-bit file"
        for wanted in program.imports:
            known = wanted in have or wanted.removesuffix(".dll") in SYSTEM
            if not known and not wanted.startswith(("api-ms-win-", "ext-ms-win-")):
                yield f"{name}: needs {wanted}, which neither Windows nor the folder has"


def _runtimes(found: dict[str, PE]) -> Iterator[str]:
    """One copy of each runtime, with everything that the others take from it."""
    copies: dict[str, list[str]] = {}
    for name in found:
        if RUNTIME.search(name) and "-" not in name.rpartition("/")[2]:
            copies.setdefault(name.rpartition("/")[2].lower(), []).append(name)
    for short, where in copies.items():
        if len(where) > 1:
            yield f"{short}: {len(where)} copies: {', '.join(where)}"
    for short, where in copies.items():
        yield from _too_old(short, found[where[0]], found)
    if "vcruntime140.dll" not in copies:
        yield "vcruntime140.dll is not there: a new Windows has none"


def _too_old(short: str, runtime: PE, found: dict[str, PE]) -> Iterator[str]:
    """Who needs a newer runtime: C++ classes change inside, the functions of C are there by name or not."""
    for name, program in found.items():
        if short not in program.imports:
            continue
        if short.startswith("msvcp") and program.linker[0] == MICROSOFT_LINKER and program.linker > runtime.version[:2]:
            yield f"{short}: version {runtime.version[:2]}, but {name} was made with {program.linker}"
        lacking = set(program.names_from(short)) - set(runtime.exports)
        if lacking:
            yield f"{short}: {name} needs {', '.join(sorted(lacking))}, which version {runtime.version[:2]} has not"


def _not_needed(found: dict[str, PE]) -> Iterator[str]:
    wanted = {name for program in found.values() for name in program.imports}
    for name in found:
        short = name.rpartition("/")[2].lower()
        # Modules of Python and plugins of Qt are loaded by their place.
        by_place = short.endswith((".pyd", ".exe")) or "/plugins/" in name
        if not by_place and short not in wanted and short not in LOADED_BY_NAME:
            yield f"{name}: nothing needs it"


def told(folder: Path) -> str:
    """The folder in a line."""
    sizes = [(folder / name).stat().st_size for name in names(folder)]
    return f"{len(sizes)} files, {sum(sizes) / 1e6:.1f} MB, {len(programs(folder))} programs and libraries"
