"""What a header says of grey scale and spacing; PS3.3 C.11 and 10.7.1.3."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.radiograph import (
    LookupTable,
    PixelSpacing,
    PresentationShape,
    Radiograph,
    Rescale,
    SpacingSource,
    VoiFunction,
    Window,
)
from lungdesk.formats.reader import read_radiograph
from tests.unit.formats.builders import gradient, write_dicom


def _film(folder: Path, **elements: Any) -> Radiograph:
    pixels = elements.pop("pixels", gradient(most=4000))
    return read_radiograph(write_dicom(folder / "film.dcm", pixels, **elements))


def _item(**elements: Any) -> Dataset:
    item = Dataset()
    for keyword, value in elements.items():
        setattr(item, keyword, value)
    return item


def _lut(values: list[int], *, first: int = 0, bits: int = 16, **elements: Any) -> Dataset:
    item = _item(LUTDescriptor=[len(values), first, bits], LUTData=values, **elements)
    item["LUTDescriptor"].VR = item["LUTData"].VR = "US"
    return item


# -------------------------------------------------------------------------------- spacing


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ({}, None),
        ({"PixelSpacing": [0.2, 0.3]}, (0.2, 0.3, SpacingSource.UNCALIBRATED)),
        (
            {"PixelSpacing": [0.2, 0.3], "PixelSpacingCalibrationType": "FIDUCIAL"},
            (0.2, 0.3, SpacingSource.CALIBRATED),
        ),
        (
            {
                "PixelSpacing": [0.1, 0.1],
                "PixelSpacingCalibrationType": "GEOMETRY",
                "ImagerPixelSpacing": [0.2, 0.2],
            },
            (0.1, 0.1, SpacingSource.CALIBRATED),
        ),
        ({"ImagerPixelSpacing": [0.2, 0.3]}, (0.2, 0.3, SpacingSource.AT_DETECTOR)),
        (
            {
                "ImagerPixelSpacing": [0.2, 0.3],
                "EstimatedRadiographicMagnificationFactor": 2,
            },
            (0.1, 0.15, SpacingSource.MAGNIFICATION),
        ),
        (
            {"PixelSpacing": [0.2, 0.2], "ImagerPixelSpacing": [0.2, 0.2]},
            (0.2, 0.2, SpacingSource.AT_DETECTOR),
        ),
        (
            {"PixelSpacing": [0.1, 0.1], "ImagerPixelSpacing": [0.2, 0.2]},
            (0.1, 0.1, SpacingSource.UNCALIBRATED),
        ),
        ({"NominalScannedPixelSpacing": [0.2, 0.2]}, (0.2, 0.2, SpacingSource.UNCALIBRATED)),
        ({"PixelSpacing": [0, 0.3]}, None),
        ({"PixelSpacing": [0.3]}, None),
    ],
)
def test_spacing_has_its_provenance(
    tmp_path: Path,
    elements: dict[str, Any],
    expected: tuple[float, float, SpacingSource] | None,
) -> None:
    assert _film(tmp_path, **elements).spacing == (PixelSpacing(*expected) if expected else None)


def test_a_spacing_that_is_no_number_is_none(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", PixelSpacing=[0.25, 0.25])
    path.write_bytes(path.read_bytes().replace(b"0.25\\0.25", b"fine\\fine"))
    assert read_radiograph(path).spacing is None


# -------------------------------------------------------------------------------- windows


def test_windows_keep_their_order_and_explanations(tmp_path: Path) -> None:
    film = _film(
        tmp_path,
        WindowCenter=[100, 200.5],
        WindowWidth=[50, 60],
        WindowCenterWidthExplanation=["LUNG", "BONE"],
        VOILUTFunction="SIGMOID",
    )
    assert film.voi == (
        Window(100, 50, VoiFunction.SIGMOID, "LUNG"),
        Window(200.5, 60, VoiFunction.SIGMOID, "BONE"),
    )


def test_windows_without_explanation_are_numbered(tmp_path: Path) -> None:
    film = _film(tmp_path, WindowCenter=[100, 200], WindowWidth=[50, 60])
    assert [offer.explanation for offer in film.voi] == ["window 1", "window 2"]


def test_an_impossible_window_is_left_out(tmp_path: Path) -> None:
    film = _film(tmp_path, WindowCenter=[100, 200], WindowWidth=[0, 60])
    assert film.voi == (Window(200, 60, explanation="window 2"),)


def test_an_unknown_voi_function_is_linear(tmp_path: Path) -> None:
    film = _film(tmp_path, WindowCenter=1, WindowWidth=2, VOILUTFunction="CUBIC")
    assert film.voi == (Window(1, 2, VoiFunction.LINEAR, "window 1"),)


def test_voi_luts_stand_before_windows(tmp_path: Path) -> None:
    table = _lut([0, 100, 4095], first=10, bits=12, LUTExplanation="CHEST")
    film = _film(tmp_path, VOILUTSequence=Sequence([table]), WindowCenter=1, WindowWidth=2)
    lut, window = film.voi
    assert isinstance(lut, LookupTable)
    assert isinstance(window, Window)
    assert (lut.first_value, lut.bits, lut.explanation) == (10, 12, "CHEST")
    np.testing.assert_array_equal(lut.values, [0, 100, 4095])


def test_a_voi_lut_that_is_too_short_is_left_out(tmp_path: Path) -> None:
    table = _lut([0, 100, 200])
    table.LUTDescriptor = [500, 0, 16]
    assert _film(tmp_path, VOILUTSequence=Sequence([table])).voi == ()


# ---------------------------------------------------------------------------- other tables


def test_rescale_is_read(tmp_path: Path) -> None:
    film = _film(tmp_path, RescaleSlope=2, RescaleIntercept=-1024)
    assert film.modality == Rescale(2, -1024)
    assert _film(tmp_path).modality == Rescale()


def test_a_rescale_that_is_no_number_is_refused(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", RescaleSlope="1.25", RescaleIntercept="0")
    path.write_bytes(path.read_bytes().replace(b"1.25", b"nan "))
    with pytest.raises(LungDeskError) as caught:
        read_radiograph(path)
    assert caught.value.code is ErrorCode.DICOM_DAMAGED


def test_a_modality_lut_goes_before_rescale(tmp_path: Path) -> None:
    table = _lut([5, 6, 7], first=1, bits=8, ModalityLUTType="OD")
    film = _film(tmp_path, ModalityLUTSequence=Sequence([table]), RescaleSlope=2)
    assert isinstance(film.modality, LookupTable)
    np.testing.assert_array_equal(film.modality.values, [5, 6, 7])


def test_a_lut_of_signed_pixels_may_begin_below_zero(tmp_path: Path) -> None:
    table = _lut([5, 6, 7], first=65535)
    pixels = gradient(most=4000).astype(np.int16)
    film = _film(tmp_path, pixels=pixels, ModalityLUTSequence=Sequence([table]))
    assert isinstance(film.modality, LookupTable)
    assert film.modality.first_value == -1


def test_lut_entries_of_8_bits_may_be_packed(tmp_path: Path) -> None:
    item = _item(LUTDescriptor=[3, 0, 8], LUTData=b"\x05\x06\xff\x00")
    item["LUTDescriptor"].VR, item["LUTData"].VR = "US", "OW"
    film = _film(tmp_path, VOILUTSequence=Sequence([item]))
    (lut,) = film.voi
    assert isinstance(lut, LookupTable)
    np.testing.assert_array_equal(lut.values, [5, 6, 255])


def test_a_lut_that_uses_more_bits_than_it_says_has_them(tmp_path: Path) -> None:
    (lut,) = _film(tmp_path, VOILUTSequence=Sequence([_lut([0, 4095], bits=8)])).voi
    assert isinstance(lut, LookupTable)
    assert lut.bits == 12


def test_presentation_is_read(tmp_path: Path) -> None:
    assert _film(tmp_path).presentation is PresentationShape.IDENTITY
    inverse = _film(tmp_path, PresentationLUTShape="INVERSE")
    assert inverse.presentation is PresentationShape.INVERSE
    table = _film(tmp_path, PresentationLUTSequence=Sequence([_lut([0, 9, 255], bits=8)]))
    assert isinstance(table.presentation, LookupTable)


# -------------------------------------------------------------------------------- padding


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ({}, None),
        ({"PixelPaddingValue": 5}, (5, 5)),
        ({"PixelPaddingValue": 5, "PixelPaddingRangeLimit": 9}, (5, 9)),
        ({"PixelPaddingValue": 9, "PixelPaddingRangeLimit": 5}, (5, 9)),
    ],
)
def test_padding_is_an_ordered_range(
    tmp_path: Path, elements: dict[str, int], expected: tuple[int, int] | None
) -> None:
    assert _film(tmp_path, **elements).padding == expected


def test_padding_of_signed_pixels_is_signed(tmp_path: Path) -> None:
    pixels = gradient(most=4000).astype(np.int16)
    assert _film(tmp_path, pixels=pixels, PixelPaddingValue=-2000).padding == (-2000, -2000)


# ----------------------------------------------------------------------- functional groups


def test_a_frame_has_the_window_and_spacing_of_its_functional_groups(tmp_path: Path) -> None:
    shared = _item(
        PixelValueTransformationSequence=Sequence([_item(RescaleSlope=3, RescaleIntercept=1)]),
        PixelMeasuresSequence=Sequence([_item(PixelSpacing=[0.5, 0.6])]),
    )
    frames = Sequence(
        [
            _item(FrameVOILUTSequence=Sequence([_item(WindowCenter=c, WindowWidth=80)]))
            for c in (100, 200)
        ]
    )
    film = read_radiograph(
        write_dicom(
            tmp_path / "film.dcm",
            np.stack([gradient(), gradient()]),
            SharedFunctionalGroupsSequence=Sequence([shared]),
            PerFrameFunctionalGroupsSequence=frames,
        ),
        frame=1,
    )
    assert film.modality == Rescale(3, 1)
    assert film.voi == (Window(200, 80, explanation="window 1"),)
    assert film.spacing == PixelSpacing(0.5, 0.6, SpacingSource.UNCALIBRATED)
