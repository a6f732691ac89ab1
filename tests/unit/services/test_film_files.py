"""Films inside of ZIP files are opened, read and annotated like any other."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.measurements import Length
from lungdesk.core.jobs import NullContext
from lungdesk.formats.reader import read_radiograph
from lungdesk.services import kept_annotations, studies, tags
from lungdesk.services.annotation_store import AnnotationStore
from lungdesk.services.film_files import folder_for, read_film, replaced_films
from lungdesk.services.kept_annotations import FrameRef, SaveRequest
from lungdesk.services.paths import AppPaths
from lungdesk.services.studies import DecodeRequest, OpenRequest, ThumbnailRequest


@pytest.fixture
def study(tmp_path: Path, sample_films: Path) -> Path:
    archive = tmp_path / "study.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.write(sample_films / "RG3_J2KI.dcm", "ward/leg.dcm")
        zipped.writestr("readme.txt", "no film")
    return archive


def test_a_zip_file_is_opened_without_unpacking_by_hand(study: Path, sample_films: Path) -> None:
    found = studies.open_paths(OpenRequest((study,)), NullContext())
    assert found.files == (study / "ward" / "leg.dcm",)
    (film,) = found.files
    decoded = studies.decode(DecodeRequest(film), NullContext())
    assert decoded.instance.path == film
    oracle = read_radiograph(sample_films / "RG3_J2KI.dcm")
    assert np.array_equal(decoded.stored_values, oracle.stored_values)
    assert studies.thumbnail(ThumbnailRequest(film, 64), NullContext()).path == film


def test_its_tags_can_be_browsed(study: Path) -> None:
    rows = tags.tags(tags.TagsRequest(study / "ward" / "leg.dcm"), NullContext())
    assert tags.search(rows, "PatientID")


def test_what_is_drawn_on_it_is_kept(study: Path) -> None:
    frame = FrameRef(read_film(study / "ward" / "leg.dcm").instance)
    store = AnnotationStore.of(AppPaths.default())
    drawn = AnnotationSet((Length(((0.0, 0.0), (30.0, 40.0))),))
    kept_annotations.saver(store)(SaveRequest(frame, drawn), NullContext())
    assert kept_annotations.loader(store)(frame, NullContext()).annotations == drawn


def test_films_whose_file_is_another_one_by_now_are_told(study: Path, sample_films: Path) -> None:
    paths = [study.with_name(f"{name}.dcm") for name in ("changed", "same", "gone")]
    for path in paths:
        shutil.copy(sample_films / "RG3_J2KI.dcm", path)
    films = [read_film(path).instance for path in (*paths, study / "ward" / "leg.dcm")]
    assert replaced_films(films, NullContext()) == ()

    for path in (paths[0], study):
        os.utime(path, ns=(1, 1))
    paths[2].unlink()
    assert replaced_films(films, NullContext()) == (films[0], films[3])


def test_what_is_made_of_a_film_belongs_beside_it_or_its_zip_file(study: Path) -> None:
    assert folder_for(study / "ward" / "leg.dcm") == study.parent
    assert folder_for(study) == study.parent


def test_what_is_made_of_a_film_on_a_disc_belongs_to_the_user(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path) != study.parent)

    assert folder_for(study) == Path.home()


def test_a_plain_file_is_read_where_it_lies(sample_films: Path) -> None:
    read_film(sample_films / "RG3_J2KI.dcm")
    assert not AppPaths.default().unpacked_films.exists()
