"""Films of one patient stay together: as the data says, as their headers say, as copies."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from lungdesk.core.film_patient import FilmPatient, nobody
from lungdesk.core.jobs import Cancelled
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.ml.audit.quick import quick_findings
from lungdesk.ml.bundle import Bundle
from lungdesk.ml.data_limits import data_limits
from lungdesk.ml.datasets import Dataset, load_dataset
from lungdesk.ml.film_groups import HEADER_PATIENTS, MOST_STUDIES, Grouping, film_groups
from lungdesk.ml.labelled_files import LabelledFile
from lungdesk.ml.model_films import films_for, split_doubt
from tests.conftest import REPO_ROOT
from tests.unit.ml.conftest import SmallModel


class Headers:
    """What the headers of films say, by the name of the file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.patients: dict[str, FilmPatient | None] = {}

    def film(
        self,
        name: str,
        patient: str | None,
        *,
        label: str = "normal",
        issuer: str = "",
        study: str = "",
        group: str = "",
    ) -> LabelledFile:
        path = self.folder / f"{name}.dcm"
        path.write_text(name)
        self.patients[path.name] = None if patient is None else FilmPatient(patient, issuer, study)
        return LabelledFile(path, label, "", group, "")

    def patient_of(self, path: Path) -> FilmPatient | None:
        return self.patients[path.name]


@pytest.fixture
def headers(tmp_path: Path) -> Headers:
    return Headers(tmp_path)


def digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def test_films_of_a_patient_are_one_group_that_no_id_gives_away(headers: Headers) -> None:
    rows = [
        headers.film("a", "4711", study="1"),
        headers.film("b", "4712", study="2"),
        headers.film("c", "4711", study="3", label="tuberculosis"),
    ]

    names, grouping = film_groups(rows, headers.patient_of)
    turned, _ = film_groups(rows[::-1], headers.patient_of)

    assert names == (min(digest("a"), digest("c")), digest("b"), min(digest("a"), digest("c")))
    assert turned == names[::-1]
    assert grouping == Grouping(is_by_patient=True, from_headers=3, placeholders=0)


def test_an_id_is_one_persons_within_its_issuer_alone(headers: Headers) -> None:
    rows = [headers.film(name, "7", issuer=name) for name in ("Ward", "Clinic")]

    names, _ = film_groups(rows, headers.patient_of)

    assert names == (digest("Ward"), digest("Clinic"))


def test_what_the_data_states_stands_and_copies_are_one_group(headers: Headers) -> None:
    stated = headers.film("a", "4711", group="mine")
    unknown, named = headers.film("b", None), headers.film("c", "4711")
    copy = LabelledFile(headers.folder / "copy.dcm", "normal", "", "", "")
    copy.path.write_text("b")
    headers.patients["copy.dcm"] = None

    names, grouping = film_groups([stated, unknown, named, copy], headers.patient_of)

    assert names == ("mine", digest("b"), digest("c"), digest("b"))
    assert not grouping.is_by_patient
    assert film_groups([stated], nobody) == (("mine",), Grouping(is_by_patient=True))


def test_copies_join_the_groups_that_the_data_states_where_it_states_no_splits(
    headers: Headers,
) -> None:
    def stated(name: str, group: str, content: str, split: str = "") -> LabelledFile:
        path = headers.folder / f"{name}.dcm"
        path.write_text(content)
        return LabelledFile(path, "normal", split, group, "")

    rows = [
        *(stated("a", "one", "A"), stated("b", "two", "A"), stated("c", "two", "C")),
        *(stated("d", "three", "D"), headers.film("D", None)),
        *(stated("e", "four", "E", "train"), stated("f", "five", "E", "test")),
    ]

    names, grouping = film_groups(rows, headers.patient_of)

    assert names[:3] == ("one",) * 3
    assert names[3] == names[4]
    assert names[5:] == ("four", "five")  # whoever deals the splits answers for them
    assert grouping.joined == 2 + (names[3] != "three")


@pytest.mark.parametrize(("id_", "told"), [("", 0), ("ANONYMOUS", 3), ("0000", 3)])
def test_placeholders_join_nobody_and_are_told_of(headers: Headers, id_: str, told: int) -> None:
    rows = [headers.film(name, id_) for name in "abc"]

    names, grouping = film_groups(rows, headers.patient_of)

    assert names == tuple(map(digest, "abc"))
    assert grouping == Grouping(placeholders=told)


