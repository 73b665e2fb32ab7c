"""Every format gives its text, its fields and offsets that count; every encoding gives its letters."""

import codecs
import csv
import hashlib
import io
import json
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import docx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import DealscopeError, UnreadableDocumentError
from etl.figures import read_document
from etl.read.documents import Source, find_sources, read_source, safe_name, to_document
from etl.read.encodings import decode, to_clean_text
from etl.read.html import to_blanked, to_content
from etl.read.text import find_title, looks_like_html, read_header, read_text, to_date
from etl.read.vocabulary import load_languages, load_vocabulary
from etl.records import Document, Reject
from etl.rules.language import find_language

RUSSIAN = "Казахстан и Россия подписали в Астане соглашение на 2,5 млрд долларов. "
with (Path(__file__).parent / "cases" / "headers.csv").open(encoding="utf-8", newline="") as rows:
    HEADERS = list(csv.DictReader(rows))


def read_one(file: Path) -> Document:
    (document,) = [
        one for one in read_source(Source(file, file.name), load_languages()) if isinstance(one, Document)
    ]
    return document


def written(folder: Path, name: str, data: bytes | str) -> Path:
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return file


@pytest.mark.parametrize("case", HEADERS, ids=lambda case: case["why"])
def test_header(case: dict[str, str]) -> None:
    header = read_header(case["text"])
    assert case["text"][header.body_start :] == case["body"]
    assert to_date(header.fields.get("date")) == (date.fromisoformat(case["date"]) if case["date"] else None)
    assert header.fields.get("title", "") == case["title"]
    assert header.fields.get("publisher", "") == case["publisher"]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("cp1251", b""),
        ("koi8_r", b""),
        ("cp866", b""),
    ],
)
def test_russian_text_in_every_encoding(encoding: str, mark: bytes) -> None:
    decoded = decode(mark + RUSSIAN.encode(encoding))
    assert decoded.text == RUSSIAN
    assert decoded.notes() == ()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Der Vertrag über 5 Millionen € wurde für Köln geschlossen.", "cp1252"),
        ("Le contrat signé à Paris s’élève à 5 millions d’euros, a-t-il été précisé.", "cp1252"),
        ("Plain words in English, $5 million.", "ascii"),
    ],
)
def test_western_code_pages(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_broken_bytes_are_replaced_counted_and_placed() -> None:
    text = "Boeing and Air Astana – “an order” for $7 billion. " * 20
    data = bytearray(text.encode())
    data[100:102] = b"\xff\xfe"
    decoded = decode(bytes(data))
    assert decoded.text.count("\ufffd") == decoded.replaced_count >= 1
    (note,) = decoded.notes()
    assert note.reason == "broken_bytes"
    assert "byte 100" in note.message
    assert "UTF-8" in note.message


def test_noise_is_refused_and_says_what_to_do() -> None:
    noise = bytes((n * 7919 + n * n * 31) % 256 for n in range(4_000))
    with pytest.raises(UnreadableDocumentError, match="as UTF-8") as caught:
        decode(noise)
    assert caught.value.code == "unknown_encoding"


@given(st.binary(max_size=400))
def test_any_bytes_decode_or_are_refused_and_can_be_published(data: bytes) -> None:
    try:
        text = decode(data).text
    except UnreadableDocumentError:
        return
    pa.array([text]).validate(full=True)
    assert "\0" not in text


@given(st.text(st.characters(exclude_categories=[]), max_size=200))
def test_cleaning_keeps_every_place(text: str) -> None:
    clean = to_clean_text(text)
    assert len(clean) == len(text)
    clean.encode("utf-8")


def test_line_ends_are_kept_because_offsets_count_them(tmp_path: Path) -> None:
    document = read_one(written(tmp_path, "a.txt", " date 2025-01-02\r\nA line.\r\n$5 million.\r\n"))
    assert document.text == " date 2025-01-02\r\nA line.\r\n$5 million.\r\n"
    assert document.text[document.body_start :].startswith("A line.")


def test_the_id_comes_from_the_bytes_alone(tmp_path: Path) -> None:
    one = read_one(written(tmp_path, "a.txt", " date 2025-01-02\nA line."))
    other = read_one(written(tmp_path, "b.txt", " date 2025-01-02\nA line."))
    digest = hashlib.sha256(b" date 2025-01-02\nA line.").hexdigest()
    assert one.document_id == other.document_id == "d" + digest[:16]


PAGE = """<!doctype html><html lang="en"><head><title>Order &amp; more</title>
<meta property="article:published_time" content="2025-03-04T10:00:00Z"><meta property="og:site_name" content="Lokwerk">
<link rel="canonical" href="https://example.org/a"><style>p {}</style></head><body><nav>Menu $1 million</nav>
<h1>Order</h1><p>Nordbahn ordered <b>40</b> locomotives
for $800&nbsp;million.</p><ul><li>First</li><li>Second</li></ul><table><tr><td>a</td><td>b</td></tr></table>
<script>var price = "$2 million";</script></body></html>"""


def test_html(tmp_path: Path) -> None:
    document = read_one(written(tmp_path, "a.html", PAGE))
    assert document.text == "Order\nNordbahn ordered 40 locomotives for $800 million.\nFirst\nSecond\na b"
    assert (document.title, document.publisher, document.url) == (
        "Order & more",
        "Lokwerk",
        "https://example.org/a",
    )
    assert document.published_date == date(2025, 3, 4)


def test_html_states_its_charset(tmp_path: Path) -> None:
    page = f'<html><head><meta charset="windows-1251"></head><body><p>{RUSSIAN}</p></body></html>'
    assert read_one(written(tmp_path, "a.htm", page.encode("cp1251"))).text == RUSSIAN.strip()


def test_a_page_under_a_text_files_name_keeps_its_offsets(tmp_path: Path) -> None:
    text = " date 2025-01-02\n<html><body><p>An order of <b>$7</b> billion &amp; more.</p><script>$1 m</script></body></html>"
    file = written(tmp_path, "a.txt", text)
    found = list(read_source(Source(file, "a.txt"), load_languages()))
    assert isinstance(found[0], Document)
    assert len(found[0].text) == len(text)
    at = text.index("$7")
    assert found[0].text[at : at + 2] == "$7"
    assert "script" not in found[0].text
    assert [one.reason for one in found[1:] if isinstance(one, Reject)] == ["html_in_text"]


@given(st.text("<>/&;#ab px!-\n", max_size=80))
def test_blanking_never_moves_a_character(text: str) -> None:
    assert len(to_blanked(text)) == len(text)


def test_prose_with_an_angle_bracket_is_no_page() -> None:
    assert not looks_like_html("Prices < $5 million and > $3 million; see <https://example.org>.")


def test_deeply_nested_markup_takes_no_quadratic_time() -> None:
    content = to_content("<div>" * 60_000 + "$5 million")
    assert content.text.endswith("$5 million")


def test_docx(tmp_path: Path) -> None:
    word = docx.Document()
    word.core_properties.title = "Order"
    word.add_paragraph("Nordbahn ordered trains.")
    table = word.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "price", "$5 million"
    word.add_paragraph("That was all.")
    word.save(str(tmp_path / "a.docx"))
    document = read_one(tmp_path / "a.docx")
    assert document.text == "Nordbahn ordered trains.\nprice $5 million\nThat was all."
    assert document.title == "Order"


def one_page_pdf(words: str) -> bytes:
    stream = f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, io.SEEK_END)
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    table = out.tell()
    out.write(b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % table)
    return out.getvalue()


