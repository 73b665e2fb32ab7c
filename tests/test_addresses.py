"""The data addresses: the same rows and totals as the pages, clear refusals, and true to their description."""

import csv
import gzip
import io
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import polars
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from streamlit.web.server.app_discovery import discover_asgi_app

from etl.paths import ROOT
from pages.parts import addresses, opengraph, query
from pages.parts.criteria import Selection
from pages.parts.extracts import EXTRACTS
from pages.parts.store import ENVIRONMENT, open_store
from tests.made_snapshot import NAME, write_snapshot

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_snapshot(tmp_path_factory.mktemp("made"), 60)


@pytest.fixture(autouse=True)
def _made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(folder))


def app() -> Starlette:
    return Starlette(
        routes=[*addresses.routes(), *opengraph.routes()],
        middleware=[Middleware(GZipMiddleware, minimum_size=1000)],
    )


class Client:
    """Asks the application without a network."""

    def get(self, address: str, **headers: str) -> httpx.Response:
        import anyio

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=app())
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.get(address, headers={k.replace("_", "-"): v for k, v in headers.items()})

        return anyio.run(ask)


client = Client()


def csv_of(response: httpx.Response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.text)))


# ---------------------------------------------------------------------------- the same rows and totals

SELECTIONS = [
    ("", Selection(), "everything"),
    ("sector=rail", Selection(sectors=("rail",)), "one sector"),
    (
        "sector=rail,aviation&supplier=USA",
        Selection(sectors=("rail", "aviation"), suppliers=("USA",)),
        "two sectors of one country",
    ),
    ("recipient=not-stated", Selection(recipients=("not-stated",)), "what the source does not say"),
    ("firm=any", Selection(floor="any"), "a lower floor"),
    ("value=1bn-", Selection(least_usd=1e9), "a value band"),
    ("q=company 1", Selection(search="company 1"), "a search"),
]


@pytest.mark.parametrize(("asked", "selection", "why"), SELECTIONS, ids=[case[2] for case in SELECTIONS])
def test_the_rows_and_totals_are_those_of_the_page(asked: str, selection: Selection, why: str) -> None:
    page = open_store().rows(query.deals(selection))
    rows = csv_of(client.get(f"/data/deals.csv?{asked}"))
    assert [row["deal_id"] for row in rows] == [row["deal_id"] for row in page]
    counted = [float(row["value_low_usd"]) for row in rows if row["is_counted"] == "true"]
    sums = client.get(f"/data/sums.json?by=firmness&{asked}").json()["records"]
    assert sum(row["low"] for row in sums) == sum(counted)
    assert sum(row["counted"] for row in sums) == len(counted)


def test_figures_and_documents_follow_the_deals() -> None:
    deals = {row["deal_id"] for row in csv_of(client.get("/data/deals.csv?sector=rail"))}
    figures = csv_of(client.get("/data/figures.csv?sector=rail"))
    assert {row["deal_id"] for row in figures} == deals
    documents = {row["document_id"] for row in csv_of(client.get("/data/documents.csv?sector=rail"))}
    assert documents == {row["document_id"] for row in figures}


def test_claims_follow_the_pair_and_the_years() -> None:
    rows = client.get("/data/totals.json?recipient=KAZ&years=2021").json()["records"]
    assert all(row["recipient_country"] == "KAZ" and row["reference_year"] == 2021 for row in rows)
    assert client.get("/data/totals.json?sector=rail").status_code == 400


@pytest.mark.parametrize("name", EXTRACTS)
@pytest.mark.parametrize("ending", ["csv", "json", "parquet", "xlsx"])
def test_every_address_answers_in_its_own_media_type(name: str, ending: str) -> None:
    response = client.get(f"/data/{name}.{ending}?limit=2")
    assert response.status_code == 200, response.text[:300]
    assert {"csv": "csv", "json": "json", "parquet": "parquet", "xlsx": "spreadsheetml"}[
        ending
    ] in response.headers["content-type"]
    assert NAME in response.headers["content-disposition"]


def test_polars_reads_parquet_from_the_address() -> None:
    assert polars.read_parquet(io.BytesIO(client.get("/data/deals.parquet").content)).height == 60


def test_limit_and_offset_walk_through_all_rows_once() -> None:
    whole = [row["deal_id"] for row in csv_of(client.get("/data/deals.csv"))]
    pieces: list[str] = []
    address = "/data/deals.csv?limit=25"
    while address:
        response = client.get(address)
        pieces += [row["deal_id"] for row in csv_of(response)]
        assert response.headers["x-total-count"] == "60"
        address = response.links.get("next", {}).get("url", "")
    assert pieces == whole
    assert [row["deal_id"] for row in csv_of(client.get("/data/deals.csv?offset=58"))] == whole[58:]
    assert csv_of(client.get("/data/deals.csv?limit=0")) == []


# ---------------------------------------------------------------------------- HTTP


