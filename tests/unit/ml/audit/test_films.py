from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.radiograph import Radiograph
from lungdesk.formats.jpeg_quality import jpeg_quality
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.audit.films import Film, examined_films, film_findings, image_figures
from lungdesk.ml.audit.findings import FindingKind, Severity
from lungdesk.ml.datasets import Dataset, Sample
from lungdesk.ml.evaluator import FilmFailure
from tests.unit.formats.builders import write_dicom
from tests.unit.ml.drawn_films import drawn_film
from tests.unit.services.fakes import Listener


def dataset(folder: Path) -> Dataset:
    paths = sorted(folder.iterdir())
    samples = tuple(Sample(path, 0, "train", path.name) for path in paths)
    return Dataset(folder, CHEST_LABELS, samples)


def examined(folder: Path) -> tuple[dict[str, Film], list[FilmFailure]]:
    data = dataset(folder)
    films, failures = examined_films(data, read_radiograph, jpeg_quality, NullContext())
    return {data.samples[film.number].path.name: film for film in films}, failures


def test_a_film_is_known_by_its_pixels_and_traits(tmp_path: Path) -> None:
    film = drawn_film(1, rows=200, columns=300)
    cv2.imwrite(str(tmp_path / "a.png"), film)
    cv2.imwrite(str(tmp_path / "b.bmp"), film)
    cv2.imwrite(str(tmp_path / "c.jpg"), film, [cv2.IMWRITE_JPEG_QUALITY, 70])
    cv2.imwrite(str(tmp_path / "d.png"), film.astype(np.uint16) << 8)
    cv2.imwrite(str(tmp_path / "e.png"), np.stack([film, film // 2, film], axis=2))

    films, failures = examined(tmp_path)

    assert failures == []
    assert films["a.png"].pixel_digest == films["b.bmp"].pixel_digest
    assert len({film.pixel_digest for film in films.values()}) == 4
    assert [film.mode for film in films.values()] == [
        *["grey, 8 bit"] * 3,
        "grey, 16 bit",
        "colour",
    ]
    assert [film.jpeg_quality for film in films.values()] == [None, None, 70, None, None]
    first = films["a.png"]
    assert (first.rows, first.columns, first.shorter_side) == (200, 300, 200)
    assert first.file_bytes == (tmp_path / "a.png").stat().st_size
    assert first.thumbnail.shape == (64, 64)
    assert first.mean == pytest.approx(film.mean(), abs=1.0)
    assert image_figures(list(films.values())) == {
        "modes": {"colour": 1, "grey, 16 bit": 1, "grey, 8 bit": 3},
        "columns": {"least": 300.0, "median": 300.0, "greatest": 300.0},
        "rows": {"least": 200.0, "median": 200.0, "greatest": 200.0},
        "aspect": {"least": 1.5, "median": 1.5, "greatest": 1.5},
        "jpeg_quality": {"least": 70.0, "median": 70.0, "greatest": 70.0},
    }


def test_the_border_is_the_frame_alone(tmp_path: Path) -> None:
    film = np.zeros((256, 256), np.uint8)
    film[:12] = film[-12:] = film[:, :12] = film[:, -12:] = 200
    cv2.imwrite(str(tmp_path / "a.png"), film)

    assert examined(tmp_path)[0]["a.png"].border_mean == pytest.approx(200.0)


def test_what_cannot_be_read_is_a_row_with_its_code(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "a.png"), drawn_film(1))
    (tmp_path / "b.png").write_text("no film")
    (tmp_path / "c.png").write_bytes((tmp_path / "a.png").read_bytes()[:2000])
    data = dataset(tmp_path)

    films, failures = examined(tmp_path)

    assert list(films) == ["a.png"]
    assert [(f.path.name, f.code) for f in failures] == [
        ("b.png", ErrorCode.FILE_NOT_AN_IMAGE),
        ("c.png", ErrorCode.IMAGE_DAMAGED),
    ]
    (finding,) = film_findings(data, list(films.values()), failures)
    assert (finding.kind, finding.severity) == (FindingKind.UNREADABLE, Severity.WARNING)
    assert finding.sentence.startswith("2 films cannot be read (b.png, c.png).")
    assert finding.sentence.endswith(f"[{ErrorCode.FILE_NOT_AN_IMAGE}]")
    assert finding.paths == (tmp_path / "b.png", tmp_path / "c.png")


def test_a_film_that_goes_once_it_has_been_decoded_is_a_row_too(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        cv2.imwrite(str(tmp_path / name), drawn_film(1))

    def decode(path: Path) -> Radiograph:
        film = read_radiograph(path)
        if path.name == "b.png":
            path.unlink()
        return film

    films, failures = examined_films(dataset(tmp_path), decode, jpeg_quality, NullContext())

    assert [film.number for film in films] == [0]
    assert [(f.path.name, f.code) for f in failures] == [("b.png", ErrorCode.FILE_MISSING)]


def test_blank_small_and_odd_films_are_told(tmp_path: Path) -> None:
    for number in range(5):
        cv2.imwrite(str(tmp_path / f"{number}.png"), drawn_film(number))
    films, failures = examined(tmp_path)
    sound = list(films.values())
    data = dataset(tmp_path)
    assert film_findings(data, sound, failures) == ()

    sound[0] = replace(sound[0], thumbnail=np.full((64, 64), 99, np.uint8))
    sound[1] = replace(sound[1], columns=100)
    sound[2] = replace(sound[2], mode="colour")

    found = film_findings(data, sound, failures)

    assert [(f.kind, f.paths[0].name) for f in found] == [
        (FindingKind.BLANK, "0.png"),
        (FindingKind.SMALL_FILMS, "1.png"),
        (FindingKind.MIXED_MODES, "2.png"),
    ]
    assert found[2].reason.startswith("Coloured films")

    sound[2] = replace(sound[2], mode="grey, 16 bit")
    (*_, in_two_depths) = film_findings(data, sound, failures)
    assert in_two_depths.kind is FindingKind.MIXED_MODES
    assert "Colour" not in in_two_depths.reason


def test_films_that_are_no_frontal_chest_films_by_their_header_are_told(tmp_path: Path) -> None:
    pixels = drawn_film(1).astype(np.uint16)
    stated = {
        "a": {"ViewPosition": "PA", "BodyPartExamined": "CHEST"},
        "b": {"ViewPosition": "LL", "BodyPartExamined": "CHEST"},
        "c": {"BodyPartExamined": "KNEE"},
        "d": {"Modality": "MG"},
    }
    for name, elements in stated.items():
        write_dicom(tmp_path / f"{name}.dcm", pixels, **elements)

    films, failures = examined(tmp_path)
    found = film_findings(dataset(tmp_path), list(films.values()), failures)

    (finding,) = [one for one in found if one.kind is FindingKind.NOT_FRONTAL]
    assert finding.severity is Severity.WARNING
    assert [path.name for path in finding.paths] == ["b.dcm", "c.dcm", "d.dcm"]
    assert finding.sentence == (
        "3 films are no frontal view of the chest by the header (b.dcm, c.dcm, d.dcm). The first:"
        " By its header this is a lateral view (LL), not a frontal one. [LD-GATE-011]"
    )


def test_no_film_has_no_figures() -> None:
    assert image_figures([]) == {"modes": {}}


def test_reading_can_be_cancelled(tmp_path: Path) -> None:
    for number in range(3):
        cv2.imwrite(str(tmp_path / f"{number}.png"), drawn_film(number))

    with pytest.raises(Cancelled):
        examined_films(
            dataset(tmp_path), read_radiograph, jpeg_quality, Listener(cancels_at_check=2)
        )
