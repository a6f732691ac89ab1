from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.lungs.films import LungFilms, Use, listed_lung_films, read_lung_films
from lungdesk.ml.lungs.network import NORMALIZATION
from lungdesk.ml.preprocess import PreprocessSpec
from tests.unit.ml.lungs.masked_films import COUNTS, film_and_mask

SPEC = PreprocessSpec(64, NORMALIZATION)


def manifest(folder: Path, *lines: str) -> Path:
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n")
    return folder


def test_masks_lie_on_their_films(films: LungFilms) -> None:
    assert films.views.shape == films.masks.shape == (2 * sum(COUNTS.values()), 64, 64)
    for view, mask in zip(films.views, films.masks, strict=True):
        lung = mask > 127
        assert view[lung].mean() + 40 < view[~lung].mean()
    assert films.failures == ()


def test_uses_and_sources_are_as_listed(films: LungFilms) -> None:
    for use in Use:
        assert len(films.used_for(use).films) == 2 * COUNTS[use.name.lower()]
    assert {film.source for film in films.films} == {"one", "other"}


def test_a_patient_of_whom_one_film_is_left_out_is_left_out_altogether(tmp_path: Path) -> None:
    listed = listed_lung_films(
        manifest(
            tmp_path,
            "image,mask,patient_id,cxr_split",
            "a.png,am.png,7,train",
            "b.png,bm.png,7,test~",
            "c.png,cm.png,8,",
            "d.png,dm.png,9,external~",
            "e.png,em.png,10,val",
        )
    )
    assert [film.use for film in listed] == [Use.TEST, Use.TEST, Use.TRAIN, Use.TEST, Use.VAL]


def test_without_splits_patients_are_dealt(tmp_path: Path) -> None:
    rows = [f"{n}.png,{n}m.png,p{n // 2}" for n in range(60)]
    listed = listed_lung_films(manifest(tmp_path, "image,mask,patient_id", *rows))
    uses = [film.use for film in listed]
    assert uses[::2] == uses[1::2]
    assert set(uses) == set(Use)
    assert uses.count(Use.TRAIN) > 40


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["image,label", "a.png,1"], ErrorCode.DATASET_MANIFEST),
        (["image,mask,split", "a.png,b.png,later"], ErrorCode.DATASET_MANIFEST),
        (["image,mask", "a.png,"], ErrorCode.DATASET_MANIFEST),
        (["image,mask"], ErrorCode.DATASET_EMPTY),
    ],
)
def test_other_manifests_are_refused(tmp_path: Path, lines: list[str], code: ErrorCode) -> None:
    with pytest.raises(LungDeskError) as raised:
        listed_lung_films(manifest(tmp_path, *lines))
    assert raised.value.code is code


def test_a_missing_manifest_is_said(tmp_path: Path) -> None:
    with pytest.raises(LungDeskError, match=r"manifest\.csv"):
        listed_lung_films(tmp_path)


def test_what_cannot_be_read_is_a_row_and_not_the_end(tmp_path: Path) -> None:
    film, mask = film_and_mask(0)
    cv2.imwrite(str(tmp_path / "a.png"), film)
    cv2.imwrite(str(tmp_path / "am.png"), mask)
    cv2.imwrite(str(tmp_path / "colour.png"), np.dstack([mask, mask // 2, 255 - mask]))
    folder = manifest(
        tmp_path,
        "image,mask",
        "a.png,am.png",
        "a.png,none.png",
        "a.png,colour.png",
        "no.png,am.png",
    )
    read = read_lung_films(listed_lung_films(folder), SPEC, read_radiograph, NullContext())
    assert len(read.films) == 1
    assert [f.path.name for f in read.failures] == ["none.png", "colour.png", "no.png"]
    only_bad = manifest(tmp_path, "image,mask", "no.png,am.png")
    with pytest.raises(LungDeskError) as raised:
        read_lung_films(listed_lung_films(only_bad), SPEC, read_radiograph, NullContext())
    assert raised.value.code is ErrorCode.DATASET_EMPTY
