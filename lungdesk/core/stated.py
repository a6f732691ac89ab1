"""What the header says a film shows: whether that is a frontal view of the chest, and how it lies.

Nothing is concluded from what is not stated, or not understood: the gate looks at the picture, too.
"""

from __future__ import annotations

import re
from typing import Final

from lungdesk.core.study import Instance
from lungdesk.core.verdict import Decision, ReasonCode, Verdict


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[^A-Z0-9]+", text.upper()) if word]


#: View Position (PS3.3 C.8.1.7, C.8.11.5), and what is met in real files. Of a view with one of
#: the words of `_FRONTAL` besides, such as "PA and lateral", nobody knows which one the film is;
#: "AP LLD" and "AP oblique" are neither.
_LATERAL: Final = frozenset(
    _words("LL RL LAT LLAT RLAT LATERAL LATLAT XTABLE SWIMMERS PROFIL PROFILE SEITLICH")
)
_FRONTAL: Final = frozenset(_words("AP PA FRONTAL ANTEROPOSTERIOR POSTEROANTERIOR"))
#: Of a patient who lies on a side. "Decubitus" alone may mean one who lies on the back.
_ON_A_SIDE: Final = frozenset(("LLD", "RLD"))
_LYING: Final = frozenset(("DECUBITUS", "DECUB"))
_OBLIQUE: Final = frozenset(_words("OBLIQUE OBL RAO LAO RPO LPO RLO LLO RIO"))

#: Body Part Examined (PS3.16 annex L) that shows no chest, or an end of it. Spine, clavicle and the
#: like are not here: their films can look like those of the chest.
_ELSEWHERE: Final = frozenset(
    _words(
        "ABDOMEN ABDOMENPELVIS ANKLE ARM BLADDER BRAIN BREAST CALCANEUS CALF COCCYX COLON CSPINE"
        " ELBOW EXTREMITY EYE FACE FEMUR FIBULA FINGER FOOT FOREARM HAND HEAD HIP HUMERUS JAW"
        " KIDNEY KNEE LEG LOWERLEG LSPINE MANDIBLE MAXILLA NECK ORBIT PATELLA PELVIS SHOULDER SINUS"
        " SKULL SSPINE STOMACH TEETH THIGH THUMB TIBIA TMJ TOE UPPERARM WRIST"
    )
)
#: In any part of the text these say that it is of the chest as well: CHESTABDOMEN, Thorax, Lunge.
_OF_THE_CHEST: Final = ("CHEST", "THORA", "TORAX", "LUNG", "PULM", "RIB", "STERN", "HEART")

#: Modalities (PS3.3 C.7.3.1.1.1) that are no radiography, or never of a chest.
_OTHER_KINDS: Final = frozenset(_words("CT MR US IVUS PT NM MG IO PX BMD ES OP OPT SM GM SEG"))


def stated_verdict(instance: Instance) -> Verdict | None:
    """Why a film is no frontal view of the chest by its own header; None where that is not said."""
    kind = instance.modality.upper()
    if kind in _OTHER_KINDS:
        sentence = f"By its header this is a picture of another kind ({kind}), no radiograph."
        return _refused(ReasonCode.OTHER_SUBJECT, sentence)
    part = _part_elsewhere(instance.body_part)
    if part:
        sentence = f"By its header the film shows another part of the body ({part}), not the chest."
        return _refused(ReasonCode.OTHER_SUBJECT, sentence)
    return _view_verdict(_words(instance.view_position))


def _view_verdict(words: list[str]) -> Verdict | None:
    if on_a_side := _first(words, _ON_A_SIDE) or _lateral_decubitus(words):
        sentence = (
            f"By its header the patient lies on one side ({on_a_side}), neither upright nor supine."
        )
    elif oblique := _first(words, _OBLIQUE):
        sentence = f"By its header this is an oblique view ({oblique}), not a frontal one."
    elif (lateral := _first(words, _LATERAL)) and not _first(words, _FRONTAL):
        sentence = f"By its header this is a lateral view ({lateral}), not a frontal one."
    else:
        return None
    return _refused(ReasonCode.VIEW, sentence)


def _lateral_decubitus(words: list[str]) -> str:
    return _first(words, _LYING) if _first(words, _LATERAL) else ""


def _part_elsewhere(text: str) -> str:
    if any(part in text.upper() for part in _OF_THE_CHEST):
        return ""
    return _first(_words(text), _ELSEWHERE)


def _first(words: list[str], known: frozenset[str]) -> str:
    return next((word for word in words if word in known), "")


#: Patient Orientation (PS3.3 C.7.6.1.1.1): towards which side of the patient rows and columns run.
#: A frontal film has ``L\F``, whoever faces the detector. Others by how that would be turned.
_TURNED: Final = {
    ("F", "R"): "turned to the left",
    ("R", "H"): "upside down",
    ("H", "L"): "turned to the right",
}
_MIRRORED: Final = frozenset([("R", "F"), ("L", "H"), ("H", "R"), ("F", "L")])


def orientation_verdict(instance: Instance, *, is_turned: bool = False) -> Verdict | None:
    """Why left and right, or up and down, may be exchanged; None where that is not said.

    It is a doubt and no refusal: such headers are often wrong.

    Parameters
    ----------
    is_turned
        Whether a reader has turned the film, who sees how it lies: what is mirrored still is.
    """
    rows, columns = instance.patient_orientation
    lies = rows[:1], columns[:1]
    stated = f"{rows}\\{columns}"
    if lies in _MIRRORED:
        sentence = (
            f"By its header the film is mirrored ({stated}): left and right may be exchanged."
        )
    elif lies in _TURNED and not is_turned:
        sentence = f"By its header the film is {_TURNED[lies]} ({stated})."
    else:
        return None
    return Verdict(Decision.DOUBTFUL, ReasonCode.ORIENTATION, sentence)


def _refused(code: ReasonCode, sentence: str) -> Verdict:
    return Verdict(Decision.REFUSED, code, sentence)
