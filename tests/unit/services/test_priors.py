"""Earlier films of the same patient among those that are open."""

import shutil
import zipfile
from pathlib import Path

from lungdesk.core.jobs import NullContext
from lungdesk.core.study import Instance
from lungdesk.services.film_files import read_film_instance
from lungdesk.services.priors import PriorFinder, PriorsRequest
from tests.unit.formats.builders import write_dicom


def study(folder: Path, day: str, patient: str = "P1", uid: str = "1.2.3.4") -> Path:
    return write_dicom(
        folder / f"{day}-{patient}-{uid}.dcm",
        StudyInstanceUID=f"1.2.{day}",
        SOPInstanceUID=uid,
        StudyDate=day,
        PatientID=patient,
    )


def found(finder: PriorFinder, current: Path, *others: Path) -> tuple[Instance, ...]:
    request = PriorsRequest(read_film_instance(current), (current, *others))
    return finder.find(request, NullContext())


def test_priors_are_found_by_their_headers(tmp_path: Path) -> None:
    now, then = study(tmp_path, "20240131"), study(tmp_path, "20230630")
    older, other = study(tmp_path, "20210101"), study(tmp_path, "20230101", "P2")
    broken = tmp_path / "broken.dcm"
    broken.write_bytes(now.read_bytes()[:200])
    priors = found(PriorFinder(), now, other, older, broken, then, tmp_path / "missing.dcm")
    assert [prior.path for prior in priors] == [then, older]


def test_a_header_is_read_once(tmp_path: Path) -> None:
    now, then = study(tmp_path, "20240131"), study(tmp_path, "20230630")
    finder = PriorFinder()
    assert len(found(finder, now, then)) == 1
    then.unlink()
    assert len(found(finder, now, then)) == 1
    assert found(PriorFinder(), now, then) == ()


def test_a_film_on_a_drive_that_comes_back_is_found(tmp_path: Path) -> None:
    now, then = study(tmp_path, "20240131"), study(tmp_path, "20230630")
    drive = tmp_path / "drive"
    finder = PriorFinder()
    assert found(finder, now, drive / then.name) == ()
    drive.mkdir()
    then.rename(drive / then.name)
    assert [prior.path for prior in found(finder, now, drive / then.name)] == [drive / then.name]


def test_a_film_at_two_paths_is_one_prior_and_two_films_of_a_study_are_two(tmp_path: Path) -> None:
    now, then = study(tmp_path, "20240131"), study(tmp_path, "20230630")
    copy = Path(shutil.copy(then, tmp_path / "copy.dcm"))
    lateral = study(tmp_path, "20230630", uid="1.2.3.5")

    priors = found(PriorFinder(), now, then, copy, lateral)

    assert [prior.path for prior in priors] == [then, lateral]


def test_without_a_patient_no_file_is_read(tmp_path: Path) -> None:
    now = write_dicom(tmp_path / "now.dcm", PatientID=None, StudyDate="20240131")
    then = study(tmp_path, "20230630")
    assert found(PriorFinder(), now, then) == ()


def test_a_prior_may_lie_in_a_zip_file(tmp_path: Path) -> None:
    now, then = study(tmp_path, "20240131"), study(tmp_path, "20230630")
    archive = tmp_path / "old.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.write(then, "ward/then.dcm")
    assert [one.path for one in found(PriorFinder(), now, archive / "ward" / "then.dcm")] == [
        archive / "ward" / "then.dcm"
    ]
