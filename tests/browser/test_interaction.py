"""What a press does: the table's row like the chart's mark; the address says what is on screen, back undoes.

A table is drawn on a canvas, so its rows are pressed by place: the box before the first row stands at its
left, under the heading.
"""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, TimeoutError

from tests.browser.conftest import Reader

pytestmark = pytest.mark.browser

# Page, chart, and the name that a press on a row of its table sets in the address. That every chart has its keys,
# and its list for the keyboard, is in test_press.py.
ROWS = [
    ("/", "largest", "deal"),
    ("/Sectors?view=firmness", "firmness", "sector"),
    ("/Countries?side=supplier", "map", "supplier"),
    ("/Countries?view=flows", "flows", "recipient"),
    ("/Totals", "claims_investment", "claim"),
]
# A mark of a chart of each form whose marks can be pressed.
MARKS = [
    ("/", "largest", ".bars .point path", "deal"),
    ("/", "years", ".bars .point path", "years"),
    ("/Sectors?view=years", "sector-years", ".bars .point path", "sector"),
    ("/Countries", "map", ".choroplethlayer path", "recipient"),
    ("/Sectors?view=areas", "areas", ".treemaplayer .slice:has(text)", "deal"),
    ("/Countries?view=flows", "flows", ".sankey-link", "sector"),
    ("/Countries?view=flows", "flows", ".sankey-node .node-rect", "supplier"),
    ("/Countries?view=matrix", "matrix", ".scatterlayer .points path", "supplier"),
    ("/Totals", "claims_investment", ".scatterlayer .points path", "claim"),
]


def asked(reader: Reader) -> dict[str, str]:
    """The address's query."""
    return {name: ",".join(values) for name, values in parse_qs(urlsplit(reader.page.url).query).items()}


def show_table(reader: Reader, chart: str) -> Locator:
    reader.page.locator(f".st-key-tools_{chart}").get_by_text("Show as table").click()
    grid = reader.page.locator(f"[class*=st-key-rows_{chart}_] [data-testid=stDataFrame]").first
    grid.wait_for()
    reader.until_asked(f"table={chart}")
    return grid


@pytest.mark.parametrize(("path", "chart", "name"), ROWS, ids=[f"{chart} {path}" for path, chart, _ in ROWS])
def test_a_row_of_the_table_filters_or_opens(path: str, chart: str, name: str, reader: Reader) -> None:
    reader.open(path)
    grid = show_table(reader, chart)
    grid.scroll_into_view_if_needed()
    grid.click(position={"x": 16, "y": 54})  # the box of the first row
    reader.until_asked(f"{name}=")
    if name != "claim":
        reader.page.locator(".dealtitle" if name == "deal" else ".chips a").first.wait_for()
    assert reader.errors == []


@pytest.mark.parametrize(
    ("path", "chart", "mark", "name"), MARKS, ids=[f"{chart} {path}" for path, chart, _, _ in MARKS]
)
def test_a_press_on_a_mark_is_in_the_address_and_back_undoes_it(
    path: str, chart: str, mark: str, name: str, reader: Reader
) -> None:
    reader.open(path)
    before, title = asked(reader), reader.page.locator("h1").inner_text()
    marks = reader.page.locator(f".st-key-chart_{chart} {mark}")
    # The first year has a column too low to hit, the last has not.
    (marks.last if name == "years" else marks.first).click(force=True)
    reader.until_asked(f"{name}=")
    # What the address says is what is on screen: a fresh tab at the same address shows the same.
    text = shown(reader)
    reader.page.reload()
    reader.settle()
    assert shown(reader) == text
    reader.page.go_back()
    reader.until_asked(without=(f"{name}=",))
    reader.until_words("h1", same_as=title)
    assert asked(reader) == before
    assert reader.errors == []


def shown(reader: Reader) -> str:
    """The words of the page, without the sidebar."""
    return reader.page.locator("[data-testid=stMainBlockContainer]").inner_text()


def test_reset_clears_the_address_and_keeps_the_view(reader: Reader) -> None:
    reader.open("/Years?sector=rail&view=months&bounds=upper")
    reader.reset()
    reader.until_asked(without=("sector=",))
    assert asked(reader) == {"view": "months"}
    text = shown(reader)
    reader.page.reload()
    reader.settle()
    assert shown(reader) == text
    assert reader.errors == []


def test_the_table_view_is_in_the_address_and_redraws_nothing_else(reader: Reader) -> None:
    reader.open("/")
    reader.page.evaluate(
        """() => { document.querySelectorAll('.js-plotly-plot').forEach((g, i) => { g.__mark = i + 1; });
                   window.__drawn = 0;
                   document.querySelectorAll('.js-plotly-plot').forEach(g => g.on('plotly_afterplot', () => window.__drawn++)); }"""
    )
    show_table(reader, "years")
    assert asked(reader) == {"table": "years"}
    # The other chart is the very element that was there, and was not drawn again.
    kept = reader.page.evaluate(
        "() => [document.querySelector('.st-key-chart_largest .js-plotly-plot').__mark, window.__drawn]"
    )
    assert kept == [1, 0]
    reader.page.reload()
    reader.settle()
    assert reader.page.locator("[class*=st-key-rows_years_] [data-testid=stDataFrame]").count() == 1
    reader.page.go_back()
    reader.until_asked(without=("table=",))
    reader.page.locator(".st-key-chart_years .js-plotly-plot").wait_for()
    assert reader.errors == []


