"""Whether a film should be read at all, why not, and what would mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

AnyPixel = TypeVar("AnyPixel", bound=np.generic)


class Decision(StrEnum):
    """What becomes of a film."""

    UNCHECKED = "unchecked"
    ACCEPTED = "accepted"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"


class ReasonCode(StrEnum):
    """Why a film is doubtful or refused; a code never changes its meaning."""

    TOO_SMALL = "LD-GATE-001"
    BLANK = "LD-GATE-002"
    EXPOSURE = "LD-GATE-003"
    COLOUR = "LD-GATE-004"
    INVERTED = "LD-GATE-005"
    TURNED = "LD-GATE-006"
    CROPPED = "LD-GATE-007"
    NOT_A_CHEST_FILM = "LD-GATE-008"
    UNUSUAL = "LD-GATE-009"
    LUNGS = "LD-GATE-010"
    VIEW = "LD-GATE-011"
    OTHER_SUBJECT = "LD-GATE-012"
    ORIENTATION = "LD-GATE-013"


_TURNS = {1: "turn_right", 2: "turn_round", 3: "turn_left"}
_TURN_WORDS = {1: "turn it to the right", 2: "turn it round", 3: "turn it to the left"}


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be done to a film before it is read.

    Attributes
    ----------
    quarter_turns
        By 90 degrees clockwise, 0 to 3; they come first.
    is_inverted
        Whether black and white are to change places.
    """

    quarter_turns: int = 0
    is_inverted: bool = False

    def __post_init__(self) -> None:
        if self.quarter_turns not in range(4):
            raise ValueError(f"0 to 3 quarter turns, got {self.quarter_turns}")

    def __bool__(self) -> bool:
        return bool(self.quarter_turns or self.is_inverted)

    def __str__(self) -> str:
        parts = [_TURNS[self.quarter_turns]] if self.quarter_turns else []
        return "+".join([*parts, *(["invert"] if self.is_inverted else [])])

    @classmethod
    def named(cls, name: str) -> Correction:
        """Counterpart of ``str``; raises ValueError for another word."""
        by_name = {str(one): one for turns in range(4) for one in (cls(turns), cls(turns, True))}
        if name not in by_name:
            raise ValueError(f"no correction is called {name!r}")
        return by_name[name]

    @property
    def words(self) -> str:
        """What to do, to follow “to”; empty when there is nothing to do."""
        turned = _TURN_WORDS.get(self.quarter_turns, "")
        if not self.is_inverted:
            return turned
        return f"{turned} and invert it" if turned else "invert it"

    def applied(self, grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """A grey square ``(S, S)`` uint8 turned and inverted."""
        turned = np.rot90(grey, -self.quarter_turns)
        return np.ascontiguousarray(np.uint8(255) - turned if self.is_inverted else turned)

    def then(self, other: Correction) -> Correction:
        """Another one after it, and both as one."""
        turns = (self.quarter_turns + other.quarter_turns) % 4
        return Correction(turns, self.is_inverted != other.is_inverted)

    def turned_back(self, values: NDArray[AnyPixel]) -> NDArray[AnyPixel]:
        """A map ``(h, w)`` of the turned film as it lies on the film in the file."""
        return np.ascontiguousarray(np.rot90(values, self.quarter_turns))


NO_CORRECTION = Correction()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of one film.

    Attributes
    ----------
    code
        Why it is doubtful or refused; None for an accepted film.
    sentence
        The same in words; empty for an accepted film.
    offered
        What would mend it.
    applied
        What has been done to it before it was read, at the reader's wish.
    is_overridden
        Whether the reader wants it read although it is refused.
    distance
        Of its features from those of the films the model knows, in units of the distance from
        which films are refused; None where the model has no reference.
    """

    decision: Decision
    code: ReasonCode | None = None
    sentence: str = ""
    offered: Correction = NO_CORRECTION
    applied: Correction = NO_CORRECTION
    is_overridden: bool = False
    distance: float | None = None

    @property
    def is_withheld(self) -> bool:
        """Whether nothing that the model says of the film may be shown."""
        return self.decision is Decision.REFUSED and not self.is_overridden

    def as_plain(self) -> dict[str, Any]:
        """Values that JSON can hold."""
        return {
            "decision": str(self.decision),
            "code": str(self.code or ""),
            "sentence": self.sentence,
            "offered": str(self.offered),
            "applied": str(self.applied),
            "overridden": self.is_overridden,
            "distance": None if self.distance is None else round(self.distance, 4),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Verdict:
        """Counterpart of `as_plain`; raises KeyError or ValueError for something else."""
        return cls(
            Decision(plain["decision"]),
            ReasonCode(plain["code"]) if plain["code"] else None,
            str(plain["sentence"]),
            Correction.named(plain["offered"]),
            Correction.named(plain["applied"]),
            bool(plain["overridden"]),
            None if plain["distance"] is None else float(plain["distance"]),
        )


#: Of a film that no gate has looked at.
UNCHECKED = Verdict(Decision.UNCHECKED)
