"""Opening a PDF with PDFium: what can't be read is refused, forms become part of their pages."""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from sources.errors import DocumentRejected
from sources.extraction.model import MAX_PAGES

REFUSALS = {
    pdfium.FPDF_ERR_PASSWORD: ("encrypted", "the PDF asks for a password: save it without one"),
    pdfium.FPDF_ERR_SECURITY: (
        "encrypted",
        "the PDF is protected in a way that is not known here: save it without protection",
    ),
}
DAMAGED = "the PDF is damaged and can't be read: open it in a viewer and print it to PDF anew"
WRITTEN = (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX)
MAX_FIELDS = 500  # of one page


@contextmanager
def opened(content: bytes) -> Iterator[Any]:
    """The document while it is open. Raises DocumentRejected."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        code, detail = REFUSALS.get(getattr(error, "err_code", 0) or 0, ("broken", DAMAGED))
        raise DocumentRejected(code, detail) from None
    try:
        with suppress(pypdfium2.PdfiumError):  # a form that can't be opened is no form
            document.init_forms()
        count = len(document)
        if not count:
            raise DocumentRejected("broken", DAMAGED)
        if count > MAX_PAGES:
            detail = f"the PDF has {count:,} pages, at most {MAX_PAGES:,} are read"
            raise DocumentRejected("too-long", detail)
        yield document
    finally:
        document.close()


@contextmanager
def page_at(document: Any, index: int) -> Iterator[tuple[Any, list[str]]]:
    """A page while it is open, and the values of its form fields.

    What stands on it beside its own drawing (filled forms, notes) is made part of it first.
    """
    page = _loaded(document, index)
    fields = _field_values(document, page)
    if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
        pdfium.FPDF_ClosePage(page)  # only a page that is loaded anew has them
        page = _loaded(document, index)
    try:
        yield page, fields
    finally:
        pdfium.FPDF_ClosePage(page)


def _loaded(document: Any, index: int) -> Any:
    page = pdfium.FPDF_LoadPage(document.raw, index)
    if not page:
        raise DocumentRejected("broken", f"page {index + 1}: {DAMAGED}")
    return page


def _field_values(document: Any, page: Any) -> list[str]:
    """What the text fields of a page's form hold, shown or not."""
    if not document.formenv:
        return []
    form, values = document.formenv.raw, []
    for index in range(min(MAX_FIELDS, pdfium.FPDFPage_GetAnnotCount(page))):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        if pdfium.FPDFAnnot_GetFormFieldType(form, note) in WRITTEN:
            value = _utf16(partial(pdfium.FPDFAnnot_GetFormFieldValue, form, note))
            if value.strip():
                values.append(value)
        pdfium.FPDFPage_CloseAnnot(note)
    return values


def _utf16(call: Callable[[Any, int], int]) -> str:
    """A text that PDFium writes into a buffer of the length that it asks for."""
    length = call(None, 0)
    if length < 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    call(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")
