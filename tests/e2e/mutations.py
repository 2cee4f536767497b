"""Sound files of every kind, each changed at random so that it may hurt a reader: seed → file, always the same."""

from __future__ import annotations

import io
import random
import re
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.unit.importing.xlsb import write_xlsb

CORPUS = Path(__file__).resolve().parent.parent / "corpus" / "files"
_ZIPPED = (
    "01_simple.xlsx",
    "03_two_header_rows.xlsx",
    "26_everything_in_one.xlsx",
    "48_workbook.xlsm",
    "30_french.ods",
)
_OTHERS = ("16_meter_in_title.xls", "70_gas_mpc_m3.xls", "27_numbers_es.csv", "29_numbers_fr.tsv", "50_invoices.zip")
_INVOICES = ("49_invoice_electricity.xml",)
_SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml|content\.xml")
_HUGE = 10_000_000_000

Chance = random.Random
Mutation = Callable[[Path, Chance], None]


def _plain(folder: Path, chance: Chance, *names: str) -> tuple[bytes, str]:
    """Bytes and ending of one of some files of the corpus, or of a binary workbook."""
    if not names and chance.random() < 0.1:
        rows: list[tuple[str | float, ...]] = [("Mes", "Consumo kWh", "Importe Bs")]
        rows += [(f"{number:02d}/2024", 100.0 + number, 90.0) for number in range(1, 13)]
        return write_xlsb(folder / "plain.xlsb", rows).read_bytes(), ".xlsb"
    name = chance.choice(names or (*_ZIPPED, *_OTHERS, *_INVOICES))
    return (CORPUS / name).read_bytes(), Path(name).suffix


def _parts(data: bytes) -> list[tuple[zipfile.ZipInfo, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        return [(info, box.read(info)) for info in box.infolist()]


def _zipped(path: Path, parts: list[tuple[zipfile.ZipInfo, bytes]]) -> None:
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        warnings.simplefilter("ignore", UserWarning)  # two parts of one name are what is wanted
        for info, content in parts:
            box.writestr(info, content)


def _sheet_changed(folder: Path, path: Path, chance: Chance, change: Callable[[bytes], bytes]) -> Path:
    """A workbook whose first sheet is changed."""
    data, ending = _plain(folder, chance, *_ZIPPED)
    parts = _parts(data)
    place = next(number for number, (info, _) in enumerate(parts) if _SHEET.fullmatch(info.filename))
    parts[place] = parts[place][0], change(parts[place][1])
    out = path.with_suffix(ending)
    _zipped(out, parts)
    return out


# -- what is done to a file --------------------------------------------------------------------------------------------


def flipped(folder: Path, path: Path, chance: Chance) -> Path:
    """Some bits turned."""
    data, ending = _plain(folder, chance)
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 64))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    out = path.with_suffix(ending)
    out.write_bytes(changed)
    return out


def overwritten(folder: Path, path: Path, chance: Chance) -> Path:
    """A stretch of noise or zeros inside."""
    data, ending = _plain(folder, chance)
    changed = bytearray(data)
    size = chance.choice((4, 64, 512, 4096))
    at = chance.randrange(len(changed))
    changed[at : at + size] = chance.randbytes(size) if chance.random() < 0.5 else bytes(size)
    out = path.with_suffix(ending)
    out.write_bytes(changed)
    return out


def truncated(folder: Path, path: Path, chance: Chance) -> Path:
    """The end, or the beginning, is missing."""
    data, ending = _plain(folder, chance)
    cut = chance.randrange(1, len(data))
    out = path.with_suffix(ending)
    out.write_bytes(data[:cut] if chance.random() < 0.8 else data[cut:])
    return out


def cut_xml(folder: Path, path: Path, chance: Chance) -> Path:
    """The XML inside breaks off."""
    if chance.random() < 0.4:
        data, _ = _plain(folder, chance, *_INVOICES)
        out = path.with_suffix(".xml")
        out.write_bytes(data[: chance.randrange(1, len(data))])
        return out
    return _sheet_changed(folder, path, chance, lambda xml: xml[: chance.randrange(1, len(xml))])


def renamed(folder: Path, path: Path, chance: Chance) -> Path:
    """Parts of the archive have other names, or one name twice."""
    data, ending = _plain(folder, chance, *_ZIPPED, "50_invoices.zip")
    parts = _parts(data)
    names = (
        "../fuera.xml",
        "/etc/passwd",
        "C:\\x.xml",
        "xl/workbook.xml",
        "xl/../xl/x",
        "",
        "a" * 300,
        "con",
        "ñ\u202e.xml",
    )
    for _ in range(chance.choice((1, 3))):
        place = chance.randrange(len(parts))
        info = zipfile.ZipInfo(chance.choice((*names, parts[chance.randrange(len(parts))][0].filename)))
        parts[place] = info, parts[place][1]
    out = path.with_suffix(ending)
    _zipped(out, parts)
    return out


