from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom.uid import UID, DeflatedExplicitVRLittleEndian, ImplicitVRLittleEndian

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.imaging.grayscale import p_values
from lungdesk.core.radiograph import Photometric, PresentationShape
from lungdesk.formats.reader import read_instance, read_radiograph
from tests.unit.formats.builders import (
    JPEG_2000_LOSSLESS,
    JPEG_BASELINE,
    RLE,
    colours,
    dicom,
    gradient,
    save,
    save_bare,
    write_compressed,
    write_dicom,
)


def test_the_header_becomes_an_instance(tmp_path: Path) -> None:
    path = write_dicom(
        tmp_path / "film.dcm",
        StudyDate="20260102",
        ViewPosition="PA",
        ImageLaterality="U",
        BodyPartExamined="CHEST",
        InstanceNumber=7,
        StudyDescription="Thorax",
        SeriesDescription="PA\\lateral",
        PatientBirthDate="19700101",
        PatientSex="F",
    )
    instance = read_instance(path)
    assert instance == read_radiograph(path).instance
    assert (instance.rows, instance.columns, instance.frame_count) == (40, 48, 1)
    assert (instance.sop_instance_uid, instance.study_instance_uid) == ("1.2.3.4", "1.2.3")
    assert (instance.modality, instance.view_position, instance.laterality) == ("DX", "PA", "U")
    assert (instance.study_date, instance.instance_number) == ("20260102", 7)
    assert instance.series_description == "PA, lateral"
    assert instance.transfer_syntax == "Explicit VR Little Endian"
    assert (instance.patient.patient_id, instance.patient.name) == ("P1", "Doe^Jane")


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int16, np.uint32])
def test_uncompressed_values_are_kept(tmp_path: Path, dtype: type[np.integer]) -> None:
    pixels = gradient(most=200).astype(dtype) - dtype(0)
    if np.dtype(dtype).kind == "i":
        pixels = pixels - dtype(100)
    film = read_radiograph(write_dicom(tmp_path / "film.dcm", pixels))
    assert film.stored_values.dtype == pixels.dtype
    np.testing.assert_array_equal(film.stored_values, pixels)


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, DeflatedExplicitVRLittleEndian])
def test_other_plain_encodings_are_read(tmp_path: Path, syntax: UID) -> None:
    pixels = gradient(most=4000)
    dataset = dicom(pixels)
    dataset.file_meta.TransferSyntaxUID = syntax
    dataset["PixelData"].VR = "OW"
    film = read_radiograph(save(tmp_path / "film.dcm", dataset))
    assert film.instance.transfer_syntax == syntax.name
    assert film.stored_values.dtype.isnative
    np.testing.assert_array_equal(film.stored_values, pixels)


@pytest.mark.parametrize("syntax", [RLE, JPEG_2000_LOSSLESS])
@pytest.mark.parametrize("most", [255, 4000])
def test_lossless_compression_keeps_the_values(tmp_path: Path, syntax: UID, most: int) -> None:
    pixels = gradient(64, 80, most=most)
    film = read_radiograph(write_compressed(tmp_path / "film.dcm", pixels, syntax))
    assert not film.is_lossy
    np.testing.assert_array_equal(film.stored_values, pixels)


def test_jpeg_baseline_is_lossy(tmp_path: Path) -> None:
    film = read_radiograph(write_compressed(tmp_path / "film.dcm", gradient(), JPEG_BASELINE))
    assert film.is_lossy
    np.testing.assert_allclose(film.stored_values, gradient(), atol=5)


def test_a_film_that_was_lossy_once_is_lossy(tmp_path: Path) -> None:
    assert read_radiograph(write_dicom(tmp_path / "a.dcm", LossyImageCompression="01")).is_lossy
    assert not read_radiograph(write_dicom(tmp_path / "b.dcm", LossyImageCompression="00")).is_lossy


@pytest.mark.parametrize("is_implicit", [True, False])
def test_a_file_without_preamble_is_read(tmp_path: Path, is_implicit: bool) -> None:
    path = save_bare(tmp_path / "film", dicom(gradient()), is_implicit=is_implicit)
    np.testing.assert_array_equal(read_radiograph(path).stored_values, gradient())


def test_only_the_frame_asked_for_is_read(tmp_path: Path) -> None:
    frames = np.stack([gradient(), gradient()[::-1], gradient()[:, ::-1]])
    path = write_dicom(tmp_path / "film.dcm", frames)
    assert read_instance(path).frame_count == 3
    for number, pixels in enumerate(frames):
        film = read_radiograph(path, frame=number)
        assert film.frame == number
        np.testing.assert_array_equal(film.stored_values, pixels)


