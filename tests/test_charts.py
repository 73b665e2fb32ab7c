"""Figures as data: where a bar begins, what a whisker spans, what is hatched, what is never drawn."""

import json
from base64 import b64decode
from math import isnan
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.schema import REAL_BASE_YEAR
from pages.parts import (
    charts,
    charts_dots,
    charts_maps,
    charts_sectors,
    charts_time,
    drawing,
    outlines,
    scope,
)
from pages.parts.charts_dots import Range
from pages.parts.criteria import Selection
from pages.parts.drawing import Drawing
from pages.parts.marks import Measure, Term, measure_of, picture_layout, wrapped
from pages.parts.palette import DARK, LIGHT
from pages.parts.wording import wording

DEERE = Term("deere", "John Deere to Kazakhstan", 3e9, 5e9, 0, 1, 1, written="$3 to $5 billion")
WABTEC = Term("wabtec", "Wabtec to Kazakhstan", 4.2e9, 4.2e9, 0, 1, 1, written="$4.2 billion")
OPEN = Term("open", "At least", 62e9, 62e9, 1, 1, 1, written="more than $62 billion")
CEILING = Term("ceiling", "Technology firms", 0, 0, 0, 0, 1, 1, 3.7e9, "up to $3.7 billion")


def measure(**chosen: Any) -> Measure:
    return measure_of(wording("en"), Selection(**chosen), REAL_BASE_YEAR)


def traces(figure: go.Figure, kind: str) -> list[Any]:
    return [trace for trace in figure.data if trace.type == kind]


def test_a_range_is_a_bar_to_its_lower_bound_with_a_whisker_and_no_midpoint() -> None:
    figure = charts.value_bars([WABTEC, DEERE], measure(), LIGHT)
    bars, whiskers = figure.data[0], figure.data[1]
    assert list(bars.x) == [4.2, 3.0]
    assert list(whiskers.x) == [3.0]  # only the deal that has an interval
    assert list(whiskers.error_x.array) == [2.0] and list(whiskers.error_x.arrayminus) == [0.0]
    assert 4.0 not in {float(x) for x in bars.x}


def test_a_group_of_which_nothing_is_counted_says_so_instead_of_an_amount() -> None:
    figure = charts.value_bars([WABTEC, Term("finance", "Finance", deal_count=2)], measure(), LIGHT)
    assert figure.layout.annotations[1].text == "Finance  <b>2 deals, none counted</b>"


def test_upper_bounds_turn_the_whisker_round() -> None:
    figure = charts.value_bars([DEERE], measure(bound="upper"), LIGHT)
    assert list(figure.data[0].x) == [5.0]
    assert list(figure.data[1].error_x.arrayminus) == [2.0]


def test_a_ceiling_is_hatched_outlined_and_not_in_the_bars() -> None:
    figure = charts.value_bars([WABTEC, CEILING], measure(), LIGHT)
    bars, ceilings = traces(figure, "bar")
    assert list(bars.x) == [4.2, 0.0]
    assert list(ceilings.x) == [3.7]
    assert ceilings.marker.pattern.shape == "/" and ceilings.marker.line.width > 0
    assert figure.layout.barmode == "overlay"  # never stacked


def test_an_open_end_has_an_arrow_and_says_at_least() -> None:
    figure = charts.value_bars([OPEN, WABTEC], measure(), LIGHT)
    arrows = figure.data[-1]
    assert arrows.marker.symbol == "triangle-right" and list(arrows.x) == [62.0]
    assert "at least $62 bn" in figure.layout.annotations[0].text


def test_counting_deals_draws_no_money() -> None:
    figure = charts.value_bars([WABTEC, CEILING], measure(bound="count"), LIGHT)
    assert len(figure.data) == 1 and list(figure.data[0].x) == [1.0, 1.0]
    assert figure.layout.xaxis.title.text == "Deals"


def test_hover_shows_the_words_of_the_source() -> None:
    figure = charts.value_bars([DEERE], measure(), LIGHT)
    assert "$3 to $5 billion" in figure.data[0].hovertext[0]
    assert "$3,000,000,000-5,000,000,000" in figure.data[0].hovertext[0]


def test_markup_in_a_name_is_made_harmless() -> None:
    figure = charts.value_bars([Term("x", "<b>A</b> & <a href='x'>", 1e9, 1e9, 0, 1, 1)], measure(), LIGHT)
    assert "<a" not in figure.layout.annotations[0].text
    assert "&lt;b&gt;" in figure.layout.annotations[0].text


def test_axes_start_at_zero() -> None:
    for figure in (
        charts.value_bars([WABTEC], measure(), LIGHT),
        charts_time.year_bars([Term("2025", "2025", 4e9, 5e9, 0, 1, 1)], measure(), LIGHT, 2025),
    ):
        axis = figure.layout.xaxis if figure.data[0].orientation == "h" else figure.layout.yaxis
        assert axis.rangemode == "tozero"


