"""File names and citations: read by parsers that are not ours; the first publishers come first."""

import json
import re
from dataclasses import replace
from datetime import date

import bibtexparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.parts import citation
from pages.parts.about import UNNAMED, About, Source, file_name
from tests.export_sample import ABOUT, SOURCES


@pytest.mark.parametrize(
    ("asked", "expected", "why"),
    [
        ("", "deals_sectors_all_s-1.csv", "no filter"),
        ("sector=rail&years=2023-", "deals_sectors_rail-2023_s-1.csv", "values in the address's order"),
        ("q=a/b:c*?", "deals_sectors_a-b-c_s-1.csv", "nothing that a file system refuses"),
        ("q=Қазақстан", "deals_sectors_all_s-1.csv", "letters that have no ASCII form are left out"),
    ],
)
def test_file_name(asked: str, expected: str, why: str) -> None:
    about = About("sectors", "t", "s-1", date(2026, 1, 1), query=asked)
    assert file_name(about, "csv") == expected


def test_long_filters_are_cut_and_still_told_apart() -> None:
    names = {
        file_name(
            About("deals", "t", "s", date(2026, 1, 1), query="sector=" + ",".join(["aviation"] * 20) + end),
            "csv",
        )
        for end in ("", ",rail")
    }
    assert len(names) == 2
    assert all(len(name) < 100 for name in names)


def test_text_names_the_publishers_before_us() -> None:
    text = citation.to_text(ABOUT)
    assert text.index(SOURCES[0].publisher) < text.index(SOURCES[1].publisher) < text.index("dealscope")
    assert "made-0001" in text
    assert "22 November 2026" in text


def test_many_sources_are_counted_not_listed() -> None:
    many = About("d", "t", "s", date(2026, 1, 1), sources=tuple(Source(f"P{n}") for n in range(12)))
    assert "and 7 further sources" in citation.to_text(many)


def test_a_bibtex_parser_reads_every_source() -> None:
    library = bibtexparser.parse_string(citation.to_bibtex(ABOUT))
    assert not library.failed_blocks
    assert [entry.entry_type for entry in library.entries] == ["misc"] * 3
    assert library.entries[0].fields_dict["url"].value.startswith("https://example.org/a?b=1")
    assert "dealscope" in library.entries[-1].fields_dict["author"].value
    assert len({entry.key for entry in library.entries}) == 3


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4, unique=True))
def test_any_publisher_makes_parsable_bibtex(names: list[str]) -> None:
    about = About("d", names[0], "s", date(2026, 1, 1), sources=tuple(Source(n, n, n) for n in names))
    library = bibtexparser.parse_string(citation.to_bibtex(about))
    assert not library.failed_blocks
    assert len(library.entries) == len(names) + 1


def test_csl_json_has_literal_names_and_dates() -> None:
    items = json.loads(citation.to_csl(ABOUT))
    assert items[0]["issued"] == {"date-parts": [[2025, 11, 7]]}
    assert [item["type"] for item in items] == ["webpage", "webpage", "dataset"]


def test_citation_cff_is_yaml() -> None:
    yaml = pytest.importorskip("yaml")
    told = yaml.safe_load(citation.to_cff(ABOUT))
    assert told["cff-version"] == "1.2.0"
    assert [r["authors"][0]["name"] for r in told["references"]] == [s.publisher for s in SOURCES]


def test_a_citation_speaks_the_language_of_its_reader_and_titles_stay() -> None:
    text = citation.to_text(replace(ABOUT, language="ru", filters=()))
    assert SOURCES[0].title in text and SOURCES[0].publisher in text
    assert "дата обращения 22 ноября 2026 г." in text and "срез данных made-0001" in text
    assert not re.search(r"accessed|snapshot|Gathered|no date", text)
    unnamed = replace(ABOUT, language="ru", sources=(Source(UNNAMED), *(Source(f"P{n}") for n in range(7))))
    assert citation.to_text(unnamed).startswith("Издатель не указан (дата не указана);")
    assert "и ещё 3 источника" in citation.to_text(unnamed)
    assert replace(ABOUT, language="ru", filters=()).filter_line == "Без фильтров: все данные"
