"""Files that leave, opened by tools that are not ours, and compared with what was selected."""

import csv
import io
import json
import random
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import openpyxl
import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from etl.schema import TABLES
from pages.parts import bundle, chart_html, criteria, datapackage, extracts, query
from pages.parts.about import About
from pages.parts.criteria import Selection
from pages.parts.export_forms import FORMS
from pages.parts.export_rows import neutral, note_of, to_csv
from pages.parts.export_xlsx import to_xlsx
from pages.parts.store import Store
from tests.export_sample import ABOUT, SOURCES
from tests.made_snapshot import FORMULA, NAME, SENTENCE, write_snapshot

RAIL = Selection(sectors=("rail",))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(write_snapshot(tmp_path_factory.mktemp("made"), 60) / NAME)


def written(store: Store, ending: str, selection: Selection = criteria.DEFAULT, name: str = "deals") -> bytes:
    return b"".join(FORMS[ending].write(extracts.read(name, store, selection), ABOUT))


def counted(rows: list[dict[str, Any]]) -> tuple[int, float]:
    """Deals counted and the sum of their lower bounds, from a file alone."""
    chosen = [row for row in rows if str(row["is_counted"]).lower() == "true"]
    return len(chosen), sum(float(row["value_low_usd"]) for row in chosen)


def rows_of(content: bytes, ending: str) -> list[dict[str, Any]]:
    """The rows of a file, read by a tool of its own kind."""
    if ending == "csv":
        return list(csv.DictReader(io.StringIO(content.decode())))
    if ending == "json":
        return json.loads(content)["records"]
    if ending == "parquet":
        return polars.read_parquet(io.BytesIO(content)).to_dicts()
    cells = openpyxl.load_workbook(io.BytesIO(content), read_only=True)["Data"].iter_rows(values_only=True)
    names = next(cells)
    return [dict(zip(names, row, strict=True)) for row in cells]


@pytest.mark.parametrize("ending", FORMS)
@pytest.mark.parametrize(
    "selection", [criteria.DEFAULT, RAIL, Selection(search="nothing like it")], ids=["all", "rail", "empty"]
)
def test_every_form_holds_the_rows_and_the_total_of_the_page(
    store: Store, ending: str, selection: Selection
) -> None:
    rows = rows_of(written(store, ending, selection), ending)
    page = {row["why"]: row for row in store.rows(query.by_reason(selection))}
    assert len(rows) == sum(row["deals"] for row in page.values())
    assert counted(rows) == ((page["ok"]["deals"], page["ok"]["low"]) if "ok" in page else (0, 0))


@pytest.mark.parametrize("ending", FORMS)
def test_two_exports_of_one_selection_are_the_same_bytes(store: Store, ending: str) -> None:
    assert written(store, ending) == written(store, ending)


def test_duckdb_reads_the_csv_with_numbers_and_days_as_such(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes(written(store, "csv"))
    types = "typeof(value_low_usd), typeof(first_announced_date), source_sentence"
    found = duckdb.sql(f"SELECT {types} FROM read_csv('{path}', sample_size=-1) LIMIT 1").fetchall()[0]
    assert found == ("BIGINT", "DATE", SENTENCE)


def test_parquet_carries_units_descriptions_and_the_selection(store: Store) -> None:
    schema = pq.read_schema(io.BytesIO(written(store, "parquet")))
    field = schema.field("value_low_usd")
    assert note_of(field, "unit") == "US dollar, nominal"
    assert all(note_of(field, "description") for field in schema)
    told = json.loads(schema.metadata[b"dealscope"])
    assert told["filters"] == dict(ABOUT.filters)
    assert told["snapshot"] == ABOUT.snapshot


def test_json_says_what_was_selected_and_what_each_column_means(store: Store) -> None:
    told = json.loads(written(store, "json"))["metadata"]
    assert told["counting_rule"] == ABOUT.rule
    assert told["sources"][0]["publisher"] == SOURCES[0].publisher
    assert {c["name"]: c["unit"] for c in told["columns"]}["gdp_share_low"] == "fraction"


# ---------------------------------------------------------------------------- spreadsheets


@pytest.fixture(scope="module")
def book(store: Store) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(written(store, "xlsx")))


