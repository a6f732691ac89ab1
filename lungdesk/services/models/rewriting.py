"""Writes what was found out about a model into its folder, with a card that tells it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import replace_folder, write_text_atomically
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.ml.bundle import CARD, write_manifest
from lungdesk.ml.ensemble import (
    AnyBundle,
    EnsembleBundle,
    file_names,
    load_model,
    verify_model,
    write_ensemble,
)
from lungdesk.reporting.model_card import render_ensemble_card, render_model_card
from lungdesk.services.models.folders import not_writable
from lungdesk.services.paths import shipped_models_folder


def result_place(folder: Path, out: Path | None) -> Path:
    """Where a changed model goes: to its own folder, or to one that is not there yet.

    One that comes with LungDesk is changed only where ``out`` names its folder: nothing would
    bring back what it was.

    Raises LungDeskError (``FILE_NOT_WRITABLE``).
    """
    if out is None and folder.resolve().is_relative_to(shipped_models_folder().resolve()):
        raise LungDeskError(
            f"{folder.name} comes with LungDesk, and would be changed for good.",
            hint="Name a new folder for the result by --out.",
            code=ErrorCode.FILE_NOT_WRITABLE,
        )
    if out is None or out.resolve() == folder.resolve():
        return folder.absolute()
    if out.exists():
        raise LungDeskError(
            f"{out} is there already, and all that it holds would be gone.",
            hint="Choose a folder that is not there yet.",
            code=ErrorCode.FILE_NOT_WRITABLE,
        )
    return out.absolute()


def rewritten(
    bundle: AnyBundle, out: Path | None, write: Callable[[AnyBundle], AnyBundle], ctx: JobContext
) -> AnyBundle:
    """Change a copy of a model, verify it, and put it in its place by one rename.

    Parameters
    ----------
    out
        See `result_place`.
    write
        Changes the copy in its folder.

    Raises
    ------
    LungDeskError
        Those of `not_writable`; ``MODEL_DAMAGED``.
    """
    target = result_place(bundle.folder, out)
    ctx.report(Progress(0, 0, "writing the model"))
    staging = target.with_name(f".{target.name}.rewritten")
    shutil.rmtree(staging, ignore_errors=True)
    try:
        for name in file_names(bundle):
            (staging / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(bundle.folder / name, staging / name)
        verify_model(write(load_model(staging)))
        ctx.check()
        replace_folder(staging, target)
    except OSError as error:
        raise not_writable(target, error) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return load_model(target)


def fewer_films(before: int, now: int) -> str:
    """Why what is found out now is worth less than what it takes the place of; empty if it is not.

    Parameters
    ----------
    before, now
        How many films either was found out on; ``before`` is 0 where nothing was.
    """
    if now >= before:
        return ""
    return f"This was found out on {now} films, and replaces what was found out on {before}."


def with_changes(bundle: AnyBundle, changes: Mapping[str, Any]) -> AnyBundle:
    """Write other values into a model's manifest, and the card that follows from them."""
    folder = bundle.folder
    if isinstance(bundle, EnsembleBundle):
        ensemble = bundle.manifest.model_copy(update=changes)
        plain = [member.manifest.model_dump(mode="json") for member in bundle.members]
        card = render_ensemble_card(ensemble.model_dump(mode="json"), plain)
        write_text_atomically(folder / CARD, card)
        return write_ensemble(folder, ensemble)
    manifest = bundle.manifest.model_copy(update=changes)
    write_text_atomically(folder / CARD, render_model_card(manifest.model_dump(mode="json")))
    return write_manifest(folder, manifest)
