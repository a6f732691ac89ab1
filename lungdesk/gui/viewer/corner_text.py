"""The words in the corners of the film."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lungdesk.core.identity import tells_identity
from lungdesk.core.imaging.geometry import ViewGeometry
from lungdesk.core.imaging.grayscale import modality_decimals
from lungdesk.core.imaging.orientation import EdgeLetters, edge_letters
from lungdesk.core.radiograph import LookupTable, Radiograph, VoiTransform
from lungdesk.core.study import Instance
from lungdesk.gui.translation import grouped, tr
from lungdesk.gui.viewer.grey_look import GreyLook
from lungdesk.gui.words import date, person_name

RESEARCH_ONLY = tr("Research use only")

_NO_EDGES = EdgeLetters()
#: What the line on true size begins with; and the line where only the monitor states its size.
TRUE_SIZE = tr("True size")
MONITOR_NOT_MEASURED = tr("Monitor not measured")
KEY_IMAGE = tr("★ Key image")


@dataclass(frozen=True, slots=True)
class CornerText:
    """Lines for the four corners of the film."""

    top_left: tuple[str, ...] = ()
    top_right: tuple[str, ...] = ()
    bottom_left: tuple[str, ...] = ()
    bottom_right: tuple[str, ...] = ()
    edges: EdgeLetters = _NO_EDGES


def corner_text(
    radiograph: Radiograph,
    geometry: ViewGeometry,
    look: GreyLook | None,
    *,
    is_processed: bool = False,
    is_key_image: bool = False,
    sizes: tuple[str, ...] = (),
) -> CornerText:
    """Say who, what, how large and how it is shown.

    Parameters
    ----------
    sizes
        Lines that say how large the film is shown, and whether that is its true size.
    """
    instance = radiograph.instance
    patient = instance.patient
    person = " · ".join(p for p in (date(patient.birth_date), patient.sex) if p)
    views = (instance.modality, instance.body_part, instance.view_position, instance.laterality)
    frames = frame_words(radiograph.frame, instance.frame_count)
    mirrored = (tr("Mirrored"),) if geometry.is_mirrored else ()
    text = CornerText(
        top_left=(person_name(patient.name) or instance.path.name, patient.patient_id, person),
        top_right=(
            instance.study_description or instance.series_description,
            date(instance.study_date),
            " · ".join(v for v in views if v and v != "IMG"),
            *((KEY_IMAGE,) if is_key_image else ()),
            *((instance.technique,) if instance.technique else ()),
        ),
        bottom_left=(
            *((frames,) if frames else ()),
            *_grey_lines(radiograph, look),
            f"{radiograph.columns} × {radiograph.rows}",
            tr("Lossy compressed") if radiograph.is_lossy else "",
            *((tr("Processed: local contrast"),) if is_processed else ()),
        ),
        bottom_right=(
            *mirrored,
            *sizes,
            RESEARCH_ONLY,
        ),
        edges=edge_letters(instance.patient_orientation, geometry),
    )
    if not instance.is_own_picture:
        return text
    # At the foot of a map stands what it shows, and that it is not for diagnosis.
    return replace(text, top_right=(*text.top_right, *mirrored), bottom_left=(), bottom_right=())


def zoom_words(scale: float) -> str:
    """Screen pixels per film pixel: ``100 %`` is 1:1."""
    return f"{scale * 100:.0f} %"


def frame_words(frame: int, count: int) -> str:
    """``3 / 20`` for the third of twenty frames; nothing where there is only one."""
    return f"{frame + 1} / {count}" if count > 1 else ""


def without_identity(text: CornerText, instance: Instance, *, title: str = "") -> CornerText:
    """Leave out name, ID, birth date and file name, and every line that holds one of them.

    Parameters
    ----------
    title
        What the film is called instead.
    """
    return replace(
        text,
        top_left=tuple(line for line in (title, instance.patient.sex) if line),
        top_right=_untelling(text.top_right, instance),
        bottom_left=_untelling(text.bottom_left, instance),
    )


def _untelling(lines: Iterable[str], instance: Instance) -> tuple[str, ...]:
    return tuple(line for line in lines if not tells_identity(line, instance))


def off_screen(text: CornerText) -> CornerText:
    """What holds elsewhere too: a film has its true size on one screen only."""
    gone = (TRUE_SIZE, MONITOR_NOT_MEASURED)
    kept = (line for line in text.bottom_right if not line.startswith(gone))
    return replace(text, bottom_right=tuple(kept))


def essential(text: CornerText) -> CornerText:
    """What stays without the words: which side is which, and that it is not for diagnosis."""
    return CornerText(bottom_right=text.bottom_right[-1:], edges=text.edges)


def _grey_lines(radiograph: Radiograph, look: GreyLook | None) -> tuple[str, ...]:
    if look is None:
        return ()
    decimals = modality_decimals(radiograph)
    lines = (f"W {_window(look.voi, decimals)}",) if not radiograph.is_colour else ()
    return (*lines, tr("Inverted")) if look.is_inverted else lines


def _window(voi: VoiTransform, decimals: int) -> str:
    if isinstance(voi, LookupTable):
        return voi.explanation or tr("from the file's table")
    width, center = (grouped(number, f",.{decimals}f") for number in (voi.width, voi.center))
    return f"{width}  L {center}"
