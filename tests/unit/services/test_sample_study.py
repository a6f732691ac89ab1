from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.radiograph import Photometric
from lungdesk.formats.reader import read_instance, read_radiograph
from lungdesk.services.sample_study import sample_film, sample_films


def test_the_sample_study_is_installed_and_every_film_can_be_read() -> None:
    films = sample_films()

    assert len(set(films)) == len(films) == 5
    assert all(read_instance(path).modality == "CR" for path in films)


def test_the_first_film_is_the_uncompressed_chest(sample_films: Path) -> None:
    film = read_radiograph(sample_film())

    assert sample_film() == sample_films / "RG1_UNCR.dcm"
    assert (film.bits_stored, film.photometric) == (15, Photometric.MONOCHROME1)
    assert film.instance.transfer_syntax == "Explicit VR Little Endian"


def test_without_the_package_the_user_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)

    with pytest.raises(LungDeskError) as caught:
        sample_film()

    assert caught.value.code is ErrorCode.FILE_MISSING
    assert "pydicom-data" in caught.value.hint
