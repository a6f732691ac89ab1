"""What the model library says of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lungdesk.gui.models.shelf_model import ModelRow, size_words
from lungdesk.gui.translation import told, tr
from lungdesk.ml.ensemble import EnsembleBundle
from lungdesk.ml.shuffled_labels import SHUFFLED_NOTE, has_shuffled_labels

if TYPE_CHECKING:
    from lungdesk.ml.ensemble import AnyBundle
    from lungdesk.services.models.shelf import ShelfEntry

_HASH_DIGITS = 8


def facts_of(row: ModelRow) -> str:
    """Id, version, network and size in a line; where a removed model lies."""
    entry = row.entry
    if entry is None:
        return tr("In {parent}.", parent=row.removed.folder.parent) if row.removed else ""
    size = size_words(entry.size_bytes)
    if entry.bundle is None:
        return f"{entry.id} · {size}"
    bundle = entry.bundle
    parts = (
        entry.id,
        tr("version {version}", version=bundle.manifest.version),
        _network(bundle),
        tr("{count} classes", count=len(bundle.labels)),
        size,
        tr("SHA-256 {sha256}", sha256=bundle.model.sha256[:_HASH_DIGITS]),
    )
    return " · ".join(parts)


def _network(bundle: AnyBundle) -> str:
    if isinstance(bundle, EnsembleBundle):
        return tr("ensemble of {count}", count=len(bundle.members))
    return told(bundle.manifest.backbone)


def state_of(row: ModelRow, is_verified: bool) -> tuple[str, bool]:
    """Whether the model is whole, in words, and whether that gives cause for doubt."""
    entry = row.entry
    if entry is None:
        return tr("It reads nothing. Put it back, or delete it to free its space."), False
    if entry.error is not None:
        return told(f"{entry.error.message} {entry.error.hint}".strip()), True
    if entry.bundle is not None and has_shuffled_labels(entry.bundle):
        return told(SHUFFLED_NOTE), True
    if is_verified:
        return tr("Verified: every file is as it was released."), False
    words = tr(
        "Every file is compared with its SHA-256 before the model reads; “Verify” does it now."
    )
    return words, False


def removed_words(entry: ShelfEntry, *, was_active: bool) -> str:
    """What has happened when a model was removed."""
    then = tr(" The model that ships with LungDesk reads the films now.") if was_active else ""
    return tr("{name} is removed; Ctrl+Z puts it back.{then}", name=entry.name, then=then)
