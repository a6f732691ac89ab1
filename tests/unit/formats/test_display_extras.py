"""Overlay planes (PS3.3 C.9.2) and display shutters (C.7.6.11) as a file states them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRBigEndian

from lungdesk.core.imaging.overlay import overlay_mask, plane_mask
from lungdesk.core.radiograph import (
    CircularShutter,
    PolygonalShutter,
    Radiograph,
    RectangularShutter,
    Shutter,
)
from lungdesk.formats.reader import read_radiograph
from tests.unit.formats.builders import RLE, colours, dicom, gradient, save, write_dicom


def _mask(rows: int = 40, columns: int = 48, *, seed: int = 0) -> NDArray[np.bool_]:
    return np.random.default_rng(seed).random((rows, columns)) < 0.3


def _add_plane(
    dataset: Dataset, mask: NDArray[np.bool_], group: int = 0x6000, **facts: Any
) -> None:
    """Overlay of one frame ``(H, W)`` or of several ``(N, H, W)``."""
    packed = np.packbits(mask.ravel(), bitorder="little").tobytes()
    elements: dict[int, tuple[str, Any]] = {
        0x0010: ("US", mask.shape[-2]),
        0x0011: ("US", mask.shape[-1]),
        0x0040: ("CS", facts.get("kind", "G")),
        0x0050: ("SS", facts.get("origin", [1, 1])),
        0x0100: ("US", 1),
        0x0102: ("US", 0),
        0x3000: ("OW", packed + b"\0" * (len(packed) % 2)),
    }
    if mask.ndim == 3:
        elements[0x0015] = ("IS", len(mask))
        elements[0x0051] = ("US", facts.get("first_frame", 1))
    elements |= facts.get("more", {})
    for element, (vr, value) in elements.items():
        dataset.add_new((group, element), vr, value)


def _read(folder: Path, dataset: FileDataset, *, frame: int = 0) -> Radiograph:
    return read_radiograph(save(folder / "film.dcm", dataset), frame=frame)


# ------------------------------------------------------------------------------- overlays


def test_a_real_overlay_is_that_of_pydicom(sample_films: Path) -> None:
    path = sample_films / "MR-SIEMENS-DICOM-WithOverlays.dcm"

    film = read_radiograph(path)

    (plane,) = film.overlays
    expected = pydicom.dcmread(path).overlay_array(0x6000)
    assert expected.any()
    np.testing.assert_array_equal(plane_mask(plane), expected)
    np.testing.assert_array_equal(overlay_mask(film, plane), expected)
    assert plane.description == "Siemens MedCom Object Graphics"
    assert not plane.is_region


def test_all_groups_are_read_in_their_order(tmp_path: Path) -> None:
    dataset = dicom(gradient())
    groups = (0x60FE, 0x6000, 0x601E, 0x6002)
    for number, group in enumerate(groups):
        _add_plane(dataset, _mask(seed=number), group, kind="R" if group == 0x6002 else "G")

    film = _read(tmp_path, dataset)

    assert [plane.group for plane in film.overlays] == sorted(groups)
    assert [plane.is_region for plane in film.overlays] == [False, True, False, False]
    for plane in film.overlays:
        expected = _mask(seed=groups.index(plane.group))
        np.testing.assert_array_equal(plane_mask(plane), expected)
        np.testing.assert_array_equal(dataset.overlay_array(plane.group), expected)


def test_origin_size_and_words_are_kept(tmp_path: Path) -> None:
    dataset = dicom(gradient())
    words = {0x0022: ("LO", "Heart "), 0x1500: ("LO", "shape 1")}
    _add_plane(dataset, _mask(7, 9), origin=[-2, 41], more=words)

    film = _read(tmp_path, dataset)

    (plane,) = film.overlays
    assert (plane.rows, plane.columns, plane.top, plane.left) == (7, 9, -3, 40)
    assert (plane.description, plane.label) == ("Heart", "shape 1")
    np.testing.assert_array_equal(overlay_mask(film, plane)[:4, 40:], _mask(7, 9)[3:, :8])


@pytest.mark.parametrize(("first_frame", "frame", "expected"), [(1, 0, 0), (2, 2, 1), (2, 1, 0)])
def test_an_overlay_of_several_frames_belongs_to_those_it_names(
    tmp_path: Path, first_frame: int, frame: int, expected: int
) -> None:
    dataset = dicom(np.stack([gradient(41, 43)] * 4))
    masks = np.stack([_mask(41, 43, seed=seed) for seed in range(2)])
    _add_plane(dataset, masks, first_frame=first_frame)

    (plane,) = _read(tmp_path, dataset, frame=frame).overlays

    np.testing.assert_array_equal(plane_mask(plane), masks[expected])


def test_other_frames_have_no_overlay_unless_it_is_for_all(tmp_path: Path) -> None:
    dataset = dicom(np.stack([gradient()] * 4))
    _add_plane(dataset, np.stack([_mask()] * 2), 0x6000, first_frame=2)
    _add_plane(dataset, _mask(), 0x6002)

    found = [[p.group for p in _read(tmp_path, dataset, frame=n).overlays] for n in range(4)]

    assert found == [[0x6002], [0x6000, 0x6002], [0x6000, 0x6002], [0x6002]]


def test_words_of_a_big_endian_file_are_turned_round(tmp_path: Path) -> None:
    dataset = dicom(gradient())
    _add_plane(dataset, _mask())
    words = np.frombuffer(dataset[0x6000, 0x3000].value, "<u2")
    dataset[0x6000, 0x3000].value = words.astype(">u2").tobytes()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRBigEndian
    path = tmp_path / "film.dcm"
    pydicom.dcmwrite(
        path, dataset, implicit_vr=False, little_endian=False, enforce_file_format=True
    )

    (plane,) = read_radiograph(path).overlays

    np.testing.assert_array_equal(plane_mask(plane), _mask())


@pytest.mark.parametrize("position", [12, 15])
@pytest.mark.parametrize("frame", [0, 1])
def test_an_overlay_in_the_free_bits_of_the_pixels_is_found_and_not_shown_as_grey(
    tmp_path: Path, position: int, frame: int
) -> None:
    grey = gradient(most=4000)
    masks = [_mask(seed=seed) for seed in range(2)]
    pixels = np.stack([grey | (mask.astype(np.uint16) << position) for mask in masks])
    dataset = dicom(pixels, BitsStored=12, HighBit=11)
    _add_plane(dataset, _mask(), more={0x0100: ("US", 16), 0x0102: ("US", position)})
    del dataset[0x6000, 0x3000]

    film = _read(tmp_path, dataset, frame=frame)

    (plane,) = film.overlays
    np.testing.assert_array_equal(plane_mask(plane), masks[frame])
    np.testing.assert_array_equal(film.stored_values, grey)


def test_an_overlay_in_the_bits_of_compressed_pixels_is_left_out(tmp_path: Path) -> None:
    dataset = dicom(gradient(most=4000), BitsStored=12, HighBit=11)
    dataset.compress(RLE, generate_instance_uid=False)
    _add_plane(dataset, _mask(), more={0x0100: ("US", 16), 0x0102: ("US", 12)})
    del dataset[0x6000, 0x3000]

    assert _read(tmp_path, dataset).overlays == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {0x0010: ("US", 0)},
        {0x0011: ("US", 4000)},
        {0x0050: ("SS", [3])},
        {0x0050: ("LO", "above")},
        {0x3000: ("OB", b"")},
    ],
)
def test_an_overlay_that_cannot_be_read_is_left_out_and_the_film_is_not(
    tmp_path: Path, wrong: dict[int, tuple[str, Any]]
) -> None:
    dataset = dicom(gradient())
    _add_plane(dataset, _mask(), more=wrong)
    _add_plane(dataset, _mask(), 0x6002)

    film = _read(tmp_path, dataset)

    assert [plane.group for plane in film.overlays] == [0x6002]


def test_a_colour_image_has_its_overlays_and_shutters(tmp_path: Path) -> None:
    dataset = dicom(colours(), ShutterShape="CIRCULAR", **_CIRCLE)
    _add_plane(dataset, _mask())

    film = _read(tmp_path, dataset)

    assert film.is_colour
    assert len(film.overlays) == len(film.shutters) == 1


# ------------------------------------------------------------------------------- shutters

_RECTANGLE = {
    "ShutterLeftVerticalEdge": 3,
    "ShutterRightVerticalEdge": 30,
    "ShutterUpperHorizontalEdge": 5,
    "ShutterLowerHorizontalEdge": 20,
}
_CIRCLE = {"CenterOfCircularShutter": [11, 21], "RadiusOfCircularShutter": 9}
_POLYGON = {"VerticesOfThePolygonalShutter": [1, 1, 1, 30, 20, 15]}


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ({}, ()),
        ({"ShutterShape": "RECTANGULAR", **_RECTANGLE}, (RectangularShutter(4, 2, 19, 29),)),
        ({"ShutterShape": "CIRCULAR", **_CIRCLE}, (CircularShutter(10, 20, 9),)),
        (
            {"ShutterShape": "POLYGONAL", **_POLYGON},
            (PolygonalShutter(((0, 0), (0, 29), (19, 14))),),
        ),
        (
            {
                "ShutterShape": ["RECTANGULAR", "CIRCULAR"],
                "ShutterPresentationValue": 1000,
                **(_RECTANGLE | _CIRCLE),
            },
            (RectangularShutter(4, 2, 19, 29, 1000), CircularShutter(10, 20, 9, 1000)),
        ),
        ({"ShutterShape": "BITMAP"}, ()),
        ({"ShutterShape": "RECTANGULAR", **_CIRCLE}, ()),
        ({"ShutterShape": "CIRCULAR", **_CIRCLE, "RadiusOfCircularShutter": 0}, ()),
        ({"ShutterShape": "CIRCULAR", **_CIRCLE, "CenterOfCircularShutter": [3]}, ()),
        ({"ShutterShape": "POLYGONAL", "VerticesOfThePolygonalShutter": [1, 1, 2, 2]}, ()),
        ({"ShutterShape": "POLYGONAL", "VerticesOfThePolygonalShutter": [1, 1, 2, 2, 3]}, ()),
        (_RECTANGLE, ()),
    ],
)
def test_shutters_are_read_and_half_stated_ones_are_not(
    tmp_path: Path, elements: dict[str, Any], expected: tuple[Shutter, ...]
) -> None:
    assert read_radiograph(write_dicom(tmp_path / "film.dcm", **elements)).shutters == expected


def test_a_frame_has_the_shutter_of_its_functional_groups(tmp_path: Path) -> None:
    frames = []
    for left in (3, 9):
        item, group = Dataset(), Dataset()
        item.ShutterShape = "RECTANGULAR"
        for keyword, value in {**_RECTANGLE, "ShutterLeftVerticalEdge": left}.items():
            setattr(item, keyword, value)
        group.FrameDisplayShutterSequence = Sequence([item])
        frames.append(group)
    path = write_dicom(
        tmp_path / "film.dcm",
        np.stack([gradient(), gradient()]),
        PerFrameFunctionalGroupsSequence=Sequence(frames),
    )

    assert read_radiograph(path, frame=1).shutters == (RectangularShutter(4, 8, 19, 29),)
