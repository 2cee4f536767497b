"""Writes what is inside a built folder as CycloneDX 1.5 JSON, from the list that installer/contents.py keeps."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PURL = {
    "pypi": "pkg:pypi/{name}@{version}",
    "deb": "pkg:deb/debian/{name}@{version}",
    "generic": "pkg:generic/{name}@{version}",
}
# Inside Python and Qt, in no list of packages.
INSIDE = {
    "python": (
        ("sqlite", "blessing"),
        ("libffi", "MIT"),
        ("expat", "MIT"),
        ("zlib", "Zlib"),
        ("bzip2", "bzip2-1.0.6"),
        ("xz", "0BSD"),
    ),
    "pyside6-essentials": (("qt", "LGPL-3.0-only"),),
    "pypdfium2": (("pdfium", "BSD-3-Clause"),),
    "numpy": (("openblas", "BSD-3-Clause"),),
}


def write(contents: Path, folder: Path, target: Path, system: str) -> int:
    """Write the list; returns how many components it names.

    Args:
        contents: contents.json of the build.
        folder: The built folder, for the digests of its files.
        system: "windows" or "linux".
    """
    told: list[dict[str, Any]] = json.loads(contents.read_text(encoding="utf-8"))
    own = next(one for one in told if one["name"] == "score-desktop")
    components = [_component(one) for one in told if one is not own]
    components += [
        {"type": "library", "bom-ref": f"{inside}-in-{name}", "name": inside, "licenses": [_licence(licence)]}
        for name, parts in INSIDE.items()
        if any(one["name"] == name for one in told)
        for inside, licence in parts
    ]
    files = [
        {
            "type": "file",
            "name": path.relative_to(folder).as_posix(),
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}],
        }
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    main = {
        "type": "application",
        "bom-ref": "score-desktop",
        "name": "SCORE Desktop",
        "version": own["version"],
        "licenses": [_licence("Apache-2.0")],
    }
    # The same build has the same number, made from what is inside.
    seed = json.dumps([components, files], sort_keys=True)
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, seed)}",
        "version": 1,
        "metadata": {"component": main, "properties": [{"name": "system", "value": system}]},
        "components": [*components, *files],
    }
    target.write_text(json.dumps(bom, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return len(components)


def _component(one: Mapping[str, Any]) -> dict[str, Any]:
    made = {
        "type": "library",
        "bom-ref": f"{one['kind']}-{one['name']}",
        "name": one["name"],
        "version": one["version"],
        "licenses": [_licence(one["licence"] or "see the text in licences/" + one["name"])],
    }
    if one["version"]:
        made["purl"] = PURL[one["kind"]].format(**one)
    return made


def _licence(told: str) -> dict[str, Any]:
    # An expression has operators or is one word; everything else is a name.
    if " " not in told or " AND " in told or " OR " in told:
        return {"expression": told} if "," not in told else {"license": {"name": told}}
    return {"license": {"name": told}}
