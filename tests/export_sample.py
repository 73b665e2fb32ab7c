"""One selection's About with awkward sources, for the tests of what leaves."""

from datetime import date

from pages.parts.about import About, Source

SOURCES = (
    Source(
        "U.S. Department of {State} & Co_",
        "100% $5 <b>#1</b> ~ ^ \\",
        "https://example.org/a?b=1&c=%20{x}",
        date(2025, 11, 7),
    ),
    Source("Министерство", "Заголовок", "", None),
)
ABOUT = About(
    page="deals",
    title="Announced deals, USA to Kazakhstan",
    snapshot="made-0001",
    accessed=date(2026, 11, 22),
    filters=(("Sector", "Rail"), ("Years", "since 2023")),
    query="sector=rail&years=2023-",
    rule="Counted: announced or firmer.",
    result="11 deals. 5 counted: $15.5-17.5 bn.",
    link="http://localhost:8501/Deals?sector=rail&years=2023-",
    sources=SOURCES,
)