@pytest.mark.parametrize("frame", [-1, 3])
def test_a_frame_that_is_not_there_is_refused(tmp_path: Path, frame: int) -> None:
    path = write_dicom(tmp_path / "film.dcm", np.stack([gradient()] * 3))
    with pytest.raises(LungDeskError) as caught:
        read_radiograph(path, frame=frame)
    assert caught.value.code is ErrorCode.IMAGE_FRAME_MISSING


def test_colour_is_read_as_rgb(tmp_path: Path) -> None:
    film = read_radiograph(write_dicom(tmp_path / "film.dcm", colours()))
    assert film.photometric is Photometric.RGB
    np.testing.assert_array_equal(film.stored_values, colours())


def test_colour_has_its_spacing(tmp_path: Path) -> None:
    film = read_radiograph(write_dicom(tmp_path / "film.dcm", colours(), PixelSpacing=[0.2, 0.1]))
    assert film.spacing is not None
    assert (film.spacing.row_mm, film.spacing.column_mm) == (0.2, 0.1)


def test_colour_of_16_bits_becomes_8(tmp_path: Path) -> None:
    deep = colours().astype(np.uint16) * 257
    film = read_radiograph(write_dicom(tmp_path / "film.dcm", deep))
    np.testing.assert_array_equal(film.stored_values, colours())


def test_ybr_is_turned_into_rgb(tmp_path: Path) -> None:
    grey = np.stack([gradient(), np.full((40, 48), 128), np.full((40, 48), 128)], axis=2)
    film = read_radiograph(
        write_dicom(
            tmp_path / "film.dcm", grey.astype(np.uint8), PhotometricInterpretation="YBR_FULL"
        )
    )
    assert film.photometric is Photometric.RGB
    np.testing.assert_allclose(film.stored_values[..., 1], gradient(), atol=1)


def test_palette_is_turned_into_rgb(tmp_path: Path) -> None:
    ramp = np.arange(256, dtype=np.uint16) * 257
    tables: dict[str, Any] = {}
    for name, values in (("Red", ramp), ("Green", ramp[::-1]), ("Blue", ramp)):
        tables[f"{name}PaletteColorLookupTableDescriptor"] = [256, 0, 16]
        tables[f"{name}PaletteColorLookupTableData"] = values.tobytes()
    path = write_dicom(tmp_path / "film.dcm", PhotometricInterpretation="PALETTE COLOR", **tables)
    film = read_radiograph(path)
    np.testing.assert_array_equal(film.stored_values[..., 0], gradient())
    np.testing.assert_array_equal(film.stored_values[..., 1], 255 - gradient())


def test_bits_that_are_not_stored_are_masked(tmp_path: Path) -> None:
    pixels = gradient(most=4000)
    path = write_dicom(tmp_path / "film.dcm", pixels | 0x8000, BitsStored=12, HighBit=11)
    film = read_radiograph(path)
    assert film.bits_stored == 12
    np.testing.assert_array_equal(film.stored_values, pixels)


@pytest.mark.parametrize("shape", [None, "INVERSE"])
def test_monochrome1_is_turned_round_once(tmp_path: Path, shape: str | None) -> None:
    path = write_dicom(
        tmp_path / "film.dcm",
        PhotometricInterpretation="MONOCHROME1",
        PresentationLUTShape=shape,
        WindowCenter=128,
        WindowWidth=256,
    )
    film = read_radiograph(path)
    assert film.photometric is Photometric.MONOCHROME1
    assert film.presentation is PresentationShape.IDENTITY
    np.testing.assert_array_equal(p_values(film), 255 - gradient())


def test_left_out_descriptions_are_assumed(tmp_path: Path) -> None:
    path = write_dicom(
        tmp_path / "film.dcm",
        BitsStored=None,
        HighBit=None,
        PixelRepresentation=None,
        PhotometricInterpretation=None,
        SamplesPerPixel=None,
    )
    film = read_radiograph(path)
    assert film.bits_stored == 8
    np.testing.assert_array_equal(film.stored_values, gradient())


@pytest.mark.parametrize("left_out", ["BitsAllocated", "Rows", "Columns"])
def test_what_cannot_be_assumed_is_a_sentence(tmp_path: Path, left_out: str) -> None:
    path = write_dicom(tmp_path / "film.dcm", **{left_out: None})
    with pytest.raises(LungDeskError) as caught:
        read_radiograph(path)
    assert caught.value.code is ErrorCode.DICOM_DAMAGED


