"""Everything that can be wrong with an input, in one build: each is named and listed, the rest is published."""

import json
import os
import sys
from pathlib import Path

import pytest

from etl.build import Built, build
from etl.inputs import Inputs
from etl.publish import check_snapshot
from tests.test_documents import one_page_pdf
from tests.test_ledgers import HEAD, ROW

GOOD = " date 2024-03-05\nNordbahn of Kazakhstan ordered 40 locomotives from Lokwerk of Germany under a contract worth $800 million.\n"
ENCRYPTED = (
    b"trailer << /Size 6 /Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<01> <01>] >>"
    % (b"00" * 32, b"00" * 32)
)
# File -> bytes, expected reason, words that its message must hold.
BAD: dict[str, tuple[bytes, str, str]] = {
    "no_date.txt": (GOOD.partition("\n")[2].encode(), "no_date", "date YYYY-MM-DD"),
    "wrong_date.txt": (GOOD.replace("03-05", "13-05").encode(), "no_date", "'2024-13-05' is no day"),
    "zero.txt": (b"", "empty", "no bytes"),
    "blank.txt": (b" date 2024-03-05\n \n\t\n", "empty", "no words"),
    "noise.txt": (bytes((n * 7919 + n * n * 31) % 256 for n in range(4000)), "unknown_encoding", "as UTF-8"),
    "cut_utf16.txt": (b"\xff\xfe" + os.urandom(0) + b"\x00\xd8" * 200, "unknown_encoding", "utf-16"),
    "broken.txt": ((GOOD * 20).encode().replace(b"trains", b"trains") + b"\xff\xfe", "broken_bytes", "UTF-8"),
    "page.txt": (b" date 2024-03-05\n<html><body><p>A <b>tram</b> line.</p></body></html>", "html_in_text", ".html"),
    "broken.pdf": (b"%PDF-1.4 and no more", "broken_file", "Download it again"),
    "locked.pdf": (one_page_pdf("x").replace(b"trailer << /Size 6 /Root 1 0 R >>", ENCRYPTED), "encrypted", "password"),
    "picture.pdf": (one_page_pdf(""), "no_text", "text recognition"),
    "broken.docx": (b"PK\x03\x04 nothing", "broken_file", "Download it again"),
    "old.docx": (b"\xd0\xcf\x11\xe0" * 100, "encrypted", "password"),
    "broken.eml": (b"\n\n", "broken_file", "mail"),
    "sheet.xls": (b"x", "unknown_format", "Allowed: .txt"),
    "rows.jsonl": (b'{"text": "Fine words.", "published_date": "2024-03-05"}\n{"text":\n[1]\n', "broken_row", "line 2"),
    "broken.parquet": (b"PAR1 nothing", "broken_file", "Parquet"),
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("bad") / "releases"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    (folder / "copy_of_good.txt").write_text(GOOD, encoding="utf-8")
    (folder / "cp1251.txt").write_bytes(
        (" date 2024-03-06\n" + "Казахстан купил вагоны на 5 млн долларов. ").encode("cp1251")
    )
    (folder / "utf16.txt").write_bytes(" date 2024-03-07\nA contract worth €6 million.".encode("utf-16"))
    (folder / "nul.txt").write_bytes(b" date 2024-03-08\nA contract\0 worth $7 million was signed.")
    surrogate = json.dumps(
        {
            "text": "A contract \ud800 worth $8 million.",
            "published_date": "2024-03-09",
            "title": "../../\ud800",
        }
    )
    (folder / "surrogate.jsonl").write_text(surrogate, encoding="utf-8")
    for name, (data, _, _) in BAD.items():
        (folder / name).write_bytes(data)
    if sys.platform != "win32":
        outside = folder.parent / "outside.txt"
        outside.write_text(GOOD.replace("800", "999"), encoding="utf-8")
        (folder / "link.txt").symlink_to(outside)
        (folder / "folder_link").symlink_to(folder.parent.parent, target_is_directory=True)
        (folder / "loop").symlink_to(folder, target_is_directory=True)
        os.mkfifo(folder / "pipe.txt")
        (folder / "line\nend.txt").write_text(GOOD.replace("800", "801"), encoding="utf-8")
    ledger = folder.parent / "list.csv"
    ledger.write_text(
        HEAD + ROW + ROW + ROW.replace("A1", "A2").replace(",rail,", ",trains,"), encoding="utf-8"
    )
    headless = folder.parent / "headless.csv"
    headless.write_text("id,price\nB1,$5 million\n", encoding="utf-8")
    inputs = Inputs((folder,), (ledger, headless))
    return build(inputs, folder.parent / "out", workers=1)


def rejects(built: Built) -> list[dict[str, str]]:
    return [dict(row) for row in built.snapshot.read("rejects").to_pylist()]


@pytest.mark.parametrize("name", BAD)
def test_each_bad_file_is_listed_with_what_to_do(built: Built, name: str) -> None:
    _, reason, words = BAD[name]
    found = [row for row in rejects(built) if row["path"] == name and row["reason"] == reason]
    assert found, [row["message"] for row in rejects(built) if row["path"] == name]
    assert found[0]["message"].startswith(f"{name}: ")
    assert words in found[0]["message"]


def test_the_rest_is_published(built: Built) -> None:
    documents = {row["path"] for row in built.snapshot.read("documents").to_pylist()}
    assert {"cp1251.txt", "utf16.txt", "nul.txt", "surrogate.jsonl", "rows.jsonl", "list.csv"} <= documents
    read_with_a_gap = {"no_date.txt", "wrong_date.txt", "broken.txt", "page.txt"}
    assert read_with_a_gap <= documents
    assert not documents & {
        name for name, (_, reason, _) in BAD.items() if reason in ("empty", "broken_file", "encrypted")
    }
    assert built.needs_a_hand


def test_one_of_two_copies_is_read(built: Built) -> None:
    found = [row for row in rejects(built) if row["reason"] == "duplicate_document"]
    assert [row["path"] for row in found] == ["good.txt"]
    assert "copy_of_good.txt" in found[0]["message"]


def test_lists_are_refused_row_by_row(built: Built) -> None:
    found = {(row["reason"], row["row"]) for row in rejects(built) if row["stage"] == "ledger_row"}
    assert found == {("duplicate_id", "A1"), ("unknown_sector", "A2"), ("broken_ledger", None)}


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are made differently there")
def test_nothing_outside_the_folder_is_read(built: Built) -> None:
    by_path = {row["path"]: row["reason"] for row in rejects(built)}
    assert by_path["link.txt"] == by_path["folder_link"] == "outside_folder"
    assert by_path["pipe.txt"] == "unreadable_file"
    quotes = built.snapshot.read("figures")["quote"].to_pylist()
    assert "$999 million" not in quotes
    assert "$801 million" in quotes
    assert "line\ufffdend.txt" in built.snapshot.read("documents")["path"].to_pylist()


def test_text_that_no_table_can_hold_is_published_place_for_place(built: Built) -> None:
    texts = "".join(built.snapshot.read("texts")["text"].to_pylist())
    assert "\0" not in texts
    assert "A contract\ufffd worth $7 million" in texts
    assert "A contract \ufffd worth $8 million" in texts


def test_every_promise_is_kept_all_the_same(built: Built) -> None:
    assert list(check_snapshot(built.snapshot)) == []


def test_every_reason_is_in_the_table_of_reasons(built: Built) -> None:
    from etl.read.reference import read_table

    assert {row["reason"] for row in rejects(built)} <= {
        row["reason"] for row in read_table("reject_reasons")
    }


def test_fifty_megabytes_of_text_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    folder.mkdir()
    line = "The parties met again and spoke of many things that have no price at all, as before.\n"
    (folder / "long.txt").write_text(GOOD + line * (50_000_000 // len(line)), encoding="utf-8")
    built = build(Inputs((folder,), ()), tmp_path / "out", workers=1)
    assert built.snapshot.read("figures")["quote"].to_pylist() == ["$800 million"]
    assert built.snapshot.read("documents")["char_count"].to_pylist()[0] > 49_000_000
    assert not built.needs_a_hand


def test_more_than_the_limit_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.read.documents.SIZE_LIMIT", 10)
    (tmp_path / "long.txt").write_text(GOOD, encoding="utf-8")
    built = build(Inputs((tmp_path / "long.txt",), ()), tmp_path / "out", workers=1)
    (reject,) = rejects(built)
    assert reject["reason"] == "too_large"
    assert "at most 10 are read" in reject["message"]