def test_the_running_year_is_marked() -> None:
    terms = [Term(str(year), str(year), 1e9, 1e9, 0, 1, 1) for year in (2024, 2025, 2026)]
    figure = charts_time.year_bars(terms, measure(), LIGHT, 2026)
    assert list(figure.data[0].marker.color) == [LIGHT.accent, LIGHT.accent, LIGHT.accent_soft]
    assert list(figure.layout.xaxis.ticktext) == ["2024", "2025", "2026*"]
    assert "during 2026" in figure.layout.xaxis.title.text
    assert charts_time.year_bars(terms[:2], measure(), LIGHT, 2026).layout.xaxis.title.text == ""


def test_years_are_stacked_in_one_hue_by_firmness() -> None:
    terms = [Term("2025", "2025", 3e9, 3e9, 0, 2, 2)]
    layers = [("3", "Contract", {"2025": terms[0]}), ("2", "Announced", {"2025": terms[0]})]
    shades = [LIGHT.firmness[3], LIGHT.firmness[2]]
    figure = charts_time.stacked_years(terms, layers, measure(), LIGHT, shades, None)
    assert figure.layout.barmode == "stack"
    assert [bar.marker.color for bar in traces(figure, "bar")] == shades


def test_the_map_hatches_what_has_no_deal_and_leaves_groups_out() -> None:
    terms = [
        Term("KAZ", "Kazakhstan", 4e9, 4e9, 0, 1, 1),
        Term("central-asia", "Central Asia", 1e9, 1e9, 0, 1, 1),
    ]
    figure = charts_maps.world_map(terms, [("USA", "KAZ", terms[0])], measure(), LIGHT)
    (choropleth,) = traces(figure, "choropleth")
    assert list(choropleth.locations) == ["KAZ"]
    assert list(choropleth.z) == [3]  # 1 to 10 billion
    hatching = figure.data[0]
    assert len(b64decode(hatching.lon["bdata"])) > 4 * 1000 and hatching.hoverinfo == "skip"
    assert any("→" in str(t.name) or t.mode == "lines" for t in traces(figure, "scattergeo")[1:])


def test_hatching_spares_the_countries_that_have_a_deal() -> None:
    every = outlines.hatching(frozenset({"KAZ", "UZB"}))
    one = outlines.hatching(frozenset({"UZB"}))
    assert 0 < len(one[0]) < len(every[0])
    assert all(isnan(lon) or 55 < lon < 75 for lon in one[0])  # Uzbekistan
    assert all(isnan(lat) or 36 < lat < 47 for lat in one[1])


def test_nothing_counted_is_a_class_of_its_own_and_not_the_lowest() -> None:
    limits = (0.1, 1.0, 10.0, 100.0)
    assert [charts_maps.class_of(value, limits) for value in (0, 0.05, 0.1, 9.9, 10, 5000)] == [
        0,
        1,
        2,
        3,
        4,
        5,
    ]


def test_sankey_keeps_its_sum_on_both_sides() -> None:
    flows = [
        ("USA", "rail", "KAZ", WABTEC),
        ("USA", "agriculture", "KAZ", DEERE),
        (charts_maps.OTHER, charts_maps.OTHER, charts_maps.OTHER, Term("o", "rest", 1e9, 1e9, 0, 2, 2)),
    ]
    (trace,) = charts_maps.sankey(flows, {}, measure(), LIGHT).data
    assert sum(trace.link.value) == pytest.approx(2 * (4.2 + 3.0 + 1.0))


def test_each_mark_of_a_flow_carries_what_it_sets_in_the_address() -> None:
    flows = [
        ("USA", "rail", "XCA", Term("USA>rail>central-asia", "", 1e9, 1e9, 0, 1, 1)),
        (charts_maps.OTHER, charts_maps.OTHER, charts_maps.OTHER, Term(charts_maps.OTHER, "rest", 1e9, 1e9, 0, 2, 2)),
    ]  # fmt: skip
    (trace,) = charts_maps.sankey(flows, {}, measure(), LIGHT).data
    assert list(trace.node.customdata) == [
        "supplier=USA",
        "sector=rail",
        "recipient=central-asia",
        "",
        "",
        "",
    ]
    assert [asked for _, asked in trace.link.customdata] == [
        "supplier=USA&sector=rail", "sector=rail&recipient=central-asia", "", "",
    ]  # fmt: skip


def test_a_treemap_adds_up_to_its_parents() -> None:
    child = Term("d1", "Wabtec", 4.2e9, 4.2e9, 0, 1, 1, group="rail")
    parent = Term("rail", "Rail", 4.2e9, 4.2e9, 0, 1, 1)
    (trace,) = charts_sectors.treemap([parent], [child], measure(), LIGHT, "All").data
    assert list(trace.values) == [4.2, 4.2] and list(trace.parents) == ["", "s:rail"]
    assert list(trace.customdata) == ["", "deal=d1"]