def test_an_unknown_colour_system_is_named(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", PhotometricInterpretation="PURPLE")
    with pytest.raises(LungDeskError) as caught:
        read_radiograph(path)
    assert caught.value.code in (ErrorCode.DICOM_PHOTOMETRIC, ErrorCode.DICOM_DAMAGED)


def test_floating_point_values_are_not_shown(tmp_path: Path) -> None:
    values = gradient().astype(np.float32)
    path = write_dicom(
        tmp_path / "film.dcm", values, PixelData=None, FloatPixelData=values.tobytes()
    )
    with pytest.raises(LungDeskError) as caught:
        read_radiograph(path)
    assert caught.value.code is ErrorCode.DICOM_PHOTOMETRIC


def test_an_object_of_a_private_kind_holds_no_image(tmp_path: Path) -> None:
    dataset = dicom(gradient())
    for keyword in ("PixelData", "Rows", "Columns"):
        delattr(dataset, keyword)
    dataset.SOPClassUID = UID("1.3.12.2.1107.5.9.1")
    path = save(tmp_path / "private.dcm", dataset)

    with pytest.raises(LungDeskError) as caught:
        read_radiograph(path)

    assert caught.value.code is ErrorCode.DICOM_WITHOUT_PIXELS


@pytest.mark.parametrize("syntax", [None, RLE])
@pytest.mark.parametrize("dtype", [np.uint16, np.int16])
def test_values_at_the_upper_end_of_their_cells_are_shifted(
    tmp_path: Path, dtype: type[np.integer], syntax: UID | None
) -> None:
    pixels = (gradient(most=4000) - (2000 if dtype is np.int16 else 0)).astype(dtype)
    cells = np.asarray((pixels << 4) | 5, dtype)  # with bits of an overlay below
    dataset = dicom(cells, BitsStored=12, HighBit=15)
    if syntax is not None:
        dataset.compress(syntax, generate_instance_uid=False)
    film = read_radiograph(save(tmp_path / "film.dcm", dataset))
    assert film.bits_stored == 12
    np.testing.assert_array_equal(film.stored_values, pixels)


@pytest.mark.parametrize("syntax", [None, RLE])
def test_dark_frames_are_shifted_like_bright_ones(tmp_path: Path, syntax: UID | None) -> None:
    pixels = np.stack([gradient(most=4000), gradient(most=200).astype(np.uint16)])
    dataset = dicom(pixels << 4, BitsStored=12, HighBit=15)
    if syntax is not None:
        dataset.compress(syntax, generate_instance_uid=False)
    path = save(tmp_path / "film.dcm", dataset)
    for frame, expected in enumerate(pixels):
        np.testing.assert_array_equal(read_radiograph(path, frame=frame).stored_values, expected)


def test_a_dark_frame_with_an_overlay_below_its_values_is_shifted(tmp_path: Path) -> None:
    pixels = gradient(most=200).astype(np.uint16)
    cells = (pixels << 4) | np.where(pixels > 100, 2, 0).astype(np.uint16)
    dataset = dicom(cells, BitsStored=12, HighBit=15)
    for element, value in ((0x0010, pixels.shape[0]), (0x0011, pixels.shape[1]), (0x0102, 1)):
        dataset.add_new((0x6000, element), "US", value)

    film = read_radiograph(save(tmp_path / "film.dcm", dataset))

    np.testing.assert_array_equal(film.stored_values, pixels)
    assert [overlay.group for overlay in film.overlays] == [0x6000]


def test_a_high_bit_that_is_only_stated_shifts_nothing(tmp_path: Path) -> None:
    pixels = gradient(most=4000)
    path = write_dicom(tmp_path / "film.dcm", pixels, BitsStored=12, HighBit=15)
    np.testing.assert_array_equal(read_radiograph(path).stored_values, pixels)


def test_compressed_values_at_the_upper_end_are_refused(tmp_path: Path) -> None:
    dataset = dicom(np.asarray(gradient(most=4000) << 4, np.uint16))
    dataset.compress(JPEG_2000_LOSSLESS, generate_instance_uid=False)
    dataset.BitsStored, dataset.HighBit = 12, 15
    with pytest.raises(LungDeskError, match="compressed values that are shifted by 4 bits"):
        read_radiograph(save(tmp_path / "film.dcm", dataset))
