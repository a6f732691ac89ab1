"""Finds earlier films of the same patient among those that are open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lungdesk.core.errors import LungDeskError
from lungdesk.core.hanging import priors
from lungdesk.core.jobs import JobContext
from lungdesk.core.study import Instance
from lungdesk.services.film_files import read_film_instance


@dataclass(frozen=True, slots=True)
class PriorsRequest:
    """The film whose priors are wanted, and the films among which they are looked for."""

    current: Instance
    paths: tuple[Path, ...]


class PriorFinder:
    """Reads headers, each file once as long as the program runs."""

    def __init__(self) -> None:
        self._known: dict[Path, Instance | None] = {}

    def find(self, request: PriorsRequest, ctx: JobContext) -> tuple[Instance, ...]:
        """Earlier films of the same patient, the one to hang beside it first.

        A file that cannot be read is none.
        """
        if not request.current.patient.patient_id:
            return ()
        instances = []
        for path in request.paths:
            ctx.check()
            instance = self._instance(path)
            if instance is not None:
                instances.append(instance)
        return priors(request.current, instances)

    def _instance(self, path: Path) -> Instance | None:
        if path not in self._known:
            try:
                self._known[path] = read_film_instance(path)
            except LungDeskError:
                self._known[path] = None  # the list of films says why
        return self._known[path]
