"""What is said of a verdict in the window."""

from __future__ import annotations

from dataclasses import dataclass

from lungdesk.core.verdict import Correction, Decision, Verdict
from lungdesk.gui.translation import told, tr

_DONE = {1: tr("turned to the right"), 2: tr("turned round"), 3: tr("turned to the left")}
_DO = {1: tr("Turn right"), 2: tr("Turn round"), 3: tr("Turn left")}


@dataclass(frozen=True, slots=True)
class GateNote:
    """What stands in the note of the gate.

    Attributes
    ----------
    code
        Why it is said, for the guide; empty where there is nothing to explain.
    correction
        Words of the button that mends the film; empty where nothing can.
    is_refused
        Whether the film is not read, so that it can be overridden.
    """

    sentence: str
    more: str = ""
    code: str = ""
    correction: str = ""
    is_refused: bool = False


def gate_note(verdict: Verdict) -> GateNote | None:
    """What to say of a verdict; None of a film that is simply accepted."""
    code = str(verdict.code or "")
    if verdict.is_withheld:
        more = tr("No probabilities are shown. [{code}]", code=verdict.code)
        mends = button_words(verdict.offered)
        return GateNote(told(verdict.sentence), more, code, mends, is_refused=True)
    if verdict.is_overridden:
        return GateNote(
            tr("Read at your wish: {sentence}", sentence=told(verdict.sentence)),
            tr(
                "The model was not made for this; that it was read is recorded. [{code}]",
                code=verdict.code,
            ),
            code,
        )
    done = tr("Read {done}.", done=_done(verdict.applied)) if verdict.applied else ""
    if verdict.decision is Decision.DOUBTFUL:
        return GateNote(told(verdict.sentence), f"{done} [{verdict.code}]".strip(), code)
    return GateNote(done) if done else None


def button_words(correction: Correction) -> str:
    """What the button says that does it; empty for nothing."""
    if not correction:
        return ""
    turn = _DO.get(correction.quarter_turns, "")
    if not correction.is_inverted:
        return tr("{turn} and read", turn=turn)
    return tr("{turn}, invert and read", turn=turn) if turn else tr("Invert and read")


def _done(correction: Correction) -> str:
    turned = _DONE.get(correction.quarter_turns, "")
    if not correction.is_inverted:
        return turned
    return tr("{turned} and inverted", turned=turned) if turned else tr("inverted")
