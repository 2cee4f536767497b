"""Charts that matplotlib wrote as PDF become form XObjects of the report: vectors, their content untouched.

The pages are read by pypdf and their objects handed to reportlab, which writes the only file. Fonts that pages share
stay shared, because each object is copied once.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFStream


class ChartPages:
    """The pages of a PDF as form XObjects of a document that is being written.

    Args:
        pdf: One page a chart.
        document: reportlab's document, still open.
    """

    def __init__(self, pdf: bytes, document: Any) -> None:
        from pypdf import PdfReader

        self._reader = PdfReader(io.BytesIO(pdf))
        self._document = document
        self._copied: dict[int, object] = {}

    def add_forms(self, prefix: str) -> list[str]:
        """Copy every page; gives the names by which a canvas calls the forms, in order."""
        names = []
        for number, page in enumerate(self._reader.pages):
            name = f"{prefix}{number}"
            form = self._stream(page["/Contents"].get_object())
            left, bottom, right, top = (float(edge) for edge in page.mediabox)
            form.dictionary["Type"] = b"/XObject"
            form.dictionary["Subtype"] = b"/Form"
            form.dictionary["FormType"] = 1
            form.dictionary["BBox"] = f"[{left:g} {bottom:g} {right:g} {top:g}]".encode()
            form.dictionary["Resources"] = self._copy(page.raw_get("/Resources"))
            if "/Group" in page:
                form.dictionary["Group"] = self._copy(page["/Group"])
            self._document.addForm(name, form)
            names.append(name)
        return names

    def _stream(self, source: object) -> PDFStream:
        """A stream with its bytes as they are, still compressed."""
        from pypdf.generic import StreamObject
        from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFStream

        assert isinstance(source, StreamObject)  # noqa: S101
        entries = {key[1:]: self._copy(value) for key, value in source.items() if key != "/Length"}
        # The encoded bytes: pypdf has no public name for them, and decoding would double the work.
        return PDFStream(PDFDictionary(entries), source._data, filters=[])

    def _copy(self, source: object) -> object:
        from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary

        if isinstance(source, IndirectObject):
            return self._reference(source)
        if isinstance(source, StreamObject):
            return self._stream(source)
        if isinstance(source, DictionaryObject):
            return PDFDictionary({key[1:]: self._copy(value) for key, value in source.items()})
        if isinstance(source, ArrayObject):
            return PDFArray([self._copy(part) for part in source])
        return _literal(source)

    def _reference(self, source: object) -> object:
        from pypdf.generic import IndirectObject

        assert isinstance(source, IndirectObject)  # noqa: S101
        if source.idnum not in self._copied:
            target = source.get_object()
            self._copied[source.idnum] = self._document.Reference(self._copy(target))
        return self._copied[source.idnum]


def _literal(source: object) -> bytes:
    """A name, number, text or truth value as it stands in a file."""
    from pypdf.generic import PdfObject

    assert isinstance(source, PdfObject)  # noqa: S101
    buffer = io.BytesIO()
    source.write_to_stream(buffer)
    return buffer.getvalue()
