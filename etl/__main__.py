"""The commands: `python -m etl COMMAND`. Each is a function here; what it does stands elsewhere."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from etl.errors import DealscopeError
from etl.paths import CORRECTIONS, PUBLISHED
from etl.records import NEED_A_HAND

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
FOLDER = click.Path(path_type=Path)


class Commands(click.Group):
    """Our own errors end a command with one sentence and status 1; bugs keep their traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except DealscopeError as error:
            click.echo(f"error: {error}", err=True)
            ctx.exit(1)


@click.group(cls=Commands, context_settings=HELP)
@click.version_option(package_name=None, version="0.1.0", prog_name="dealscope")
def main() -> None:
    """From press releases and lists of deals to one snapshot that the dashboard draws from.

    Start with `build`, then `make run`. Exit status: 0 done, 1 the data needs someone's hand
    (what, where and what to do is printed), 2 the command was misused.
    """


@main.command()
@click.option(
    "--releases",
    multiple=True,
    type=FOLDER,
    metavar="DIR",
    help="Folder of documents (or one document). Repeat for several.",
)
@click.option(
    "--ledger",
    "ledgers",
    multiple=True,
    type=FOLDER,
    metavar="FILE",
    help="List of deals, .csv or .xlsx, with its NAME.mapping.toml beside it. Repeat for several.",
)
@click.option(
    "--out",
    type=FOLDER,
    default=PUBLISHED,
    metavar="DIR",
    help="Where the snapshot goes.  [default: data/published]",
)
@click.option(
    "--corrections",
    type=FOLDER,
    metavar="FILE",
    help="Corrections to apply.  [default: data/corrections.csv with the shipped input, else none]",
)
@click.option(
    "--if-changed", is_flag=True, help="Do nothing where inputs, reference tables and code are as they were."
)
@click.option(
    "--workers", type=click.IntRange(min=1), help="Processes that read documents.  [default: all cores]"
)
def build(
    releases: tuple[Path, ...],
    ledgers: tuple[Path, ...],
    out: Path,
    corrections: Path | None,
    if_changed: bool,
    workers: int | None,
) -> None:
    """Read all documents and lists, and publish one snapshot.

    Without --releases and --ledger the input that is shipped is read: data/releases and data/ledger.
    Either option replaces it entirely. What cannot be read is listed and left out; everything else is
    published, whole or not at all: while a build runs, and if it is killed, readers see the snapshot before.

    \b
    Examples:
      python -m etl build
      python -m etl build --releases my/releases --out my/snapshot
      python -m etl build --ledger my/deals.csv --out my/snapshot
    """
    from etl.inputs import Inputs, find_unchanged, shipped_inputs

    # Corrections are of the shipped data: to another input's they would be corrections of nothing.
    inputs = Inputs(releases, ledgers) if releases or ledgers else shipped_inputs()
    if corrections:
        inputs = replace(inputs, corrections=corrections)
    if if_changed and (manifest := find_unchanged(inputs, out)):
        _tell_unchanged(manifest["rejects"])
        return
    # Only now: what builds takes longer to import than to find out that nothing is to be built.
    from etl.build import build as build_snapshot
    from etl.wording import built_lines

    with _progress("documents") as progress:
        built = build_snapshot(inputs, out, workers=workers, progress=progress)
    for line in built_lines(built):
        click.echo(line)
    if built.needs_a_hand:
        sys.exit(1)


def _tell_unchanged(rejects: Mapping[str, int]) -> None:
    click.echo("Nothing has changed since the data was built.")
    if waiting := sum(count for name, count in rejects.items() if name.partition(":")[0] in NEED_A_HAND):
        click.echo(f"{waiting:,} inputs need a hand: `python -m etl build` says which, and what to do.")
        sys.exit(1)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each figure.")