def swapped(folder: Path, path: Path, chance: Chance) -> Path:
    """Two parts have each other's content, or one is missing."""
    data, ending = _plain(folder, chance, *_ZIPPED)
    parts = _parts(data)
    a, b = chance.randrange(len(parts)), chance.randrange(len(parts))
    parts[a], parts[b] = (parts[a][0], parts[b][1]), (parts[b][0], parts[a][1])
    if chance.random() < 0.3:
        parts.pop(a)
    out = path.with_suffix(ending)
    _zipped(out, parts)
    return out


def entities(folder: Path, path: Path, chance: Chance) -> Path:
    """Declared entities: that multiply, or that name a file or an address."""
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    told = chance.choice((f'<!ENTITY l0 "x">{bomb}', '<!ENTITY l9 SYSTEM "file:///etc/passwd">',
                          '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd">%p;'))  # fmt: skip
    doctype = f"<!DOCTYPE x [{told}]>".encode()
    if chance.random() < 0.5:
        data, _ = _plain(folder, chance, *_INVOICES)
        out = path.with_suffix(".xml")
        out.write_bytes(re.sub(rb"(<\?xml[^>]*\?>)?", lambda found: found.group(0) + doctype, data, count=1))
        return out
    return _sheet_changed(folder, path, chance, lambda xml: xml.replace(b"?>", b"?>" + doctype, 1))


def declared_huge(folder: Path, path: Path, chance: Chance) -> Path:
    """A part that says it has ten thousand million bytes."""
    data, ending = _plain(folder, chance, *_ZIPPED, "50_invoices.zip")
    size = chance.choice((_HUGE & 0xFFFFFFFE, 0xFFFFFFFE, 0x7FFFFFFF))
    changed = bytearray(data)
    at = changed.find(b"PK\x01\x02")
    while at >= 0 and chance.random() < 0.8:
        struct.pack_into("<I", changed, at + 24, size)
        at = changed.find(b"PK\x01\x02", at + 4)
    out = path.with_suffix(ending)
    out.write_bytes(changed)
    return out


def blank_rows(folder: Path, path: Path, chance: Chance) -> Path:
    """A million rows with nothing in them, or with a style alone."""
    cell = chance.choice((b"", b'<c r="A%d" s="0"/>', b'<c r="A%d"><v></v></c>'))
    count = chance.choice((100_000, 1_048_000))

    def change(xml: bytes) -> bytes:
        rows = b"".join(b'<row r="%d">%s</row>' % (n, cell % n if cell else b"") for n in range(2_000, 2_000 + count))
        return xml.replace(b"</sheetData>", rows + b"</sheetData>", 1)

    return _sheet_changed(folder, path, chance, change)


def far_cells(folder: Path, path: Path, chance: Chance) -> Path:
    """Cells far away, or with addresses that do not exist."""
    where = chance.choice((b"XFD1048576", b"A1048577", b"ZZZZ9", b"A99999999", b"A0", b"1A", b"", b"AAA500000"))
    extra = b'<row r="900000"><c r="%s"><v>1</v></c></row></sheetData>' % where
    return _sheet_changed(folder, path, chance, lambda xml: xml.replace(b"</sheetData>", extra, 1))


def no_values(folder: Path, path: Path, chance: Chance) -> Path:
    """Formulas without a stored value, commands of other programs, links to other places."""
    formula = chance.choice(
        (b"SUM(A1:A9)", b"cmd|'/c calc'!A1", b"'http://127.0.0.1:9/[x.xlsx]S'!A1", b'WEBSERVICE("http://127.0.0.1:9")')
    )
    return _sheet_changed(
        folder,
        path,
        chance,
        lambda xml: re.sub(rb"<v>[^<]*</v>", b"<f>" + formula + b"</f>", xml, count=chance.randint(1, 40)),
    )


def odd_values(folder: Path, path: Path, chance: Chance) -> Path:
    """Values that no spreadsheet writes: strings that are not there, numbers beyond reason, nothing but letters."""
    value = chance.choice(
        (b"999999999", b"-1", b"1e400", b"NaN", b"", b"9" * 400, b"\xff\xfe", b"x" * 100_000, b"1e-320")
    )
    return _sheet_changed(
        folder,
        path,
        chance,
        lambda xml: re.sub(rb"<v>[^<]*</v>", b"<v>" + value + b"</v>", xml, count=chance.randint(1, 40)),
    )


