"""Everything a user can do with installed models, as use cases for window and command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.ml.bundle import CARD
from lungdesk.ml.ensemble import AnyBundle
from lungdesk.ml.lung_sight import LungNetworks
from lungdesk.services.inference import FilmReader
from lungdesk.services.lungs.finder import lung_source
from lungdesk.services.models.exchange import ExportRequest, export_model, import_model
from lungdesk.services.models.keeping import KeepRequest, keep_model
from lungdesk.services.models.library import (
    DEFAULT_MODEL_ID,
    InstalledModel,
    ModelLibrary,
    no_model_called,
    verified,
)
from lungdesk.services.models.removed import RemovedModel, RemovedModels
from lungdesk.services.paths import AppPaths, shipped_models_folder


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """An installed model, and what stands on its card.

    Attributes
    ----------
    id
        Name of its folder: what it is chosen by.
    bundle, error
        Exactly one: the manifest, or why it cannot be used.
    is_shipped
        Whether it came with LungDesk and stays.
    """

    id: str
    folder: Path
    bundle: AnyBundle | None
    error: LungDeskError | None
    is_shipped: bool
    size_bytes: int
    card: str

    @property
    def name(self) -> str:
        """What people call it."""
        return self.bundle.manifest.name if self.bundle else self.id


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is installed, and what was removed and can be put back, the latest first."""

    entries: tuple[ShelfEntry, ...]
    removed: tuple[RemovedModel, ...]


class ModelShelf:
    """Models of one user. Every method but the constructor is a use case, safe in any thread.

    Parameters
    ----------
    lungs
        Has the lung networks that models may be bound to; None for those of the user.
    """

    def __init__(self, paths: AppPaths, lungs: LungNetworks | None = None) -> None:
        self._paths = paths
        self._lungs = lungs or lung_source(paths)
        self._library = ModelLibrary.of(paths)
        self._trash = RemovedModels(paths.models, paths.removed_models)

    def look(self, _request: None, ctx: JobContext) -> Shelf:
        """What there is; that with which LungDesk would read by default comes first."""
        entries = []
        for model in self._library.list():
            ctx.check()
            entries.append(_entry(model))
        entries.sort(key=lambda entry: (entry.id != DEFAULT_MODEL_ID, entry.name.casefold()))
        return Shelf(tuple(entries), self._trash.list())

    def verify(self, id_: str, ctx: JobContext) -> LungDeskError | None:
        """Compare every file with its SHA-256; what is wrong, None when nothing is."""
        ctx.report(Progress(0, 0, f"Checking every file of {id_}"))
        return verified(self._installed(id_))

    def export(self, request: ExportRequest, ctx: JobContext) -> Path:
        """Pack a model into one file."""
        return export_model(request, ctx)

    def add(self, archive: Path, ctx: JobContext) -> str:
        """Install the model in a file; its id. Raises what `import_model` raises."""
        return import_model(archive, self._library.folders, ctx).folder.name

    def keep(self, request: KeepRequest, ctx: JobContext) -> str:
        """Install what a comparison has chosen; its id. Raises what `keep_model` raises."""
        return keep_model(request, self._library.folders, ctx)

    def remove(self, id_: str, _ctx: JobContext) -> RemovedModel:
        """Move a model of the user aside; raises what `RemovedModels.remove` raises."""
        return self._trash.remove(id_)

    def restore(self, removed: RemovedModel, _ctx: JobContext) -> str:
        """Put a removed model back; its id."""
        self._trash.restore(removed)
        return removed.id

    def discard(self, removed: RemovedModel, _ctx: JobContext) -> str:
        """Delete a removed model for good; its id."""
        self._trash.discard(removed)
        return removed.id

    def removed(self) -> tuple[RemovedModel, ...]:
        """What can be put back, the latest first."""
        return self._trash.list()

    def open(self, id_: str, ctx: JobContext) -> FilmReader:
        """A model, verified and compiled, ready to read (compute lane)."""
        ctx.report(Progress(0, 0, f"Preparing {id_}"))
        reader = FilmReader(
            self._library.load(id_),
            cache_folder=self._paths.compiled_networks,
            lungs=self._lungs,
        )
        reader.warm_up(None, ctx)
        return reader

    def _installed(self, id_: str) -> InstalledModel:
        found = next((m for m in self._library.list() if m.folder.name == id_), None)
        if found is None:
            raise no_model_called(id_)
        return found


def _entry(model: InstalledModel) -> ShelfEntry:
    card = model.folder / CARD
    try:
        text = card.read_text(encoding="utf-8")
    except (OSError, ValueError):
        text = ""
    sizes = [path.stat().st_size for path in model.folder.rglob("*") if path.is_file()]
    return ShelfEntry(
        id=model.folder.name,
        folder=model.folder,
        bundle=model.bundle,
        error=model.error,
        is_shipped=model.folder.parent == shipped_models_folder(),
        size_bytes=sum(sizes),
        card=text,
    )
