"""XML of Bolivian electronic invoices for basic services (SIAT sector 13 and 40) → a table. Runs in the child process.

Source of the fields: method.md 7.2 (public code samples of the sector's invoices, 2019 draft included).
"""

from __future__ import annotations

import re

from score_desktop.importing.wire import ROWS_PER_FRAME, Told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from score_desktop.importing.wire import Send

    Fields = dict[str, str | float | None]

ROOTS = ("facturaelectronicaserviciobasico", "facturacomputarizadaserviciobasico")
SHEET = "SIAT"
ISSUER = "nitEmisor"
FILE = "archivo"
"""Name of the column that tells from which file of an archive an invoice comes."""
LINES_TOTAL = "sumaSubTotal"
_RENAMED = {"consumoKwh": "Consumo (kWh)", "consumoMetrosCubicos": "Consumo (m3)"}
_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml [^>]{0,200}\?>")
_NUMBERS = frozenset(
    (
        *(
            "montoTotal",
            "montoTotalSujetoIva",
            "montoTotalMoneda",
            "consumoPeriodo",
            "consumoKwh",
            "consumoMetrosCubicos",
        ),
        *("montoDescuentoLey1886", "montoDescuentoTarifaDignidad", "tasaAseo", "tasaAlumbrado", "otrasTasas"),
        *("ajusteNoSujetoIva", "ajusteSujetoIva", "otrosPagosNoSujetoIva", "tipoCambio"),
    )
)


def invoices_of(root: Element) -> list[Fields]:
    """The fields of each invoice of a document.

    Raises:
        Told: import.xml_unknown, when it holds none.
    """
    kinds = {local_name(element.tag).lower() for element in root.iter()}
    heads = [element for element in root.iter() if any(local_name(child.tag) == "cabecera" for child in element)]
    known = any(kind.startswith(ROOTS) for kind in kinds)
    if not heads or not known:
        raise Told("import.xml_unknown", root=local_name(root.tag)[:80])
    return [_fields(element) for element in heads]


def send_rows(invoices: Sequence[tuple[Fields, str]], send: Send) -> None:
    """Send invoices in sheets, one for each issuer and field of consumption: the issuer alone tells what it supplies.

    Drafts of the scheme had other fields. Of invoices from an archive each row names its file at the end.
    """
    send("kind", "siat", ())
    send("note", "import.note_siat_signature", {})
    sheets: dict[tuple[str, str], list[tuple[Fields, str]]] = {}
    for invoice, file in invoices:
        field = next((name for name in _RENAMED.values() if invoice.get(name) is not None), "")
        sheets.setdefault((str(invoice.get(ISSUER) or ""), field), []).append((invoice, file))
    several = len({issuer for issuer, _ in sheets}) > 1
    used: dict[str, int] = {}
    for rows in sheets.values():
        name = _sheet_name(rows[0][0]) if several else SHEET
        used[name] = used.get(name, 0) + 1
        _send_sheet(name if used[name] == 1 else f"{name} {used[name]}", rows, send)


def _sheet_name(invoice: Fields) -> str:
    """The issuer of a sheet's invoices, in words that a question can name."""
    issuer = str(invoice.get("razonSocialEmisor") or invoice.get(ISSUER) or "")
    return f"{SHEET} {issuer[:40].translate({33: None, 61: None})}".strip()


def _send_sheet(sheet: str, invoices: Sequence[tuple[Fields, str]], send: Send) -> None:
    names = list(dict.fromkeys(name for invoice, _ in invoices for name in invoice))
    files = [FILE] if any(file for _, file in invoices) else []
    send("sheet", sheet, True, 1, 0, len(names) + len(files), (), {})
    rows = [[*(invoice.get(name) for name in names), *([file] if files else [])] for invoice, file in invoices]
    for at in range(0, len(rows), ROWS_PER_FRAME):
        send("rows", [*([[*names, *files]] if not at else []), *rows[at : at + ROWS_PER_FRAME]], [])


def _as_one(data: bytes) -> bytes:
    """Invoices that were joined to one file, each with its own declaration, below one root."""
    parts = _DECLARATION.split(data.lstrip(b"\xef\xbb\xbf \t\r\n"))
    invoices = [part for part in parts if part.strip()]
    return data if len(invoices) < 2 else b"<invoices>" + b"".join(invoices) + b"</invoices>"


def parse(data: bytes) -> Element:
    """The document of a file that may hold several, each with its own declaration; entities are refused.

    Raises:
        Told: import.entities, import.xml_broken.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(_as_one(data), forbid_dtd=True)
    except DefusedXmlException as error:
        raise Told("import.entities", part="") from error
    except (ParseError, ValueError, LookupError) as error:
        raise Told("import.xml_broken", detail=str(error)[:200]) from error
    return root


def local_name(tag: object) -> str:
    """Name of an element without its namespace."""
    return str(tag).rpartition("}")[2]


def _fields(invoice: Element) -> Fields:
    fields: Fields = {}
    lines = 0.0
    for part in invoice:
        kind = local_name(part.tag)
        if kind == "cabecera":
            for element in part:
                name = local_name(element.tag)
                fields.setdefault(_RENAMED.get(name, name), _value(name, (element.text or "").strip()))
        elif kind == "detalle":
            lines += sum(_number(element.text) for element in part if local_name(element.tag) == "subTotal")
    fields[LINES_TOTAL] = round(lines, 6)
    return fields


def _value(name: str, text: str) -> str | float | None:
    if not text:
        return None
    if name in _NUMBERS:  # the scheme writes numbers with a point: no other reading is possible
        try:
            return float(text)
        except ValueError:
            return text
    return text


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0