def test_the_workbook_has_numbers_days_header_and_chart(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["Data", "Sources", "README", "Chart"]
    data = book["Data"]
    names = {cell.value: cell.column_letter for cell in data[1]}
    assert isinstance(data[f"{names['value_low_usd']}2"].value, int | float)
    assert isinstance(data[f"{names['first_announced_date']}2"].value, datetime)
    assert data[f"{names['is_counted']}2"].data_type == "b"
    assert data.freeze_panes == "B2"
    assert data.auto_filter.ref == f"A1:{data.cell(1, data.max_column).column_letter}{data.max_row}"
    assert all(data.column_dimensions[letter].width >= 9 for letter in names.values())
    assert len(book["Chart"]._charts) == 1


def test_the_readme_sheet_states_filters_rule_and_dictionary(book: openpyxl.Workbook) -> None:
    cells = {row[0]: row[1] for row in book["README"].iter_rows(values_only=True) if row[0]}
    assert cells["Filters"] == "Sector: Rail; Years: since 2023"
    assert cells["Counting rule"] == ABOUT.rule
    assert "Lower bound" in cells["value_low_usd"]
    assert [row[0].value for row in book["Sources"].iter_rows(min_row=2)] == [s.publisher for s in SOURCES]


def test_a_company_called_like_a_formula_is_text(book: openpyxl.Workbook) -> None:
    cells = [cell for row in book["Data"].iter_rows() for cell in row if cell.value == FORMULA]
    assert cells, "the made snapshot has such a company"
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_a_csv_neutralises_formulas_and_leaves_numbers(store: Store) -> None:
    rows = rows_of(written(store, "csv"), "csv")
    texts = {value for row in rows for value in row.values()}
    assert "'" + FORMULA in texts
    assert FORMULA not in texts
    assert "'-5 locomotives" in texts


NEUTRAL = [
    ('=HYPERLINK("http://x")', True, "a formula"),
    ("+cmd|' /C calc'!A0", True, "a plus starts a formula"),
    ("-2+3+cmd", True, "so does a minus before something that is no number"),
    ("@SUM(1)", True, "old Lotus form"),
    ("\t=1+1", True, "a tab before it is dropped by some programs"),
    ("\r=1+1", True, "so is a carriage return"),
    ("＝1+1", True, "Excel folds the wide sign"),
    ("-5", False, "a negative number"),
    ("-1,250.75", False, "with separators"),
    ("+7 %", False, "a signed share"),
    ("-0.5e", True, "not quite a number"),
    ("a=b", False, "the sign is not in front"),
    ("", False, "nothing"),
]


@pytest.mark.parametrize(("text", "is_changed", "why"), NEUTRAL, ids=[case[2] for case in NEUTRAL])
def test_neutral(text: str, is_changed: bool, why: str) -> None:
    assert neutral(pa.array([text])).to_pylist() == ["'" + text if is_changed else text]


@given(
    st.lists(st.one_of(st.none(), st.text()), max_size=8),
    st.lists(st.one_of(st.none(), st.floats(-1e15, 1e15)), max_size=8),
)
@example(["a\rb"], [None])  # a bare carriage return ends no row
def test_any_text_and_number_comes_back_from_csv(
    texts: list[str | None], numbers: list[float | None]
) -> None:
    size = min(len(texts), len(numbers))
    table = pa.table(
        {"text": pa.array(texts[:size], pa.string()), "number": pa.array(numbers[:size], pa.float64())}
    )
    read = list(csv.reader(io.StringIO(b"".join(to_csv(table)).decode(), newline="")))[1:]
    assert [row[0].removeprefix("'") for row in read] == [(t or "").removeprefix("'") for t in texts[:size]]
    assert [float(row[1]) if row[1] else None for row in read] == numbers[:size]


def test_a_sheet_ends_where_excel_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.parts.export_xlsx.SHEET_ROWS", 10)
    table = pa.table({"title": [f"row {n}" for n in range(25)], "value": [float(n) for n in range(25)]})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(to_xlsx(table, ABOUT))))
    assert [book[name].max_row for name in ("Data", "Data 2", "Data 3")] == [11, 11, 6]


# ---------------------------------------------------------------------------- packages


def test_a_bundle_is_the_same_bytes_and_holds_what_its_readme_lists(store: Store) -> None:
    schema = extracts.arrow_schema(extracts.columns("deals"))
    made = [
        b"".join(
            bundle.to_zip(
                bundle.selection_files(
                    ABOUT, schema, {"deals.csv": written(store, "csv")}, {"a.svg": b"<svg/>"}
                )
            )
        )
        for _ in range(2)
    ]
    assert made[0] == made[1]
    with zipfile.ZipFile(io.BytesIO(made[0])) as archive:
        assert archive.testzip() is None
        readme = archive.read("README.md").decode()
        assert {"a.svg", "deals.csv", "CITATION.cff", "README.md"} <= set(archive.namelist())
    assert "`deals.csv`" in readme
    assert "Sector: Rail" in readme


def test_the_data_package_is_valid(store: Store, tmp_path: Path) -> None:
    about = About("dataset", "All", "made-0001", date(2026, 1, 1), sources=SOURCES)
    with zipfile.ZipFile(
        io.BytesIO(b"".join(datapackage.to_datapackage(extracts.whole_tables(store), about)))
    ) as archive:
        archive.extractall(tmp_path)
    package = frictionless.Package(str(tmp_path / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["type", "message"])[:5]
    assert len(package.resources) == len(TABLES)
    assert package.get_resource("deals").schema.get_field("value_low").to_descriptor()["unit"]


# ---------------------------------------------------------------------------- HTML

FIGURE = {"data": [{"type": "bar", "x": [1], "y": ["</script><script>alert(1)</script>"]}], "layout": {}}


def test_a_chart_file_asks_no_host_and_runs_no_text() -> None:
    html = chart_html.to_html(
        FIGURE, ABOUT, "<script>alert(2)</script> $x$", [{"a": FORMULA, "b": 4.2e9}]
    ).decode()
    own = html.replace(html[html.index("<script>") : html.index("</script>") + 9], "", 1)
    assert "<script>alert" not in own
    assert "default-src 'none'" in html
    assert "&lt;script&gt;alert(2)" in own
    assert "4,200,000,000" in own


def test_any_number_of_rows_is_written_in_pieces() -> None:
    produced: list[int] = []

    def made() -> Iterator[pa.RecordBatch]:
        for n in range(20):
            produced.append(n)
            yield pa.record_batch({"n": list(range(5000))})

    schema = pa.schema([("n", pa.int64())])
    pieces = to_csv(pa.RecordBatchReader.from_batches(schema, made()))
    next(pieces), next(pieces)
    assert len(produced) < 5, "the first rows leave before the last are read"


def test_random_texts_never_become_formulas_in_a_workbook() -> None:
    random.seed(5)
    texts = [random.choice("=+-@\t") + "".join(random.choices("A1()!|,'\"", k=6)) for _ in range(200)]
    book = openpyxl.load_workbook(io.BytesIO(b"".join(to_xlsx(pa.table({"t": texts}), ABOUT))))
    assert all(row[0].data_type == "s" for row in book["Data"].iter_rows(min_row=2))
