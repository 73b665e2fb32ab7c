"""The commands of those who keep the data: score the reader, explain a deal, correct a value."""

from datetime import datetime
from pathlib import Path

import click

from etl.paths import CORRECTIONS, PUBLISHED

FOLDER = click.Path(path_type=Path)


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True), metavar="DIR")
@click.option("--errors", type=click.IntRange(min=0), default=0, help="Print the first N differences.")
@click.option(
    "--links", is_flag=True, help="Score which reports are found to be one deal. DIR can be a ledger."
)
@click.option("--accounts", is_flag=True, help="Score what is counted of the stories in DIR.")
def score(path: Path, errors: int, links: bool, accounts: bool) -> None:
    """Score the reader on the labelled passages of DIR: amounts, each field, whole records, calibration.

    With --links the resolver is scored instead: pairs of reports that are one deal, by the labels of the
    passages or by the links that a ledger gives. The given links are never its input here. With --accounts
    each story, a folder of documents, is built, and what is counted compared with its account.json.

    \b
    Examples:
      python -m etl score tests/gold/development
      python -m etl score tests/gold/development --errors 20
      python -m etl score --links data/ledger/eurasia.csv
      python -m etl score --accounts tests/gold/accounts
    """
    from etl.account_score import account_lines, read_account
    from etl.gather import read_labelled
    from etl.link_measure import measure_links
    from etl.read.references import load_references
    from etl.score import score as to_score
    from etl.wording import score_lines

    if links:
        for name, found in measure_links(path, load_references()).items():
            click.echo(f"{name}: " + "\n".join(found.lines()))
    elif accounts:
        stories = (
            read_account(file.parent, load_references()) for file in sorted(path.glob("*/account.json"))
        )
        for line in account_lines(stories):
            click.echo(line)
    elif path.is_dir():
        passages = ((one.name, one.figures, read, one.shift) for one, read in read_labelled(path))
        for line in score_lines(to_score(passages), errors):
            click.echo(line)
    else:
        raise click.BadParameter(
            "a folder of labelled passages is asked for (a ledger only with --links).", param_hint="DIR"
        )


@click.command()
@click.argument("deal_id")
@click.option(
    "--snapshot",
    type=FOLDER,
    default=PUBLISHED,
    metavar="DIR",
    help="Snapshot or output folder.  [default: data/published]",
)
def explain(deal_id: str, snapshot: Path) -> None:
    """Print the whole story of one deal: reports, sentences, merges and why, conversion, counting.

    DEAL_ID is a deal's id, or that of a figure or mention which reports it.

    \b
    Examples:
      python -m etl explain D2fde959dd58a
    """
    from etl import schema
    from etl.account import explain as to_lines
    from etl.publish import read_snapshot

    found = read_snapshot(snapshot)
    for line in to_lines({name: found.read(name) for name in schema.TABLES if name != "texts"}, deal_id):
        click.echo(line)


@click.command()
@click.argument("name", metavar="ID")
@click.argument("column")
@click.argument("new")
@click.option("--reason", required=True, help="Why the published value is wrong.")
@click.option("--source", required=True, help="Where the right value can be checked: an address.")
@click.option("--by", required=True, help="Who corrects.")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day of the correction.  [default: today]"
)
@click.option(
    "--snapshot",
    type=FOLDER,
    default=PUBLISHED,
    metavar="DIR",
    help="Snapshot that is corrected.  [default: data/published]",
)
@click.option(
    "--file",
    type=FOLDER,
    default=CORRECTIONS,
    metavar="FILE",
    help="Where the row goes.  [default: data/corrections.csv]",
)
def correct(
    name: str,
    column: str,
    new: str,
    reason: str,
    source: str,
    by: str,
    day: datetime | None,
    snapshot: Path,
    file: Path,
) -> None:
    """Correct one published value: COLUMN of the deal, figure or mention ID becomes NEW ("" for not stated).

    The row is checked against the snapshot and added to data/corrections.csv; the next build applies it,
    and refuses it with a message should the value have changed by then.

    \b
    Examples:
      python -m etl correct D2fde959dd58a sector rail --reason "trams, no tractors" \\
          --source https://example.org/release --by "A. Reader"
    """
    from etl.correct import PLACES, to_correction
    from etl.publish import read_snapshot
    from etl.read.corrections import write_correction
    from etl.read.vocabulary import load_codes

    for option, said in (("--reason", reason), ("--source", source), ("--by", by)):
        if not said.strip():
            raise click.BadParameter("it is empty, and nobody could check the correction.", param_hint=option)
    found = read_snapshot(snapshot)
    correction = to_correction(
        {table: found.read(table) for table, *_ in PLACES},
        name,
        column,
        new,
        reason=reason,
        source=source,
        day=day.date() if day else datetime.now().date(),
        by=by,
        allowed=load_codes(),
    )
    write_correction(file, correction)
    click.echo(
        f"{column} of {name}: {correction.old!r} becomes {new!r}. Added to {file}; `python -m etl build` applies it."
    )