def read(files: tuple[Path, ...], as_json: bool) -> None:
    """Print what is read in each FILE: its sentences with the figures marked, and why each is what it is.

    \b
    With --json one object a line with the keys file, char_start, char_end, quote, sentence, currency,
    value_low, value_high, qualifier, kind, status, sector, supplier_country, recipient_country,
    companies, announced_date, reference_year, confidence, rules. Offsets count characters of the
    whole file (of the extracted text for .pdf, .docx, .html and .eml).

    \b
    Examples:
      python -m etl read data/releases/*.txt
      python -m etl read --json release.txt | head -1
    """
    from etl.gather import read_files
    from etl.wording import figure_json, reading_lines

    is_whole = True
    with _progress("files", len(files)) as progress:
        for document, reading, rejects in read_files(files):
            progress(1)
            if document is not None:
                lines = figure_json(document, reading) if as_json else reading_lines(document, reading)
                for line in lines:
                    click.echo(line)
            for reject in rejects:
                click.echo(f"{'warning' if document else 'error'}: {reject.message}", err=True)
            is_whole &= document is not None or not rejects
    if not is_whole:
        sys.exit(1)


@main.command()
@click.argument("snapshot", type=FOLDER, default=PUBLISHED)
def check(snapshot: Path) -> None:
    """Verify the promises of a snapshot: schema, keys, quotes, bounds, counting, rollups, checksums.

    SNAPSHOT is a snapshot folder, or an output folder whose current one is meant.  [default: data/published]

    \b
    Examples:
      python -m etl check
      python -m etl check my/snapshot
    """
    from etl.publish import check_snapshot, read_snapshot

    found = read_snapshot(snapshot)
    failures = list(check_snapshot(found))
    for failure in failures:
        click.echo(failure)
    if failures:
        sys.exit(1)
    click.echo(f"{found.name}: all promises kept.")


@main.command()
@click.argument("table", required=False)
def columns(table: str | None) -> None:
    """Print the data dictionary, tab-separated: table, column, type, unit, null, meaning.

    \b
    Examples:
      python -m etl columns
      python -m etl columns deals
    """
    from etl import schema

    if table is not None and table not in schema.TABLES:
        raise click.BadParameter(
            f"{table!r} is no table. Allowed: {', '.join(schema.TABLES)}.", param_hint="TABLE"
        )
    for name in [table] if table else schema.TABLES:
        for column in schema.TABLES[name]:
            null = "null" if column.nullable else "-"
            click.echo(
                "\t".join((name, column.name, str(column.type), column.unit or "-", null, column.description))
            )


@main.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True), metavar="DIR")
@click.option("--errors", type=click.IntRange(min=0), default=0, help="Print the first N differences.")
@click.option(
    "--links", is_flag=True, help="Score which reports are found to be one deal. DIR can be a ledger."
)
def score(path: Path, errors: int, links: bool) -> None:
    """Score the reader on the labelled passages of DIR: amounts, each field, whole records, calibration.

    With --links the resolver is scored instead: pairs of reports that are one deal, by the labels of the
    passages or by the links that a ledger gives. The given links are never its input here.

    \b
    Examples:
      python -m etl score tests/gold/development
      python -m etl score tests/gold/development --errors 20
      python -m etl score --links data/ledger/eurasia.csv
    """
    from etl.gather import read_labelled
    from etl.link_measure import measure_links
    from etl.read.references import load_references
    from etl.score import score as to_score
    from etl.wording import score_lines

    if links:
        for name, found in measure_links(path, load_references()).items():
            click.echo(f"{name}: " + "\n".join(found.lines()))
    elif path.is_dir():
        for line in score_lines(to_score(read_labelled(path)), errors):
            click.echo(line)
    else:
        raise click.BadParameter(
            "a folder of labelled passages is asked for (a ledger only with --links).", param_hint="DIR"
        )


@main.command()
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


@main.command()
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


@contextmanager
def _progress(unit: str, total: int | None = None) -> Iterator[Any]:
    """A bar on stderr for people; nothing where nobody looks."""
    with tqdm(
        total=total, unit=f" {unit}", file=sys.stderr, leave=False, delay=1, disable=not sys.stderr.isatty()
    ) as bar:
        yield bar.update


if __name__ == "__main__":
    main()
