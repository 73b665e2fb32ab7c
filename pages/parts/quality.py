"""The pieces of the Data quality page: the funnel, rejects, sources, confidence, the reader's score, doubts, the build."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import streamlit as st

from etl.paths import ROOT
from pages.parts import (
    charts_quality,
    overview,
    own_words,
    panel,
    publications,
    reject_words,
    rule_words,
    selection,
)
from pages.parts.page import Page
from pages.parts.panel import Chart
from pages.parts.query import Query
from pages.parts.tables import Rows, show_kept, show_table
from pages.parts.wording import Wording, escape

VIEWS = ("dropped", "origins", "reader", "manifest")
REJECTS_SHOWN = 500
PUBLISHERS = 12  # bars; most publishers have one document
LABELLED = {part: ROOT / "tests" / "gold" / part for part in ("development", "heldback")}
MEASURES = (
    "amount_f1", "kind", "qualifier", "status", "sector", "supplier_country", "recipient_country", "reference_year",
    "companies_f1", "whole_record",
)  # fmt: skip
CONFIDENCE_STEPS = ((0.95, 1.01), (0.9, 0.95), (0.8, 0.9), (0.7, 0.8), (0.6, 0.7), (0.0, 0.6))


def draw(page: Page, view: str) -> None:
    """One view: a page of everything would be long to read and slow to draw."""
    if view == "dropped":
        draw_funnel(page)
        draw_rejects(page)
        draw_left_out(page)
    elif view == "origins":
        draw_sources(page)
    elif view == "reader":
        draw_confidence(page)
        draw_score(page)
        draw_review(page)
    else:
        draw_build(page)


def draw_funnel(page: Page) -> None:
    """Documents -> amounts -> deals -> counted, over the whole data set."""
    say, counts = page.say, page.store.counts
    st.markdown(say("quality.intro"))
    rows = [
        (say(f"funnel.{name}"), counts[name])
        for name in ("documents", "figures", "totals", "rejects", "deals", "counted")
    ]
    _show(
        page,
        "funnel",
        rows,
        say("quality.funnel"),
        say("quality.funnel_finding", **{n: say.whole(v) for n, v in counts.items()}),
    )


def draw_rejects(page: Page) -> None:
    """What was read and not published, by reason; one reason's rows with their sentences."""
    say = page.say
    st.header(say("quality.rejects"), anchor=False)
    groups = page.store.rows(
        Query("SELECT reason, stage, count(*) AS n FROM rejects GROUP BY ALL ORDER BY n DESC, reason, stage")
    )
    if not groups:
        st.info(say("quality.no_rejects"))
        return
    sums: dict[str, int] = {}
    for row in groups:
        sums[row["reason"]] = sums.get(row["reason"], 0) + row["n"]
    wanted = page.choice.extras["reason"]
    st.session_state["x_reason"] = wanted if wanted in sums else ""
    st.selectbox(
        say("quality.choose_reason"),
        ["", *sums],
        key="x_reason",
        help=say("help.reason"),
        format_func=lambda reason: (
            say("quality.every_reason", count=say.whole(sum(sums.values())))
            if not reason
            else say("filter.option", label=rule_words.refusal(say, reason), count=say.whole(sums[reason]))
        ),
        on_change=lambda: selection.change_extra("reason", st.session_state["x_reason"]),
    )
    reason = st.session_state["x_reason"]
    rejects = page.store.shown_table(
        Query(
            f"""SELECT stage, reason, quote, sentence, message, path FROM rejects
                WHERE ? = '' OR reason = ? ORDER BY path, reject_id LIMIT {REJECTS_SHOWN}""",
            (reason, reason),
        )
    )
    in_words = {
        "stage": [reject_words.stage(say, one) for one in rejects["stage"].to_pylist()],
        "reason": [rule_words.refusal(say, one) for one in rejects["reason"].to_pylist()],
        "message": [
            reject_words.message(say, *one)
            for one in zip(
                *(rejects[name].to_pylist() for name in ("reason", "path", "message")), strict=True
            )
        ],
    }
    for name, words in in_words.items():
        rejects = rejects.set_column(rejects.column_names.index(name), name, pa.array(words, pa.string()))
    names = [say(f"column.{name}") for name in ("stage", "reason", "quote", "sentence", "message", "path")]
    show_table(say, rejects.rename_columns(names), "rejects", say("quality.rejects"))
    shown, whole = rejects.num_rows, sums.get(reason, sum(sums.values()))
    if shown < whole:
        st.caption(escape(say("quality.first_rows", shown=say.whole(shown), whole=say.whole(whole))))