def test_a_filter_leaves_alone_what_it_does_not_change(reader: Reader) -> None:
    """Charts of the whole data set stand as they are while the sidebar's filters change."""
    reader.open("/Data_quality")
    reader.page.evaluate(
        """() => { window.__drawn = 0;
                   document.querySelectorAll('.js-plotly-plot').forEach(g => g.on('plotly_afterplot', () => window.__drawn++)); }"""
    )
    reader.filter_by("Rail")
    assert reader.page.evaluate("() => window.__drawn") == 0
    assert reader.errors == []


@pytest.mark.parametrize("path", ["/", "/Deals", "/Totals"])
def test_back_takes_one_step_for_each_filter(path: str, reader: Reader) -> None:
    reader.open(path)
    steps = [asked(reader)]
    for name in ("Rail", "Aviation"):
        reader.filter_by(name)
        steps.append(asked(reader))
    for step in reversed(steps[:-1]):
        reader.page.go_back()
        if path != "/Totals":
            reader.page.wait_for_function(
                "n => [...document.querySelectorAll('.chips a')].filter(b => b.offsetParent).length === n",
                arg=len(step.get("sector", "").split(",")) - (not step),
                timeout=30_000,
            )
        reader.settle()
        assert asked(reader) == step
    assert reader.errors == []


def test_on_a_phone_deals_are_cards_that_open_without_loading_the_page_anew(phone: Reader) -> None:
    phone.open("/Deals?sector=rail&order=largest")
    assert not phone.page.locator(".st-key-deal_list").is_visible()
    phone.page.evaluate("() => { window.__same = true; }")
    card = phone.page.locator(".dealcards a").first
    title = card.inner_text()
    card.click()
    phone.until_asked("deal=")
    phone.until_words(".dealtitle", same_as=title)
    assert phone.page.evaluate("() => window.__same")
    phone.page.go_back()
    phone.page.locator(".dealcards a").first.wait_for()
    assert asked(phone) == {"sector": "rail", "order": "largest"}
    assert phone.errors == []


def test_the_menu_of_a_phone_makes_room_for_the_page_it_leads_to(phone: Reader) -> None:
    phone.open("/?sector=rail")
    phone.page.locator("[data-testid=stExpandSidebarButton]").click()
    phone.page.locator(".menu").wait_for()
    phone.page.get_by_role("link", name="Years", exact=True).click()
    phone.page.wait_for_url("**/Years**")
    phone.page.locator(".stSidebar[data-collapsed=true]").wait_for(state="attached", timeout=30_000)
    phone.until_asked("sector=rail")
    assert phone.page.locator(".menu a[aria-current=page]").text_content() == "Years"
    assert phone.page.locator("h1").inner_text().startswith("Years")
    assert phone.errors == []


def test_a_search_typed_while_the_page_changes_keeps_the_other_filters(reader: Reader) -> None:
    reader.open("/Sectors?supplier=USA&recipient=KAZ")
    reader.page.get_by_role("link", name="Years", exact=True).click()
    for _ in range(6):  # the field may be drawn anew under the hand: then it is typed again
        field = reader.page.get_by_role("textbox", name="Search").first
        field.fill("NVIDIA")
        field.press("Enter")
        try:
            reader.page.wait_for_function("() => location.search.includes('q=NVIDIA')", timeout=5_000)
        except TimeoutError:
            continue
        break
    reader.until_asked("q=NVIDIA")
    assert asked(reader) == {"q": "NVIDIA", "supplier": "USA", "recipient": "KAZ"}
    assert reader.page.locator("h1").inner_text().startswith("Years")
    assert reader.errors == []


def test_a_slider_moved_quickly_keeps_the_other_filters(reader: Reader) -> None:
    """Options are sent by labels with numbers in them, which change while the reader presses on."""
    reader.open("/?sector=rail&recipient=central-asia")
    reader.page.get_by_role("slider").first.focus()
    for _ in range(8):
        reader.page.keyboard.press("ArrowRight")
    reader.until_asked("years=2021-")
    assert asked(reader) == {"sector": "rail", "recipient": "central-asia", "years": "2021-"}
    assert reader.errors == []


@pytest.mark.parametrize(
    ("path", "mark"), [("/Sectors", ".bars .point path"), ("/Countries?view=flows", ".sankey-link")]
)
def test_back_and_forward_after_a_click_and_after_reset(path: str, mark: str, reader: Reader) -> None:
    reader.open(f"{path}{'&' if '?' in path else '?'}recipient=KAZ&lang=ru")
    seen = [(asked(reader), reader.page.locator(".result").inner_text())]
    reader.page.locator(mark).nth(1).click(force=True)
    reader.until_asked("sector=", "recipient=KAZ")
    seen.append((asked(reader), reader.page.locator(".result").inner_text()))
    reader.page.get_by_role("link", name="Сбросить всё").click()
    reader.until_asked(without=("sector=", "recipient="))
    seen.append((asked(reader), reader.page.locator(".result").inner_text()))
    assert len({words for _, words in seen}) == 3
    for step, move in [(1, reader.page.go_back), (0, reader.page.go_back), (1, reader.page.go_forward), (2, reader.page.go_forward)]:  # fmt: skip
        move()
        reader.until_words(".result", same_as=seen[step][1])
        assert asked(reader) == seen[step][0]
    assert reader.errors == []
