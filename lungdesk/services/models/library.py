"""Finds the model bundles that are installed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.bundle import MANIFEST
from lungdesk.ml.ensemble import AnyBundle, load_model, verify_model
from lungdesk.services.paths import AppPaths, shipped_models_folder

DEFAULT_MODEL_ID = "lungdesk-duo"


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A folder that claims to be a bundle: either it is one, or the error says why not."""

    folder: Path
    bundle: AnyBundle | None
    error: LungDeskError | None


class ModelLibrary:
    """Bundles of the user first, then those that ship."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        #: Where models are looked for: the user's own folder first.
        self.folders = folders

    @classmethod
    def of(cls, paths: AppPaths) -> ModelLibrary:
        """Library of this user."""
        return cls((paths.models, shipped_models_folder()))

    def list(self) -> tuple[InstalledModel, ...]:
        """All installed models; of two with the same id the user's own."""
        found: dict[str, InstalledModel] = {}
        for root in self.folders:
            for manifest in sorted(root.glob(f"*/{MANIFEST}")):
                if not manifest.parent.name.startswith("."):  # on its way in
                    found.setdefault(manifest.parent.name, installed(manifest.parent))
        return tuple(found.values())

    def folder_of(self, model: str) -> Path:
        """Folder of a model id, of a bundle folder, or of the bundle inside a run folder.

        Raises
        ------
        LungDeskError
            ``MODEL_MISSING``.
        """
        candidates = [root / model for root in self.folders]
        candidates += [Path(model), Path(model) / "bundle"]
        for folder in candidates:
            if model and (folder / MANIFEST).is_file():
                return folder
        raise no_model_called(model)

    def load(self, model: str = "") -> AnyBundle:
        """Manifest of a model; the default one when none is named."""
        return load_model(self.folder_of(model or DEFAULT_MODEL_ID))


def no_model_called(model: str) -> LungDeskError:
    """Say that a model is not installed."""
    return LungDeskError(
        f"There is no model called {model}.",
        hint="See `lungdesk models list` for the models that are installed.",
        code=ErrorCode.MODEL_MISSING,
    )


def installed(folder: Path) -> InstalledModel:
    """Look at a folder that claims to be a bundle."""
    try:
        bundle = load_model(folder)
        return InstalledModel(folder, bundle, None)
    except LungDeskError as error:
        return InstalledModel(folder, None, error)


def verified(model: InstalledModel) -> LungDeskError | None:
    """What is wrong with an installed model; None when every file is as released."""
    if model.bundle is None:
        return model.error
    try:
        verify_model(model.bundle)
    except LungDeskError as error:
        return error
    return None
