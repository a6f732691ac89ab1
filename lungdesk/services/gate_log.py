"""Keeps what readers did about refused films: read them anyway, or had them corrected."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from lungdesk.core.files import not_writable
from lungdesk.core.jobs import JobContext
from lungdesk.core.json_text import parsed
from lungdesk.core.prediction import Prediction
from lungdesk.core.study import Instance
from lungdesk.core.verdict import Verdict
from lungdesk.services.paths import AppPaths

READ_ANYWAY, CORRECTED = "read_anyway", "corrected"


def is_wanted(verdict: Verdict) -> bool:
    """Whether a film is read only because somebody wanted it so: corrected, or all the same."""
    return verdict.is_overridden or (bool(verdict.applied) and not verdict.is_withheld)


class _Read(Protocol):
    @property
    def instance(self) -> Instance: ...
    @property
    def frame(self) -> int: ...
    @property
    def prediction(self) -> Prediction: ...


@dataclass(frozen=True, slots=True)
class GateEntry:
    """One film and what was done about it.

    Attributes
    ----------
    action
        `READ_ANYWAY` or `CORRECTED`.
    verdict
        Of the film as it was read.
    """

    action: str
    file: str
    frame: int
    sop_instance_uid: str
    model: dict[str, str]
    verdict: Verdict
    at: str

    @classmethod
    def of(cls, reading: _Read) -> GateEntry:
        """What a reading says of itself, now."""
        return cls.said(reading.instance, reading.prediction, reading.frame)

    @classmethod
    def said(cls, instance: Instance, prediction: Prediction, frame: int = 0) -> GateEntry:
        """What a prediction of a frame says of itself, now."""
        model = prediction.model
        return cls(
            action=READ_ANYWAY if prediction.verdict.is_overridden else CORRECTED,
            file=str(instance.path),
            frame=frame,
            sop_instance_uid=instance.sop_instance_uid,
            model={"id": model.id, "version": model.version, "sha256": model.sha256},
            verdict=prediction.verdict,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
        )

    def as_plain(self) -> dict[str, Any]:
        """Values that JSON can hold."""
        return {
            "at": self.at,
            "action": self.action,
            "file": self.file,
            "frame": self.frame,
            "sop_instance_uid": self.sop_instance_uid,
            "model": self.model,
            "verdict": self.verdict.as_plain(),
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> GateEntry:
        """Counterpart of `as_plain`; raises KeyError, TypeError or ValueError for another thing."""
        return cls(**(plain | {"verdict": Verdict.from_plain(plain["verdict"])}))


class GateLog:
    """A file of JSON lines that only grows; a line that a kill has cut is left out on reading."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def of(cls, paths: AppPaths) -> GateLog:
        """Log of this user."""
        return cls(paths.data / "gate.jsonl")

    def add(self, *entries: GateEntry) -> None:
        """Append entries; they are on the disk when this returns.

        Raises
        ------
        LungDeskError
            Those of `not_writable`.
        """
        if not entries:
            return
        text = "".join(json.dumps(one.as_plain(), ensure_ascii=True) + "\n" for one in entries)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a+b") as stream:
                if stream.tell():
                    stream.seek(-1, os.SEEK_END)
                    text = text if stream.read(1) == b"\n" else "\n" + text
                stream.write(text.encode())
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise not_writable(self._path, error) from error

    def require_writable(self) -> None:
        """Find out before the work; raises LungDeskError (`not_writable`)."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.open("ab").close()
        except OSError as error:
            raise not_writable(self._path, error) from error

    def keep(self, reading: _Read, _ctx: JobContext) -> None:
        """`add` for a lane of the job runner."""
        self.add(GateEntry.of(reading))

    def entries(self) -> Iterator[GateEntry]:
        """All entries, the oldest first."""
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return
        for line in lines:
            try:
                yield GateEntry.from_plain(parsed(line))
            except (ValueError, KeyError, TypeError):
                continue
