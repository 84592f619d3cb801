"""Processes that do units of a run. One that dies takes only its own unit with it, and it is known which."""

import multiprocessing
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from omlopp.notices.work import Failed, Task, Written, done, hand_over, works

# Spawned, not forked: Arrow and the web server have threads, and a fork takes their locks along but not them.
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Died:
    """The process that did the task is gone: out of memory, killed, or down with the library it ran."""

    task: Task


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Connection
    task: Task | None = None
    ready: bool = False


class Pool:
    """`size` processes; 0 does the work where it is asked for. Tasks are given while there is `room`; `next` waits."""

    def __init__(self, size: int) -> None:
        self.size = 0
        self._workers: list[_Worker] = []
        self._here: list[Task] = []
        self.grow(size)

    def grow(self, size: int) -> None:
        """Adds processes until there are `size`."""
        self._workers += [_started() for _ in range(size - self.size)]
        self.size = max(size, self.size)

    @property
    def room(self) -> bool:
        return self.busy < max(self.size, 1)

    @property
    def busy(self) -> int:
        return len(self._here) + sum(worker.task is not None for worker in self._workers)

    @property
    def pids(self) -> list[int]:
        return [worker.process.pid for worker in self._workers]

    def give(self, task: Task) -> None:
        """Hands a task to a process that has none. Ask for `room` first."""
        if not self.size:
            self._here.append(task)
            return
        place, worker = next(pair for pair in enumerate(self._workers) if pair[1].task is None)
        if (
            not worker.process.is_alive()
        ):  # it handed over its last result and then died: this task has no part in that
            _ended(worker)
            worker = self._workers[place] = _started()
        worker.task = task
        with suppress(OSError):  # it is dead: `next` will say so
            hand_over(worker.pipe, task)

    def next(self) -> Written | Failed | Died:
        """What comes first of the tasks given: a result, or the death of the process that had it."""
        if self._here:
            return done(self._here.pop())
        while True:
            waited: list[Any] = [worker.pipe for worker in self._workers if worker.task]
            waited += [worker.process.sentinel for worker in self._workers if worker.task]
            ready = wait(waited)
            for place, worker in enumerate(self._workers):
                if worker.task is None or not {worker.pipe, worker.process.sentinel} & set(ready):
                    continue
                try:
                    result = worker.pipe.recv() if worker.pipe.poll() else None
                except (EOFError, OSError):
                    result = None
                if isinstance(result, int):  # it has started
                    continue
                task = worker.task
                if result is None:
                    _ended(worker)
                    self._workers[place] = _started()
                    return Died(task)
                worker.task = None
                assert isinstance(result, Written | Failed)
                return result

    def close(self) -> None:
        """Ends the processes, whatever they are at: what they have not handed over is not counted."""
        for worker in self._workers:
            _ended(worker)
        self._workers = []

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()


def _started() -> _Worker:
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=works, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _ended(worker: _Worker) -> None:
    worker.pipe.close()
    if worker.process.is_alive():
        worker.process.kill()
    worker.process.join()
    worker.process.close()


def killers(pool: Pool, tasks: Sequence[Task]) -> list[int]:
    """Which of the tasks take their process down, by place: each is blamed only when a second process dies of it too.
    Nothing else may be under way.
    """

    def dies(task: Task) -> bool:
        pool.give(task)
        return isinstance(pool.next(), Died)

    return [place for place, task in enumerate(tasks) if dies(task) and dies(task)]
