"""The fitted choice among options: it keeps the rules' option where nothing speaks, and says what moved it."""

from hypothesis import given
from hypothesis import strategies as st

from bench.choice_logit import Answered, fit_choice
from etl.read.reference import read_table
from etl.rules.choice_weights import ANY, ChoiceCase, ChoiceWeights
from etl.rules.kinds import CANDIDATES
from etl.rules.status_evidence import STATUSES

OPTIONS = ("deal", "package", "other")
NAMES = ("own", "around", "a name")
evidence = st.dictionaries(st.sampled_from(NAMES), st.floats(0, 2))
cases = st.builds(
    ChoiceCase,
    st.just(0),
    st.sampled_from(OPTIONS),
    st.fixed_dictionaries(dict.fromkeys(OPTIONS, evidence)),
    evidence,
)


@given(cases)
def test_without_weights_the_rules_decide(case: ChoiceCase) -> None:
    picked = ChoiceWeights().choose(case)
    assert picked.option == case.ruled
    assert picked.reasons == ()
    assert abs(picked.probability - 1 / len(OPTIONS)) < 1e-9


@given(
    cases,
    st.dictionaries(
        st.sampled_from((ANY, *OPTIONS)), st.dictionaries(st.sampled_from(NAMES), st.floats(-3, 3))
    ),
)
def test_an_option_is_chosen_with_a_probability(
    case: ChoiceCase, weights: dict[str, dict[str, float]]
) -> None:
    picked = ChoiceWeights(weights).choose(case)
    assert picked.option in OPTIONS
    assert 1 / len(OPTIONS) - 1e-9 <= picked.probability <= 1


def test_strong_evidence_moves_the_choice_and_is_named() -> None:
    rows = [
        {"option": "other", "evidence": "a name", "weight": "2.0"},
        {"option": ANY, "evidence": "ruled", "weight": "1.0"},
    ]
    weights = ChoiceWeights.from_rows(rows)
    options = {"deal": {"ruled": 1.0}, "package": {}, "other": {}}
    assert weights.choose(ChoiceCase(0, "deal", options, {})).option == "deal"
    moved = weights.choose(ChoiceCase(0, "deal", options, {"a name": 1.0}))
    assert (moved.option, moved.reasons) == ("other", ("a name",))


def test_fitting_finds_what_decides() -> None:
    """What stands beside a name is a deal, whatever the rules said."""
    answered = [
        Answered(
            ChoiceCase(
                number,
                OPTIONS[number % 3],
                {option: {"ruled": float(option == OPTIONS[number % 3])} for option in OPTIONS},
                {"a name": 1.0} if number % 2 else {"around": 1.0},
            ),
            "deal" if number % 2 else "other",
            1.0,
        )
        for number in range(60)
    ]
    weights = ChoiceWeights.from_rows(fit_choice(answered))
    assert all(weights.choose(one.case).option == one.wanted for one in answered)
    assert weights.weights["deal"]["a name"] > 0 > weights.weights["other"]["a name"]


def test_the_tables_speak_of_options_that_exist() -> None:
    sectors = {row["code"] for row in read_table("sectors")}
    tables = {
        "kind_weights": set(CANDIDATES),
        "sector_weights": sectors,
        "status_weights": set(STATUSES),
        "year_weights": set(),
    }
    for table, options in tables.items():
        rows = read_table(table)
        assert len(rows) > 100
        assert {row["option"] for row in rows} <= options | {ANY}
        assert len({(row["option"], row["evidence"]) for row in rows}) == len(rows)
        assert all(abs(float(row["weight"])) < 5 for row in rows)


def test_options_that_each_case_has_alone_share_their_weights() -> None:
    answered = [
        Answered(ChoiceCase(year, str(year), {str(year): {"ruled": 1.0}, str(year - 1): {"topic": 1.0}}, {}), str(year - 1), 1.0)
        for year in range(1990, 2020)
    ]  # fmt: skip
    rows = fit_choice(answered, is_of_any=True)
    assert {row["option"] for row in rows} == {ANY}
    weights = ChoiceWeights.from_rows(rows)
    assert all(weights.choose(one.case).option == one.wanted for one in answered)


def test_every_status_can_be_chosen() -> None:
    assert sorted(STATUSES) == sorted(row["code"] for row in read_table("statuses"))
