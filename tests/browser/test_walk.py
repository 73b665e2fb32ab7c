"""Random walks: whatever a reader presses, types, pastes or uploads, in whatever order, no page breaks.

`DEALSCOPE_WALKS=10 DEALSCOPE_STEPS=200` walks further than the everyday run.
"""

import os
import random
from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Browser, Error, Locator

from tests.browser.conftest import Reader, tab

pytestmark = pytest.mark.browser

WALKS, STEPS = int(os.environ.get("DEALSCOPE_WALKS", "2")), int(os.environ.get("DEALSCOPE_STEPS", "35"))
# What is pressed, and how often it is chosen.
PRESSED = {
    ".menu a": 10,
    "a.step:not(.menu a)": 5,
    ".stApp button:not([role=option])": 16,
    ".chips a": 3,
    "label[data-testid=stCheckbox], [data-testid=stCheckbox] label": 6,
    "details summary": 4,
    "[role=tab]": 2,
    "[data-testid=stSelectbox] input, [data-testid=stMultiSelect] input": 12,
    ".bars .point path, .choroplethlayer path, .slice, .sankey-link, .node-rect, .scatterlayer .points path": 14,
    ".js-plotly-plot": 3,
    "[data-testid=stDataFrame]": 6,
}
TYPED = (
    "$x$ <script>alert(1)</script>",
    "'; DROP TABLE deals; --",
    "%%% _ \\",
    "нефть",
    "{n} {0}",
    "A" * 300,
    "",
)
PASTED = (
    "",
    "no amount at all",
    "$$$ 5 billion $ <img src=x onerror=alert(1)> Peru bought trams worth $4.2 billion. " * 20,
    "\u202e$5 billion\u202c \x00 between 3 and -5 bn to 1e400 billion",
    "Перу и Чили подписали соглашение на 3,5 млрд долларов.",
)
FILES = (
    ("a.txt", b"Peru bought trams worth $5 million."),
    ("b.pdf", b"%PDF broken"),
    ("<b>.md", b"\xff\xfe"),
)
LINKS = (
    "/Deals?deal=Dnope",
    "/Sectors?view=compare&versus=years:0-0",
    "/Read_a_release",
    "/?lang=ru",
    "/?value=9-",
)
MARKS = "path, .slice, .sankey-link, .node-rect"


class Walk:
    """One reader without a plan."""

    def __init__(self, reader: Reader, seed: int) -> None:
        self.reader, self.page, self.chance = reader, reader.page, random.Random(seed)
        self.trail: list[str] = []
        # A text from outside that is carried out as a script says so in a dialog.
        self.page.on("dialog", lambda dialog: (reader.errors.append(dialog.message), dialog.dismiss()))
        self.steps: dict[Callable[[], None], int] = {
            self.press: 70,
            self.type: 8,
            self.paste: 5,
            self.upload: 2,
            self.slide: 3,
            self.go_back_or_forward: 6,
            self.follow_link: 4,
            self.change_scheme: 1,
        }

    def any_of(self, selector: str) -> Locator | None:
        """One of the things in sight; None where there is none."""
        found = self.page.locator(selector).filter(visible=True)
        count = found.count()
        return found.nth(self.chance.randrange(count)) if count else None

    def press(self) -> None:
        # An open list is chosen from more often than not, or a walk would only open lists.
        options = self.any_of("[role=option]")
        selector = self.chance.choices(list(PRESSED), list(PRESSED.values()))[0]
        thing = options if options and self.chance.random() < 0.8 else self.any_of(selector)
        if not thing:
            return
        name = thing.inner_text(timeout=1_000) if thing.evaluate("e => e instanceof HTMLElement") else ""
        self.trail.append((name or thing.get_attribute("aria-label") or selector)[:40])
        box = thing.bounding_box()
        if selector == "[data-testid=stDataFrame]" and box:  # its rows are pressed by place
            place = {"x": self.chance.choice((16.0, box["width"] / 2)), "y": self.chance.choice((18.0, 54.0))}
            thing.click(timeout=1_500, position={"x": place["x"], "y": place["y"]})
        else:
            thing.click(timeout=1_500, force=thing.evaluate("(e, marks) => e.matches(marks)", MARKS))

    def type(self) -> None:
        self._write("[data-testid=stTextInput] input", TYPED, "Enter")

    def paste(self) -> None:
        self._write("textarea", PASTED, "Control+Enter")

    def _write(self, selector: str, words: Sequence[str], key: str) -> None:
        if field := self.any_of(selector):
            chosen = self.chance.choice(words)
            self.trail.append(f"write {chosen[:20]!r}")
            field.fill(chosen, timeout=1_500)
            field.press(key)

    def upload(self) -> None:
        field = self.page.locator("[data-testid=stFileUploaderDropzoneInput]")
        if field.count():
            files = self.chance.sample(FILES, 2)
            self.trail.append(f"upload {[name for name, _ in files]}")
            field.first.set_input_files(
                [
                    {"name": name, "mimeType": "application/octet-stream", "buffer": data}
                    for name, data in files
                ]
            )

    def slide(self) -> None:
        if handle := self.any_of("[data-testid=stSidebar] input[type=range]"):
            self.trail.append("slide")
            handle.focus(timeout=1_500)
            self.page.keyboard.press(self.chance.choice(("ArrowRight", "ArrowLeft", "Home", "End")))

    def go_back_or_forward(self) -> None:
        way = self.chance.choice((self.page.go_back, self.page.go_forward))
        self.trail.append(way.__name__)
        way(wait_until="commit")

    def follow_link(self) -> None:
        self.trail.append(self.chance.choice(LINKS))
        self.page.goto(self.reader.address + self.trail[-1])

    def change_scheme(self) -> None:
        self.trail.append("scheme")
        self.page.emulate_media(color_scheme=self.chance.choice(("light", "dark")))

    def step(self) -> None:
        """Do something, wait until all is drawn, and see whether the page still stands."""
        step = self.chance.choices(list(self.steps), list(self.steps.values()))[0]
        try:
            step()
        except Error:  # gone or covered meanwhile: a reader would press elsewhere
            self.page.keyboard.press("Escape")
        if not self.page.url.startswith(self.reader.address):  # back beyond the first page
            self.reader.open("/")
        self.reader.settle()
        where = f"after {self.trail[-6:]} on {self.page.url}"
        assert not self.page.locator("[data-testid=stException]").count(), where
        self.page.locator("h1").wait_for(timeout=30_000)
        assert not self.reader.errors, f"{where}: {self.reader.errors}"
        sideways = (
            "() => { const m = document.querySelector('.stMain'); return m.scrollWidth - m.clientWidth; }"
        )
        assert self.page.evaluate(sideways) <= 1, where


@pytest.mark.parametrize("seed", range(WALKS))
def test_a_random_walk_meets_no_error(seed: int, chromium: Browser, address: str) -> None:
    for reader in tab(chromium, address, 390 if seed % 2 else 1400, "dark" if seed % 4 > 1 else "light"):
        walk = Walk(reader, seed)
        reader.open("/")
        for _ in range(STEPS):
            walk.step()
        assert not reader.foreign
        assert len(set(walk.trail)) > STEPS // 4, "the walk did too few different things to mean anything"
