"""Which keys do what: the defaults of the table of actions, and what the user has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QKeySequence

from lungdesk.gui.actions import SPECS

#: Keys of each action, portable key sequences, by the action's id.
KeyBindings = Mapping[str, tuple[str, ...]]

DEFAULTS: Final[KeyBindings] = {spec.id: spec.keys for spec in SPECS}

#: Between the keys of one action in the settings; no sequence holds it.
_SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class KeyConflict:
    """A key that would do two things."""

    key: str
    action_ids: tuple[str, ...]


def normalized(key: str) -> str:
    """A key sequence as Qt writes it; empty when it is none."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def key_words(bindings: KeyBindings, action_id: str) -> str:
    """The first key of an action as it is written on the keyboard; empty where it has none."""
    key = next(iter(bindings[action_id]), "")
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def conflicts(bindings: KeyBindings) -> tuple[KeyConflict, ...]:
    """Every key that is bound to more than one action."""
    users: dict[str, list[str]] = {}
    for action_id, keys in bindings.items():
        for key in dict.fromkeys(normalized(key) for key in keys):
            if key:
                users.setdefault(key, []).append(action_id)
    return tuple(KeyConflict(key, tuple(ids)) for key, ids in users.items() if len(ids) > 1)


def to_settings(bindings: KeyBindings) -> tuple[str, ...]:
    """What differs from the defaults, one text for each action: ``invert=Ctrl+I | I``."""
    return tuple(
        f"{action_id}={_SEPARATOR.join(bindings[action_id])}"
        for action_id, default in DEFAULTS.items()
        if tuple(bindings[action_id]) != default
    )


def from_settings(stored: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Bindings of all actions; what is unknown, no key, or in conflict keeps its default."""
    bindings = dict(DEFAULTS)
    for text in stored:
        action_id, separator, keys = text.partition("=")
        if separator and action_id in bindings:
            given = [normalized(key) for key in keys.split(_SEPARATOR.strip())]
            bindings[action_id] = tuple(key for key in given if key)
    return dict(DEFAULTS) if conflicts(bindings) else bindings