def draw_left_out(page: Page) -> None:
    """Deals that are listed and not added, by reason, over the whole data set."""
    overview.draw_left_out(page.whole)


def draw_sources(page: Page) -> None:
    """Who publishes what we read."""
    say = page.say
    rows = page.store.rows(
        Query(
            """SELECT coalesce(publisher, '') AS publisher, count(*) AS documents, sum(figure_count)::BIGINT AS figures,
                      bool_or(is_official) AS is_official FROM documents GROUP BY 1 ORDER BY documents DESC, 1"""
        )
    )
    named = [(row["publisher"] or say("filter.not_stated"), row["documents"]) for row in rows[:PUBLISHERS]]
    mix = page.store.rows(
        Query(
            "SELECT source_type, count(*) AS n, count(*) FILTER (is_official) AS official FROM documents GROUP BY 1"
        )
    )
    by_type = {row["source_type"]: row["n"] for row in mix}
    finding = say(
        "quality.sources_finding",
        n=len(rows),
        releases=say.whole(by_type.get("release", 0)),
        ledgers=say.whole(by_type.get("ledger", 0)),
        official=say.whole(sum(row["official"] for row in mix)),
    )
    # The rest in words: as one bar it would be longer than all others and dwarf them.
    if rest := rows[PUBLISHERS:]:
        documents = say.whole(sum(row["documents"] for row in rest))
        finding += " " + say("quality.other_publishers", n=len(rest), documents=documents)
    _show(page, "sources", named, say("quality.sources"), finding, axis=say("funnel.documents"))


def draw_confidence(page: Page) -> None:
    """How sure the readings behind deals and totals are."""
    say = page.say
    cases = " ".join(f"WHEN confidence >= {low} THEN '{low}'" for low, _ in CONFIDENCE_STEPS)
    rows = page.store.rows(
        Query(f"SELECT CASE {cases} END AS step, count(*) AS n FROM figures WHERE kind <> 'other' GROUP BY 1")
    )
    found = {float(row["step"]): row["n"] for row in rows if row["step"] is not None}
    bars = [
        (say("quality.step", low=say.number(low), high=say.number(min(high, 1.0))), found.get(low, 0))
        for low, high in CONFIDENCE_STEPS
    ]
    sure, whole = sum(n for low, n in found.items() if low >= 0.9), sum(found.values())
    finding = say("quality.confidence_finding", sure=say.whole(sure), n=whole)
    _show(page, "confidence", bars, say("quality.confidence"), finding, axis=say("funnel.figures"))


def draw_score(page: Page) -> None:
    """The reader's score on labelled passages, worked out here and now, by the command's own code."""
    say = page.say
    st.header(say("quality.score"), anchor=False)
    st.markdown(say("quality.score_intro"))
    if not all(folder.is_dir() for folder in LABELLED.values()):
        st.info(say("quality.no_labels"))
        return
    if not st.session_state.get("scored"):
        st.button(
            say("quality.score_now"), key="score_now", on_click=lambda: st.session_state.update(scored=True)
        )
        return
    with st.spinner(say("quality.scoring")):
        scores = page.store.keep(
            "reader_score", lambda: {part: _measure(folder) for part, folder in LABELLED.items()}
        )
    columns: dict[str, list[str | float]] = {
        say("quality.measure"): [say(f"measure_name.{name}") for name in MEASURES]
    }
    for part, (passages, figures, measures) in scores.items():
        heading = say(f"quality.part_{part}", passages=say.whole(passages), figures=say.whole(figures))
        columns[heading] = [round(measures[name], 3) for name in MEASURES]
    show_table(say, pa.table(columns), "scores", say("quality.score"))


