"""Decides whether a film is read.

By its header and picture, by how it lies, by its lungs, and by how far its features lie.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.lungs.verdict import LungFault, LungVerdict
from lungdesk.core.quality import Picture, picture_verdict
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.stated import orientation_verdict, stated_verdict
from lungdesk.core.verdict import NO_CORRECTION, Correction, Decision, ReasonCode, Verdict
from lungdesk.ml.pose import Pose, pose_network
from lungdesk.ml.preprocess import LungSight, ModelView, model_view


@dataclass(frozen=True, slots=True)
class Handling:
    """How the reader wants a film read.

    Attributes
    ----------
    correction
        What is to be done to it first.
    is_overridden
        Read it whatever the gate says.
    is_mended
        Do what mends it, where the gate offers something.
    """

    correction: Correction = NO_CORRECTION
    is_overridden: bool = False
    is_mended: bool = False


AS_IT_IS = Handling()


@dataclass(frozen=True, slots=True, eq=False)
class FilmLook:
    """What is known of a film before it goes through a network.

    Attributes
    ----------
    faults
        Verdict of the picture checks; None when there is nothing against it.
    pose
        How it lies, once it has been corrected as wanted.
    lungs
        Of a film that lies so; None where nobody has judged them.
    stated
        Verdict of what the header says; None when there is nothing against it.
    orientation
        Verdict of how the film lies by its header; None when that is as usual, or not stated.
    lungs_in
        The film as the network that finds lungs sees it, where they are still to be judged.
    """

    handling: Handling
    faults: Verdict | None
    pose: Pose
    lungs: LungVerdict | None = None
    stated: Verdict | None = None
    orientation: Verdict | None = None
    lungs_in: ModelView | None = None

    @property
    def upright(self) -> Correction:
        """All that makes it lie as films do: what the reader wants, and what it lacks then."""
        return self.handling.correction.then(self.pose.correction)

    @property
    def mending(self) -> Handling | None:
        """How the reader wants it read instead, since something mends it; None to go on.

        A film that is read whatever speaks against it is mended, too, though what speaks against it
        most, its header for example, cannot be.
        """
        if not self.handling.is_mended:
            return None
        offered = self.verdict(None, 1.0).offered
        if self.handling.is_overridden and not offered:
            offered = self.pose.correction
        if not offered:
            return None
        total = self.handling.correction.then(offered)
        return replace(self.handling, correction=total, is_mended=False)

    def corrected(self, grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The grey square that the reader wants read."""
        return self.handling.correction.applied(grey)

    def probe(self, grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The square whose features tell a chest film that lies otherwise from anything else."""
        return self.upright.applied(grey)

    def verdict(self, distance: float | None, doubtful_from: float) -> Verdict:
        """The verdict, once the distance of `probe` is known.

        Parameters
        ----------
        distance
            In units of the distance of refusal; None without a reference.
        doubtful_from
            In the same units.
        """
        found = self._found(distance, doubtful_from)
        return replace(
            found,
            applied=self.handling.correction,
            is_overridden=self.handling.is_overridden and found.decision is Decision.REFUSED,
            distance=distance,
        )

    def _found(self, distance: float | None, doubtful_from: float) -> Verdict:
        """The weightiest of all that speaks against the film."""
        is_refused = self.faults is not None and self.faults.decision is Decision.REFUSED
        # Much white has a better reason where it is no chest at all.
        is_exposure = self.faults is not None and self.faults.code is ReasonCode.EXPOSURE
        is_inverted = self.pose.correction.is_inverted
        far = 0.0 if distance is None else distance
        lungs = None if self.lungs is None else _of_lungs(self.lungs)
        has_no_lung = lungs is not None and lungs.decision is Decision.REFUSED
        candidates = (
            (is_refused and not is_exposure, self.faults),
            (self.stated is not None, self.stated),
            (far > 1, _NOT_A_CHEST_FILM),
            # What is white there is black once it is put right, as black margins are.
            (is_refused and not is_inverted, self.faults),
            (bool(self.pose.correction), _wrong_pose(self.pose.correction)),
            (has_no_lung, lungs),
            (self.faults is not None, self.faults),
            (self.pose.is_part, _PART),
            (lungs is not None, lungs),
            (self.orientation is not None, self.orientation),
            (far > doubtful_from, _UNUSUAL),
        )
        return next((found for holds, found in candidates if holds and found), _ACCEPTED)


_ACCEPTED = Verdict(Decision.ACCEPTED)
_NOT_A_CHEST_FILM = Verdict(
    Decision.REFUSED,
    ReasonCode.NOT_A_CHEST_FILM,
    "This does not look like a frontal chest film: it is unlike all films that the model knows.",
)
_UNUSUAL = Verdict(
    Decision.DOUBTFUL,
    ReasonCode.UNUSUAL,
    "The film is unlike most films that the model knows: its probabilities may not hold.",
)
_PART = Verdict(
    Decision.DOUBTFUL,
    ReasonCode.CROPPED,
    "The film seems to show only a part of the chest.",
)


def _of_lungs(found: LungVerdict) -> Verdict | None:
    """Without any lung there is nothing to read; whatever else is odd about them is to be seen."""
    if found.shows_two_lungs:
        return None
    is_none = found.faults[0] is LungFault.NO_LUNG
    is_part = found.faults[0] is LungFault.CUT_OFF
    decision = Decision.REFUSED if is_none else Decision.DOUBTFUL
    return Verdict(decision, ReasonCode.CROPPED if is_part else ReasonCode.LUNGS, found.sentence)


def _wrong_pose(correction: Correction) -> Verdict:
    states = {1: "turned to the left", 2: "upside down", 3: "turned to the right"}
    parts = [states[correction.quarter_turns]] if correction.quarter_turns else []
    parts += ["inverted (black is white)"] if correction.is_inverted else []
    code = ReasonCode.TURNED if correction.quarter_turns else ReasonCode.INVERTED
    sentence = f"The film is {' and '.join(parts)}."
    return Verdict(Decision.REFUSED, code, sentence, offered=correction)


def look_at(
    view: ModelView,
    film: Radiograph,
    handling: Handling = AS_IT_IS,
    lungs: LungSight | None = None,
) -> FilmLook:
    """Look at a film by its header, and by what the network would see of it.

    Where the network sees the lungs alone, by the whole film in which they have been found.

    Parameters
    ----------
    lungs
        Is to judge the lungs (`judged`) of a film that nothing weightier speaks against; None for
        nobody.
    """
    seen, correction = view.surveyed, handling.correction
    sides = film.rows, film.columns
    rows, columns = sides[::-1] if correction.quarter_turns % 2 else sides
    counts = seen.counts[::-1] if correction.is_inverted else seen.counts
    faults = picture_verdict(Picture(rows, columns, counts, seen.coloured))
    pose = pose_network().pose(correction.applied(seen.grey))
    lies = orientation_verdict(film.instance, is_turned=bool(correction.quarter_turns))
    look = FilmLook(handling, faults, pose, None, stated_verdict(film.instance), lies)
    is_refused = faults is not None and faults.decision is Decision.REFUSED
    if lungs is None or is_refused or pose.correction:
        return look
    return replace(look, lungs_in=view.found_in or model_view(film, lungs.spec))


def judged(look: FilmLook, lungs: LungSight | None) -> FilmLook:
    """A look with its lungs judged, where they still are to be; from any thread."""
    if look.lungs_in is None or lungs is None:
        return look
    found = lungs.judge(look.lungs_in, look.handling.correction)
    return replace(look, lungs=found, lungs_in=None)


def all_judged(looks: Sequence[FilmLook], lungs: LungSight | None) -> list[FilmLook]:
    """As `judged`, of films in a row, several in flight; from the thread that owns the model."""
    waiting = [(one.lungs_in, one.handling.correction) for one in looks if one.lungs_in is not None]
    if not waiting or lungs is None:
        return list(looks)
    found = iter(lungs.judge_all(waiting))
    return [
        look if look.lungs_in is None else replace(look, lungs=next(found), lungs_in=None)
        for look in looks
    ]
