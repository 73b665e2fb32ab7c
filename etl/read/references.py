"""The reference tables -> what assembling looks up."""

from pathlib import Path

from etl.evidence import Weights
from etl.names import Organisations, fold
from etl.paths import REFERENCE
from etl.read.rates import load_rates
from etl.read.reference import read_table
from etl.references import References
from etl.things import Things


def load_references(folder: Path = REFERENCE) -> References:
    """Read statuses, sectors, countries, groups, organisations, words of names and all rates.

    Raises:
        StaleReferenceError: A table differs from its provenance card.
    """
    sectors = read_table("sectors", folder)
    countries = read_table("countries", folder)
    groups = read_table("groups", folder)
    words = read_table("name_words", folder)
    evidence = read_table("evidence", folder)
    roles = {row["role"] for row in words}
    return References(
        firmness={row["code"]: int(row["firmness"]) for row in read_table("statuses", folder)},
        isic={row["code"]: row["isic_rev4"] for row in sectors if row["isic_rev4"]},
        sector_labels={row["code"]: row["label_en"] for row in sectors},
        country_names={
            **{row["code"]: row["label_en"] for row in groups},
            **{row["iso3"]: row["name_en"] for row in countries},
        },
        organisations=Organisations.from_rows(
            read_table("organisations", folder),
            words,
            read_table("place_words", folder),
        ),
        words={role: frozenset(fold(row["word"]) for row in words if row["role"] == role) for role in roles},
        things=Things.from_rows(read_table("thing_words", folder)),
        members={row["code"]: frozenset(row["members"].split(";")) for row in groups if row["members"]},
        evidence=Weights(
            lists={row["evidence"]: float(row["weight"]) for row in evidence},
            texts={row["evidence"]: float(row["text_weight"]) for row in evidence},
        ),
        phrases={row["evidence"]: row["phrase"] for row in evidence},
        rates=load_rates(folder),
    )
