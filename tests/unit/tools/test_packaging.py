"""The tools of the installer as far as they need no Wine."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tools import sbom, windows
from tools.lock_for_windows import for_windows
from tools.pe import PE, NotPEError
from tools.processes import ROOT

LOCK = """
alpha==1.0 \\
    --hash=sha256:aa \\
    --hash=sha256:ab
    # via score-desktop
beta==2.0 ; sys_platform == 'win32' \\
    --hash=sha256:bb
gamma==3.0 ; sys_platform == 'darwin' \\
    --hash=sha256:cc
delta==4.0 ; python_full_version >= '3.12' \\
    --hash=sha256:dd
"""


def test_windows_takes_its_own_of_a_lock() -> None:
    assert for_windows(LOCK).split() == [
        *("alpha==1.0", "\\", "--hash=sha256:aa", "\\", "--hash=sha256:ab"),
        *("beta==2.0", "\\", "--hash=sha256:bb"),
    ]


def test_the_real_lock_has_a_hash_for_each_package_of_windows() -> None:
    text = for_windows((ROOT / "requirements" / "build.lock").read_text(encoding="utf-8"))
    blocks = text.replace("\\\n", " ").splitlines()
    assert len(blocks) > 30
    assert all("--hash=sha256:" in block for block in blocks)
    assert any(block.startswith("tzdata==") for block in blocks)


@pytest.mark.parametrize("content", [b"", b"MZ", b"MZ" + bytes(200), b"\x7fELF" + bytes(400)])
def test_what_is_no_program_of_windows_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "odd.dll"
    file.write_bytes(content)
    with pytest.raises(NotPEError):
        PE(file)


def test_uninstaller_removes_files_by_name_and_then_empty_folders(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "ñ $1.txt").touch()
    (tmp_path / "top.exe").touch()
    assert windows.deletions(tmp_path).splitlines() == [
        'Delete "$INSTDIR\\a\\b\\ñ $$1.txt"',
        'Delete "$INSTDIR\\top.exe"',
        'RMDir "$INSTDIR\\a\\b"',
        'RMDir "$INSTDIR\\a"',
    ]


def test_portable_folder_is_the_same_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "ñ.txt").write_text("x", encoding="utf-8")
    made = [tmp_path / "1.zip", tmp_path / "2.zip"]
    for target in made:
        windows.write_zip(folder, target, "SCORE")
    assert made[0].read_bytes() == made[1].read_bytes()
    assert zipfile.ZipFile(made[0]).namelist() == ["SCORE/ñ.txt"]


def test_list_of_materials(tmp_path: Path) -> None:
    contents = tmp_path / "contents.json"
    told = [
        {"name": "numpy", "version": "2.4.6", "kind": "pypi", "licence": "BSD-3-Clause", "files": ["a"]},
        {"name": "score-desktop", "version": "1.2.3", "kind": "generic", "licence": "Apache-2.0", "files": []},
    ]
    contents.write_text(json.dumps(told), encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a").write_bytes(b"x")
    target = tmp_path / "bom.json"
    assert sbom.write(contents, folder, target, "windows") == 2
    bom = json.loads(target.read_text(encoding="utf-8"))
    assert bom["metadata"]["component"]["version"] == "1.2.3"
    by_name = {one["name"]: one for one in bom["components"]}
    assert by_name["numpy"]["purl"] == "pkg:pypi/numpy@2.4.6"
    assert by_name["openblas"]["licenses"] == [{"expression": "BSD-3-Clause"}]
    assert by_name["a"]["hashes"][0]["alg"] == "SHA-256"


def test_nothing_is_signed_without_a_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCORE_SIGN_PFX", raising=False)
    file = tmp_path / "x.exe"
    file.write_bytes(b"x")
    windows.sign(file)
    assert file.read_bytes() == b"x"


def test_the_name_of_the_installer_is_the_one_that_the_program_recognises(tmp_path: Path) -> None:
    from score_desktop.services import newer

    assert newer._NAME.fullmatch(windows.installer_name("1.2.3"))
    assert newer._NAME.fullmatch("score-desktop-1.2.3-windows-portable.zip")
