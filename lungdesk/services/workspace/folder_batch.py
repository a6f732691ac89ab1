"""Classifies folders into the workspace: the batch of the command line, for the window."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lungdesk.core.jobs import JobContext, Pausable
from lungdesk.core.prediction import ModelRef
from lungdesk.services.paths import AppPaths

if TYPE_CHECKING:
    from lungdesk.ml.ensemble import AnyBundle
    from lungdesk.services.batch.run import BatchRequest
    from lungdesk.services.workspace.desk import WorkspaceDesk
    from lungdesk.services.workspace.requests import ClassifyRequest

#: The installed model of an id, and ``read_batch`` of `lungdesk.services.batch.run`.
LoadBundle = Callable[[str], "AnyBundle"]
ReadBatch = Callable[["BatchRequest", JobContext], dict[str, Any]]


class FolderBatch:
    """One batch at a time; `pause` and `go_on` are for any thread.

    What they say holds for the batch that runs and for those that begin after it: one may have
    to wait for its turn.
    """

    def __init__(
        self,
        desk: WorkspaceDesk,
        paths: AppPaths,
        *,
        load: LoadBundle | None = None,
        read: ReadBatch | None = None,
    ) -> None:
        self._desk = desk
        self._paths = paths
        self._load = load
        self._read = read
        self._held: Pausable | None = None
        self._is_paused = False
        self._guard = threading.Lock()

    def run(self, request: ClassifyRequest, ctx: JobContext) -> dict[str, Any]:
        """Read all films that are not done by the same model; gives what ``summary.json`` holds.

        The table goes into a folder of its own under ``batches``, named after sources, model,
        lung network and preparation: what was cancelled or killed goes on where it was. ``out`` is
        added to the summary.

        Raises
        ------
        LungDeskError
            Those of `lungdesk.services.batch.run.read_batch` and of the workspace.
        Cancelled
            Between films; what has been read is kept.
        """
        from lungdesk.ml.lung_sight import usual_digest  # noqa: PLC0415
        from lungdesk.services.batch.run import BatchRequest, read_batch  # noqa: PLC0415
        from lungdesk.services.lungs.finder import lung_source  # noqa: PLC0415
        from lungdesk.services.models.library import ModelLibrary  # noqa: PLC0415
        from lungdesk.services.self_test import kept_self_test  # noqa: PLC0415

        held = self._begun(ctx)
        load = self._load or ModelLibrary.of(self._paths).load
        bundle = load(request.model_id)
        kept = kept_self_test(self._paths, bundle.model.id)
        lungs = lung_source(self._paths)
        name = folder_name(request.sources, bundle.model, usual_digest(lungs))
        out = self._paths.batches / name
        keeper = self._desk.batch_rows(request.sources, out)
        batch = BatchRequest(
            paths=request.sources,
            bundle=bundle,
            out=out,
            resume=True,
            workers=kept.workers if kept else 0,
            cache_folder=self._paths.compiled_networks,
            keeper=keeper,
            lungs=lungs,
        )
        summary = (self._read or read_batch)(batch, held)
        return {**summary, "out": str(out)}

    def _begun(self, ctx: JobContext) -> Pausable:
        held = Pausable(ctx)
        with self._guard:
            self._held = held
            if self._is_paused:
                held.pause()
        return held

    def pause(self) -> None:
        """Hold the batch before its next film."""
        with self._guard:
            self._is_paused = True
            if self._held is not None:
                self._held.pause()

    def go_on(self) -> None:
        """Let it go on."""
        with self._guard:
            self._is_paused = False
            if self._held is not None:
                self._held.go_on()


def folder_name(sources: Sequence[Path], model: ModelRef, lungs: str) -> str:
    """Name of the folder of a batch: the same for the same sources, read alike.

    Parameters
    ----------
    lungs
        Digest of the usual one; a model that is bound to another names that itself.
    """
    from lungdesk.ml.evaluator import PREPARATION  # noqa: PLC0415

    how = (model.sha256, lungs, str(PREPARATION))
    said = "\n".join([*how, *(str(path.resolve()) for path in sources)])
    digest = hashlib.sha256(said.encode(errors="surrogateescape")).hexdigest()[:12]
    stem = sources[0].stem if sources else ""
    safe = "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in stem)
    return f"{safe[:40] or 'films'}-{digest}"
