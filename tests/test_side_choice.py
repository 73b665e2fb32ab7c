"""The fitted choice of the two countries: it keeps the rules' pair where nothing speaks, and says what moved it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bench.side_logit import Example, Table, fit, to_names
from etl.figures import read_document
from etl.read.reference import read_table
from etl.read.vocabulary import load_vocabulary
from etl.records import Document
from etl.rules.side_choice import Case, Code, SideWeights

CODES = ("KAZ", "USA", "UZB", "CHN", None)
NAMES = ("clause:org:supplier-", "document:site", "party:buyer", "zone:far")


def a_case(ruled: tuple[Code, Code], **evidence: tuple[str, ...]) -> Case:
    countries: dict[Code, dict[str, float]] = {None: {"nobody": 1.0}}
    for code in ruled:
        countries.setdefault(code, {})
    countries.update({code: dict.fromkeys(names, 1.0) for code, names in evidence.items()})
    return Case(0, ruled, countries, ())


cases = st.builds(
    lambda ruled, names: a_case(ruled, **names),
    st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)),
    st.dictionaries(
        st.sampled_from([code for code in CODES if code]),
        st.lists(st.sampled_from(NAMES), unique=True).map(tuple),
    ),
)
weights = st.dictionaries(st.sampled_from((*NAMES, "nobody")), st.floats(-3, 3))


@given(cases)
def test_without_weights_the_rules_decide(case: Case) -> None:
    way = SideWeights().choose(case)
    assert (way.supplier, way.recipient) == case.ruled
    assert way.reasons == ()


@given(cases, weights, weights, weights)
def test_a_pair_that_was_offered_is_chosen_with_a_probability(
    case: Case, gives: dict[str, float], takes: dict[str, float], both: dict[str, float]
) -> None:
    way = SideWeights(gives, takes, both).choose(case)
    assert way.supplier in case.countries and way.recipient in case.countries
    assert 0 < way.probability <= 1
    if (way.supplier, way.recipient) == case.ruled:
        assert way.reasons == ()


def test_strong_evidence_moves_the_choice_and_is_named() -> None:
    rows = [
        {"evidence": "party:buyer", "supplier": "-1.0", "recipient": "2.0", "both": ""},
        {"evidence": "ruled:pair", "supplier": "", "recipient": "", "both": "0.5"},
    ]
    case = a_case(("USA", "CHN"), USA=("clause:org:supplier-",), CHN=("zone:far",), KAZ=("party:buyer",))
    way = SideWeights.from_rows(rows).choose(case)
    assert (way.supplier, way.recipient) == ("USA", "KAZ")
    assert way.reasons == ("party:buyer",)


def test_one_country_on_both_sides_has_weights_of_its_own() -> None:
    case = replace(a_case(("KAZ", None), KAZ=("document:site",)), both=("own",))
    assert SideWeights(both={"tag|own": 1.0}).choose(case).recipient == "KAZ"
    assert SideWeights(both={"document:site": 1.0}).choose(case).recipient == "KAZ"


def test_fitting_finds_what_decides() -> None:
    """Of two countries the buyer receives, whatever the rules said."""
    examples = [
        Example(
            ("made", str(number)),
            a_case(
                (one, other) if number % 2 else (other, one),
                **{one: ("clause:org:supplier-",), other: ("party:buyer",)},
            ),
            (one, other),
            False,
        )
        for number, (one, other) in enumerate(
            [("KAZ", "USA"), ("USA", "CHN"), ("UZB", "KAZ"), ("CHN", "UZB")] * 4
        )
    ]
    names = to_names(examples)
    table = Table(examples, names)
    fitted = fit(table)
    assert table.best(fitted) == [example.wanted for example in examples]
    assert fitted[1][names.index("party:buyer")] > 0 > fitted[0][names.index("party:buyer")]


def test_the_table_is_a_table_of_numbers_and_the_reader_uses_it() -> None:
    rows = read_table("side_weights")
    assert len(rows) > 100
    assert len({row["evidence"] for row in rows}) == len(rows)
    assert all(
        abs(float(row[column] or 0)) < 5 for row in rows for column in ("supplier", "recipient", "both")
    )
    vocabulary = load_vocabulary()
    # Weights that ask for nobody on either side, and are loud, leave every deal without countries.
    loud = SideWeights({"nobody": 50.0}, {"nobody": 50.0})
    text = "Kazakhstan's KTZ ordered locomotives from Wabtec of the United States for $4.2 billion."
    document = Document("d" + "1" * 16, text)
    (plain,) = read_document(document, vocabulary).figures
    fitted = replace(vocabulary.fitted, sides=loud)
    (empty,) = read_document(document, replace(vocabulary, fitted=fitted)).figures
    assert (plain.supplier_country, plain.recipient_country) == ("USA", "KAZ")
    assert (empty.supplier_country, empty.recipient_country) == (None, None)


def test_the_pair_of_a_figure_of_trade_is_weighed_too_and_keeps_its_order() -> None:
    vocabulary = load_vocabulary()
    text = "Trade between Uzbekistan and Kazakhstan came to $4.2 billion in 2023."
    document = Document("d" + "2" * 16, text)

    def read_with(weights: SideWeights) -> tuple[Code, Code]:
        fitted = replace(vocabulary.fitted, sides=weights)
        (figure,) = read_document(document, replace(vocabulary, fitted=fitted)).figures
        return figure.supplier_country, figure.recipient_country

    assert read_with(SideWeights()) == ("KAZ", "UZB")
    # Turnover has no direction: whatever weights put first, the larger economy stands first.
    turned = SideWeights({"economy": -20.0, "nobody": -90.0}, {"economy": 20.0, "nobody": -90.0})
    assert read_with(turned) == ("KAZ", "UZB")
    assert read_with(SideWeights({"nobody": 50.0}, {"nobody": 50.0})) == (None, None)
