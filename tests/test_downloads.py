"""A download that was made can be fetched for a while, whatever the other readers do meanwhile."""

import pytest
from streamlit.runtime.media_file_storage import MediaFileKind, MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from pages.parts.downloads import LINGER_SECONDS, let_files_linger


def test_a_file_goes_only_when_its_time_is_over_and_it_was_not_made_again() -> None:
    storage, clock = MemoryMediaFileStorage("/media"), [0.0]
    let_files_linger(storage, lambda: clock[0])

    def made(content: bytes) -> str:
        return storage.load_and_get_id(content, "text/csv", MediaFileKind.DOWNLOADABLE, "deals.csv")

    once, again, other = made(b"once"), made(b"again"), made(b"other")
    storage.delete_file(once)
    storage.delete_file(again)
    assert storage.get_file(once).content == b"once", "a slow browser asks for it now"
    assert made(b"again") == again
    clock[0] = LINGER_SECONDS + 1.0
    storage.delete_file(other)
    with pytest.raises(MediaFileStorageError):
        storage.get_file(once)
    assert storage.get_file(again).content == b"again", "somebody refers to it"
    assert storage.get_file(other).content == b"other", "its own time begins now"
