"""The published tables: name, type, unit, meaning and nullability of every column, said once.

The Parquet footers, the data dictionary in the README, `python -m etl columns` and the checks are
all made from the tuples below. The order of a tuple is the order of the published columns.
"""

from dataclasses import dataclass

import pyarrow as pa

REAL_BASE_YEAR = 2024  # prices of this year, by the US GDP deflator
# Our own words in published texts: pages know them again to put them into the reader's language.
BOUNDING = {"up_to": "up to ", "at_least": "at least ", "about": "about "}  # before an amount's quote
NOBODY = "Deal between parties that are not stated"


@dataclass(frozen=True, slots=True)
class Column:
    """One published column. `unit` is None for codes, names and text."""

    name: str
    type: pa.DataType
    description: str
    unit: str | None = None
    nullable: bool = False


TEXT, INT, REAL, DAY, FLAG = pa.string(), pa.int64(), pa.float64(), pa.date32(), pa.bool_()
LIST = pa.list_(pa.string())
CURRENCY_UNIT, USD_UNIT = "whole units of `currency`", "US dollar, nominal"
REAL_UNIT = f"US dollar of {REAL_BASE_YEAR}"

DOCUMENTS = (
    Column("document_id", TEXT, "Document: `d` and 16 hex digits of the sha256 of its bytes. Unique."),
    Column(
        "source_type", TEXT, "release (a text that was read) or ledger (rows of a list citing one source)."
    ),
    Column("publisher", TEXT, "Who published it.", nullable=True),
    Column("title", TEXT, "Title as published.", nullable=True),
    Column("url", TEXT, "Address of the original.", nullable=True),
    Column("published_date", DAY, "Day of publication; null where the source gives none.", nullable=True),
    Column("language", TEXT, "Language of the text, BCP 47."),
    Column("path", TEXT, "File it was read from, relative to the input folder."),
    Column(
        "is_official", FLAG, "The publisher is a government, an international body or a party to the deal."
    ),
    Column("char_count", INT, "Length of the text.", "characters"),
    Column("figure_count", INT, "Amounts of money read in it.", "figures"),
)
TEXTS = (
    Column("document_id", TEXT, "Key into documents."),
    Column("text", TEXT, "The whole text that offsets count. Apart, so that other tables stay narrow."),
)
_READ = (
    Column("status", TEXT, "What the document says of the deal; key into statuses.", nullable=True),
    Column("sector", TEXT, "What is supplied or built; key into sectors.", nullable=True),
    Column(
        "supplier_country",
        TEXT,
        "Who supplies or invests. ISO 3166-1 alpha-3 or a group's code.",
        nullable=True,
    ),
    Column(
        "recipient_country",
        TEXT,
        "Who receives or hosts. ISO 3166-1 alpha-3 or a group's code.",
        nullable=True,
    ),
    Column("companies", LIST, "Companies, banks, funds and state firms named as parties, as written."),
)
PARTY = pa.struct([("organisation", TEXT), ("role", TEXT), ("country", TEXT), ("is_exhaustive", FLAG)])
FIGURES = (
    Column("figure_id", TEXT, "Figure: document id, colon, first character. Unique."),
    Column("document_id", TEXT, "Key into documents."),
    Column("char_start", INT, "First character of the quote in the document's text.", "characters"),
    Column("char_end", INT, "Character after the quote.", "characters"),
    Column("quote", TEXT, "The exact slice of the text."),
    Column("sentence", TEXT, "The sentence in which it stands."),
    Column("currency", TEXT, "Original currency, ISO 4217."),
    Column("is_currency_assumed", FLAG, "A mark that several currencies share was decided by default."),
    Column("value_low", REAL, "Lower bound; null for a ceiling.", CURRENCY_UNIT, True),
    Column("value_high", REAL, "Upper bound; null where the end is open.", CURRENCY_UNIT, True),
    Column("qualifier", TEXT, "exact, about, range, up_to, at_least: how the text bounds the amount."),
    Column(
        "kind",
        TEXT,
        "deal, package, investment_stock, investment_flow, trade_turnover, export, import, target, other.",
    ),
    *_READ,
    Column("parties", pa.list_(PARTY), "Parties with their role."),
    Column("subject", TEXT, "What is supplied or built, in a few words.", nullable=True),
    Column("quantity", REAL, "Number of things supplied, where stated.", "`quantity_unit`", True),
    Column("quantity_unit", TEXT, "What is counted, e.g. locomotives.", nullable=True),
    Column("firm_quantity", REAL, "Firmly ordered part of the quantity.", "`quantity_unit`", True),
    Column("option_quantity", REAL, "Options and purchase rights in the quantity.", "`quantity_unit`", True),
    Column("price_basis", TEXT, "list where catalogue prices are stated; null otherwise.", nullable=True),
    Column("announced_date", DAY, "Day of announcement.", nullable=True),
    Column("reference_year", INT, "Year the figure refers to.", "year", True),
    Column("date_basis", TEXT, "How the year was worked out.", nullable=True),
    Column(
        "relation",
        TEXT,
        "To another figure of the document: repeat, conversion, restates, part_of, finances.",
        nullable=True,
    ),
    Column("related_figure_id", TEXT, "That figure.", nullable=True),
    Column("source_row", TEXT, "The ledger row's id; null for documents.", nullable=True),
    Column("deal_id", TEXT, "Deal that it reports.", nullable=True),
    Column("total_id", TEXT, "Total that it claims.", nullable=True),
    Column("confidence", REAL, "How sure the reading is.", "0 to 1"),
    Column("rules", LIST, "Which rules spoke."),
    Column(
        "clues", LIST, "Names, things, places and counts around it, by which reports of one deal are found."
    ),
)
MENTIONS = (
    Column("mention_id", TEXT, "Deal stated without an amount: document id, `:m`, first character. Unique."),
    Column("document_id", TEXT, "Key into documents."),
    Column("char_start", INT, "First character of the quote in the document's text.", "characters"),
    Column("char_end", INT, "Character after the quote.", "characters"),
    Column("quote", TEXT, "The exact slice that names the commitment."),
    Column("sentence", TEXT, "The sentence in which it stands."),
    *_READ,
    Column("parties", pa.list_(PARTY), "Parties with their role."),
    Column("subject", TEXT, "What is supplied or built, in a few words.", nullable=True),
    Column("quantity", REAL, "Number of things supplied, where stated.", "`quantity_unit`", True),
    Column("quantity_unit", TEXT, "What is counted.", nullable=True),
    Column("announced_date", DAY, "Day of announcement.", nullable=True),
    Column("reference_year", INT, "Year of announcement or signature.", "year", True),
    Column("deal_id", TEXT, "Deal that it reports.", nullable=True),
    Column("confidence", REAL, "How sure the reading is.", "0 to 1"),
    Column("rules", LIST, "Which rules spoke."),
    Column(
        "clues", LIST, "Names, things, places and counts around it, by which reports of one deal are found."
    ),
)
_USD = (
    Column("value_low_usd", REAL, "Lower bound at the rate of `fx_date`.", USD_UNIT, True),
    Column("value_high_usd", REAL, "Upper bound at the rate of `fx_date`.", USD_UNIT, True),
    Column("value_low_usd_real", REAL, "Lower bound in constant prices.", REAL_UNIT, True),
    Column("value_high_usd_real", REAL, "Upper bound in constant prices.", REAL_UNIT, True),
    Column("fx_rate", REAL, "Rate used.", "units of `currency` for one US dollar", True),
    Column("fx_date", DAY, "Day of the rate; 31 December for a yearly average.", nullable=True),
    Column(
        "fx_basis",
        TEXT,
        "ecb_daily, yearly_average, peg, same_currency, or why there is none: no_amount, no_rate, no_date.",
    ),
)
DEALS = (
    Column("deal_id", TEXT, "Deal, stable across runs. Unique."),
    Column("kind", TEXT, "deal or package (an umbrella sum over several deals)."),
    Column("title", TEXT, "Parties, direction and subject in a few words."),
    Column("subject", TEXT, "What is supplied or built.", nullable=True),
    Column("sector", TEXT, "Key into sectors.", nullable=True),
    Column("isic_rev4", TEXT, "ISIC Rev.4 division of the sector.", nullable=True),
    Column("status", TEXT, "Firmest status that a source supports; key into statuses.", nullable=True),
    Column(
        "firmness", INT, "0 talks, 1 mou, 2 announced or agreement, 3 contract, 4 delivering or completed."
    ),
    Column("first_announced_date", DAY, "Earliest day a document reports it.", nullable=True),
    Column("announced_year", INT, "Year first announced.", "year", True),
    Column("supplier_country", TEXT, "ISO 3166-1 alpha-3 or a group's code.", nullable=True),
    Column("recipient_country", TEXT, "ISO 3166-1 alpha-3 or a group's code.", nullable=True),
    Column("currency", TEXT, "Original currency, ISO 4217.", nullable=True),
    Column("value_low", REAL, "Lower bound; null for a ceiling.", CURRENCY_UNIT, True),
    Column("value_high", REAL, "Upper bound; null where the end is open.", CURRENCY_UNIT, True),
    Column("qualifier", TEXT, "exact, about, range, up_to, at_least; null without an amount.", nullable=True),
    Column("amount_as_written", TEXT, "The headline figure's words with their qualifier.", nullable=True),
    *_USD,
    Column(
        "gdp_share_low", REAL, "Lower bound as a share of the recipient's GDP of that year.", "fraction", True
    ),
    Column(
        "gdp_share_high",
        REAL,
        "Upper bound as a share of the recipient's GDP of that year.",
        "fraction",
        True,
    ),
    Column("is_countable", FLAG, "Counted by default; follows from the counting rule alone."),
    Column("countable_reason", TEXT, "ok, or the first cause in the rule's order why it is not counted."),
    Column("document_count", INT, "Documents that report it.", "documents"),
    Column("official_document_count", INT, "Of these, official ones.", "documents"),
    Column("confidence", REAL, "How sure the headline reading is.", "0 to 1"),
    Column(
        "headline_figure_id", TEXT, "Figure that gives the bounds; null without an amount.", nullable=True
    ),
    Column("firm_quantity", REAL, "Firmly ordered number, where stated.", "`quantity_unit`", True),
    Column("option_quantity", REAL, "Options, where stated.", "`quantity_unit`", True),
    Column("quantity", REAL, "Number of things supplied, where stated.", "`quantity_unit`", True),
    Column("quantity_unit", TEXT, "What is counted.", nullable=True),
    Column("price_basis", TEXT, "list where catalogue prices are stated.", nullable=True),
    Column(
        "unexplained_low_usd",
        REAL,
        "Package only: its lower bound less the listed items' upper bounds, not below 0.",
        USD_UNIT,
        True,
    ),
    Column(
        "unexplained_high_usd",
        REAL,
        "Package only: its upper bound less the listed items' lower bounds.",
        USD_UNIT,
        True,
    ),
)
DEAL_PARTIES = (
    Column("deal_id", TEXT, "Key into deals."),
    Column("organisation", TEXT, "Name of the party."),
    Column("role", TEXT, "supplier, investor, buyer, funder, government, partner."),
    Column("country", TEXT, "ISO 3166-1 alpha-3.", nullable=True),
    Column("is_exhaustive", FLAG, "False where the source says `including`."),
)
DEAL_LINKS = (
    Column("deal_id", TEXT, "Key into deals."),
    Column(
        "related_deal_id", TEXT, "Key into deals (the same deal for conflicts_with between its own reports)."
    ),
    Column("relation", TEXT, "part_of, finances, restates, extends, replaces, conflicts_with."),
    Column("figure_id", TEXT, "Figure that says so.", nullable=True),
    Column("why", TEXT, "Evidence in words."),
)
STATUS_HISTORY = (
    Column("deal_id", TEXT, "Key into deals."),
    Column("status", TEXT, "Key into statuses."),
    Column("date", DAY, "Day of the report.", nullable=True),
    Column("document_id", TEXT, "Document that supports it."),
    Column("figure_id", TEXT, "Figure or mention that supports it."),
)
MERGES = (
    Column("deal_id", TEXT, "Deal into which two reports were merged."),
    Column("figure_id", TEXT, "One report: figure or mention."),
    Column("other_figure_id", TEXT, "The other report."),
    Column("score", REAL, "How sure.", "0 to 1"),
    Column("why", TEXT, "Evidence in words."),
)
REVIEW_PAIRS = (
    Column("deal_id", TEXT, "Key into deals."),
    Column("other_deal_id", TEXT, "Key into deals: perhaps the same; not merged."),
    Column("score", REAL, "How sure.", "0 to 1"),
    Column("why", TEXT, "Evidence in words."),
)
TOTALS = (
    Column("total_id", TEXT, "Claim about an aggregate. Unique. Never added to deals or to one another."),
    Column("kind", TEXT, "investment_stock, investment_flow, trade_turnover, export, import, target."),
    Column("supplier_country", TEXT, "Investor, exporter, or first of the pair.", nullable=True),
    Column("recipient_country", TEXT, "Host, importer, or second of the pair.", nullable=True),
    Column("as_of", DAY, "Day at which the claim was made.", nullable=True),
    Column("reference_year", INT, "Year the claim refers to.", "year", True),
    Column("currency", TEXT, "Original currency, ISO 4217."),
    Column("value_low", REAL, "Lower bound.", CURRENCY_UNIT, True),
    Column("value_high", REAL, "Upper bound.", CURRENCY_UNIT, True),
    Column("qualifier", TEXT, "exact, about, range, up_to, at_least."),
    Column("amount_as_written", TEXT, "The words."),
    *_USD,
    Column("comparability", TEXT, "What it may be compared with, and what not."),
    Column("document_count", INT, "Documents that repeat the claim.", "documents"),
    Column("figure_id", TEXT, "Key into figures."),
    Column("document_id", TEXT, "Key into documents."),
    Column("confidence", REAL, "How sure the reading is.", "0 to 1"),
)
REJECTS = (
    Column("reject_id", TEXT, "Unique."),
    Column("stage", TEXT, "document, ledger_row, figure, deal, correction."),
    Column("reason", TEXT, "Key into reject_reasons."),
    Column("message", TEXT, "What, where, what is allowed, what to do next."),
    Column("path", TEXT, "File."),
    Column("document_id", TEXT, "Key into documents.", nullable=True),
    Column("figure_id", TEXT, "Key into figures, where an amount was read.", nullable=True),
    Column("quote", TEXT, "The words.", nullable=True),
    Column("sentence", TEXT, "The sentence in which they stand.", nullable=True),
    Column("row", TEXT, "Row of the ledger.", nullable=True),
)
CORRECTIONS_APPLIED = (
    Column("id", TEXT, "Figure or deal that was corrected."),
    Column("column", TEXT, "Column."),
    Column("old", TEXT, "Value before.", nullable=True),
    Column("new", TEXT, "Value now.", nullable=True),
    Column("reason", TEXT, "Why."),
    Column("source", TEXT, "Evidence."),
    Column("date", DAY, "Day of the correction."),
    Column("by", TEXT, "Who."),
)
ROLLUP_FLOWS = (
    Column("sector", TEXT, "Key into sectors.", nullable=True),
    Column("supplier_country", TEXT, "ISO 3166-1 alpha-3 or a group's code.", nullable=True),
    Column("recipient_country", TEXT, "ISO 3166-1 alpha-3 or a group's code.", nullable=True),
    Column("announced_year", INT, "Year first announced.", "year", True),
    Column("firmness", INT, "0 to 4."),
    Column("countable_reason", TEXT, "ok, or why not counted."),
    Column("deal_count", INT, "Deals.", "deals"),
    Column("value_low_usd", REAL, "Sum of the lower bounds that exist.", USD_UNIT),
    Column("value_high_usd", REAL, "Sum of the upper bounds that exist.", USD_UNIT),
    Column("value_low_usd_real", REAL, "Sum of the lower bounds that exist.", REAL_UNIT),
    Column("value_high_usd_real", REAL, "Sum of the upper bounds that exist.", REAL_UNIT),
    Column("open_ended_low_usd", REAL, "Of the lower sum, what has no upper bound.", USD_UNIT),
    Column("open_ended_low_usd_real", REAL, "Of the lower sum, what has no upper bound.", REAL_UNIT),
    Column("open_low_count", INT, "Deals without a lower bound in USD.", "deals"),
    Column("open_high_count", INT, "Deals without an upper bound in USD.", "deals"),
)

