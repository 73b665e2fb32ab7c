"""Where the work runs: in this process while it is little, in a pool of processes when it is much.

Results come back in the order of the work, however many processes share it, so that the engine never
shows in the output. No more than a few chunks are in flight: memory does not grow with the input.
"""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 64  # items that travel to a process together
SERIAL_ITEMS = 256  # below it starting processes, each with its own vocabulary, costs more than it saves
IN_FLIGHT = 3  # chunks waiting or running for each process


def map_items(
    work: Callable[[Sequence[Item]], Result],
    items: Iterable[Item],
    workers: int | None = None,
    on_crash: Callable[[Item], Result] | None = None,
) -> Iterator[Result]:
    """Apply `work` to chunks of items, in order.

    Args:
        work: A function of a module (it travels by name), a chunk of items -> anything.
        items: Any number of items, taken only as fast as they are worked on.
        workers: Processes; all cores where None. One means this process.
        on_crash: What stands for an item that kills its process. Without it the error is raised.
    """
    rest = iter(items)
    first = list(islice(rest, SERIAL_ITEMS + 1))
    count = workers or os.cpu_count() or 1
    if count == 1 or len(first) <= SERIAL_ITEMS:
        for chunk in _chunks(chain(first, rest)):
            yield work(chunk)
        return
    yield from _in_processes(work, chain(first, rest), count, on_crash)


def _in_processes(
    work: Callable[[Sequence[Item]], Result],
    items: Iterable[Item],
    count: int,
    on_crash: Callable[[Item], Result] | None,
) -> Iterator[Result]:
    waiting: deque[tuple[list[Item], Future[Result]]] = deque()
    pool = _new_pool(count)
    chunks = _chunks(items)
    try:
        while True:
            for chunk in islice(chunks, count * IN_FLIGHT - len(waiting)):
                waiting.append((chunk, pool.submit(work, chunk)))
            if not waiting:
                return
            chunk, future = waiting.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                if on_crash is None:
                    raise
                # One hostile item took its process down, and the pool with it: find out which, alone.
                pool.shutdown(wait=False, cancel_futures=True)
                yield from _one_by_one(work, chunk, on_crash)
                pool = _new_pool(count)
                again = [left for left, _ in waiting]
                waiting = deque((left, pool.submit(work, left)) for left in again)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _one_by_one(
    work: Callable[[Sequence[Item]], Result], chunk: Sequence[Item], on_crash: Callable[[Item], Result]
) -> Iterator[Result]:
    for item in chunk:
        with _new_pool(1) as pool:
            try:
                yield pool.submit(work, [item]).result()
            except BrokenProcessPool:
                yield on_crash(item)


def _new_pool(count: int) -> ProcessPoolExecutor:
    # "spawn" is what all three systems have; a forked copy of a threaded process can hang.
    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"))


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