def test_an_id_of_all_films_of_several_classes_is_no_patients(headers: Headers) -> None:
    rows = [
        headers.film(f"{label}{n}", "HOSPITAL-7", label=label)
        for label in ("normal", "covid19")
        for n in range(3)
    ]
    rows += [headers.film(f"t{n}", f"T{n // 2}", label="tuberculosis") for n in range(4)]

    names, grouping = film_groups(rows, headers.patient_of)

    assert names[:6] == tuple(digest(row.path.stem) for row in rows[:6])
    assert len(set(names[6:])) == 2
    assert grouping == Grouping(is_by_patient=False, from_headers=4, placeholders=6)


def test_a_patient_in_all_films_of_one_class_is_believed(headers: Headers) -> None:
    rows = [headers.film(f"a{n}", "A", label="covid19") for n in range(3)]
    rows += [headers.film("b", "A"), headers.film("c", "C")]

    names, grouping = film_groups(rows, headers.patient_of)

    assert len(set(names)) == 2
    assert grouping.is_by_patient


@pytest.mark.parametrize("studies", [MOST_STUDIES, MOST_STUDIES + 1])
def test_an_id_of_more_studies_than_a_patient_has_is_no_patients(
    headers: Headers, studies: int
) -> None:
    """Many films of few studies are those of a patient in intensive care."""
    rows = [headers.film(f"a{n}", "17", study=f"1.{n // 2}") for n in range(2 * studies)]
    rows.append(headers.film("b", "18", study="2"))

    names, grouping = film_groups(rows, headers.patient_of)

    is_one = studies == MOST_STUDIES
    assert len(set(names)) == (2 if is_one else 2 * studies + 1)
    assert grouping.placeholders == (0 if is_one else 2 * studies)


@pytest.mark.parametrize(("others", "is_one"), [(200, True), (60, False)])
def test_a_patient_seen_more_often_than_others_is_believed_unless_most_films_are_of_it(
    headers: Headers, others: int, is_one: bool
) -> None:
    """Follow-ups for years, and a film a day in intensive care, are those of one patient."""
    often = [headers.film(f"a{n}", "17", study=f"1.{n}") for n in range(MOST_STUDIES + 10)]
    rows = [*often, *(headers.film(f"b{n}", f"B{n}", study=f"2.{n}") for n in range(others))]

    names, grouping = film_groups(rows, headers.patient_of)

    assert (len(set(names[: len(often)])) == 1) is is_one
    assert grouping.placeholders == (0 if is_one else len(often))


