"""Mails to text: the plain part, else the page; the head gives title, publisher and date."""

from __future__ import annotations

from email import policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any

from etl.errors import UnreadableDocumentError
from etl.read.content import Content
from etl.read.encodings import decode
from etl.read.html import to_content


def read_eml(data: bytes) -> Content:
    """Turn a mail into its text; attachments are left out.

    Raises:
        UnreadableDocumentError: `broken_file` where there is neither head nor part with text.
    """
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(data)
    part = message.get_body(preferencelist=("plain", "html"))
    if not message.keys() or part is None:
        raise UnreadableDocumentError(
            "broken_file",
            "it has no mail head or no part with text. Save the mail again, or its text as .txt.",
        )
    text = _content(part)
    if part.get_content_type() == "text/html":
        text = to_content(text).text
    fields = {"title": _header(message, "subject"), "date": _day(message)}
    name, address = parseaddr(_header(message, "from"))
    fields["publisher"] = name or address
    fields["url"] = _header(message, "archived-at").strip("<>")  # RFC 5064
    return Content(text.replace("\r\n", "\n"), {key: value for key, value in fields.items() if value})


def _content(part: MIMEPart[Any, Any]) -> str:
    try:
        return str(part.get_content())
    # A charset that Python does not know, or a transfer encoding that is broken: decode as any file.
    except (LookupError, ValueError, MessageError):
        payload = part.get_payload(decode=True)
        return decode(payload).text if isinstance(payload, bytes) else str(part.get_payload())


def _header(message: EmailMessage[Any, Any], name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    # The standard library's header parser gives up on some malformed addresses with these.
    except (ValueError, IndexError, AttributeError, MessageError):
        return ""


def _day(message: EmailMessage[Any, Any]) -> str:
    try:
        return parsedate_to_datetime(_header(message, "date")).date().isoformat()
    except (TypeError, ValueError):
        return ""
