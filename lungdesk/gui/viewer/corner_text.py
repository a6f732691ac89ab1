"""The words in the corners of the film."""

from __future__ import annotations

from dataclasses import dataclass

from lungdesk.core.imaging.geometry import ViewGeometry
from lungdesk.core.imaging.orientation import EdgeLetters, edge_letters
from lungdesk.core.radiograph import LookupTable, Radiograph, VoiTransform
from lungdesk.gui.viewer.grey_look import GreyLook
from lungdesk.gui.words import date, person_name

RESEARCH_ONLY = "Research use only"

_NO_EDGES = EdgeLetters()
KEY_IMAGE = "★ Key image"


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
) -> CornerText:
    """Say who, what, how large and how it is shown."""
    instance = radiograph.instance
    patient = instance.patient
    person = " · ".join(p for p in (date(patient.birth_date), patient.sex) if p)
    views = (instance.modality, instance.body_part, instance.view_position, instance.laterality)
    frames = frame_words(radiograph.frame, instance.frame_count)
    return CornerText(
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
            "Lossy compressed" if radiograph.is_lossy else "",
            *(("Processed: local contrast",) if is_processed else ()),
        ),
        bottom_right=(
            *(("Mirrored",) if geometry.is_mirrored else ()),
            f"{geometry.scale * 100:.0f} %",
            RESEARCH_ONLY,
        ),
        edges=edge_letters(instance.patient_orientation, geometry),
    )


def frame_words(frame: int, count: int) -> str:
    """``3 / 20`` for the third of twenty frames; nothing where there is only one."""
    return f"{frame + 1} / {count}" if count > 1 else ""


def essential(text: CornerText) -> CornerText:
    """What stays without the words: which side is which, and that it is not for diagnosis."""
    return CornerText(bottom_right=text.bottom_right[-1:], edges=text.edges)


def _grey_lines(radiograph: Radiograph, look: GreyLook | None) -> tuple[str, ...]:
    if look is None:
        return ()
    lines = (f"W {_window(look.voi)}",) if not radiograph.is_colour else ()
    return (*lines, "Inverted") if look.is_inverted else lines


def _window(voi: VoiTransform) -> str:
    if isinstance(voi, LookupTable):
        return voi.explanation or "from the file's table"
    return f"{voi.width:,.0f}  L {voi.center:,.0f}"
