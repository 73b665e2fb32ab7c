"""The commands: `python -m etl COMMAND`. Each is a function here; what it does stands elsewhere."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from etl.errors import DealscopeError
from etl.paths import PUBLISHED
from etl.records import NEED_A_HAND
from etl.upkeep import correct, explain, score

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


@click.group(cls=Commands, context_settings=HELP, commands=[score, explain, correct])
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


@contextmanager
def _progress(unit: str, total: int | None = None) -> Iterator[Any]:
    """A bar on stderr for people; nothing where nobody looks."""
    with tqdm(
        total=total, unit=f" {unit}", file=sys.stderr, leave=False, delay=1, disable=not sys.stderr.isatty()
    ) as bar:
        yield bar.update


if __name__ == "__main__":
    main()
