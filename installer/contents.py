"""What is inside the built folder, by component, with the licence texts of each; called by the spec as it builds.

Every file that PyInstaller takes in has a source. From it follows the component: a Python package by its RECORD, Python
itself, Microsoft's runtime, a library of the Linux system, or this project. A component without a licence text stops
the build.
"""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

from tools.pe import PE

LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)
RUNTIME = re.compile(r"(vcruntime|msvcp|concrt|vccorlib|ucrtbase|api-ms-win)[^/\\]*\.dll$", re.IGNORECASE)
# Qt's wheels name their licences but hold only the commercial one, which is not the one used here.
QT = {"pyside6-essentials", "shiboken6"}
BUILD_ONLY = {"pyinstaller": "its bootloader starts the program", "pyinstaller-hooks-contrib": "its start hooks"}


@dataclass(slots=True)
class Component:
    """Something of others, or ours, inside the folder.

    Attributes:
        kind: "pypi", "deb", "generic".
        files: Names inside the built folder.
        texts: Its licence texts.
    """

    name: str
    version: str
    kind: str
    licence: str = ""
    files: list[str] = field(default_factory=list)
    texts: list[Path] = field(default_factory=list)


class MissingLicenceError(Exception):
    """Components are inside whose licence texts are not."""


class Contents:
    """Sorts sources into components.

    Args:
        root: The checkout.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.components: dict[str, Component] = {}
        self._owners = _owners()
        self._stdlib = [_plain(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")]
        self._bases = [_plain(sys.base_prefix), _plain(sys.prefix)]

    def add(self, name: str, source: str) -> None:
        """Note one file."""
        component = self._component(name, source)
        component.files.append(name.replace("\\", "/"))

    def _component(self, name: str, source: str) -> Component:
        plain = _plain(source)
        if name == "base_library.zip":  # PyInstaller makes it of Python's own modules
            return self._python()
        if RUNTIME.search(name) or RUNTIME.search(source):
            return self._runtime(source)
        owner = self._owners.get(plain)
        if owner is not None:
            return self._package(owner) or self._one(owner, "", "pypi")
        if plain.startswith(_plain(str(self.root)) + os.sep) and not self._of_python(plain):
            return self._own()
        if self._of_python(plain):
            return self._python()
        return self._debian(source)

    def _of_python(self, plain: str) -> bool:
        return any(plain.startswith(base + os.sep) for base in (*self._stdlib, *self._bases))

    def _one(self, name: str, version: str, kind: str, licence: str = "") -> Component:
        return self.components.setdefault(name, Component(name, version, kind, licence))

    def _own(self) -> Component:
        own = self._one("score-desktop", version(self.root), "generic", "Apache-2.0")
        own.texts = [
            self.root / "LICENSE",
            self.root / "NOTICE",
            *sorted((self.root / "resources").rglob("LICENSE-*.txt")),
        ]
        return own

    def _python(self) -> Component:
        python = self._one("python", sys.version.split()[0], "generic", "PSF-2.0")
        python.texts = sorted((self.root / "resources" / "licences" / "texts" / "python").iterdir())
        return python

    def _runtime(self, source: str) -> Component:
        found = ".".join(str(part) for part in PE(Path(source)).version[:3])
        runtime = self._one("microsoft-visual-cpp-runtime", found, "generic", "Microsoft Visual C++ redistributable")
        runtime.texts = sorted((self.root / "resources" / "licences" / "texts" / "microsoft").iterdir())
        return runtime

    def _package(self, name: str) -> Component | None:
        if name in self.components:
            return self.components[name]
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            return None
        component = self._one(name, found.version, "pypi", _licence(found.metadata))
        if name in QT:
            component.texts = sorted((self.root / "resources" / "licences" / "texts" / "qt").iterdir())
            component.licence = "LGPL-3.0-only"
            return component
        files = [file for file in found.files or () if ".dist-info" in file.parts[0]]
        inside = [file for file in files if "licenses" in file.parts[1:-1] or LICENCE_FILE.search(file.name)]
        component.texts = sorted(Path(str(file.locate())) for file in inside)
        return component

    def _debian(self, source: str) -> Component:
        real = Path(source).resolve()
        names = [str(real), *([str(real).removeprefix("/usr")] if str(real).startswith("/usr/lib") else [])]
        for name in names if shutil.which("dpkg-query") else ():
            found = subprocess.run(["dpkg-query", "-S", name], capture_output=True, text=True, check=False)
            if found.returncode == 0:
                package = found.stdout.split(":")[0]
                version = subprocess.run(
                    ["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True, check=True
                )
                component = self._one(package, version.stdout, "deb")
                component.texts = [path for path in [Path("/usr/share/doc", package, "copyright")] if path.exists()]
                return component
        return self._one(f"unknown: {source}", "", "generic")

    def finish(self, folder: Path) -> None:
        """Write licences/ into the built folder, and its list.

        Raises:
            MissingLicenceError: Names the components.
        """
        # The bootloader is compiled into both programs; no entry of the analysis names it.
        for name, what in BUILD_ONLY.items():
            component = self._package(name)
            if component is not None and not component.files:
                component.files.append(what)
        missing = [component.name for component in self.components.values() if not component.texts]
        if missing:
            raise MissingLicenceError(f"No licence text for: {', '.join(sorted(missing))}")
        target = folder / "licences"
        shutil.rmtree(target, ignore_errors=True)
        told = [
            "What is inside SCORE Desktop, and under which licence; the texts are in the folders of the same names.",
            "",
        ]
        for component in sorted(self.components.values(), key=lambda one: one.name):
            copied = _copy_texts(component, target / component.name)
            told.append(f"{component.name} {component.version}: {component.licence or 'see its text'} ({copied})")
        (target / "README.txt").write_text("\n".join(told) + "\n", encoding="utf-8", newline="\r\n")

    def as_json(self) -> list[Mapping[str, object]]:
        """For the list of materials (tools/sbom.py)."""
        return [
            {
                "name": one.name,
                "version": one.version,
                "kind": one.kind,
                "licence": one.licence,
                "files": sorted(one.files),
            }
            for one in sorted(self.components.values(), key=lambda one: one.name)
        ]


def note(root: Path, folder: Path, work: Path, entries: Iterable[tuple[str, str]]) -> None:
    """Sort what was built, copy the licence texts beside it, and keep the list for later steps.

    Args:
        entries: Name inside the folder and source of each file, of each module too.
    """
    contents = Contents(root)
    for name, source in entries:
        if source and source != "-":
            contents.add(name, source)
    contents.finish(folder)
    text = json.dumps(contents.as_json(), indent=1, ensure_ascii=False)
    (work / "contents.json").write_text(text + "\n", encoding="utf-8")


def version(root: Path) -> str:
    """Version of the program, without importing it."""
    source = (root / "score_desktop" / "__init__.py").read_text(encoding="utf-8")
    return source.split('__version__ = "')[1].split('"')[0]


def version_file(root: Path, work: Path, name: str) -> str:
    """Path of a version resource for a program of Windows."""
    number = version(root)
    parts = tuple(int(part) for part in re.findall(r"\d+", number)[:3])
    texts = {
        "CompanyName": "SCORE Desktop",
        "FileDescription": "SCORE Desktop" if name == "score-desktop" else "SCORE Desktop, command line",
        "FileVersion": number,
        "InternalName": name,
        "LegalCopyright": "Apache License 2.0",
        "OriginalFilename": f"{name}.exe",
        "ProductName": "SCORE Desktop",
        "ProductVersion": number,
    }
    strings = ", ".join(f"StringStruct({key!r}, {text!r})" for key, text in texts.items())
    file = work / f"{name}-version.txt"
    file.write_text(
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={(*parts, 0)}, prodvers={(*parts, 0)}, mask=0x3F, flags=0x0, "
        "OS=0x40004, fileType=0x1, subtype=0x0, date=(0, 0)), kids=["
        f"StringFileInfo([StringTable('040904B0', [{strings}])]), "
        "VarFileInfo([VarStruct('Translation', [1033, 1200])])])\n",
        encoding="utf-8",
    )
    return str(file)


def _copy_texts(component: Component, target: Path) -> int:
    target.mkdir(parents=True)
    for text in component.texts:
        name = text.name
        at = 1
        while (target / name).exists():
            at += 1
            name = f"{text.stem}-{at}{text.suffix}"
        shutil.copyfile(text, target / name)
    return len(component.texts)


@functools.cache
def _folder(path: str) -> str:
    return os.path.realpath(path)


def _plain(path: str) -> str:
    # Folders are looked up once: asking Wine for each of many thousand files takes minutes.
    head, tail = os.path.split(os.path.abspath(path))  # noqa: PTH100 - resolve() would ask for the file
    return os.path.normcase(f"{_folder(head)}{os.sep}{tail}")


def _owners() -> dict[str, str]:
    """File → package, of every installed package."""
    owners = {}
    for found in metadata.distributions():
        name = re.sub(r"[-_.]+", "-", found.metadata["Name"]).lower()
        for file in found.files or ():
            owners[_plain(str(file.locate()))] = name
    return owners


def _licence(told: metadata.PackageMetadata) -> str:
    expression = told.get("License-Expression")
    if expression:
        return str(expression)
    classes = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or () if line.startswith("License ::")]
    if classes:
        return ", ".join(classes)
    first = str(told.get("License") or "").strip().splitlines()
    return first[0] if first else ""
