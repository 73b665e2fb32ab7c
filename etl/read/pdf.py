"""PDF files to text: the text layer, page after page."""

import pypdfium2

from etl.errors import UnreadableDocumentError
from etl.read.content import Content

PAGE_LIMIT = 2_000  # a press release has five; a limit keeps a hostile file from filling the memory


def read_pdf(data: bytes) -> Content:
    """The text of all pages, one line of the page a line; pages are divided by an empty line.

    Raises:
        UnreadableDocumentError: `encrypted`, or `broken_file` when PDFium cannot open it.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableDocumentError(
                "encrypted", "it asks for a password. Save a copy without one and put that in its place."
            ) from error
        raise UnreadableDocumentError(
            "broken_file", f"PDFium cannot open it ({error}). Download it again, or save its text as .txt."
        ) from error
    try:
        pages = []
        for number in range(min(len(document), PAGE_LIMIT)):
            page = document[number]
            layer = page.get_textpage()
            # PDFium marks a hyphen at a line's end with U+FFFE: the word goes on in the next line.
            pages.append(layer.get_text_bounded().replace("\ufffe\r\n", "").replace("\r\n", "\n"))
            layer.close()
            page.close()
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocumentError(
            "broken_file",
            f"page {number + 1} is damaged ({error}). Download it again, or save its text as .txt.",
        ) from error
    finally:
        document.close()
    if not any(page.strip() for page in pages):
        raise UnreadableDocumentError(
            "no_text", "its pages are pictures without a text layer. Run text recognition over it first."
        )
    return Content("\n\n".join(pages))