def test_conflicting_values_are_dots_with_ranges_never_joined() -> None:
    ranges = [
        Range("A", 3e9, 5e9, "$3-5 bn", "3 to 5", True),
        Range("B", None, 4e9, "up to $4 bn", "up to 4"),
        Range("C", 2e9, None, "at least $2 bn", "over 2"),
    ]
    figure = charts_dots.dot_ranges(ranges, "billion", LIGHT, wording("en"))
    assert list(figure.data[0].x) == [3.0, 5.0]
    assert figure.data[1].marker.symbol[0] == "triangle-left"
    assert figure.data[2].marker.symbol[-1] == "triangle-right"
    assert len({trace.y[0] for trace in figure.data}) == 3  # a row each: no line from one report to another


def test_the_picture_carries_title_filters_and_source() -> None:
    found = picture_layout(
        LIGHT, "Announced deals, USA to Kazakhstan", "Sector: Rail", "Source: X. snapshot s-1", 400
    )
    words = json.dumps(found)
    assert "USA to Kazakhstan" in words and "Sector: Rail" in words and "snapshot s-1" in words
    assert found["height"] > 400 and found["width"] >= 1000


@given(
    st.lists(
        st.builds(
            lambda low, width, count, ceiling: Term(
                "k", "label", low, low + width, 0, count, max(1, count), int(ceiling > 0), ceiling
            ),
            st.floats(0, 1e13), st.floats(0, 1e12), st.integers(0, 3), st.floats(0, 1e12),
        ),
        max_size=12,
    ),
    st.sampled_from([LIGHT, DARK]),
    st.sampled_from(["lower", "upper", "count"]),
)  # fmt: skip
def test_any_terms_are_drawn_as_valid_json(terms: list[Term], colours: Any, bound: str) -> None:
    figure = charts.value_bars(terms, measure(bound=bound), colours)
    assert "NaN" not in figure.to_json()
    go.Figure(figure.to_dict())  # validated: every attribute is one that Plotly knows


def test_a_long_name_takes_a_second_line_and_keeps_its_end() -> None:
    long = "Boeing, GE Aerospace → Qatar Airways: 787 Dreamliner and 777X widebody aircraft"
    figure = charts.value_bars(
        [Term("k", long, 1e9, 1e9, 0, 1, 1), Term("s", "short", 1e9, 1e9, 0, 1, 1)], measure(), LIGHT
    )
    first, second = (note.text for note in figure.layout.annotations)
    assert first.count("<br>") == 1 and second.count("<br>") == 0
    assert first.replace("<br>", " ").startswith(long)
    assert (
        figure.layout.height
        > charts.value_bars([Term("s", "short", 1e9, 1e9, 0, 1, 1)] * 2, measure(), LIGHT).layout.height
    )


@pytest.mark.parametrize(
    ("title", "subtitle"), [("One line", ""), ("A title of words " * 15, "Sector: Rail; " * 20)]
)
def test_a_pictures_title_stands_whole_above_its_chart(title: str, subtitle: str) -> None:
    found = picture_layout(LIGHT, title, subtitle, "Source", 400)
    lines = found["title"]["text"].count("<br>") + 1
    foot = (1 - found["title"]["y"]) * found[
        "height"
    ]  # of the first line's letters, which are 16 pixels high
    assert foot - 16 >= 16, "it touches the picture's edge"
    assert foot + 27 * (lines - 1 - (not subtitle)) + 6 <= found["margin"]["t"], "it reaches into the chart"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Великобритания", "Великобритания"),  # one letter longer than the line
        ("Saudi Arabia and Qatar", "Saudi Arabia<br>and Qatar"),
        ("A" * 40, f"{'A' * 13}<br>…"),  # much longer: cut, as no word is
    ],
)
def test_a_word_a_little_longer_than_the_line_is_not_broken(text: str, lines: str) -> None:
    assert wrapped(text, 13, 2) == lines


def test_a_line_below_a_chart_explains_the_signs_that_are_in_it() -> None:
    one = {"type": "bar", "x": [1.0], "marker": {"pattern": {"shape": drawing.CEILING}}}
    none = {"type": "scatter", "x": [], "error_x": {}, "marker": {"symbol": drawing.OPEN_END}}
    ranged = {"type": "scatter", "x": [1.0], "error_y": {}}
    assert Drawing([one, none], {}).signs == ("ceilings",)
    assert Drawing([one, ranged], {}).signs == ("whiskers", "ceilings")
    say = wording("en")
    assert "Whiskers" not in scope.rule(say, Selection(), Drawing([one, none], {}).signs)
    assert "Hatched" in scope.rule(say, Selection(), Drawing([one, none], {}).signs)
