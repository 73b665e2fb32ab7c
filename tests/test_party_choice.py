"""The fitted choice of parties: it keeps the rules' names where nothing speaks, and takes those that evidence speaks for."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bench.fit_parties import Example, fit
from etl.figures import read_document
from etl.read.reference import read_table
from etl.read.vocabulary import load_vocabulary
from etl.records import Document
from etl.rules.naming import Name
from etl.rules.party_choice import Candidate, PartyWeights

EVIDENCE = ("all", "ruled", "zone:clause-", "role:buyer")


def a_candidate(text: str, *evidence: str, is_ruled: bool = False) -> Candidate:
    return Candidate(Name(0, 1, text, text, "company"), dict.fromkeys(evidence, 1.0), is_ruled)


def texts(taken: list[tuple[Name, float]]) -> list[str]:
    return [name.text for name, _ in taken]


candidates = st.lists(
    st.builds(
        lambda text, evidence, is_ruled: a_candidate(text, *evidence, is_ruled=is_ruled),
        st.text("ABC", min_size=1, max_size=2),
        st.sets(st.sampled_from(EVIDENCE)),
        st.booleans(),
    )
)


@given(candidates)
def test_without_weights_the_rules_decide(offered: list[Candidate]) -> None:
    assert PartyWeights().choose(0, offered) == [(one.name, 1.0) for one in offered if one.is_ruled]


@given(candidates, st.dictionaries(st.sampled_from(EVIDENCE), st.floats(-50, 50), min_size=1))
def test_names_that_were_offered_are_taken_the_rules_own_first(
    offered: list[Candidate], weights: dict[str, float]
) -> None:
    chosen = PartyWeights(weights).choose(0, offered)
    own = {id(one.name): one.is_ruled for one in offered}
    flags = [own[id(name)] for name, _ in chosen]
    assert flags == sorted(flags, reverse=True)
    assert all(0 <= PartyWeights(weights).likelihood(one) <= 1 for one in offered)


def test_evidence_takes_a_name_in_and_leaves_one_out() -> None:
    weights = PartyWeights.from_rows(
        [{"evidence": "ruled", "weight": "-2.0"}, {"evidence": "zone:clause-", "weight": "3.0"}]
    )
    offered = [a_candidate("Boeing", "ruled", is_ruled=True), a_candidate("Airbus", "zone:clause-")]
    assert texts(weights.choose(0, offered)) == ["Airbus"]


def test_a_fit_learns_what_tells_parties_from_others() -> None:
    found = [
        Example(
            ("made", str(number)),
            frozenset({"buyer"}),
            [
                ("buyer", a_candidate("Buyer", "all", "zone:clause-", "role:buyer")),
                ("other", a_candidate("Other", "all", "zone:clause-")),
            ],
            1.0,
        )
        for number in range(40)
    ]
    assert found[0].taken(PartyWeights(fit(found))) == {"buyer"}


def test_the_table_says_that_what_the_rules_chose_counts() -> None:
    weights = PartyWeights.from_rows(read_table("party_weights")).weights
    assert weights["ruled"] > 0 > weights["not ruled"]


def test_a_choice_that_differs_from_the_rules_says_so() -> None:
    vocabulary = load_vocabulary()
    document = Document("d" + "1" * 16, "Boeing sold Air Astana three jets for 300 million dollars.")
    (ruled,) = read_document(
        document, replace(vocabulary, fitted=replace(vocabulary.fitted, parties=PartyWeights()))
    ).figures
    nobody = PartyWeights({"all": -20.0})
    (empty,) = read_document(
        document, replace(vocabulary, fitted=replace(vocabulary.fitted, parties=nobody))
    ).figures
    assert set(ruled.companies) == {"Boeing", "Air Astana"}
    assert empty.companies == () and "parties:fitted" in empty.rules
    assert (empty.supplier_country, empty.recipient_country) == (
        ruled.supplier_country,
        ruled.recipient_country,
    )