def test_looking_into_many_files_can_be_ended(
    headers: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lungdesk.ml.film_groups._CHUNK", 2)
    rows = [headers.film(name, name) for name in "abcde"]
    told: list[int] = []

    def tell(done: int) -> None:
        told.append(done)
        if done >= 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        film_groups(rows, headers.patient_of, tell)
    assert told == [0, 2]


# --- collections


def collection(folder: Path, patients: Mapping[str, int]) -> Path:
    """Films of each class in folders; a patient has two."""
    for label, count in patients.items():
        (folder / label).mkdir(parents=True)
        for number in range(count):
            for film in range(2):
                path = folder / label / f"{number}-{film}.dcm"
                path.write_text(f"{label}{number}{film}")
    return folder


def of_name(path: Path) -> FilmPatient:
    number = path.name.partition("-")[0]
    return FilmPatient(f"{path.parent.name}{number}", study=f"1.{path.name}")


def of_film(path: Path) -> FilmPatient:
    """Within its split, too."""
    one = of_name(path)
    return FilmPatient(f"{path.parents[1].name}{one.patient_id}", study=one.study)


def of_nobody(path: Path) -> FilmPatient:
    return FilmPatient("HOSPITAL", study=f"1.{path.name}")


def test_no_patient_of_a_folder_is_in_two_splits(tmp_path: Path) -> None:
    films = collection(tmp_path / "films", dict.fromkeys(CHEST_LABELS.ids, 20))

    parted = load_dataset(films)
    whole = load_dataset(films, patient_of=of_name)

    def leaks(data: Dataset) -> int:
        splits: dict[str, set[str]] = {}
        for one in data.samples:
            splits.setdefault(of_name(one.path).patient_id, set()).add(one.split)
        return sum(len(found) > 1 for found in splits.values())

    assert leaks(parted) > 10
    assert leaks(whole) == 0
    assert whole.grouping.is_by_patient
    assert not parted.grouping.is_by_patient


def test_a_patient_whom_the_data_puts_into_two_splits_is_told_of(tmp_path: Path) -> None:
    for split in ("train", "test"):
        collection(tmp_path / "films" / split, {"normal": 3})

    found = load_dataset(tmp_path / "films", patient_of=of_name)

    assert len(found.groups_across_splits()) == 3
    assert any("stand in" in one.sentence for one in quick_findings(found))


def test_an_id_that_was_not_believed_is_told_of(tmp_path: Path) -> None:
    films = collection(tmp_path / "films", {"normal": 4, "covid19": 4})

    limits = data_limits(load_dataset(films, patient_of=of_nobody))

    (told,) = (one for one in limits if "Patient ID" in one)
    assert told.startswith("16 films have a Patient ID in their headers")
    assert "HOSPITAL" not in told
    assert not any("Patient ID" in one for one in data_limits(load_dataset(films)))


@pytest.mark.parametrize("fold", [None, "2 of 3"])
def test_a_model_of_before_is_measured_in_the_splits_of_its_training(
    tmp_path: Path, small_model: SmallModel, fold: str | None
) -> None:
    """It did not look into headers: in splits by patients it would be measured on its own films."""
    films = collection(tmp_path / "films", dict.fromkeys(CHEST_LABELS.ids, 20))
    settings: dict[str, object] = {} if fold is None else {"fold": fold}
    before = _trained(small_model.bundle, films.name, settings)
    now = _trained(small_model.bundle, films.name, settings | {HEADER_PATIENTS: True})

    then = films_for(before, films, {})
    measured = films_for(before, films, {}, patient_of=of_name)

    assert [s.split for s in measured.samples] == [s.split for s in then.samples]
    assert len({s.group for s in measured.samples}) == 100
    assert films_for(now, films, {}, patient_of=of_name).groups_across_splits() == ()
    told = _trained(small_model.bundle, films.name, settings, measured.counts())
    assert "patients were parted" in split_doubt(told, measured)
    assert split_doubt(told, then) == ""


def test_so_is_one_of_a_fold_that_was_dealt_of_splits_that_the_data_states(
    tmp_path: Path, small_model: SmallModel
) -> None:
    """Folds deal train and val anew, whatever the data calls them."""
    for split in ("train", "val", "test"):
        collection(tmp_path / "films" / split, dict.fromkeys(CHEST_LABELS.ids, 9))
    for path in (tmp_path / "films").rglob("*.dcm"):
        path.write_text(str(path))
    films = tmp_path / "films"
    fold: dict[str, object] = {"fold": "2 of 3"}
    learnt = films_for(_trained(small_model.bundle, films.name, fold), films, {})
    before = _trained(small_model.bundle, films.name, fold, learnt.counts())

    measured = films_for(before, films, {}, patient_of=of_film)

    assert [s.split for s in measured.samples] == [s.split for s in learnt.samples]
    assert "patients were parted" in split_doubt(before, measured)
    elsewhere = _trained(small_model.bundle, "other", fold)
    assert films_for(elsewhere, films, {}, patient_of=of_film).groups_across_splits() == ()


def _trained(
    bundle: Bundle,
    data: str,
    settings: dict[str, object],
    counts: dict[str, dict[str, int]] | None = None,
) -> Bundle:
    """The model, had it been trained so."""
    before = bundle.manifest.training
    update = {"data": data, "settings": before.settings | settings, "counts": counts or {}}
    manifest = bundle.manifest.model_copy(update={"training": before.model_copy(update=update)})
    return Bundle(bundle.folder, manifest, bundle.model)


def test_whoever_groups_films_looks_into_their_headers() -> None:
    """Or splits would differ between training and measuring."""
    asked = {"load_dataset", "films_for", "film_groups", "TrainRequest"}
    found, missing = 0, []
    for folder in ("services", "cli", "gui"):
        for path in sorted((REPO_ROOT / "lungdesk" / folder).rglob("*.py")):
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") in asked:
                    found += 1
                    if not _has_patients(call):
                        missing.append(f"{path.name}:{call.lineno}")
    assert found >= 12
    assert missing == []


def _has_patients(call: ast.Call) -> bool:
    given = [call.args[1]] if len(call.args) > 1 else []
    given += [keyword.value for keyword in call.keywords if keyword.arg == "patient_of"]
    return any(getattr(value, "id", "") == "read_patient" for value in given)
