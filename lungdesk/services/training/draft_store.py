"""Keeps trainings that are being prepared: a folder each, with the draft and what belongs to it."""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import JobContext
from lungdesk.services.paths import AppPaths
from lungdesk.services.runs.lock import LOCK_FILE, is_held
from lungdesk.services.training.draft import (
    DataChoice,
    TrainingDraft,
    data_text,
    draft_of,
    draft_text,
)

_log = logging.getLogger(__name__)

DRAFT_FILE = "draft.json"
#: Begins the name of a folder that is being removed.
_GOING = ".removed-"


class FoundDraft(NamedTuple):
    """A draft, and whether somebody trains it just now."""

    draft: TrainingDraft
    is_in_use: bool


class DraftStore:
    """Folders below ``root``; a draft's id is the name of its folder.

    ``draft.json`` is the draft, ``unpacked/`` the films of a ZIP file, ``data/`` manifests of what
    was chosen, ``runs/`` the runs unless the user wants them elsewhere, ``trials/`` those of heads.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def of(cls, paths: AppPaths) -> DraftStore:
        """Drafts of this user."""
        return cls(paths.trainings)

    def latest(self) -> TrainingDraft:
        """The draft that was worked on last; a new one when there is none that can be read."""
        return next(self._drafts(), None) or self.new()

    def drafts(self, _request: None, ctx: JobContext) -> tuple[TrainingDraft, ...]:
        """All drafts that can be read, the one worked on last first."""
        found = []
        for draft in self._drafts():
            ctx.check()
            found.append(draft)
        return tuple(found)

    def found(self, _request: None, ctx: JobContext) -> tuple[FoundDraft, ...]:
        """`drafts`, each with whether it is in use."""
        return tuple(FoundDraft(draft, self.is_in_use(draft)) for draft in self.drafts(None, ctx))

    def _drafts(self) -> Iterator[TrainingDraft]:
        written = [
            (path.stat().st_mtime_ns, path)
            for path in self.root.glob(f"*/{DRAFT_FILE}")
            if not path.parent.name.startswith(_GOING)
        ]
        for _, path in sorted(written, reverse=True):
            try:
                yield draft_of(path.read_text(encoding="utf-8"))
            except (OSError, ValueError, LungDeskError) as error:
                _log.warning("%s is passed over: %s", path, error)

    def new(self) -> TrainingDraft:
        """An empty draft with an id that no other has; nothing is written yet."""
        day, number = datetime.now().astimezone().strftime("%Y-%m-%d"), 1
        while (self.root / f"{day}-{number}").exists():
            number += 1
        return TrainingDraft(f"{day}-{number}")

    def save(self, draft: TrainingDraft, _ctx: JobContext) -> None:
        """Write a draft; raises LungDeskError (`not_writable`)."""
        write_text_atomically(self.folder(draft) / DRAFT_FILE, draft_text(draft))

    def save_over(
        self, request: tuple[TrainingDraft, TrainingDraft], ctx: JobContext
    ) -> TrainingDraft:
        """Write a draft in the place of what the one who changed it has last read or written.

        The draft comes back.

        Raises
        ------
        LungDeskError
            ``TRAINING_IN_USE`` where somebody else has changed it since; those of `not_writable`.
        """
        draft, before = request
        if self.kept(draft) not in (None, before, draft):
            raise LungDeskError(
                f"Another LungDesk has changed the training {draft.id}: what is chosen here is not"
                " saved.",
                hint="Go on with it there, or begin a new training here.",
                code=ErrorCode.TRAINING_IN_USE,
            )
        self.save(draft, ctx)
        return draft

    def kept(self, draft: TrainingDraft) -> TrainingDraft | None:
        """What is on the disk of it; None where that is nothing, or cannot be read."""
        try:
            return draft_of((self.folder(draft) / DRAFT_FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError, LungDeskError):
            return None

    def remove(self, draft: TrainingDraft, _ctx: JobContext) -> None:
        """Remove a draft with its runs; models that were kept are elsewhere, and stay.

        The folder is renamed first, so that a kill leaves the draft whole or not there.

        Raises
        ------
        LungDeskError
            ``TRAINING_IN_USE``, ``FILE_NOT_WRITABLE``.
        """
        if self.is_in_use(draft):
            raise LungDeskError(
                f"The training {draft.id} cannot be removed: a LungDesk is training it just now.",
                hint="Stop it there, or wait until it has ended.",
                code=ErrorCode.TRAINING_IN_USE,
            )
        going = self.root / f"{_GOING}{draft.id}"
        try:
            shutil.rmtree(going, ignore_errors=True)  # of an earlier try
            self.folder(draft).rename(going)
            shutil.rmtree(going)
        except OSError as error:
            raise LungDeskError(
                f"The training {draft.id} cannot be removed ({error.strerror}).",
                hint=f"Close what uses {self.folder(draft)}, and try again.",
                code=ErrorCode.FILE_NOT_WRITABLE,
            ) from error

    # --- what belongs to a draft

    def folder(self, draft: TrainingDraft) -> Path:
        """Everything of a draft."""
        return self.root / draft.id

    def unpacked(self, draft: TrainingDraft) -> Path:
        """Where ZIP files are unpacked to."""
        return self.folder(draft) / "unpacked"

    def data_location(self, draft: TrainingDraft) -> Path | None:
        """What `lungdesk train` is given; None while no data is chosen.

        The data itself, or the folder of a manifest that `lungdesk.services.training.data` writes;
        each choice has its own, and so has each list of films, so that a run of an earlier one
        still finds its films.
        """
        data = draft.data
        if data.location is None or data.is_as_it_lies:
            return data.location
        return self.choice_folder(draft, data) / (data.source or data.location).stem

    def choice_folder(self, draft: TrainingDraft, data: DataChoice) -> Path:
        """What is made of one choice of the data."""
        digest = hashlib.sha256(data_text(data).encode(errors="surrogateescape")).hexdigest()
        return self.folder(draft) / "data" / digest[:12]

    def runs(self, draft: TrainingDraft) -> Path:
        """Where the runs are written."""
        return draft.run.folder or self.folder(draft) / "runs"

    def trials(self, draft: TrainingDraft) -> Path:
        """Where trials of heads are kept."""
        return self.folder(draft) / "trials"

    def is_in_use(self, draft: TrainingDraft) -> bool:
        """Whether somebody trains a run of it, or tries its heads, just now."""
        own = (self.folder(draft) / "runs", self.trials(draft))
        places = {lock.parent for folder in own for lock in folder.glob(f"*/{LOCK_FILE}")}
        places |= {self.runs(draft) / id_ for id_ in draft.run.ids}
        return any(map(is_held, places))
