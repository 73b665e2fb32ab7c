"""From press releases and lists of deals to one snapshot of Parquet tables.

document -> figure -> deal | total -> rollup. Imports run one way:
`__main__ -> read, publish, engine -> figures, deals, rates, rollups -> rules`, and
`schema`, `records`, `errors`, `paths` are promises that import no room.
Read `records.py` first (what is passed along), then `figures.py` (one document to its figures),
then `build.py` (the whole flow in order).
"""
