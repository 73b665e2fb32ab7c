"""A file that was made for a download stays on the server until its reader has had time to fetch it.

Streamlit deletes it after two redraws of any page of any reader, which on a busy server is before a slow browser
has asked for it: that reader would get an error instead of a file.
"""

import time
from collections.abc import Callable
from typing import Any

from streamlit.runtime import Runtime
from streamlit.runtime.media_file_storage import MediaFileStorage

LINGER_SECONDS = 60


def linger() -> None:
    """Let the files of the running server linger; Streamlit has no setting for it."""
    let_files_linger(Runtime.instance().media_file_mgr._storage, time.monotonic)


def let_files_linger(storage: MediaFileStorage, now: Callable[[], float]) -> None:
    """Delete a file that is no longer referred to only LINGER_SECONDS later, unless it was made again since.

    Nothing wakes up for it: a file goes when a later one is to be deleted.
    """
    load, delete = storage.load_and_get_id, storage.delete_file
    left: dict[str, float] = {}  # files to be deleted and since when, the longest waiting first

    def load_again(*args: Any, **more: Any) -> str:
        file_id = load(*args, **more)
        left.pop(file_id, None)
        return file_id

    def delete_later(file_id: str) -> None:
        left[file_id] = now()
        for waiting in [waiting for waiting, since in left.items() if since <= now() - LINGER_SECONDS]:
            del left[waiting]
            delete(waiting)

    # On this one object: the server has handed it to its routes already.
    vars(storage).update(load_and_get_id=load_again, delete_file=delete_later)
