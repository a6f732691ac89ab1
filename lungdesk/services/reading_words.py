"""What a row says of a reading besides its probabilities: status, code, message."""

from __future__ import annotations

import re

from lungdesk.core.prediction import Prediction
from lungdesk.core.verdict import NO_CORRECTION, Correction

OK, REFUSED, FAILED = "ok", "refused", "failed"
#: How `message_of` begins to tell of a film that was read only because somebody wanted it so, and
#: of doubt.
_WISHES = re.compile(r"(?P<refused>read although refused: )|read after a correction \(")
UNCERTAIN = "uncertain: "
#: How it names what was done to a film.
_DONE = re.compile(
    r"(?P<before>read after a correction|had been corrected)"
    r" \((?P<name>turn_(?:right|round|left)(?:\+invert)?|invert)\)"
)


def status_of(prediction: Prediction) -> str:
    """Whether a film was read or refused."""
    return REFUSED if prediction.is_withheld else OK


def code_of(prediction: Prediction) -> str:
    """Why it is doubtful or refused, or would be; empty for an accepted film."""
    return str(prediction.verdict.code or "")


def message_of(prediction: Prediction, *remarks: str) -> str:
    """All that is to be known of a reading, in a line; empty when there is nothing."""
    verdict = prediction.verdict
    if verdict.is_withheld:
        done = f" It had been corrected ({verdict.applied})." if verdict.applied else ""
        words = verdict.applied.then(verdict.offered).words if verdict.offered else ""
        way_out = f" To read it, {words}." if words else ""
        return verdict.sentence + done + way_out
    parts = [f"read although refused: {verdict.sentence}"] if verdict.is_overridden else []
    parts += [verdict.sentence] if verdict.sentence and not verdict.is_overridden else []
    if verdict.applied:
        parts.append(f"read after a correction ({verdict.applied})")
    if prediction.doubt:
        parts.append(f"uncertain: {prediction.doubt}")
    return "; ".join([*parts, *filter(None, remarks)])


def correction_of(message: str) -> Correction:
    """What was done to a film before it was read, of which `message_of` tells."""
    done = _DONE.search(message)
    return NO_CORRECTION if done is None else Correction.named(done["name"])


def for_people(message: str) -> str:
    """What `message_of` says for programs, with words for what was done to the film."""
    done = _DONE.search(message)
    words = correction_of(message).words
    return message if done is None else _DONE.sub(rf"\g<before> ({words})", message)


def frame_remark(count: int, frame: int = 0) -> str:
    """Which of ``count`` frames was read, counted from 0; empty where there is one alone."""
    number = frame + 1
    return f"frame {number} of {count} was read" if count > 1 else ""


def is_overridden_message(message: str) -> bool:
    """Whether `message_of` tells of a refused film that was read all the same."""
    wish = _WISHES.match(message)
    return wish is not None and bool(wish["refused"])


def is_uncertain_message(message: str) -> bool:
    """Whether `message_of` tells of a reading in doubt."""
    return UNCERTAIN in message


def is_wanted_message(message: str) -> bool:
    """Whether `message_of` tells of a film that would be refused as it lies."""
    return _WISHES.search(message) is not None
