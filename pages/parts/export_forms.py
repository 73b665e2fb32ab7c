"""The forms in which rows leave, by file ending: media type and writer."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pages.parts.about import About
from pages.parts.export_rows import Rows, to_csv, to_json, to_parquet
from pages.parts.export_xlsx import to_xlsx

Writer = Callable[[Rows, About], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Form:
    """One form: how it is called, what it is, and what writes it."""

    ending: str
    name: str
    media_type: str
    write: Writer


FORMS: Mapping[str, Form] = {
    form.ending: form
    for form in (
        Form("csv", "CSV", "text/csv; charset=utf-8", lambda rows, about: to_csv(rows)),
        Form(
            "xlsx",
            "XLSX",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            lambda rows, about: to_xlsx(rows, about),
        ),
        Form("parquet", "Parquet", "application/vnd.apache.parquet", to_parquet),
        Form("json", "JSON", "application/json", to_json),
    )
}
