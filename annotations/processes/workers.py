"""Tasks that are divided among children."""

from __future__ import annotations

import selectors
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Self, TypeVar

from annotations.processes.child import Child
from annotations.processes.messages import Answer, ChildFailed

__all__ = ["Workers"]

Task = TypeVar("Task")

_AHEAD = 4
"""Tasks for each worker that may be on the way, or done before their turn, where the order is kept."""


class Workers:
    """Children that do tasks, each the next when it is done with one; `Parent.work` is their side of it."""

    def __init__(self, module: str, *arguments: object, jobs: int, in_order: bool = False) -> None:
        """Prepare for so many children, started as tasks come and ended when the block is left.

        Args:
            module: The program of each.
            arguments: What its ``main`` is given.
            jobs: How many may run at once.
            in_order: Whether results come in the order of the tasks. Then a child has its next task before
                it is done with one, and tasks are taken only a few ahead of the one that is waited for.
        """
        self._module, self._arguments, self._jobs, self._in_order = module, arguments, jobs, in_order
        self._given: dict[Child, deque[tuple[int, Any]]] = {}
        self._done: dict[int, tuple[Any, Any]] = {}
        self._again: deque[tuple[int, Any]] = deque()
        self._taken = self._handed_over = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End the children at once, whatever they are at."""
        for child in self._given:
            child.kill()
            child.close()
        self._given.clear()

    def results(
        self, tasks: Iterable[Task], on_told: Callable[[Any], None] = lambda told: None
    ) -> Iterator[tuple[Task, Any]]:
        """Yield each task with its result, or with the `ChildFailed` that came of it.

        A child that dies costs the task that it was at.

        Args:
            tasks: What is to be done; read as there is room for more.
            on_told: Called in this thread with what a child tells while it is at a task.
        """
        numbered = enumerate(tasks, self._taken)
        while True:
            yield from self._due()
            while self._has_room() and (one := self._next(numbered)) is not None:
                self._give(*one)
            if not self._done and not any(self._given.values()):
                return
            for child in self._heard():
                self._hear(child, on_told)

    def _has_room(self) -> bool:
        if self._in_order and not self._again and self._taken - self._handed_over >= _AHEAD * self._jobs:
            return False
        most = 2 if self._in_order else 1
        return len(self._given) < self._jobs or any(len(tasks) < most for tasks in self._given.values())

    def _next(self, numbered: Iterator[tuple[int, Any]]) -> tuple[int, Any] | None:
        if self._again:
            return self._again.popleft()
        one = next(numbered, None)
        self._taken += one is not None
        return one

    def _give(self, number: int, task: object) -> None:
        """Hand a task to a child that has none, to another one, or to the one that has the least."""
        child = min(self._given, key=lambda one: len(self._given[one]), default=None)
        if child is None or (self._given[child] and len(self._given) < self._jobs):
            try:
                child = Child(self._module, *self._arguments)
            except OSError as error:
                self._done[number] = task, ChildFailed(f"{type(error).__name__}: {error}")
                return
            self._given[child] = deque()
        self._given[child].append((number, task))
        child.send(task)

    def _heard(self) -> list[Child]:
        """Wait for children that have something to say; none if none is at work."""
        with selectors.DefaultSelector() as selector:
            for child, tasks in self._given.items():
                if tasks:
                    selector.register(child, selectors.EVENT_READ, child)
            return [key.data for key, _ in selector.select()] if selector.get_map() else []

    def _hear(self, child: Child, on_told: Callable[[Any], None]) -> None:
        tasks = self._given[child]
        try:
            message = child.receive()
        except ChildFailed as failed:
            message = Answer(failed)
            del self._given[child]
            child.close()
            self._again.extendleft(reversed([*tasks][1:]))
        if isinstance(message, Answer):
            number, task = tasks.popleft()
            self._done[number] = task, message.result
        else:
            on_told(message)

    def _due(self) -> Iterator[tuple[Any, Any]]:
        """Yield what is to be handed over now."""
        while self._done and (not self._in_order or self._handed_over in self._done):
            one = self._done.pop(self._handed_over if self._in_order else next(iter(self._done)))
            self._handed_over += 1
            yield one
