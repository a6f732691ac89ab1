"""Each fix mends what it is offered for, and changes nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from lungdesk.ml.audit.findings import Finding, FindingKind, Severity
from lungdesk.services.collection import Collection, Film
from lungdesk.services.training.data import select
from lungdesk.services.training.data_fixes import (
    Fix,
    Mending,
    fixes_for,
    with_source,
    without_source,
)
from lungdesk.services.training.draft import DataChoice, NewSplit

ROOT = Path("/films")
LABELS = ("normal", "bacterial_pneumonia", "viral_pneumonia", "covid19", "tuberculosis")


def film(name: str, label: str, split: str, group: str = "", source: str = "") -> Film:
    return Film(name, ROOT / name, label, split, group or name, source)


def collection(*more: Film) -> Collection:
    """Ten films of each class in train, three in val and test, and some others."""
    films = [
        film(f"{split}-{label}-{number}", label, split, source="ab"[number % 2])
        for split, count in {"train": 10, "val": 3, "test": 3}.items()
        for label in LABELS
        for number in range(count)
    ]
    return Collection(ROOT, (*films, *more))


def found(kind: FindingKind, paths: Sequence[str], partners: Sequence[str] = ()) -> Finding:
    return Finding(
        kind,
        Severity.SERIOUS,
        "Something.",
        paths=tuple(ROOT / name for name in paths),
        partners=tuple(ROOT / name for name in partners),
    )


def mending(films: Collection, data: DataChoice | None = None) -> Mending:
    data = data or DataChoice(ROOT, ROOT)
    return Mending(films, data, select(films, data))


def after(before: Mending, fix: Fix, finding: Finding) -> Mending:
    return mending(before.collection, before.fixed(fix, finding))


def test_of_copies_the_one_that_is_measured_on_stays() -> None:
    chain = (["train-normal-0", "val-normal-0"], ["val-normal-0", "test-normal-0"])
    finding = found(FindingKind.ALIKE_ACROSS_SPLITS, *chain)
    now = mending(collection())
    assert not now.is_mended(finding)
    later = after(now, Fix.DROP_COPIES, finding)
    assert later.data.excluded == ("train-normal-0", "val-normal-0")
    assert later.is_mended(finding)
    assert later.fixed(Fix.DROP_COPIES, finding) == later.data


def test_what_belongs_together_is_kept_in_one_part() -> None:
    finding = found(FindingKind.IDENTICAL_ACROSS_SPLITS, ["train-covid19-0"], ["test-covid19-0"])
    now = mending(collection())
    later = after(now, Fix.KEEP_TOGETHER, finding)
    assert later.data.split == NewSplit()
    assert later.is_mended(finding)
    assert len(later.dataset.samples) == len(now.dataset.samples)
    split_of = {sample.path.name: sample.split for sample in later.dataset.samples}
    assert split_of["train-covid19-0"] == split_of["test-covid19-0"]


def test_inside_one_part_nothing_is_split_anew() -> None:
    finding = found(FindingKind.ALIKE, ["train-normal-0"], ["train-normal-1"])
    later = after(mending(collection()), Fix.KEEP_TOGETHER, finding)
    assert later.data.split is None
    assert later.data.joined == (("train-normal-0", "train-normal-1"),)
    assert later.is_mended(finding)


def test_films_with_two_classes_are_left_out_both() -> None:
    finding = found(FindingKind.ALIKE_TWO_LABELS, ["train-normal-0"], ["train-covid19-0"])
    assert fixes_for(finding, collection()) == (Fix.LEAVE_OUT,)
    later = after(mending(collection()), Fix.LEAVE_OUT, finding)
    assert later.data.excluded == ("train-covid19-0", "train-normal-0")
    assert later.is_mended(finding)


@pytest.mark.parametrize(
    "kind", [FindingKind.UNREADABLE, FindingKind.BLANK, FindingKind.NOT_FRONTAL]
)
def test_films_without_a_picture_are_left_out(kind: FindingKind) -> None:
    finding = found(kind, ["train-normal-3", "test-normal-1"])
    later = after(mending(collection()), Fix.LEAVE_OUT, finding)
    assert later.is_mended(finding)
    assert len(later.dataset.samples) == 78


def test_a_patient_in_two_parts_is_mended_by_another_split() -> None:
    twins = [film(f"twin-{split}", "normal", split, "one patient") for split in ("train", "test")]
    finding = found(FindingKind.GROUP_ACROSS_SPLITS, ["twin-train", "twin-test"])
    now = mending(collection(*twins))
    assert not now.is_mended(finding)
    assert after(now, Fix.SPLIT_ANEW, finding).is_mended(finding)


def test_a_part_without_a_class_is_dealt_until_it_has_one() -> None:
    films = [f for f in collection().films if not (f.split == "val" and f.label == "covid19")]
    finding = Finding(FindingKind.CLASS_MISSING, Severity.SERIOUS, "No COVID-19 in val.")
    now = mending(Collection(ROOT, tuple(films)))
    assert not now.is_mended(finding)
    later = after(now, Fix.SPLIT_ANEW, finding)
    assert later.is_mended(finding)
    again = later.fixed(Fix.SPLIT_ANEW, finding)
    assert again.split == NewSplit(seed=1)


def test_a_source_can_be_left_out_and_taken_back() -> None:
    shortcut = Finding(FindingKind.SHORTCUT, Severity.SERIOUS, "A shortcut.")
    assert fixes_for(shortcut, collection()) == (Fix.EXCLUDE_SOURCE,)
    assert fixes_for(shortcut, Collection(ROOT, (film("a", "normal", "train"),))) == ()
    data = without_source(DataChoice(ROOT, ROOT), "a")
    assert {s.source for s in select(collection(), data).samples} == {"b"}
    # Whether a shortcut is gone only another audit can tell.
    assert not mending(collection(), data).is_mended(shortcut)
    assert with_source(data, "a") == replace(data, excluded_sources=())


def test_what_only_more_films_would_mend_has_no_button() -> None:
    for kind in (FindingKind.CLASS_SMALL, FindingKind.LIMIT, FindingKind.MIXED_MODES):
        finding = Finding(kind, Severity.INFO, "Few.")
        assert fixes_for(finding, collection()) == ()
        assert not mending(collection()).is_mended(finding)
