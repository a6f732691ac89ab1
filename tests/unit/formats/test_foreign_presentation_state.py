"""Presentation states of other programs, as well as they can be; damaged ones as a sentence."""

from __future__ import annotations

from pathlib import Path

import pydicom
import pytest

from lungdesk.core.annotation.marks import Polyline
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.presentation import DisplayedArea, Presentation, SizeMode
from lungdesk.core.radiograph import PixelSpacing, SpacingSource, Window
from lungdesk.formats.dicom_writers.presentation_state import write_presentation_state
from lungdesk.formats.presentation_state_reader import read_presentation_state, refers_to
from tests.unit.formats.film_objects import one_of_each, small_film
from tests.unit.formats.foreign_states import foreign, item, shape


def test_ours_without_its_own_elements_is_still_shown(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    path = tmp_path / "state.dcm"
    drawn = one_of_each(film)
    window = Window(1000 / 3, 50.0)
    write_presentation_state(path, film, Presentation(voi=window, annotations=drawn))
    dataset = pydicom.dcmread(path)
    dataset.remove_private_tags()
    dataset.save_as(path)

    stored = read_presentation_state(path, film)
    assert not stored.is_own
    assert isinstance(stored.presentation.voi, Window)
    assert stored.presentation.voi.center == pytest.approx(1000 / 3)
    assert len(stored.presentation.annotations.annotations) >= len(drawn.annotations)


def test_the_window_of_another_program_goes_before_ours(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    path = tmp_path / "state.dcm"
    area = DisplayedArea(3.25, 4.5, 20.75, 30.0)
    write_presentation_state(path, film, Presentation(voi=Window(100, 50), area=area))
    dataset = pydicom.dcmread(path)
    dataset.SoftcopyVOILUTSequence[0].WindowCenter = 120
    dataset.DisplayedAreaSelectionSequence[0].DisplayedAreaTopLeftHandCorner = [10, 11]
    dataset.save_as(path)

    again = read_presentation_state(path, film).presentation
    assert again.voi == Window(120, 50, explanation="window 1")
    assert again.area == DisplayedArea(9, 10, 21, 30)


@pytest.mark.parametrize("damage", ["no json", "[]", '{"kind": "ghost"}', '{"window": 5}'])
def test_damaged_elements_of_our_own_do_not_matter(tmp_path: Path, damage: str) -> None:
    film = small_film(tmp_path)
    path = tmp_path / "state.dcm"
    drawn = one_of_each(film)
    write_presentation_state(path, film, Presentation(voi=Window(100, 50), annotations=drawn))
    dataset = pydicom.dcmread(path)
    dataset[0x0071, 0x1001].value = damage
    dataset.GraphicAnnotationSequence[0][0x0071, 0x1002].value = damage
    dataset.save_as(path)

    again = read_presentation_state(path, film).presentation
    assert isinstance(again.voi, Window)
    assert (again.voi.center, again.voi.width) == (100, 50)
    assert isinstance(again.annotations.annotations[0], Polyline)
    assert again.annotations.annotations[1:] == drawn.annotations[1:]


def test_elements_of_our_own_survive_an_archive_of_implicit_vr(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    path = tmp_path / "state.dcm"
    presentation = Presentation(voi=Window(1000 / 3, 50.0), annotations=one_of_each(film))
    write_presentation_state(path, film, presentation)
    dataset = pydicom.dcmread(path)
    dataset.file_meta.TransferSyntaxUID = pydicom.uid.ImplicitVRLittleEndian
    dataset.save_as(path, implicit_vr=True, little_endian=True)

    assert read_presentation_state(path, film).presentation == presentation


def test_a_spacing_of_another_program_is_as_stated(tmp_path: Path) -> None:
    film = small_film(tmp_path, ImagerPixelSpacing=[0.2, 0.2])
    area = item(
        DisplayedAreaTopLeftHandCorner=[1, 1],
        DisplayedAreaBottomRightHandCorner=[48, 40],
        PresentationSizeMode="TRUE SIZE",
        PresentationPixelSpacing=[0.16, 0.16],
    )
    presentation = foreign(film, tmp_path, DisplayedAreaSelectionSequence=[area]).presentation

    assert presentation.calibration == PixelSpacing(0.16, 0.16, SpacingSource.UNCALIBRATED)
    assert presentation.area == DisplayedArea(0, 0, 48, 40, SizeMode.TRUE_SIZE)
    area.PresentationPixelSpacing = [0.2, 0.2]
    same = foreign(film, tmp_path, DisplayedAreaSelectionSequence=[area]).presentation
    assert same.calibration is None


def test_a_magnification_of_nothing_is_scaled_to_fit(tmp_path: Path) -> None:
    area = item(
        DisplayedAreaTopLeftHandCorner=[1, 1],
        DisplayedAreaBottomRightHandCorner=[48, 40],
        PresentationSizeMode="MAGNIFY",
        PresentationPixelMagnificationRatio=0.0,
    )
    state = foreign(small_film(tmp_path), tmp_path, DisplayedAreaSelectionSequence=[area])

    assert state.presentation.area is None


def test_items_for_other_films_are_passed_over(tmp_path: Path) -> None:
    other = item(ReferencedSOPClassUID="1.2", ReferencedSOPInstanceUID="9.9")
    theirs, ours = (
        item(WindowCenter=center, WindowWidth=10, VOILUTFunction="LINEAR") for center in (1, 2)
    )
    theirs.ReferencedImageSequence = [other]
    mark = shape("POLYLINE", 1, 2, 3, 4)
    mark.ReferencedImageSequence = [other]
    state = foreign(
        small_film(tmp_path),
        tmp_path,
        SoftcopyVOILUTSequence=[theirs, ours],
        GraphicAnnotationSequence=[mark],
    )

    assert isinstance(state.presentation.voi, Window)
    assert state.presentation.voi.center == 2
    assert state.presentation.annotations.annotations == ()


def test_a_state_without_a_window_leaves_that_of_the_film(tmp_path: Path) -> None:
    state = foreign(small_film(tmp_path), tmp_path, SoftcopyVOILUTSequence=None)

    assert state.presentation.voi is None


def test_a_state_of_other_films_is_refused(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    path = tmp_path / "state.dcm"
    write_presentation_state(path, film, Presentation())
    (tmp_path / "other").mkdir()
    other = small_film(tmp_path / "other", SOPInstanceUID="1.2.3.99")

    assert refers_to(path, film)
    assert not refers_to(path, other)
    with pytest.raises(LungDeskError, match="other films") as caught:
        read_presentation_state(path, other)
    assert caught.value.code is ErrorCode.PRESENTATION_INVALID


def test_a_film_is_no_presentation_state(tmp_path: Path) -> None:
    film = small_film(tmp_path)

    assert not refers_to(film.instance.path, film)
    with pytest.raises(LungDeskError, match="no grayscale presentation state") as caught:
        read_presentation_state(film.instance.path, film)
    assert caught.value.code is ErrorCode.PRESENTATION_INVALID


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_state_that_is_cut_off_is_a_sentence_or_what_is_left(
    tmp_path: Path, share: float
) -> None:
    film = small_film(tmp_path)
    path = tmp_path / "state.dcm"
    write_presentation_state(path, film, Presentation(annotations=one_of_each(film)))
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])

    try:
        stored = read_presentation_state(path, film)
    except LungDeskError as error:
        assert error.code is ErrorCode.PRESENTATION_INVALID  # noqa: PT017 - one of two outcomes
    else:
        assert stored.sop_instance_uid


def test_what_is_no_dicom_file_is_a_sentence(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    path = tmp_path / "letter.txt"
    path.write_text("Dear colleague")

    assert not refers_to(path, film)
    with pytest.raises(LungDeskError) as caught:
        read_presentation_state(path, film)
    assert caught.value.code is ErrorCode.PRESENTATION_INVALID


def test_a_state_that_has_gone_is_told(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    for read in (read_presentation_state, refers_to):
        with pytest.raises(LungDeskError) as caught:
            read(tmp_path / "gone.dcm", film)
        assert caught.value.code is ErrorCode.FILE_MISSING
