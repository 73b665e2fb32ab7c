"""The commands as a user calls them: output, exit status, one sentence where something is wrong."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from etl import schema
from etl.__main__ import main
from etl.paths import CURRENT
from etl.publish import read_snapshot

DEAL = " date 2024-03-05\nNordbahn of Kazakhstan ordered 40 locomotives from Lokwerk of Germany under a contract worth $800 million.\n"
KEYS = [
    "file",
    "char_start",
    "char_end",
    "quote",
    "sentence",
    "currency",
    "value_low",
    "value_high",
    "qualifier",
    "kind",
    "status",
    "sector",
    "supplier_country",
    "recipient_country",
    "companies",
    "announced_date",
    "reference_year",
    "confidence",
    "rules",
]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    folder = tmp_path / "releases"
    folder.mkdir()
    (folder / "a.txt").write_text(DEAL, encoding="utf-8")
    return folder


def test_json_has_exactly_the_promised_keys_and_counts_the_whole_file(releases: Path) -> None:
    file = releases / "a.txt"
    result = run("read", "--json", file)
    assert result.exit_code == 0
    (row,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert list(row) == KEYS
    assert row["file"] == str(file)
    assert DEAL[row["char_start"] : row["char_end"]] == row["quote"] == "$800 million"
    assert (row["currency"], row["value_low"], row["kind"]) == ("USD", 8e8, "deal")
    assert row["announced_date"] == "2024-03-05"


def test_money_of_other_kinds_is_printed_and_refused_money_is_not(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(
        "Lokwerk said its annual revenue was $90 million. Oil cost $82 per barrel.", encoding="utf-8"
    )
    rows = [json.loads(line) for line in run("read", "--json", file).stdout.splitlines()]
    assert [(row["quote"], row["kind"]) for row in rows] == [("$90 million", "other")]
    assert "refused: «$82» " in run("read", file).stdout


def test_people_get_the_sentence_the_figure_and_the_rules(releases: Path) -> None:
    result = run("read", releases / "a.txt")
    assert "worth «$800 million»." in result.stdout
    assert "USD 800 million" in result.stdout
    assert "DEU → KAZ" in result.stdout
    assert "because " in result.stdout


def test_a_document_without_a_date_is_read_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(DEAL.partition("\n")[2], encoding="utf-8")
    result = run("read", "--json", file)
    assert result.exit_code == 0
    assert "no date" in result.stderr
    assert json.loads(result.stdout)["reference_year"] is None


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(releases: Path) -> None:
    (releases / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    result = run("read", "--json", releases / "a.txt", releases / "b.pdf", releases / "none.txt")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert "b.pdf: PDFium cannot open it" in result.stderr
    assert "none.txt: No such file" in result.stderr


def test_build_publishes_and_tells(releases: Path, tmp_path: Path) -> None:
    result = run("build", "--releases", releases, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "counted 1: US$ 800 million" in result.stdout
    snapshot = read_snapshot(tmp_path / "out")
    assert snapshot.read("documents").num_rows == 1  # options replace the shipped input entirely
    assert run("check", tmp_path / "out").exit_code == 0
    assert run("check", snapshot.folder).stdout == f"{snapshot.name}: all promises kept.\n"


def test_two_builds_are_the_same_bytes_wherever_they_are_made(releases: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "deep"
    copy.mkdir(parents=True)
    (copy / "a.txt").write_bytes((releases / "a.txt").read_bytes())
    for folder, out in ((releases, "one"), (copy, "two")):
        assert run("build", "--releases", folder, "--out", tmp_path / out).exit_code == 0
    sums = [
        {
            path.relative_to(tmp_path / out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in (tmp_path / out).rglob("*")
            if path.is_file()
        }
        for out in ("one", "two")
    ]
    assert sums[0] == sums[1]
    assert len(sums[0]) >= len(schema.TABLES)


def test_nothing_is_done_where_nothing_changed(releases: Path, tmp_path: Path) -> None:
    build = ("build", "--if-changed", "--releases", releases, "--out", tmp_path / "out")
    assert "Published" in run(*build).stdout
    assert "Nothing has changed" in run(*build).stdout
    (releases / "b.txt").write_text(
        DEAL.replace("800", "900").replace("locomotives", "trams"), encoding="utf-8"
    )
    assert "Published" in run(*build).stdout


def test_a_build_with_a_refused_input_publishes_the_rest_and_ends_with_1(
    releases: Path, tmp_path: Path
) -> None:
    (releases / "empty.txt").touch()
    result = run("build", "--releases", releases, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "empty.txt: it has no bytes." in result.stdout
    assert "1 empty (document)" in result.stdout
    assert read_snapshot(tmp_path / "out").read("documents").num_rows == 1
    again = run("build", "--if-changed", "--releases", releases, "--out", tmp_path / "out")
    assert again.exit_code == 1  # nothing was mended, so it still needs a hand


def test_an_input_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    result = run("build", "--releases", tmp_path / "nowhere", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert "nowhere does not exist" in result.stderr
    assert not (tmp_path / "out" / CURRENT).exists()


def test_check_names_what_fails(releases: Path, tmp_path: Path) -> None:
    run("build", "--releases", releases, "--out", tmp_path / "out")
    snapshot = read_snapshot(tmp_path / "out")
    data = bytearray(snapshot.path("deals").read_bytes())
    data[-20] ^= 1
    snapshot.path("deals").write_bytes(bytes(data))
    result = run("check", tmp_path / "out")
    assert result.exit_code == 1
    assert "7: deals.parquet is not the file that was published" in result.stdout
    assert "8: a table cannot be read" in result.stdout


def test_check_where_nothing_is_built_says_how_to_build(tmp_path: Path) -> None:
    result = run("check", tmp_path)
    assert result.exit_code == 1
    assert "python -m etl build" in result.stderr


def test_columns_print_the_whole_dictionary() -> None:
    lines = run("columns").stdout.splitlines()
    assert len(lines) == sum(len(columns) for columns in schema.TABLES.values())
    assert all(line.count("\t") == 5 for line in lines)
    assert (
        "deals\tvalue_low_usd\tdouble\tUS dollar, nominal\tnull\tLower bound at the rate of `fx_date`."
        in lines
    )
    assert [line.split("\t")[1] for line in run("columns", "texts").stdout.splitlines()] == [
        "document_id",
        "text",
    ]


def test_score_prints_measures_and_calibration(tmp_path: Path) -> None:
    start = DEAL.partition("\n")[2].index("$800")
    label = {"quote": "$800 million", "start": start, "low": 8e8, "high": 8e8, "currency": "USD", "qualifier": "exact",
             "kind": "deal", "status": "contract", "sector": "rail", "supplier_country": "DEU",
             "recipient_country": "KAZ", "year": 2024, "companies": ["Lokwerk", "Nordbahn"]}  # fmt: skip
    passage = {"date": "2024-03-05", "lang": "en", "text": DEAL.partition("\n")[2], "figures": [label]}
    (tmp_path / "001.json").write_text(json.dumps(passage), encoding="utf-8")
    result = run("score", tmp_path)
    assert result.exit_code == 0, result.output
    assert "1 passages, 1 figures" in result.stdout
    assert "amount_f1            1.000" in result.stdout
    assert ">= 0.90" in result.stdout


def test_a_correction_is_checked_kept_and_applied_by_the_next_build(releases: Path, tmp_path: Path) -> None:
    out, file = tmp_path / "out", tmp_path / "corrections.csv"
    build = ("build", "--releases", releases, "--out", out, "--corrections", file)
    assert run(*build).exit_code == 0
    (deal,) = read_snapshot(out).read("deals").to_pylist()
    why = ("--reason", "trams, no trains", "--source", "https://example.org/a", "--by", "A. Reader")
    where = ("--date", "2025-01-02", "--snapshot", out, "--file", file)
    result = run("correct", deal["deal_id"], "sector", "transport_logistics", *why, *where)
    assert result.exit_code == 0, result.output
    assert file.read_text(encoding="utf-8").splitlines()[1] == (
        f'{deal["deal_id"]},sector,rail,transport_logistics,"trams, no trains",https://example.org/a,2025-01-02,A. Reader'
    )
    assert run(*build).exit_code == 0
    corrected = read_snapshot(out)
    assert corrected.read("deals")["sector"].to_pylist() == ["transport_logistics"]
    assert corrected.read("corrections_applied").num_rows == 1
    assert "transport_logistics" in run("explain", deal["deal_id"], "--snapshot", out).stdout


def test_a_correction_whose_value_has_changed_needs_a_hand(releases: Path, tmp_path: Path) -> None:
    file = tmp_path / "corrections.csv"
    head = "id,column,old,new,reason,source,date,by\n"
    file.write_text(head + "D0,sector,rail,aviation,r,s,2025-01-02,b\n", encoding="utf-8")
    result = run("build", "--releases", releases, "--out", tmp_path / "out", "--corrections", file)
    assert result.exit_code == 1
    assert "1 bad_correction (correction)" in result.stdout
    file.write_text("id,column\n", encoding="utf-8")
    result = run("build", "--releases", releases, "--out", tmp_path / "out", "--corrections", file)
    assert result.exit_code == 1
    assert "row 1 has no column old, new" in result.stderr


@pytest.mark.parametrize(
    ("name", "column", "new", "words"),
    [
        ("DEAL", "sector", "trains", "Allowed: agriculture"),
        ("DEAL", "recipient_country", "Kazakhstan", "'Kazakhstan' is no recipient_country"),
        ("DEAL", "is_countable", "true", "cannot be corrected. Allowed: kind"),
        ("DEAL", "announced_year", "soon", "is no int"),
        ("DEAL", "announced_year", "2024", "Nothing to correct"),
        ("D0", "sector", "rail", "'D0' is no deal, figure or mention"),
    ],
)
def test_a_correction_that_cannot_be_right_is_refused(
    releases: Path, tmp_path: Path, name: str, column: str, new: str, words: str
) -> None:
    out, file = tmp_path / "out", tmp_path / "corrections.csv"
    run("build", "--releases", releases, "--out", out)
    deal_id = read_snapshot(out).read("deals")["deal_id"].to_pylist()[0]
    why = ("--reason", "r", "--source", "s", "--by", "b", "--snapshot", out, "--file", file)
    result = run("correct", deal_id if name == "DEAL" else name, column, new, *why)
    assert result.exit_code == 1
    assert words in result.stderr
    assert not file.exists()


def test_explain_tells_the_deals_story_by_any_of_its_ids(releases: Path, tmp_path: Path) -> None:
    run("build", "--releases", releases, "--out", tmp_path / "out")
    figure = read_snapshot(tmp_path / "out").read("figures").to_pylist()[0]
    for name in (figure["deal_id"], figure["figure_id"]):
        story = run("explain", name, "--snapshot", tmp_path / "out").stdout
        assert figure["deal_id"] in story
        assert "decision    ok: it is counted" in story
        assert figure["sentence"] in story
    result = run("explain", "D0", "--snapshot", tmp_path / "out")
    assert result.exit_code == 1
    assert "No deal 'D0'" in result.stderr


def test_a_build_tells_what_changed(releases: Path, tmp_path: Path) -> None:
    build = ("build", "--releases", releases, "--out", tmp_path / "out")
    run(*build)
    (releases / "b.txt").write_text(
        DEAL.replace("800", "900").replace("locomotives", "trams"), encoding="utf-8"
    )
    told = run(*build).stdout
    assert "1 new:" in told
    assert "The counted total moved from US$ 800,000,000" in told


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "--nonsense"),
        ("nonsense",),
        ("read",),
        ("score", "pyproject.toml"),
        ("columns", "nonsense"),
        ("build", "--workers", "0"),
    ],
)
def test_misuse_ends_with_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize("command", sorted(main.commands))
def test_help_teaches_with_examples(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"python -m etl {command}" in result.stdout
