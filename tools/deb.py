"""`python3 dev.py build deb`: a package for Debian and Ubuntu from the built folder, and its test."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tools.processes import ROOT, run, words
from tools.sbom import write as write_sbom
from tools.windows import moment, sha256, version

FOLDER = ROOT / "dist" / "score-desktop"
WORK = ROOT / "build" / "deb"
HOME = "opt/score-desktop"
# What Qt asks of a desktop; the rest is inside the folder.
DEPENDS = "libc6 (>= 2.36), libgl1, libegl1, libxkbcommon0, libfontconfig1, libdbus-1-3, libxcb-cursor0"
MIME = """<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
 <mime-type type="application/x-score-audit">
  <comment>SCORE audit</comment>
  <comment xml:lang="es">Auditoría SCORE</comment>
  <icon name="score-desktop"/>
  <glob pattern="*.score"/>
 </mime-type>
</mime-info>
"""
DESKTOP = """[Desktop Entry]
Type=Application
Name=SCORE Desktop
Comment=Environmental audits of small enterprises
Comment[es]=Auditorías ambientales de pequeñas empresas
Exec=/opt/score-desktop/score-desktop %f
Icon=score-desktop
MimeType=application/x-score-audit;
Categories=Office;
StartupWMClass=SCORE Desktop
"""


def package() -> Path:
    """Where the package is written."""
    return ROOT / "dist" / f"score-desktop_{version()}_amd64.deb"


def build() -> int:
    """The package, its digest and its list of materials."""
    shutil.rmtree(WORK, ignore_errors=True)
    shutil.copytree(FOLDER, WORK / HOME, symlinks=True)
    _place("usr/share/applications/score-desktop.desktop", DESKTOP)
    _place("usr/share/mime/packages/score-desktop.xml", MIME)
    _place("usr/share/doc/score-desktop/copyright", (ROOT / "NOTICE").read_text(encoding="utf-8"))
    icons = WORK / "usr/share/icons/hicolor/256x256/apps"
    icons.mkdir(parents=True)
    shutil.copyfile(ROOT / "installer" / "pictures" / "score-desktop.png", icons / "score-desktop.png")
    programs = WORK / "usr/bin"
    programs.mkdir(parents=True)
    for name in ("score-desktop", "score-desktop-cli"):
        (programs / name).symlink_to(f"/{HOME}/{name}")
    size = sum(path.lstat().st_size for path in WORK.rglob("*") if path.is_file()) // 1024
    _place("DEBIAN/control", control(size))
    for path in WORK.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    made = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(WORK), str(package())]
    code = run(made, {"SOURCE_DATE_EPOCH": str(moment())})
    if not code:
        sbom = ROOT / "dist" / f"score-desktop-{version()}-linux.cdx.json"
        write_sbom(ROOT / "build" / "score-desktop" / "contents.json", FOLDER, sbom, "linux")
        digests = "".join(f"{sha256(path)}  {path.name}\n" for path in (package(), sbom))
        (ROOT / "dist" / f"score-desktop-{version()}-linux.sha256").write_text(digests, encoding="ascii")
        print(f"{digests}{package().name}: {package().stat().st_size / 1e6:.1f} MB")
    return code


def control(size_kb: int) -> str:
    """The package's description."""
    return f"""Package: score-desktop
Version: {version()}
Architecture: amd64
Maintainer: SCORE Desktop <score-desktop@localhost>
Installed-Size: {size_kb}
Depends: {DEPENDS}
Section: misc
Priority: optional
Description: Environmental audits of small enterprises
 Reads bills of energy, water and gas, counts what was used, what it cost and what it
 emits, and writes a report. Works on one computer without an internet connection.
"""


def _place(name: str, text: str) -> None:
    target = WORK / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def _leads(root: Path, link: str) -> bool:
    """Whether a link of the package, seen from its own root, leads to a program."""
    return (root / (root / link).readlink().relative_to("/")).is_file()


def test() -> int:
    """Unpack the package into a root of its own with dpkg, and let the installed programs test themselves.

    What it asks of the system is looked up among the packages that this system can install.
    """
    if shutil.which("apt-get") and run(["apt-get", "install", "--simulate", "-qq", str(package())]):
        return 1
    with tempfile.TemporaryDirectory(prefix="score-deb-") as name:
        root = Path(name) / "root"
        (root / "var/lib/dpkg/updates").mkdir(parents=True)
        (root / "var/lib/dpkg/status").touch()
        install = ["dpkg", "--root", str(root), "--force-not-root", "--force-depends", "--log", str(root / "log")]
        done = subprocess.run(
            [*install, "--install", str(package())],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode:
            print(done.stdout, done.stderr)
            return 1
        home = Path(name) / "home"
        home.mkdir()
        own = {"HOME": str(home), "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": "", "XDG_CACHE_HOME": ""}
        code = run(words(root / HOME / "score-desktop-cli", "--self-test"), own, timeout=300)
        screen = ["xvfb-run", "--auto-servernum"]
        window = words(root / HOME / "score-desktop", "--self-test", home / "window.json")
        code = code or run([*screen, *window], {**own, "QT_QPA_PLATFORM": "xcb"}, timeout=300)
        if code:
            return code
        wanted = ("usr/share/applications/score-desktop.desktop", "usr/share/mime/packages/score-desktop.xml")
        missing = [name for name in wanted if not (root / name).is_file()]
        broken = [name for name in ("score-desktop", "score-desktop-cli") if not _leads(root, f"usr/bin/{name}")]
        if missing or broken:
            print(f"Missing: {missing}; leading nowhere: {broken}")
            return 1
        subprocess.run(
            [*install, "--remove", "score-desktop"], capture_output=True, stdin=subprocess.DEVNULL, check=True
        )
        left = [path for path in root.rglob("*score-desktop*") if path.is_file() and "var/" not in str(path)]
        print(f"Left after removal: {left}" if left else "Removed wholly.")
        return 1 if left else 0
