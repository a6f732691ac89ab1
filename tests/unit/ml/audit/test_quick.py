from __future__ import annotations

from pathlib import Path

import pytest

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.ml.audit.findings import Finding, FindingKind, Severity, by_severity
from lungdesk.ml.audit.quick import quick_findings
from lungdesk.ml.datasets import Dataset, Sample


def dataset(folder: Path, *films: tuple[str, int, str, str]) -> Dataset:
    """Films as (content, class index, split, group), on top of 20 of each class and split."""
    given = list(films)
    given += [
        (f"{split} {index} {number}", index, split, "")
        for split in ("train", "val", "test")
        for index in range(len(CHEST_LABELS))
        for number in range(20)
    ]
    samples = []
    for number, (content, index, split, group) in enumerate(given):
        path = folder / f"{number}.png"
        path.write_text(content)
        samples.append(Sample(path, index, split, group or str(number)))
    return Dataset(folder, CHEST_LABELS, tuple(samples))


def kinds(findings: tuple[Finding, ...]) -> list[FindingKind]:
    return [finding.kind for finding in findings]


def test_a_sound_collection_has_no_finding(tmp_path: Path) -> None:
    assert quick_findings(dataset(tmp_path)) == ()


def test_a_copy_in_another_split_is_serious(tmp_path: Path) -> None:
    data = dataset(tmp_path, ("same", 0, "train", ""), ("same", 0, "test", ""))

    (finding,) = quick_findings(data)

    assert finding.kind is FindingKind.IDENTICAL_ACROSS_SPLITS
    assert finding.severity is Severity.SERIOUS
    assert finding.sentence == (
        "1 pair of films in different splits are copies of one file, for example 0.png and 1.png."
    )
    assert (finding.paths, finding.partners) == ((tmp_path / "0.png",), (tmp_path / "1.png",))


def test_a_leak_between_the_second_and_third_copy_is_found(tmp_path: Path) -> None:
    films = [("same", 0, split, "") for split in ("train", "train", "test")]

    found = {f.kind: f for f in quick_findings(dataset(tmp_path, *films))}

    crossing = found[FindingKind.IDENTICAL_ACROSS_SPLITS]
    assert len(crossing.paths) == 2
    assert len(found[FindingKind.IDENTICAL].paths) == 1


def test_a_file_of_two_classes_is_serious(tmp_path: Path) -> None:
    (finding,) = quick_findings(
        dataset(tmp_path, ("same", 0, "train", ""), ("same", 4, "train", ""))
    )

    assert finding.kind is FindingKind.IDENTICAL_TWO_LABELS
    assert finding.severity is Severity.SERIOUS


def test_a_copy_beside_its_original_is_only_told(tmp_path: Path) -> None:
    (finding,) = quick_findings(
        dataset(tmp_path, ("same", 0, "train", ""), ("same", 0, "train", ""))
    )

    assert (finding.kind, finding.severity) == (FindingKind.IDENTICAL, Severity.INFO)


def test_a_patient_in_two_splits_is_serious(tmp_path: Path) -> None:
    (finding,) = quick_findings(
        dataset(tmp_path, ("a", 0, "train", "jane"), ("b", 0, "test", "jane"))
    )

    assert finding.kind is FindingKind.GROUP_ACROSS_SPLITS
    assert finding.severity is Severity.SERIOUS
    assert finding.paths == (tmp_path / "0.png", tmp_path / "1.png")
    assert "1 patient or group stands in more than one split (0.png, 1.png)" in finding.sentence


@pytest.mark.parametrize(
    ("split", "severity"),
    [("train", Severity.SERIOUS), ("val", Severity.SERIOUS), ("test", Severity.WARNING)],
)
def test_a_class_without_films_is_found(tmp_path: Path, split: str, severity: Severity) -> None:
    whole = dataset(tmp_path)
    kept = tuple(s for s in whole.samples if (s.split, s.class_index) != (split, 4))

    (finding,) = quick_findings(Dataset(tmp_path, CHEST_LABELS, kept))

    assert (finding.kind, finding.severity) == (FindingKind.CLASS_MISSING, severity)
    assert finding.sentence == f"The {split} split has no film of Tuberculosis."


def test_missing_splits_and_small_classes_are_found(tmp_path: Path) -> None:
    whole = dataset(tmp_path)
    kept = [s for s in whole.samples if s.split == "train"]
    kept = [s for s in kept if s.class_index != 4 or int(s.group) % 2]

    found = quick_findings(Dataset(tmp_path, CHEST_LABELS, tuple(kept)))

    assert kinds(found) == [
        FindingKind.SPLIT_MISSING,
        FindingKind.SPLIT_MISSING,
        FindingKind.CLASS_SMALL,
    ]
    assert "Tuberculosis (10)" in found[-1].sentence


def test_known_digests_are_not_computed_again(tmp_path: Path) -> None:
    data = dataset(tmp_path)
    digests = [s.group for s in data.samples]
    digests[1] = digests[0]

    assert kinds(quick_findings(data, digests)) == [FindingKind.IDENTICAL]


def test_the_most_serious_comes_first() -> None:
    findings = [Finding(FindingKind.LIMIT, severity, severity) for severity in Severity]

    ordered = by_severity([*findings, *findings])

    assert [f.severity for f in ordered] == [s for s in reversed(Severity) for _ in range(2)]


def test_each_film_of_a_pair_has_its_partner() -> None:
    with pytest.raises(ValueError, match="one partner a film"):
        Finding(FindingKind.ALIKE, Severity.INFO, "", paths=(), partners=(Path("a"),))
