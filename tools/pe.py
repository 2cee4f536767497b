"""Reads Windows programs and libraries: machine, imports, exports, version. Standard library only.

As much of the PE format as the checks of the installer need; a file that is not well formed raises `NotPEError`.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

AMD64 = 0x8664
EXPORTS, IMPORTS, RESOURCES, DELAYED = 0, 1, 2, 13
VERSION_RESOURCE = 16
FIXED_VERSION = 0xFEEF04BD


class NotPEError(ValueError):
    """The file is not a 64-bit PE file."""


@dataclass(frozen=True, slots=True)
class Section:
    """Where a part of the file lies in memory and on disk."""

    address: int
    size: int
    offset: int


class PE:
    """One file, read wholly.

    Attributes:
        machine: `AMD64` for a 64-bit file.
        linker: Version of the linker; Microsoft's 14.x needs a C++ runtime of at least 14.x.
        subsystem: 2 windowed, 3 console.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data = path.read_bytes()
        try:
            self._read_headers()
        except struct.error as trouble:
            raise NotPEError(f"{path}: {trouble}") from trouble

    def _read_headers(self) -> None:
        if self.data[:2] != b"MZ":
            raise NotPEError(f"{self.path}: no MZ")
        start = self._number(0x3C)
        if self.data[start : start + 4] != b"PE\0\0":
            raise NotPEError(f"{self.path}: no PE")
        self.header = start
        self.machine, sections = struct.unpack_from("<HH", self.data, start + 4)
        optional_size = struct.unpack_from("<H", self.data, start + 20)[0]
        optional = start + 24
        magic = struct.unpack_from("<H", self.data, optional)[0]
        self.linker = (self.data[optional + 2], self.data[optional + 3])
        if magic not in (0x10B, 0x20B):
            raise NotPEError(f"{self.path}: magic {magic:#x}")
        self.subsystem = struct.unpack_from("<H", self.data, optional + 68)[0]
        directories = optional + (112 if magic == 0x20B else 96)
        count = self._number(directories - 4)
        self.directories = [struct.unpack_from("<II", self.data, directories + 8 * at) for at in range(count)]
        table = optional + optional_size
        self.sections = []
        for at in range(sections):
            virtual, address, raw, offset = struct.unpack_from("<IIII", self.data, table + 40 * at + 8)
            self.sections.append(Section(address, max(virtual, raw), offset))

    def _number(self, offset: int) -> int:
        return int(struct.unpack_from("<I", self.data, offset)[0])

    def _offset(self, address: int) -> int:
        for section in self.sections:
            if section.address <= address < section.address + section.size:
                return address - section.address + section.offset
        raise NotPEError(f"{self.path}: address {address:#x} lies in no section")

    def _text(self, address: int) -> str:
        start = self._offset(address)
        return self.data[start : self.data.index(b"\0", start)].decode("ascii")

    def _directory(self, which: int) -> tuple[int, int]:
        return self.directories[which] if which < len(self.directories) else (0, 0)

    @cached_property
    def imports(self) -> tuple[str, ...]:
        """Names of the libraries that it is linked with, in lower case, those loaded at first use included."""
        names = []
        for which, step, name_at in ((IMPORTS, 20, 12), (DELAYED, 32, 4)):
            address = self._directory(which)[0]
            if not address:
                continue
            offset = self._offset(address)
            while name := self._number(offset + name_at):
                names.append(self._text(name).lower())
                offset += step
        return tuple(names)

    def names_from(self, library: str) -> tuple[str, ...]:
        """Names that it takes from a library that it is linked with; those taken by number are left out."""
        address = self._directory(IMPORTS)[0]
        names = []
        offset = self._offset(address) if address else 0
        while address and (name := self._number(offset + 12)):
            if self._text(name).lower() == library:
                thunk = self._offset(self._number(offset) or self._number(offset + 16))
                while entry := struct.unpack_from("<Q", self.data, thunk)[0]:
                    if not entry >> 63:
                        names.append(self._text(entry + 2))
                    thunk += 8
            offset += 20
        return tuple(names)

    @cached_property
    def exports(self) -> tuple[str, ...]:
        """Names that it gives to others, sorted."""
        address = self._directory(EXPORTS)[0]
        if not address:
            return ()
        offset = self._offset(address)
        count, names = self._number(offset + 24), self._offset(self._number(offset + 32))
        return tuple(sorted(self._text(self._number(names + 4 * at)) for at in range(count)))

    @cached_property
    def version(self) -> tuple[int, int, int, int]:
        """Version of the file from its resources; zeros when it tells none."""
        address = self._directory(RESOURCES)[0]
        if not address:
            return (0, 0, 0, 0)
        root = self._offset(address)
        leaf = self._leaf(root, root, VERSION_RESOURCE)
        if leaf is None:
            return (0, 0, 0, 0)
        start = self._offset(self._number(leaf))
        block = self.data[start : start + self._number(leaf + 4)]
        at = block.find(struct.pack("<I", FIXED_VERSION))
        if at < 0:
            return (0, 0, 0, 0)
        high, low = struct.unpack_from("<II", block, at + 8)
        return (high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF)

    def _leaf(self, root: int, node: int, kind: int | None) -> int | None:
        """The first leaf under a node of the tree of resources; at the top only under one kind."""
        named, numbered = struct.unpack_from("<HH", self.data, node + 12)
        for at in range(named + numbered):
            key, child = struct.unpack_from("<II", self.data, node + 16 + 8 * at)
            if kind is not None and key != kind:
                continue
            if child & 0x80000000:
                return self._leaf(root, root + (child & 0x7FFFFFFF), None)
            return root + int(child)
        return None
