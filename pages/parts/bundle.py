"""Files by name -> one zip whose bytes depend on nothing but their content; with README and CITATION.cff."""

import zipfile
from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa

from pages.parts import citation
from pages.parts.about import PRODUCT, About, lines
from pages.parts.export_rows import Spool, note_of
from pages.parts.wording import wording

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day a zip knows: the clock would change the bytes
Content = bytes | Iterable[bytes]


def to_zip(files: Mapping[str, Content]) -> Iterator[bytes]:
    """The archive in pieces, in the order given; a file may itself come in pieces and is never held whole."""
    spool = Spool()
    with zipfile.ZipFile(spool, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            with archive.open(entry, "w", force_zip64=True) as member:
                for piece in [content] if isinstance(content, bytes) else content:
                    member.write(piece)
                    yield spool.take()
            yield spool.take()
    yield spool.take()


def to_readme(about: About, schema: pa.Schema, files: Mapping[str, str]) -> str:
    """README.md of a bundle: what was selected, which file holds what, the columns, how to cite."""
    say = wording(about.language)
    told = "".join(f"- **{label}**: {_plain(text)}\n" for label, text in lines(about))
    listed = "".join(f"- `{name}`: {meaning}\n" for name, meaning in files.items())
    columns = "".join(
        f"| `{field.name}` | {say.meaning(note_of(field, 'unit')) or '-'} | {say.meaning(note_of(field, 'description'))} |\n"
        for field in schema
    )
    head = " | ".join(say(f"method.{name}") for name in ("column", "unit", "meaning"))
    table = f"\n## {say('readme.columns')}\n\n| {head} |\n| --- | --- | --- |\n{columns}" if columns else ""
    return (
        f"# {PRODUCT}: {_plain(about.title)}\n\n{told}\n## {say('readme.files')}\n\n{listed}{table}\n"
        f"## {say('export.cite')}\n\n{_plain(citation.to_text(about))}\n"
    )


def _plain(text: str) -> str:
    """Text from documents as text: no mark-up, no formula, no line of its own."""
    text = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for mark in "\\`*_[]$":
        text = text.replace(mark, "\\" + mark)
    return text


def selection_files(
    about: About, schema: pa.Schema, data: Mapping[str, Content], charts: Mapping[str, Content]
) -> dict[str, Content]:
    """Everything that a bundle of one selection holds, in a fixed order."""
    say = wording(about.language)
    meanings = {
        **dict.fromkeys(charts, say("readme.chart")),
        **dict.fromkeys(data, say("readme.rows")),
        "CITATION.cff": say("readme.citation"),
    }
    return {
        "README.md": to_readme(about, schema, meanings).encode(),
        **charts,
        **data,
        "CITATION.cff": citation.to_cff(about).encode(),
        "citation.bib": citation.to_bibtex(about).encode(),
        "citation.json": citation.to_csl(about).encode(),
    }
