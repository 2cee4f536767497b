"""Project files agree with one another: packages, locks, decisions, links, workflow."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, ROOT, pyproject, tracked

LOCKS = {
    name: (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8") for name in ("run", "test", "build")
}
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)(.*)$", re.MULTILINE)


def _pins(lock: str) -> set[tuple[str, str, str]]:
    return {(name, version, mark.rstrip(" \\").strip()) for name, version, mark in PIN.findall(LOCKS[lock])}


def test_every_folder_of_the_package_is_listed() -> None:
    folders = {".".join(path.parent.relative_to(ROOT).parts) for path in PACKAGE.rglob("__init__.py")}
    assert set(pyproject()["tool"]["setuptools"]["packages"]) == folders | {
        "score_desktop.resources",
        "score_desktop.guide",
    }
    code = {".".join(path.parent.relative_to(ROOT).parts) for path in PACKAGE.rglob("*.py")}
    assert code <= folders, "a folder of source without __init__.py"


def test_locks_share_their_pins() -> None:
    run = _pins("run")
    assert run
    assert run <= _pins("test")
    assert run <= _pins("build")


@pytest.mark.parametrize("lock", list(LOCKS))
def test_every_pin_has_a_hash(lock: str) -> None:
    blocks = re.split(r"^(?=[a-z0-9])", LOCKS[lock], flags=re.MULTILINE)
    assert [block.splitlines()[0] for block in blocks if PIN.match(block) and "--hash=sha256:" not in block] == []


def test_every_dependency_is_pinned_and_explained() -> None:
    project = pyproject()["project"]
    extras = project["optional-dependencies"]
    reasons = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text(encoding="utf-8").lower()
    for lock, wanted in (("run", project["dependencies"]), ("test", extras["test"]), ("build", extras["build"])):
        pinned = {re.sub(r"[._-]+", "-", name) for name, _version, _mark in _pins(lock)}
        for line in wanted:
            match = re.match(r"[A-Za-z0-9._-]+", line)
            assert match
            name = match[0].lower()
            assert re.sub(r"[._-]+", "-", name) in pinned, line
            assert name in reasons, f"0002-dependencies.md does not say why {name}"


def test_links_in_documents_lead_somewhere() -> None:
    broken = []
    for path in tracked():
        if path.suffix == ".md":
            for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
                if not re.match(r"[a-z]+:|#", target) and not (path.parent / target.partition("#")[0]).exists():
                    broken.append(f"{path.relative_to(ROOT)}: {target}")
    assert broken == []


def test_pyproject_is_the_only_configuration() -> None:
    others = {"setup.cfg", "setup.py", "tox.ini", "mypy.ini", "pytest.ini", ".importlinter", "ruff.toml", ".flake8"}
    assert [path for path in tracked() if path.name in others] == []


def test_wheel_brings_everything(tmp_path: Path) -> None:
    """Made from a copy, because setuptools writes into the folder that it builds."""
    for path in tracked():
        copy = tmp_path / "checkout" / path.relative_to(ROOT)
        guide = path.is_relative_to(ROOT / "docs" / "guide")
        if guide or path.relative_to(ROOT).parts[0] not in ("tests", "docs", "installer"):
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(tmp_path),
    ]
    subprocess.run([*command, str(tmp_path / "checkout")], check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    wanted = {path.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("*.py")}
    resources = [path.relative_to(ROOT).as_posix() for path in tracked() if path.is_relative_to(ROOT / "resources")]
    wanted |= {f"score_desktop/{name}" for name in resources}
    guide = [
        path.relative_to(ROOT / "docs").as_posix() for path in tracked() if path.is_relative_to(ROOT / "docs" / "guide")
    ]
    assert "guide/es.md" in guide
    wanted |= {f"score_desktop/{name}" for name in guide}
    assert wanted <= names, sorted(wanted - names)


@pytest.mark.parametrize("name", ["dev.py", "tools/environment.py", "tools/processes.py"])
def test_dev_py_needs_the_standard_library_alone(name: str) -> None:
    source = (ROOT / name).read_text(encoding="utf-8")
    imported = set(re.findall(r"^(?:import|from) ([a-z_]+)", source, flags=re.MULTILINE))
    assert imported <= {*sys.stdlib_module_names, "tools"}


def test_supported_pythons_agree() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"] == (
        ">=3.11,<3.14"
    )
    assert "SUPPORTED = ((3, 11), (3, 12), (3, 13))" in (ROOT / "dev.py").read_text(encoding="utf-8")