def test_the_same_question_is_not_answered_twice() -> None:
    first = client.get("/data/deals.csv?sector=rail")
    again = client.get("/data/deals.csv?sector=rail", if_none_match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert client.get("/data/deals.csv", if_none_match=first.headers["etag"]).status_code == 200


def test_a_new_snapshot_has_a_new_etag(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = client.get("/data/deals.csv").headers["etag"]
    monkeypatch.setenv(ENVIRONMENT, str(write_snapshot(tmp_path, 5)))
    assert client.get("/data/deals.csv", if_none_match=old).status_code == 200


def test_long_answers_are_compressed_for_those_who_ask() -> None:
    response = client.get("/data/deals.csv", accept_encoding="gzip")
    assert response.headers["content-encoding"] == "gzip"
    assert len(gzip.compress(response.content)) < len(response.content) / 4


REFUSED = [
    ("/data/deals.csv?sector=rial", "sector", "aviation", "a code that the data do not have"),
    ("/data/deals.csv?sector=rail,rial", "sector", "aviation", "one of several"),
    ("/data/deals.csv?supplier=XYZ", "supplier", "KAZ", "an unknown country"),
    ("/data/deals.csv?years=2021-2020", "years", "2021", "ends in the wrong order"),
    ("/data/deals.csv?years=soon", "years", "2021", "no year"),
    ("/data/deals.csv?value=1bn", "value", "1bn-5bn", "no band"),
    ("/data/deals.csv?firm=very", "firm", "announced", "an unknown floor"),
    ("/data/deals.csv?limit=-1", "limit", "whole number", "a negative limit"),
    ("/data/deals.csv?limit=", "limit", "whole number", "an empty limit"),
    ("/data/deals.csv?limit=1&limit=2", "limit", "whole number", "two limits"),
    ("/data/deals.csv?secotr=rail", "secotr", "sector", "a name with a slip"),
    ("/data/sums.csv?by=colour", "by", "sector", "a column that cannot be summed by"),
    ("/data/sums.csv?unit=gdp", "unit", "recipient", "shares of different GDPs"),
    ("/feed.xml?limit=3", "limit", "", "a name that the feed does not have"),
]


@pytest.mark.parametrize(("address", "name", "allowed", "why"), REFUSED, ids=[case[3] for case in REFUSED])
def test_a_refusal_names_what_is_allowed(address: str, name: str, allowed: str, why: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    problem = response.json()["problems"][0]
    assert problem["name"] == name
    assert allowed in problem["allowed"]


@pytest.mark.parametrize(
    "address", ["/data", "/data/", "/data/deals", "/data/deals.txt", "/data/nothing.csv", "/data/a/b.csv"]
)
def test_an_unknown_address_says_which_there_are(address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert "/data/{deals," in response.json()["problems"][0]["allowed"]


def test_without_data_every_address_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    for address in ("/data/deals.csv", "/data/openapi.json", "/feed.xml"):
        response = client.get(address)
        assert response.status_code == 503
        assert "python -m etl build" in response.json()["error"]
    assert client.get("/").status_code == 200, "the page itself tells what to do"


# ---------------------------------------------------------------------------- descriptions, feed, titles


def test_the_dictionary_describes_every_column_of_the_csv() -> None:
    told = client.get("/data/dictionary.json").json()
    described = {column["name"] for column in [*told["tables"]["deals"], *told["added_to_deals"]]}
    assert set(csv_of(client.get("/data/deals.csv?limit=1"))[0]) == described


def test_records_match_the_schema_in_openapi() -> None:
    told = client.get("/data/openapi.json").json()
    answer = told["paths"]["/data/deals.json"]["get"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    jsonschema_rs.validate(answer, client.get("/data/deals.json").json())


def test_the_feed_is_atom_with_the_newest_deals_first() -> None:
    feed = ElementTree.fromstring(client.get("/feed.xml?sector=rail").content)
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 12
    days = [entry.findtext(f"{ATOM}updated", "") for entry in entries]
    assert days == sorted(days, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == days[0]
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 12
    assert "<script>" in str(entries[0].findtext(f"{ATOM}summary"))  # as text: it is escaped in the file


def test_a_shared_link_says_what_it_shows() -> None:
    html = client.get("/Deals?sector=rail").text
    assert '<meta property="og:title" content="' in html
    assert 'property="og:description" content="12 deals. 12 counted' in html
    assert '<div id="root">' in html, "the rest of the document is Streamlit's own"


def test_a_shared_link_cannot_smuggle_markup() -> None:
    html = client.get('/Deals?q="><script>alert(1)</script>').text
    assert "<script>alert(1)" not in html


def test_streamlit_finds_the_server_in_the_dashboard() -> None:
    found = discover_asgi_app(ROOT / "dashboard.py")
    assert found.import_string == "dashboard:app"


# ---------------------------------------------------------------------------- the description against the server


@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "refused"]
)
def test_the_server_keeps_its_description(mode: GenerationMode) -> None:
    """Every address, asked what the description allows and what it does not."""
    described = schemathesis.openapi.from_asgi("/data/openapi.json", app())
    found = [result.ok() for result in described.get_all_operations()]
    assert len(found) >= 4 * len(EXTRACTS) + 2
    # The forms of one kind of rows share all but the writer: each kind once, one kind in every form.
    operations = [o for o in found if o.path.endswith((".json", ".xml")) or o.path.startswith("/data/deals.")]
    for operation in operations:
        if mode is GenerationMode.NEGATIVE and not list(operation.iter_parameters()):
            continue

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=5,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def check(case: Any) -> None:
            case.call_and_validate()

        check()