def test_pdf(tmp_path: Path) -> None:
    file = written(tmp_path, "a.pdf", one_page_pdf("Nordbahn ordered trains for $5 million."))
    assert read_one(file).text == "Nordbahn ordered trains for $5 million."


@pytest.mark.parametrize("subtype", ["plain", "html"])
def test_eml(tmp_path: Path, subtype: str) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = (
        "Заказ",
        "Lokwerk <press@example.org>",
        "Tue, 4 Mar 2025 10:00:00 +0100",
    )
    mail.set_content(
        "An order of $5 million." if subtype == "plain" else "<p>An order of <b>$5</b> million.</p>",
        subtype=subtype,
    )
    mail.add_attachment(b"$9 million", maintype="application", subtype="octet-stream", filename="a.bin")
    document = read_one(written(tmp_path, "a.eml", mail.as_bytes()))
    assert document.text.strip() == "An order of $5 million."
    assert (document.title, document.publisher) == ("Заказ", "Lokwerk")
    assert document.published_date == date(2025, 3, 4)


def test_tables_of_texts(tmp_path: Path) -> None:
    texts = {
        "text": ["An order of $5 million.", "Another of $6 million."],
        "published_date": [date(2025, 1, 2), None],
        "publisher": ["A", None],
        "title": ["T", None],
        "url": ["https://example.org", None],
    }
    pq.write_table(pa.table(texts), tmp_path / "a.parquet")
    lines = [
        json.dumps({name: str(column[0]) for name, column in texts.items()}),
        "",
        json.dumps({"text": texts["text"][1]}),
    ]
    written(tmp_path, "b.jsonl", "\n".join(lines))
    for name in ("a.parquet", "b.jsonl"):
        found = list(read_source(Source(tmp_path / name, name), load_languages()))
        documents = [one for one in found if isinstance(one, Document)]
        assert [one.text for one in documents] == texts["text"]
        assert [one.published_date for one in documents] == [date(2025, 1, 2), None]
        assert documents[0].publisher == "A"
        assert len({one.document_id for one in documents}) == 2
        assert [one.reason for one in found if isinstance(one, Reject)] == ["no_date"]


