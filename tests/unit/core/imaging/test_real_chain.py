"""The grayscale chain on real films, beside pydicom's own."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.pixels.processing import apply_modality_lut, apply_voi, apply_voi_lut, apply_windowing

from lungdesk.core.imaging.grayscale import auto_window, p_values
from lungdesk.core.radiograph import LookupTable, Photometric, Radiograph
from lungdesk.formats.reader import read_radiograph

CHEST = [f"RG1_{encoding}.dcm" for encoding in ("UNCR", "UNCI", "J2KR", "J2KI")]
OTHERS = ["RG3_UNCR.dcm", "RG3_J2KR.dcm"]

#: Every third pixel of a film: pydicom's chain takes its time.
_THIN = (slice(None, None, 3), slice(None, None, 3))


@cache
def header_of(path: Path) -> Dataset:
    return pydicom.dcmread(path, stop_before_pixels=True)


def apart(shown: NDArray[Any], expected: NDArray[Any]) -> float:
    return float(np.abs(shown.astype(np.float64) - expected).max())


def thinned(radiograph: Radiograph, shown: NDArray[np.uint8]) -> tuple[Any, Any]:
    return radiograph.stored_values[_THIN], shown[_THIN]


@pytest.mark.parametrize("name", [*CHEST, *OTHERS])
def test_a_windowed_negative_is_shown_as_by_pydicom(sample_films: Path, name: str) -> None:
    radiograph = read_radiograph(sample_films / name)
    header = header_of(sample_films / name)
    stored, shown = thinned(radiograph, p_values(radiograph))

    voi_values = apply_windowing(stored, header) / (2**header.BitsStored - 1)

    assert header.PhotometricInterpretation == "MONOCHROME1"
    assert radiograph.photometric is Photometric.MONOCHROME1
    assert apart(shown, 255 * (1 - voi_values)) <= 1
    # The window is off the middle, so that turning round before it would be noticed.
    before = apply_windowing(2**header.BitsStored - 1 - stored.astype(int), header)
    assert apart(shown, 255 * before / (2**header.BitsStored - 1)) > 1


def test_a_modality_lut_sequence_is_applied_as_by_pydicom(sample_films: Path) -> None:
    path = sample_films / "mlut_18.dcm"
    radiograph = read_radiograph(path)
    dataset = pydicom.dcmread(path)
    modality = apply_modality_lut(dataset.pixel_array, dataset)

    window = auto_window(radiograph)
    dataset.add_new("WindowCenter", "FD", window.center)
    dataset.add_new("WindowWidth", "FD", window.width)
    dataset.VOILUTFunction = "LINEAR_EXACT"

    assert isinstance(radiograph.modality, LookupTable)
    low, high = np.percentile(modality, [0.5, 99.5])
    assert window.center == pytest.approx((low + high) / 2, rel=0.01)
    assert window.width == pytest.approx(high - low, rel=0.01)
    assert apart(p_values(radiograph), 255 * apply_windowing(modality, dataset) / 65535) <= 1


def test_a_voi_lut_sequence_is_applied_as_by_pydicom(sample_films: Path) -> None:
    path = sample_films / "vlut_04.dcm"
    radiograph = read_radiograph(path)
    dataset = pydicom.dcmread(path)
    table = radiograph.voi[0]
    assert isinstance(table, LookupTable)

    # The one in the file changes nothing, so the same is tried upside down.
    for values in (table.values, table.values[::-1]):
        dataset.VOILUTSequence[0].LUTData = values.tolist()
        shown = p_values(radiograph, LookupTable(table.first_value, values, table.bits))
        voi_values = apply_voi(dataset.pixel_array, dataset)
        assert apart(shown, 255 * (voi_values / 65535)) <= 1


def test_the_voi_lut_of_the_file_is_the_default(sample_films: Path) -> None:
    path = sample_films / "vlut_04.dcm"
    radiograph = read_radiograph(path)
    dataset = pydicom.dcmread(path)
    table = radiograph.voi[0]

    assert isinstance(table, LookupTable)
    assert table.values.tolist() == list(dataset.VOILUTSequence[0].LUTData)
    expected = 255 * (apply_voi_lut(dataset.pixel_array, dataset) / 65535)
    assert apart(p_values(radiograph), expected) <= 1


@pytest.mark.parametrize("name", ["MR2_UNCR.dcm", "693_UNCR.dcm"])
def test_rescale_and_window_together_are_applied_as_by_pydicom(
    sample_films: Path, name: str
) -> None:
    path = sample_films / name
    radiograph = read_radiograph(path)
    header = header_of(path)
    stored, shown = thinned(radiograph, p_values(radiograph))

    voi_values = apply_voi_lut(apply_modality_lut(stored, header), header)
    extremes = np.array([-1e9, 1e9])  # what pydicom makes of black and white
    black, white = apply_windowing(extremes, header)

    assert apart(shown, 255 * (voi_values - black) / (white - black)) <= 1


def test_padding_is_left_out_of_the_auto_window_of_a_real_film(sample_films: Path) -> None:
    radiograph = read_radiograph(sample_films / "693_UNCR.dcm")
    padding = radiograph.padding
    assert padding is not None
    is_padding = (radiograph.stored_values >= padding[0]) & (radiograph.stored_values <= padding[1])

    window = auto_window(radiograph)

    low, high = np.percentile(radiograph.stored_values[~is_padding] - 1024.0, [0.5, 99.5])
    assert is_padding.mean() > 0.1
    assert window.center - window.width / 2 == pytest.approx(low, abs=20)
    assert window.center + window.width / 2 == pytest.approx(high, abs=20)
