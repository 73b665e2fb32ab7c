"""The pages of claims, own texts, quality and method, on a snapshot built from the retold seeds."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

import etl.build
import etl.inputs
from etl import preview, schema
from etl.assemble import to_tables
from etl.build import Inputs, build
from etl.errors import CorrectionError
from etl.paths import CURRENT, RELEASES, ROOT
from etl.publish import read_snapshot
from etl.read.references import load_references
from pages.parts import charts_claims, deal_documents, read_landing, readings, selection
from pages.parts.charts_claims import Claim
from pages.parts.criteria import Selection
from pages.parts.marks import letter_width
from pages.parts.palette import look
from pages.parts.store import Store
from pages.parts.wording import wording

SEEDS = tuple(sorted(RELEASES.glob("seed-*.txt")))
BEYOND = (
    "---\ndate: 2025-12-01\npublisher: Example Press\n---\n"
    "ASTANA. German manufacturer Musterwerk GmbH will supply 40 trams to Kazakhstan under a contract worth "
    "€90 million, signed today.\n"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("published")
    build(Inputs(SEEDS, (), None), out, workers=1)
    return out


@pytest.fixture
def page(built: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DEALSCOPE_DATA", str(built))

    def open_page(name: str, **params: str) -> AppTest:
        # Through the door, as the server does: links between pages are relative to it.
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).switch_page(f"pages/{name}")
        for key, value in params.items():
            app.query_params[key] = value
        app.run()
        assert not app.exception, [error.value for error in app.exception]
        return app

    return open_page


def html_of(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", ["5_Totals.py", "6_Read_a_release.py", "7_Data_quality.py", "8_Method.py"])
def test_every_page_opens_in_both_languages(page, name: str, language: str) -> None:
    app = page(name, lang=language)
    assert not app.exception and "<h1>" in html_of(app)


# ---------------------------------------------------------------------------- totals


def test_claims_stand_side_by_side_and_are_not_added(page) -> None:
    app = page("5_Totals.py", pair="KAZ-USA")
    shown = html_of(app)
    assert "at least $55 bn" in shown and "at least $62 bn" in shown
    assert "117" not in shown and "$7 bn" not in shown  # neither their sum nor their difference


def test_turnover_of_last_year_is_a_claim_for_that_year(page) -> None:
    shown = html_of(page("5_Totals.py", pair="GBR-KAZ", view="trade"))
    assert "$1.8 bn" in shown and "for 2022" in shown


def test_an_unknown_pair_is_said_and_the_largest_shown(page) -> None:
    app = page("5_Totals.py", pair="XXX-YYY")
    assert any("XXX" in info.value for info in app.info)
    assert len(app.get("plotly_chart")) == 1


def test_filters_that_remove_every_claim_offer_a_reset(page) -> None:
    app = page("5_Totals.py", supplier="BRA")
    assert any("No claim" in info.value for info in app.info)
    app.button(key="reset_claims").click().run()
    assert not app.exception and len(app.get("plotly_chart")) == 1


def claim(key: str, low: float | None, high: float | None, kind: str = "investment_stock") -> Claim:
    return Claim(key, kind, kind, date(2023, 2, 28), low, high, key, (key,))


def test_an_open_end_has_an_arrow_and_no_line_joins_claims() -> None:
    figure = charts_claims.claim_dots(
        [
            claim("open", 62e9, None),
            claim("exact", 55e9, 55e9),
            claim("ceiling", None, 3e9),
            claim("range", 3e9, 5e9),
        ],
        look("light"),
        "US$ billion",
        wording("en"),
    )
    assert [trace.mode for trace in figure.data] == ["markers+text"]
    arrows = [note for note in figure.layout.annotations if note.showarrow]
    assert sorted((note.y, note.ay) for note in arrows) == [(3.0, 26), (62.0, -26)]
    assert list(figure.data[0].error_y.array) == [0.0, 0.0, 0.0, 2.0]


def test_a_label_without_room_beside_its_dot_stands_above_or_below_it() -> None:
    def of(day: date, high: float | None, label: str = "at least $30 bn") -> Claim:
        return Claim(day.isoformat(), "investment_stock", "", day, 30e9, high, label, ("x",))

    middle = date(2023, 7, 1)
    beside = [of(date(2023, 4, 1), 30e9, "$"), of(date(2023, 10, 1), 30e9, "$")]
    for high, place in ((30e9, "top center"), (None, "bottom center")):
        sides = charts_claims.label_sides([of(middle, high), *beside], ["2023-01-01", "2024-01-01"], 60.0)
        assert sides == {middle.isoformat(): place} | {c.key: "middle right" for c in beside}


def test_a_dot_at_the_edge_takes_its_only_place_before_a_neighbour_that_has_two() -> None:
    def of(key: str, day: date, kind: str) -> Claim:
        return Claim(key, kind, "", day, 1e9, 1e9, "at least $0.1 bn", ("x",))

    edge, neighbour = (
        of("edge", date(2025, 12, 31), "target"),
        of("near", date(2023, 6, 1), "investment_flow"),
    )
    sides = charts_claims.label_sides([neighbour, edge], ["2020-01-01", "2026-01-01"], 100.0)
    assert sides == {"edge": "top left", "near": "top left"}


def test_of_two_pairs_with_as_many_claims_the_one_with_the_largest_comes_first(page) -> None:
    app = page("5_Totals.py")
    assert app.selectbox(key="x_pair").options[:2] == [
        "Kazakhstan and United States (2)", "United Kingdom and Kazakhstan (2)",
    ]  # fmt: skip


@given(
    st.lists(
        st.builds(
            lambda day, low, is_open, kind: Claim(
                f"{day}/{low}/{is_open}/{kind}", kind, kind, date.fromordinal(736_000 + day), low * 1e9,
                None if is_open else low * 1e9, f"at least ${low} bn" if is_open else f"${low} bn", ("x",),
            ),
            st.integers(0, 3000), st.integers(0, 100), st.booleans(),
            st.sampled_from(["investment_stock", "investment_flow"]),
        ),
        min_size=1, max_size=15, unique_by=lambda claim: claim.key,
    )
)  # fmt: skip
def test_no_label_of_a_claim_covers_another(claims: list[Claim]) -> None:
    figure = charts_claims.claim_dots(claims, look("light"), "US$ billion", wording("en"))
    first, last = (date.fromisoformat(end).toordinal() for end in figure.layout.xaxis.range)
    bottom, top = figure.layout.yaxis.range
    width, height = charts_claims.PHONE
    boxes = []
    for trace in figure.data:
        for day, y, text, side in zip(trace.x, trace.y, trace.text, trace.textposition, strict=True):
            if text:
                x = (date.fromisoformat(day).toordinal() - first) / (last - first) * width
                long, high = len(text) * letter_width(text), 2 * charts_claims.HALF
                vertical, horizontal = side.split()
                left = {"right": x + 6, "left": x - 6 - long, "center": x - long / 2}[horizontal]
                middle = y / (top - bottom) * height + {"top": high, "middle": 0, "bottom": -high}[vertical]
                if horizontal == "center":
                    middle += {"top": charts_claims.EDGE - high / 2, "bottom": high / 2 - charts_claims.EDGE}[
                        vertical
                    ]
                boxes.append((left, left + long, middle))
                assert middle >= charts_claims.HALF - 0.1, "it lies over the axis"
    assert len(set(boxes)) == len(boxes)
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            beside = one[0] >= other[1] - 0.01 or other[0] >= one[1] - 0.01
            assert beside or abs(one[2] - other[2]) >= 2 * charts_claims.HALF - 0.1, (one, other)
    if len(claims) == 1:
        assert boxes, "a claim alone has room for its amount"


def test_a_chart_names_only_the_filters_that_apply_to_it(page) -> None:
    shown = html_of(page("5_Totals.py", pair="KAZ-USA", sector="rail", supplier="USA"))
    subtitle = re.findall(r'<p class="chartsub">([^<]*)</p>', shown)
    assert "Supplier or investor: United States" in subtitle and not any("Rail" in line for line in subtitle)
    assert "Rail" not in html_of(page("7_Data_quality.py", sector="rail"))


# ---------------------------------------------------------------------------- read a release


def test_the_sample_is_read_as_the_data_has_it(page) -> None:
    shown = html_of(page("6_Read_a_release.py"))
    assert "7 amounts: 7 of deals" in shown
    assert shown.count("<sup>") == 7


def test_a_known_text_changes_no_total_and_a_new_one_does(page) -> None:
    app = page("6_Read_a_release.py")
    app.button(key="compare").click().run()
    assert not app.exception
    assert any("would not change" in block.value for block in app.markdown)
    app.text_area(key="read_text").set_value(BEYOND).run()
    app.button(key="compare").click().run()
    assert not app.exception
    assert any("would go from" in block.value for block in app.markdown)


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "</div><img src=x onerror=alert(1)>", "$\\frac{1}{2}$ & <b>"]
)
def test_hostile_text_is_shown_as_text(page, hostile: str) -> None:
    app = page("6_Read_a_release.py")
    app.text_area(key="read_text").set_value(
        f" date 2025-01-02\n{hostile} Boeing won an order of $5 million."
    ).run()
    assert not app.exception
    body = next(part.proto.body for part in app.get("html") if 'class="text"' in part.proto.body)
    assert "<script" not in body and "<img" not in body and "<b>" not in body
    assert "$5 million" in body


def test_an_empty_text_says_what_to_do(page) -> None:
    app = page("6_Read_a_release.py")
    app.button(key="read_clear").click().run()
    assert any("Paste" in info.value for info in app.info) and not app.exception
    app.button(key="read_sample").click().run()
    assert "7 amounts" in html_of(app)


def test_a_correction_is_checked_and_can_be_downloaded(page) -> None:
    app = page("6_Read_a_release.py")
    app.toggle(key="correct_on_0").set_value(True).run()

    def fill(new: str, reason: str) -> None:
        app.selectbox(key="correct_column_0").set_value("reference_year")
        app.text_input(key="correct_new_0").set_value(new)
        app.text_input(key="correct_reason_0").set_value(reason)
        app.text_input(key="correct_by_0").set_value("A. Reader")
        next(button for button in app.button if button.label == "Add the correction").click().run()

    fill("soon", "the text says so")
    assert any("soon" in error.value for error in app.error)
    assert app.text_input(key="correct_new_0").value == "soon", "what was typed can be mended"
    fill("2024", "")
    assert any("reason" in error.value for error in app.error)
    fill("2024", "signed the year before")
    assert not app.exception and len(app.session_state["corrections"]) == 1
    written = readings.corrections_csv(app.session_state["corrections"]).decode("utf-8-sig").splitlines()
    assert (
        written[0] == "id,column,old,new,reason,source,date,by" and ",reference_year,2025,2024," in written[1]
    )


def test_adding_is_off_unless_the_operator_switched_it_on(page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(read_landing.MAY_ADD, raising=False)
    app = page("6_Read_a_release.py")
    assert "add" not in {button.key for button in app.button}


def test_an_added_document_goes_through_the_build(
    page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, inbox = tmp_path / "published", tmp_path / "inbox"
    build(Inputs(SEEDS, (), None), out, workers=1)
    before = (out / CURRENT).read_text(encoding="utf-8")
    monkeypatch.setattr(read_landing, "INBOX", inbox)
    monkeypatch.setattr(etl.inputs, "INBOX", inbox)
    assert inbox not in etl.inputs.shipped_inputs().releases, "nobody has added anything"
    monkeypatch.setattr(etl.build, "shipped_inputs", lambda: Inputs((*SEEDS, inbox), (), None))
    app = page("6_Read_a_release.py")
    monkeypatch.setenv("DEALSCOPE_DATA", str(out))
    monkeypatch.setenv(read_landing.MAY_ADD, "1")
    app.text_area(key="read_text").set_value(BEYOND).run()
    app.button(key="add").click().run()
    assert not app.exception and not app.error
    assert [file.suffix for file in inbox.iterdir()] == [".txt"]
    assert inbox in etl.inputs.shipped_inputs().releases, "every later build has it"
    assert (out / CURRENT).read_text(encoding="utf-8") != before
    assert "€90 million" in read_snapshot(out).read("figures", ["quote"])["quote"].to_pylist()


def test_a_file_of_an_unknown_sort_is_refused_with_what_is_allowed() -> None:
    read = readings.read_bytes("picture.png", b"\x89PNG")
    assert read.document is None and ".txt" in read.problems[0].message


def test_a_broken_pdf_is_refused_and_says_what_to_do() -> None:
    read = readings.read_bytes("broken.pdf", b"%PDF-1.7 broken")
    assert read.document is None and read.problems[0].reason == "broken_file"


def test_the_day_that_a_reader_gives_is_used_where_the_text_has_none() -> None:
    text = b"Trade between Kazakhstan and Italy grew to $4 billion last year."
    without, given_day = (
        readings.read_bytes("a.txt", text),
        readings.read_bytes("a.txt", text, date(2020, 5, 1)),
    )
    assert [problem.reason for problem in without.problems] == ["no_date"] and not given_day.problems
    assert given_day.reading.figures[0].reference_year == 2019


def test_a_correction_names_what_is_allowed() -> None:
    read = readings.read_bytes("a.txt", BEYOND.encode())
    with pytest.raises(CorrectionError, match="allowed"):
        readings.to_correction(read, 0, "quote", "x", "why", "who", date(2025, 1, 1))
    with pytest.raises(CorrectionError, match="rail"):
        readings.to_correction(read, 0, "sector", "railways", "why", "who", date(2025, 1, 1))


@given(st.text(max_size=300))
def test_any_text_is_marked_without_markup_of_its_own(text: str) -> None:
    read = readings.read_bytes("a.txt", f"{text} worth $5 million".encode("utf-8", "replace"))
    if read.document is None:
        return
    html = readings.marked_text(
        read, None, ["<i>"] * len(read.reading.figures), lambda place: f"?figure={place}"
    )
    for tag in ("<div", "</div>", "<mark", "</mark>", "<sup>", "</sup>", "<a", "</a>"):
        html = html.replace(tag, "")
    assert "<" not in html


# ---------------------------------------------------------------------------- preview


def test_a_preview_of_nothing_new_gives_the_snapshot_again(built: Path) -> None:
    snapshot, references = read_snapshot(built), load_references()
    gathered = preview.to_gathered(
        {name: snapshot.read(name) for name in ("documents", "figures", "mentions")}
    )
    again = to_tables(gathered, references)
    for table in ("deals", "deal_links", "totals"):
        assert again[table].to_pylist() == snapshot.read(table).to_pylist()
    assert not preview.to_preview(gathered, again, (), references).is_changed


def test_a_preview_of_a_release_gives_what_a_build_with_it_gives(tmp_path: Path) -> None:
    build(Inputs((RELEASES,), (), None), tmp_path, workers=1)
    snapshot, references = read_snapshot(tmp_path), load_references()
    gathered = preview.to_gathered(
        {name: snapshot.read(name) for name in ("documents", "figures", "mentions")}
    )
    whole = preview.to_preview(gathered, to_tables(gathered, references), (), references).after
    kept = {document.path: document for document in gathered.documents}
    moved = 0
    for file in sorted(RELEASES.iterdir())[::12]:
        read = readings.read_bytes(file.name, file.read_bytes())
        if read.document is None or file.name not in kept:
            continue
        release = kept[file.name]
        known = gathered.readings[release.document_id].figures
        assert [one.clues for one in read.reading.figures] == [one.clues for one in known]
        without = replace(
            gathered,
            documents=tuple(one for one in gathered.documents if one is not release),
            readings={name: one for name, one in gathered.readings.items() if name != release.document_id},
        )
        tables = to_tables(without, references)
        found = preview.to_preview(without, tables, [(read.document, read.reading)], references)
        assert found.after == whole
        moved += found.is_changed
    assert moved


def test_a_deal_without_a_rate_is_not_called_counted(built: Path) -> None:
    snapshot, references = read_snapshot(built), load_references()
    gathered = preview.to_gathered(
        {name: snapshot.read(name) for name in ("documents", "figures", "mentions")}
    )
    text = b"Altyn Plow of Kazakhstan signed a contract for tractors worth 40 billion tenge with Deere."
    read = readings.read_bytes("undated.txt", text)
    assert read.document is not None and read.document.published_date is None
    found = preview.to_preview(
        gathered, to_tables(gathered, references), [(read.document, read.reading)], references
    )
    assert [(one.is_known, one.countable_reason) for one in found.landings] == [(False, "no_rate")]
    assert not found.is_changed


# ---------------------------------------------------------------------------- quality and method


def test_the_funnel_counts_what_the_snapshot_has(page, built: Path) -> None:
    app = page("7_Data_quality.py")
    snapshot = read_snapshot(built)
    assert f"{snapshot.read('documents').num_rows} documents" in html_of(app)
    assert f"{snapshot.read('deals').num_rows} deals" in html_of(app)


def test_the_reader_is_scored_when_asked(page) -> None:
    app = page("7_Data_quality.py", view="reader")
    assert not any("Held back" in column for frame in app.dataframe for column in frame.value.columns)
    app.button(key="score_now").click().run(timeout=120)
    assert not app.exception
    scores = next(
        frame.value
        for frame in app.dataframe
        if any("Held back" in str(name) for name in frame.value.columns)
    )
    assert scores.iloc[:, 1:].to_numpy().min() > 0.2


def test_the_dictionary_is_the_schema(page) -> None:
    app = page("8_Method.py")
    app.selectbox(key="x_columns").set_value("totals").run()
    listed = next(frame.value for frame in app.dataframe if "total_id" in set(frame.value.iloc[:, 0]))
    assert list(listed.iloc[:, 0]) == [column.name for column in schema.TOTALS]


# ---------------------------------------------------------------------------- filters


def test_a_label_that_is_no_option_any_more_leaves_the_choice_as_it_was(built: Path) -> None:
    """A browser names an option by its label; counts and language can change before the click arrives."""
    store = Store(built / (built / CURRENT).read_text(encoding="utf-8").strip())
    stale = {
        "f_floor": "что угодно, даже переговоры (425)",
        "f_confidence": "any (425)",
        "f_sectors": ["Rail (7)", "rail"],
    }
    before = selection._widgets(Selection(floor="contract"), store)
    now = selection._from_widgets(before, {**before, **stale}, store)
    assert (now.floor, now.confidence, now.sectors) == ("contract", "any", ("rail",))


# ---------------------------------------------------------------------------- a figure pressed in its text


def test_a_pressed_amount_is_the_one_that_is_looked_at(page) -> None:
    app = page("6_Read_a_release.py", figure="3")
    assert app.selectbox(key="figure_0").value == 2
    shown = html_of(app)
    assert 'aria-current="true"><a class="step" href="Read_a_release?figure=3">$3 to $5 billion' in shown
    assert "two ends are named" in shown  # the rule that made it a range, in words
    app.selectbox(key="figure_0").set_value(0).run()
    assert app.query_params["figure"] == "1"
    assert page("6_Read_a_release.py", figure="99").selectbox(key="figure_0").value == 0


def test_the_why_of_a_figure_is_told_in_russian(page) -> None:
    shown = html_of(page("6_Read_a_release.py", lang="ru"))
    why = shown.partition('<ul class="rules">')[2].partition("</ul>")[0]
    assert "валюта стоит перед числом" in why
    words = re.sub(
        r'title="[^"]*"|«[^»]*»|<[^>]*>', "", why
    )  # names of rules in the tooltip, words of the text
    assert not re.search("[A-Za-z]", words)


def test_the_sentence_around_a_quote_is_found_in_its_document() -> None:
    text = "Before it. The order, worth $7 billion, went to Boeing. After it."
    start = text.index("$7")
    shown = deal_documents.highlighted(
        text, start, start + 10, "The order, worth $7 billion, went to Boeing.", True
    )
    assert (
        '<span class="sentence">The order, worth <mark>$7 billion</mark>, went to Boeing.</span> After'
        in shown
    )
    assert '<span class="sentence"><mark>$7 billion</mark></span>' in deal_documents.highlighted(
        text, start, start + 10, "other words", True
    )
