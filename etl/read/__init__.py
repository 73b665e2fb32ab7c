"""What comes in: documents, ledgers, reference tables. The only files that `etl` reads."""