def test_folders_are_read_sorted_and_without_their_companions(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a.txt", "b/1.txt", "README.md", ".hidden", "releases.source.toml", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        written(tmp_path, name, "x")
    assert [one.name for one in find_sources([tmp_path]) if isinstance(one, Source)] == [
        "a.txt",
        "b/1.txt",
        "b/2.txt",
        "c.txt",
    ]


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(DealscopeError, match="does not exist"):
        list(find_sources([tmp_path / "nowhere"]))


def test_names_can_stand_in_a_table() -> None:
    assert safe_name("a\nb.txt") == "a\ufffdb.txt"
    assert safe_name("caf\udce9.txt") == "caf\ufffd.txt"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Казахстан и Россия подписали соглашение", "ru"),
        ("Қазақстан мен Өзбекстан келісімге қол қойды", "kk"),
        ("The two sides signed an agreement on trade", "en"),
        ("Die beiden Seiten haben ein Abkommen mit der Bank geschlossen", "de"),
        ("Les deux parties ont signé un accord pour la construction", "fr"),
        ("Las dos partes firmaron un acuerdo para la construcción de una planta", "es"),
        ("Taraflar bir anlaşma imzaladı ve proje için kredi verildi", "tr"),
        ("両国は協定に署名した", "ja"),
        ("$5", "en"),
        ("", "en"),
    ],
)  # fmt: skip
def test_languages(text: str, expected: str) -> None:
    assert find_language(text, load_languages()) == expected


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Boeing wins an order\n\nThe order is worth ...", "Boeing wins an order"),
        ("# Boeing wins\nText", "Boeing wins"),
        ("A sentence ends here.\nText", None),
        ("Only one line", None),
        ("x" * 300 + "\nText", None),
    ],
)
def test_titles(text: str, title: str | None) -> None:
    assert find_title(text) == title


def test_a_title_in_the_head_is_the_headline_of_what_is_read() -> None:
    """Who orders what from whom may stand in the title alone; where the body opens with it, it is there once."""
    head, title = (
        "---\ntitle: {}\ndate: 2024-03-05\nlang: en\n---\n",
        "Kenya Railways orders trams from Lokwerk of Germany",
    )
    body = "The contract is worth $800 million. Deliveries begin in May.\n"
    for text, is_head in (
        (head.format(title) + body, True),
        (head.format(title) + f"{title}\n\n{body}", False),
    ):
        (document,) = to_document(read_text(text.encode()), text.encode(), "a.txt", load_languages())
        assert isinstance(document, Document)
        span = document.head_title
        assert (span is not None and text[slice(*span)] == title) == is_head
        (figure,) = read_document(document, load_vocabulary()).figures
        assert (figure.quote, figure.sector) == ("$800 million", "rail")
        assert (figure.supplier_country, figure.recipient_country) == ("DEU", "KEN")