TABLES: dict[str, tuple[Column, ...]] = {
    "documents": DOCUMENTS,
    "texts": TEXTS,
    "figures": FIGURES,
    "mentions": MENTIONS,
    "deals": DEALS,
    "deal_parties": DEAL_PARTIES,
    "deal_links": DEAL_LINKS,
    "status_history": STATUS_HISTORY,
    "merges": MERGES,
    "review_pairs": REVIEW_PAIRS,
    "totals": TOTALS,
    "rejects": REJECTS,
    "corrections_applied": CORRECTIONS_APPLIED,
    "rollup_flows": ROLLUP_FLOWS,
}

QUALIFIERS = ("exact", "about", "range", "up_to", "at_least")
DEAL_KINDS = ("deal", "package")
TOTAL_KINDS = ("investment_stock", "investment_flow", "trade_turnover", "export", "import", "target")
KINDS = (*DEAL_KINDS, *TOTAL_KINDS, "other")
ROLES = ("supplier", "investor", "buyer", "funder", "government", "partner")
RELATIONS = ("part_of", "finances", "restates", "extends", "replaces", "conflicts_with")
COUNTABLE_REASONS = (
    "no_amount",
    "ceiling_only",
    "cancelled_or_suspended",
    "below_firmness",
    "umbrella_parent",
    "package_not_itemised",
    "finances_other",
    "restatement",
    "low_confidence",
    "ok",
)


def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of one published table; units and descriptions travel as field metadata.

    Raises:
        KeyError: `table` is not one of TABLES.
    """
    return pa.schema(
        [
            pa.field(c.name, c.type, c.nullable, {"description": c.description, "unit": c.unit or ""})
            for c in TABLES[table]
        ],
        metadata={"table": table, "real_base_year": str(REAL_BASE_YEAR)},
    )