def merged(folder: Path, path: Path, chance: Chance) -> Path:
    """Merged cells over everything, many times."""
    ranges = chance.choice(
        (
            b'<mergeCell ref="A1:XFD1048576"/>',
            b'<mergeCell ref="A1:B2"/>' * 50_000,
            b'<mergeCell ref="B2:A1"/>',
            b'<mergeCell ref="x"/>',
        )
    )
    extra = b"</sheetData><mergeCells>" + ranges + b"</mergeCells>"
    return _sheet_changed(folder, path, chance, lambda xml: xml.replace(b"</sheetData>", extra, 1))


def macros(folder: Path, path: Path, chance: Chance) -> Path:
    """A workbook with macros, a picture and a link inside, none of which is any business of the reader."""
    data, _ = _plain(folder, chance, "48_workbook.xlsm")
    parts = _parts(data)
    parts.append((zipfile.ZipInfo("xl/vbaProject.bin"), b"\xd0\xcf\x11\xe0" + chance.randbytes(2_000)))
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    parts.append((zipfile.ZipInfo("xl/externalLinks/externalLink1.xml"), link))
    out = path.with_suffix(".xlsm")
    _zipped(out, parts)
    return out


def locked(folder: Path, path: Path, chance: Chance) -> Path:
    """With a password: all of it, or as the archive says of one part."""
    data, ending = _plain(folder, chance, *_ZIPPED, "50_invoices.zip")
    out = path.with_suffix(ending)
    if ending.startswith(".xls") and chance.random() < 0.3:
        from msoffcrypto.format.ooxml import OOXMLFile

        with out.open("wb") as file:
            OOXMLFile(io.BytesIO(data)).encrypt("secreto", file)
        return out
    changed = bytearray(data)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = changed.find(mark)
        changed[at + offset] |= 1
    out.write_bytes(changed)
    return out


def linked(folder: Path, path: Path, chance: Chance) -> Path:
    """An archive of invoices with links and paths that lead out of it."""
    data, _ = _plain(folder, chance, "50_invoices.zip")
    parts = _parts(data)
    info = zipfile.ZipInfo(chance.choice(("enlace.xml", "../../enlace.xml", "a/b/enlace.xml")))
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    info.create_system = 3
    parts.insert(chance.randrange(len(parts)), (info, chance.choice((b"/etc/passwd", b"../../x", b"."))))
    out = path.with_suffix(".zip")
    _zipped(out, parts)
    return out


def nested(folder: Path, path: Path, chance: Chance) -> Path:
    """XML in a hundred thousand layers."""
    deep = chance.choice((1_000, 100_000))
    inside = b"<a>" * deep + b"</a>" * chance.choice((deep, 0))
    if chance.random() < 0.5:
        data, _ = _plain(folder, chance, *_INVOICES)
        out = path.with_suffix(".xml")
        out.write_bytes(data.replace(b"<cabecera>", b"<cabecera>" + inside, 1))
        return out
    return _sheet_changed(folder, path, chance, lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + inside, 1))


def noise(folder: Path, path: Path, chance: Chance) -> Path:
    """Text files of noise: one line of megabytes, no line breaks, zeros, quotes that never close."""
    data, ending = _plain(folder, chance, "27_numbers_es.csv", "29_numbers_fr.tsv")
    kind = chance.randrange(5)
    if kind == 0:
        data = data.replace(b"\n", b";")
    elif kind == 1:
        data = data + b'"' + b"x;" * 400_000
    elif kind == 2:
        data = data.replace(b";", b"\x00", 20)
    elif kind == 3:
        data = chance.randbytes(chance.choice((100, 20_000)))
    else:
        data = data * 200 + b";" * 1_000_000
    out = path.with_suffix(ending)
    out.write_bytes(data)
    return out


MUTATIONS: tuple[Callable[[Path, Path, Chance], Path], ...] = (
    *(flipped, overwritten, truncated, cut_xml, renamed, swapped, entities, declared_huge, blank_rows, far_cells),
    *(no_values, odd_values, merged, macros, locked, linked, nested, noise),
)


def mutated(folder: Path, seed: int) -> Path:
    """The changed file of a seed; each kind of change comes in its turn."""
    chance = random.Random(seed)
    change = MUTATIONS[seed % len(MUTATIONS)]
    return change(folder, folder / f"{change.__name__}{seed}", chance)
