"""The next study among the films that are open, and the one before."""

from pathlib import Path

import pytest

from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.services.study_steps import StudyStepRequest, study_beside
from tests.unit.formats.builders import gradient, write_dicom, write_picture
from tests.unit.services.fakes import Listener


def film(path: Path, uid: str | None, patient: str = "P1") -> Path:
    return write_dicom(path, StudyInstanceUID=uid, PatientID=patient)


@pytest.fixture
def films(tmp_path: Path) -> tuple[Path, ...]:
    """Two of one study, a damaged file, two of another, one with its number, two of none."""
    broken = tmp_path / "broken.dcm"
    broken.write_bytes(b"DICM" * 40)
    return (
        film(tmp_path / "a1.dcm", "1.2.1"),
        film(tmp_path / "a2.dcm", "1.2.1"),
        broken,
        film(tmp_path / "b1.dcm", "1.2.2"),
        film(tmp_path / "b2.dcm", "1.2.2"),
        film(tmp_path / "c.dcm", "1.2.2", patient="P2"),
        film(tmp_path / "d.dcm", None),
        write_picture(tmp_path / "e.png", gradient()),
    )


@pytest.mark.parametrize(
    ("at", "following", "before"),
    [
        (0, 3, None),
        (1, 3, None),
        (2, 3, 0),
        (3, 5, 0),
        (4, 5, 0),
        (5, 6, 3),
        (6, 7, 5),
        (7, None, 6),
    ],
)
def test_a_step_leads_to_the_first_film_of_a_study(
    films: tuple[Path, ...], at: int, following: int | None, before: int | None
) -> None:
    for is_back, expected in ((False, following), (True, before)):
        found = study_beside(StudyStepRequest(films[at], films, is_back), NullContext())
        assert found == (None if expected is None else films[expected])


def test_a_long_way_can_be_given_up(films: tuple[Path, ...]) -> None:
    with pytest.raises(Cancelled):
        study_beside(StudyStepRequest(films[0], films), Listener(cancels_at_check=2))