def draw_review(page: Page) -> None:
    """Pairs of deals that may be one deal: not merged, for somebody to look at."""
    say = page.say
    rows = page.store.shown_table(
        Query(
            """SELECT a.title AS one, b.title AS other, r.score, r.why, r.deal_id, r.other_deal_id
               FROM review_pairs AS r JOIN facts AS a ON a.deal_id = r.deal_id JOIN facts AS b ON b.deal_id = r.other_deal_id
               ORDER BY r.score DESC, r.deal_id, r.other_deal_id LIMIT 200"""
        )
    )
    whole = page.store.rows(Query("SELECT count(*) AS n FROM review_pairs"))[0]["n"]
    st.header(say("quality.review", n=whole), anchor=False)
    st.markdown(say("quality.review_intro"))
    if rows.num_rows:
        show_kept(
            page, "review", lambda: _review_table(page, rows), say("quality.review", n=whole), is_wrapped=True
        )
    if rows.num_rows < whole:
        shown = say("quality.first_rows", shown=say.whole(rows.num_rows), whole=say.whole(whole))
        st.caption(escape(shown))


def _review_table(page: Page, rows: pa.Table) -> pa.Table:
    """The doubtful pairs with titles and reasons in the reader's words."""
    say = page.say
    names = [say(f"quality.{name}") for name in ("one", "other_one", "how_sure", "why", "one_id", "other_id")]
    for place in (0, 1):
        there = [own_words.title(page.store, say, title) for title in rows[place].to_pylist()]
        rows = rows.set_column(place, names[place], pa.array(there, pa.string()))
    reasons = [own_words.reason(say, why) for why in rows[3].to_pylist()]
    return rows.set_column(3, names[3], pa.array(reasons, pa.string())).rename_columns(names)


def draw_build(page: Page) -> None:
    """What the snapshot's manifest says: rows and checksums by table, corrections."""
    say, manifest = page.say, page.store.manifest
    st.header(say("quality.build"), anchor=False)
    tables = manifest.get("tables", {})
    if tables:
        show_kept(page, "build", lambda: _build_table(say, tables), say("quality.build"))
    corrections = page.store.shown_table(Query("SELECT * FROM corrections_applied ORDER BY date, id"))
    st.markdown(escape(say("quality.corrections", n=corrections.num_rows)))
    if corrections.num_rows:
        show_kept(
            page,
            "corrections",
            lambda: _corrections_table(say, corrections),
            say("quality.corrections", n=corrections.num_rows),
            is_wrapped=True,
        )


def _build_table(say: Wording, tables: Mapping[str, Mapping[str, Any]]) -> pa.Table:
    """Each published table with its rows and its checksum."""
    listed = sorted(tables.items())
    return pa.table(
        {
            say("quality.table"): [name for name, _ in listed],
            say("quality.rows"): [int(about.get("rows", 0)) for _, about in listed],
            "sha256": [str(about.get("sha256", "")) for _, about in listed],
        }
    )


def _corrections_table(say: Wording, corrections: pa.Table) -> pa.Table:
    """The corrections with headings in the reader's words, and amounts as a table has them."""
    for name in ("old", "new"):
        written = [_grouped(say, value) for value in corrections[name].to_pylist()]
        place = corrections.column_names.index(name)
        corrections = corrections.set_column(place, name, pa.array(written, pa.string()))
    texts = {name: f"correction.{name}" for name in corrections.column_names}
    return corrections.rename_columns([say(key) if say.has(key) else name for name, key in texts.items()])


def _grouped(say: Wording, value: str | None) -> str | None:
    """An amount with its thousands apart; a year, a code and words as they are."""
    return say.whole(int(value)) if value and value.isdigit() and len(value) > 4 else value


def _show(
    page: Page, name: str, rows: Sequence[tuple[str, int]], title: str, finding: str, axis: str = ""
) -> None:
    say, axis = page.say, axis or page.say("quality.number")

    def made() -> Chart:
        table = pa.table({say("quality.what"): [label for label, _ in rows], axis: [n for _, n in rows]})
        return Chart(
            name, charts_quality.count_bars(rows, page.look, say, axis), title, finding, Rows(len(rows), lambda: table),
            publications.of_everything(page.store), say("quality.whole_data"),
        )  # fmt: skip

    panel.show(page.whole, page.store.keep(("quality", name, say.language, page.look.scheme), made))


def _measure(folder: Path) -> tuple[int, int, dict[str, float]]:
    from etl.gather import read_labelled  # heavy: only when a reader asks
    from etl.score import score

    found = score((one.name, one.figures, read, one.shift) for one, read in read_labelled(folder))
    return found.documents, found.figures, found.measures()
