"""XML of Bolivian electronic invoices for basic services (SIAT sector 13 and 40) → a table. Runs in the child process.

Source of the fields: method.md 7.2 (public code samples of the sector's invoices, 2019 draft included).
"""

from __future__ import annotations

import re

from score_desktop.importing.wire import Told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from score_desktop.importing.wire import Send

ROOTS = ("facturaelectronicaserviciobasico", "facturacomputarizadaserviciobasico")
SHEET = "SIAT"
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


def send_invoices(data: bytes, send: Send) -> None:
    """Send the invoices of an XML file as one sheet: names of the fields, then one row for each invoice.

    Raises:
        Told: import.entities, import.xml_broken, import.xml_unknown.
    """
    root = _parse(_as_one(data))
    kinds = {_local(element.tag).lower() for element in root.iter()}
    heads = [element for element in root.iter() if any(_local(child.tag) == "cabecera" for child in element)]
    known = any(kind.startswith(ROOTS) for kind in kinds)
    if not heads or not known:
        raise Told("import.xml_unknown", root=_local(root.tag)[:80])
    invoices = [_fields(element) for element in heads]
    names = list(dict.fromkeys(name for invoice in invoices for name in invoice))
    send("kind", "siat", ())
    send("note", "import.note_siat_signature", {})
    send("sheet", SHEET, True, 1, 0, len(names), (), {})
    send("rows", [names, *([invoice.get(name) for name in names] for invoice in invoices)], [])


def _as_one(data: bytes) -> bytes:
    """Invoices that were joined to one file, each with its own declaration, below one root."""
    parts = _DECLARATION.split(data.lstrip(b"\xef\xbb\xbf \t\r\n"))
    invoices = [part for part in parts if part.strip()]
    return data if len(invoices) < 2 else b"<invoices>" + b"".join(invoices) + b"</invoices>"


def _parse(data: bytes) -> Element:
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Told("import.entities", part="") from error
    except (ParseError, ValueError, LookupError) as error:
        raise Told("import.xml_broken", detail=str(error)[:200]) from error
    return root


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _fields(invoice: Element) -> dict[str, str | float | None]:
    fields: dict[str, str | float | None] = {}
    lines = 0.0
    for part in invoice:
        kind = _local(part.tag)
        if kind == "cabecera":
            for element in part:
                name = _local(element.tag)
                fields.setdefault(_RENAMED.get(name, name), _value(name, (element.text or "").strip()))
        elif kind == "detalle":
            lines += sum(_number(element.text) for element in part if _local(element.tag) == "subTotal")
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
