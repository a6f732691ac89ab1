"""Finds earlier films of the same patient: among those that are open, and those of the worklist."""

from __future__ import annotations

from collections.abc import Callable
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
    """Reads headers, each that can be read once as long as the program runs.

    Parameters
    ----------
    earlier_films
        Where earlier films of a film's patient are said to be, besides those that are open.
    """

    def __init__(
        self, earlier_films: Callable[[Instance], tuple[Path, ...]] = lambda _: ()
    ) -> None:
        self._earlier_films = earlier_films
        self._known: dict[Path, Instance] = {}

    def find(self, request: PriorsRequest, ctx: JobContext) -> tuple[Instance, ...]:
        """Earlier films of the same patient, the one to hang beside it first.

        A file that cannot be read is none, and a film that lies at several paths one.
        """
        if not request.current.patient.patient_id:
            return ()
        instances: dict[tuple[str, str], Instance] = {}
        for path in dict.fromkeys((*request.paths, *self._earlier_films(request.current))):
            ctx.check()
            instance = self._instance(path)
            if instance is not None:
                uid = instance.sop_instance_uid or str(path)
                instances.setdefault((instance.study_instance_uid, uid), instance)
        return priors(request.current, instances.values())

    def _instance(self, path: Path) -> Instance | None:
        if path not in self._known:
            try:
                self._known[path] = read_film_instance(path)
            except LungDeskError:
                return None  # one that hangs says why; a drive that is missing may come back
        return self._known[path]
