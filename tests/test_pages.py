"""Each page as a script: with data, without a match, with odd selections; and the selection in the address."""

from pathlib import Path

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from etl.build import Inputs, build
from etl.paths import CURRENT, RELEASES, ROOT
from pages.parts import panel, publications, query, store, tables
from pages.parts.about import Source, Sources
from pages.parts.criteria import Selection
from pages.parts.drawing import Drawing
from pages.parts.page import Page
from pages.parts.palette import LIGHT
from pages.parts.selection import Choice
from pages.parts.summary import Summary, result_line, summarise
from pages.parts.wording import wording
from tests.made_snapshot import write_snapshot
from tests.opened_page import links, run

PAGES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "pages").glob("*.py"))
# A whole page a row; the second part is what its address says.
ODD = [
    ("dashboard.py", {"sector": "rail", "years": "2021-2023"}, "filters that match"),
    ("dashboard.py", {"q": "$x^2$ <script>"}, "a search of signs"),
    ("dashboard.py", {"bounds": "count"}, "numbers of deals instead of money"),
    ("dashboard.py", {"bounds": "upper", "prices": "real"}, "upper bounds in constant prices"),
    ("dashboard.py", {"unit": "gdp"}, "a share that cannot be added over recipients"),
    (
        "dashboard.py",
        {"sector": "nothing", "years": "1066", "firm": "very", "value": "5bn-1bn"},
        "bad values only",
    ),
    ("dashboard.py", {"lang": "ru"}, "Russian"),
    ("dashboard.py", {"supplier": "not-stated"}, "nobody is named"),
    ("pages/1_Sectors.py", {"view": "areas"}, "treemap"),
    ("pages/1_Sectors.py", {"view": "firmness", "bounds": "count"}, "stacked numbers"),
    ("pages/1_Sectors.py", {"view": "years"}, "small multiples"),
    (
        "pages/1_Sectors.py",
        {"view": "compare", "recipient": "KAZ", "versus": "recipient:UZB"},
        "two countries",
    ),
    ("pages/1_Sectors.py", {"view": "compare", "versus": "years:2021-2022"}, "two periods"),
    ("pages/1_Sectors.py", {"view": "compare", "versus": "years:x-y"}, "a comparison with nonsense"),
    (
        "pages/1_Sectors.py",
        {"view": "compare", "versus": "years:\u00b2-\u00b3"},
        "digits that are no numbers",
    ),
    ("pages/1_Sectors.py", {"view": "compare", "versus": "years:0-0"}, "years before all data"),
    ("pages/1_Sectors.py", {"view": "compare", "versus": "supplier:<b>x"}, "a country that is none"),
    ("dashboard.py", {"value": "9" * 400 + "-"}, "more than a number holds"),
    ("dashboard.py", {"value": "0.0000000001-1"}, "less than a coin"),
    ("pages/2_Countries.py", {"view": "map", "side": "supplier"}, "map by supplier"),
    ("pages/2_Countries.py", {"view": "map", "unit": "gdp"}, "map by share of GDP"),
    ("pages/2_Countries.py", {"view": "flows"}, "Sankey"),
    ("pages/2_Countries.py", {"view": "matrix", "lang": "ru"}, "matrix in Russian"),
    ("pages/3_Years.py", {"split": "firmness"}, "years by firmness"),
    ("pages/3_Years.py", {"view": "cumulative", "bounds": "count"}, "running number"),
    ("pages/3_Years.py", {"view": "months"}, "months"),
    ("pages/4_Deals.py", {"order": "largest"}, "largest first"),
    ("pages/4_Deals.py", {"why": "ceiling_only"}, "only the ceilings"),
    ("pages/4_Deals.py", {"why": "no_gdp", "lang": "ru"}, "a reason that no deal has"),
    ("pages/4_Deals.py", {"deal": "<b>no such</b>"}, "a deal that is not there"),
    ("pages/4_Deals.py", {"deal": "FIRST"}, "one deal"),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up snapshot with texts that try to break a page."""
    return write_snapshot(tmp_path_factory.mktemp("made"), 60)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five retold releases, built for real."""
    out = tmp_path_factory.mktemp("seeds")
    build(Inputs(tuple(sorted(RELEASES.glob("seed-*.txt"))), (), None), out, workers=1)
    return out


def said(app: AppTest) -> str:
    """All words that the page says through text elements and our own HTML."""
    return " ".join(
        str(getattr(element, "value", "") or getattr(getattr(element, "proto", None), "body", ""))
        for kind in ("markdown", "title", "header", "info", "caption", "html", "error")
        for element in app.get(kind)
    )


@pytest.mark.parametrize("page", ["dashboard.py", *PAGES])
def test_every_page_is_drawn_on_its_own_with_one_title(
    page: str, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(made, page, monkeypatch)
    assert not app.exception, app.exception[0].message
    assert said(app).count("<h1>") == 1
    assert "made-0001" in said(app)  # the footer names the snapshot
    assert len(app.get("plotly_chart")) <= 3


@pytest.mark.parametrize(("page", "params", "why"), ODD, ids=[why for _, _, why in ODD])
def test_odd_selections_are_drawn_without_an_exception(
    page: str, params: dict[str, str], why: str, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if params.get("deal") == "FIRST":
        first = store._open(made / "made-0001").rows(query.deals(Selection(), limit=1))[0]
        params = {"deal": first["deal_id"]}
    app = run(made, page, monkeypatch, **params)
    assert not app.exception, app.exception[0].message
    address = dict(app.query_params)
    app.run()
    assert not app.exception, "the second run"
    assert dict(app.query_params) == address, "what is written into the address must be read as the same"


@pytest.mark.parametrize("page", ["dashboard.py", *(page for page in PAGES if page[6] in "1234")])
def test_a_page_without_a_match_names_the_filter_and_offers_to_drop_it(
    page: str, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(made, page, monkeypatch, q="nobodywrotethis", sector="rail")
    assert not app.exception
    assert [head.value for head in app.header] == ["No deal matches this selection."]
    assert "Search" in said(app)
    app.button(key="drop_search").click().run()
    assert app.query_params["sector"] == "rail" and "q" not in app.query_params
    assert not app.header


def test_a_misspelt_search_offers_what_was_meant(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(made, "dashboard.py", monkeypatch, q="Kompany Узбекистон")
    assert not app.exception
    app.button(key="meant_0").click().run()
    assert app.query_params["q"] and not app.header


def test_no_data_says_which_command_makes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(tmp_path, "dashboard.py", monkeypatch)
    assert not app.exception
    assert "python -m etl build" in app.code[0].value


@pytest.mark.parametrize("table", ["deals", "figures"])
def test_a_damaged_snapshot_says_which_command_makes_it_anew(
    table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = write_snapshot(tmp_path, 5)
    (data / (data / CURRENT).read_text().strip() / f"{table}.parquet").write_bytes(b"PAR1 cut")
    app = run(data, "dashboard.py", monkeypatch)
    assert not app.exception and "damaged" in app.error[0].value
    assert "python -m etl build" in app.code[0].value


def test_bad_values_are_dropped_with_a_notice_and_good_ones_kept(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(
        made, "dashboard.py", monkeypatch, sector="rail,teleportation", years="2020-1999", lang="elvish"
    )
    assert len(app.info) == 3
    assert "teleportation" in app.info[0].value
    assert "elvish" in app.info[2].value and "en, ru" in app.info[2].value
    assert dict(app.query_params) == {"sector": "rail"}


def test_choosing_a_filter_writes_the_address_and_reset_clears_it(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(made, "dashboard.py", monkeypatch)
    app.multiselect(key="f_sectors").set_value(["rail"]).run()
    assert app.query_params["sector"] == "rail"
    app.selectbox(key="f_floor").set_value("contract").run()
    assert app.query_params["firm"] == "contract"
    assert ("./", {}) in links(app)  # "Reset all"
    app.query_params.clear()
    app.run()
    assert app.multiselect(key="f_sectors").value == []
    assert app.selectbox(key="f_floor").value == "announced"


def test_a_chip_drops_its_own_filter(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(made, "dashboard.py", monkeypatch, sector="rail,aviation", recipient="KAZ")
    for dropped in (
        {"sector": "aviation", "recipient": "KAZ"},
        {"sector": "rail", "recipient": "KAZ"},
        {"sector": "rail,aviation"},
    ):
        assert ("./", dropped) in links(app)


def test_the_seeds_read_as_five_counted_deals(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(seeds, "dashboard.py", monkeypatch, supplier="USA", recipient="KAZ", years="2025")
    text = said(app).replace((seeds / "_CURRENT").read_text().strip(), "")  # a checksum may hold any digits
    assert "5 counted: $15.5-17.5 bn." in text
    assert "1 ceiling (up to $3.7 bn)" in text
    assert "156" not in text and "21.45" not in text


def test_a_year_without_deals_says_how_many_documents_it_has(
    seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(seeds, "dashboard.py", monkeypatch, years="2024")
    assert "In these years there is 1 document" in said(app)
    app.button(key="drop_years").click().run()
    assert dict(app.query_params) == {}


def test_the_sentence_behind_a_number_is_marked_in_its_document(
    seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(store.ENVIRONMENT, str(seeds))
    rows = store.open_store().rows(query.deals(Selection(search="Boeing")))
    app = run(seeds, "pages/4_Deals.py", monkeypatch, deal=rows[0]["deal_id"])
    assert "<mark>$7 billion</mark>" in said(app)


def test_a_piece_of_what_is_not_counted_leads_to_its_deals(
    seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    overview = said(run(seeds, "dashboard.py", monkeypatch, sector="it_ai_telecom"))
    assert 'href="Deals?sector=it_ai_telecom&amp;why=ceiling_only"' in overview
    app = run(seeds, "pages/4_Deals.py", monkeypatch, why="ceiling_only")
    assert [row["Amount as written"] for row in app.dataframe[0].value.to_dict("records")] == [
        "up to $3.7 billion"
    ]
    assert app.selectbox(key="x_why").options[:3] == [
        "All deals (11)",
        "Counted (5)",
        'Ceiling only ("up to") (1)',
    ]
    assert "No filter: the whole data set" not in said(app)
    app.selectbox(key="x_why").set_value("all").run()
    assert len(app.dataframe[0].value) == 11


def test_a_year_without_deals_can_be_chosen_and_says_why(
    seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(seeds, "pages/3_Years.py", monkeypatch)
    assert "No deal in 2024." in said(app)
    assert "2024 (0)</a>" in said(app)
    assert ("Years", {"years": "2024"}) in links(app)
    app.query_params["years"] = "2024"
    app.run()
    assert "it states no amount and no deal" in said(app)


def test_hostile_text_stays_text(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = store._open(made / "made-0001").rows(query.deals(Selection(), limit=1))[0]
    app = run(made, "pages/4_Deals.py", monkeypatch, deal=first["deal_id"])
    text = said(app)
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_result_line_says_what_is_not_counted(language: str, seeds: Path) -> None:
    data = store._open(seeds / (seeds / "_CURRENT").read_text().strip())
    line = result_line(wording(language), Selection(), summarise(data.rows(query.by_reason(Selection()))))
    expected = {"en": "5 counted: $15.5-17.5 bn.", "ru": "Учтено 5: $15,5-17,5 млрд."}
    assert expected[language] in line


@pytest.mark.parametrize(
    ("publishers", "expected", "why"),
    [
        (("A", "B", "A"), "Source: 2 publishers.", "one who reports twice is one"),
        (("A",), "Source: 1 publisher.", "one"),
        ((None, None), "Source: 2 documents that name no publisher.", "nobody is not 0 publishers"),
        ((None, "A"), "Source: 1 publisher.", "the unnamed are none"),
    ],
)
def test_the_source_line_counts_those_who_are_named(
    publishers: tuple[str | None, ...], expected: str, why: str, seeds: Path
) -> None:
    data = store._open(seeds / (seeds / "_CURRENT").read_text().strip())
    choice = Choice(Selection(), {}, wording("en"), ())
    page = Page("sectors", data, choice, LIGHT, Summary(), {})
    sources = Sources(
        Source(name or publications.UNNAMED, f"text {n}", "", None) for n, name in enumerate(publishers)
    )
    chart = panel.Chart("x", Drawing([], {}), "", "", tables.Rows(0, lambda: pa.table({})), sources)
    assert expected in panel.source_line(page, chart), why


@pytest.mark.parametrize(
    ("basis", "english", "why"),
    [
        ('"last year" from 2023-03-18', "worked out from “last year”", "the words that were read"),
        ("document date", "the document's date", "no year in the text"),
        ("year 2024", "stated", "the text has the number"),
        ("ledger: announced_on", "as the list has it", "a column of a list"),
        ("as for USD 179 billion", "as for USD 179 billion", "other words stay"),
        (None, "", "no year"),
    ],
)
def test_how_a_year_was_found_is_said_in_words(basis: str | None, english: str, why: str) -> None:
    assert wording("en").basis(basis) == english, why
    if basis and english != basis:
        assert wording("ru").basis(basis) not in ("", english, basis), why


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"recipient": "KAZ", "versus": "recipient:GBR"}, "Filled bars: Kazakhstan, $15.5-17.5 bn."),
        ({"years": "2025", "versus": "years:2023-2023"}, "Striped bars: 2023, no amount."),
        ({"versus": "recipient:великобритания"}, "Striped bars: United Kingdom, no amount."),
        (
            {"bounds": "count", "recipient": "KAZ", "versus": "recipient:GBR"},
            "Filled bars: Kazakhstan, 11 deals.",
        ),
    ],
)
def test_a_comparison_says_what_it_found(
    params: dict[str, str], expected: str, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(seeds, "pages/1_Sectors.py", monkeypatch, view="compare", **params)
    assert not app.exception
    assert expected in said(app)
    if "recipient" in params and "bounds" not in params:
        assert "Kazakhstan and United Kingdom by sector" in said(app)
        assert "They lie farthest apart in Aviation: $7.2 bn and no amount." in said(app)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_tour_leads_to_the_very_deal_and_claim_in_the_readers_language(
    language: str, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(seeds, "pages/8_Method.py", monkeypatch, lang=language)
    asked = [names for _, names in links(app)]
    other = [names for names in asked if names and names.get("lang") != language]
    assert len(other) == 1, "the link to the other language alone"
    deal, claim = (next(names[name] for names in asked if name in names) for name in ("deal", "claim"))
    app = run(seeds, "pages/4_Deals.py", monkeypatch, deal=deal, lang=language)
    assert "3-5" in said(app) and "John Deere" in said(app)
    app = run(seeds, "pages/5_Totals.py", monkeypatch, claim=claim, pair="KAZ-USA", lang=language)
    assert "62" in said(app)
    assert app.query_params["claim"] == claim
