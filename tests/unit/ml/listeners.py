"""Stand-ins that remember what a training asks and tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from lungdesk.core.jobs import Cancelled, Progress
from lungdesk.core.radiograph import Radiograph
from lungdesk.formats.reader import read_radiograph


@dataclass
class Listener:
    """Job context that remembers what was reported, and cancels after a report of such words."""

    cancels_after: str | None = None
    reports: list[Progress] = field(default_factory=list)

    def report(self, progress: Progress) -> None:
        self.reports.append(progress)

    def check(self) -> None:
        words = self.cancels_after
        if words and any(report.message.startswith(words) for report in self.reports):
            raise Cancelled


@dataclass
class CountingDecoder:
    paths: list[Path] = field(default_factory=list)

    def __call__(self, path: Path) -> Radiograph:
        self.paths.append(path)
        return read_radiograph(path)
