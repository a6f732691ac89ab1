from __future__ import annotations

from pathlib import Path

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.ml.data_limits import data_limits
from lungdesk.ml.datasets import Dataset, Sample, load_dataset

INSIDE_ONE_COLLECTION = "were split from one collection"
SOURCE_NOT_KNOWN = "does not say which hospital"


def films(label: str, source: str, count: int, split: str = "train") -> list[Sample]:
    """So many films of one class from one source."""
    index = CHEST_LABELS.index(label)
    return [
        Sample(Path(f"{label}-{source}-{n}.png"), index, split, f"{label}{source}{n}", source)
        for n in range(count)
    ]


def limits(*parts: list[Sample], is_split_here: bool = False) -> tuple[str, ...]:
    samples = tuple(sample for part in parts for sample in part)
    return data_limits(Dataset(Path("films"), CHEST_LABELS, samples, is_split_here))


def about(sentences: tuple[str, ...], words: str) -> list[str]:
    return [sentence for sentence in sentences if words in sentence]


def test_a_class_from_one_source_is_said_to_be_confounded_with_it() -> None:
    sentences = limits(films("covid19", "A", 19), films("covid19", "B", 1), films("normal", "A", 7))

    (sentence,) = about(sentences, "confounded")
    assert sentence.startswith("COVID-19: 19 of 20 training films come from one source (A)")
    assert "which gave only 7 normal films" in sentence


def test_it_is_worse_when_that_source_gave_no_normal_film() -> None:
    sentences = limits(films("tuberculosis", "A", 10), films("normal", "B", 10))

    (sentence,) = about(sentences, "confounded")
    assert "which gave no normal film" in sentence


def test_a_class_beside_normal_films_of_its_source_is_not_called_confounded_with_it() -> None:
    sentences = limits(films("bacterial_pneumonia", "A", 14), films("normal", "A", 14))

    assert about(sentences, "confounded") == []
    (sentence,) = about(sentences, "Bacterial pneumonia: 14 of 14")
    assert "which also gave 14 normal films" in sentence
    assert sentence.endswith("nothing shows how the class looks anywhere else.")


def test_a_class_of_two_sources_is_not_confounded() -> None:
    sentences = limits(
        films("covid19", "A", 17), films("covid19", "B", 3), films("normal", "A", 10)
    )

    assert about(sentences, "confounded") == []


def test_one_source_of_the_normal_films_is_no_sentence_of_its_own() -> None:
    assert about(limits(films("normal", "A", 20), films("covid19", "A", 5)), "Normal:") == []


def test_films_without_a_source_count_among_the_films_of_their_class() -> None:
    sentences = limits(films("covid19", "A", 1), films("covid19", "", 9))

    assert about(sentences, "confounded") == []


def test_only_training_films_count() -> None:
    sentences = limits(
        films("covid19", "A", 5),
        films("covid19", "B", 5),
        films("covid19", "A", 500, "test"),
        films("tuberculosis", "C", 5, "val"),
    )

    assert about(sentences, "confounded") == []
    assert about(sentences, "never come from one source") == []


def test_classes_without_a_common_source_are_named_in_pairs() -> None:
    sentences = limits(
        films("normal", "A", 5),
        films("normal", "B", 5),
        films("covid19", "B", 5),
        films("covid19", "C", 5),
        films("tuberculosis", "A", 5),
        films("tuberculosis", "D", 5),
    )

    (sentence,) = about(sentences, "never come from one source")
    assert sentence.endswith(": COVID-19 and Tuberculosis.")


def test_without_any_source_it_is_said_that_nothing_can_be_seen() -> None:
    unknown = limits(films("covid19", "", 5), films("normal", "", 5))
    known = limits(films("covid19", "A", 5), films("normal", "", 5))

    assert len(about(unknown, SOURCE_NOT_KNOWN)) == 1
    assert about(known, SOURCE_NOT_KNOWN) == []


def test_a_class_of_hardly_any_training_films_is_named_with_their_number() -> None:
    three = films("covid19", "A", 3) + films("covid19", "A", 50, split="val")

    sentences = limits(three, films("normal", "A", 20))

    assert about(sentences, "means little") == [
        "COVID-19: only 3 training films; what is said of it means little."
    ]


def test_a_split_of_our_own_is_admitted() -> None:
    assert about(limits(films("normal", "A", 5), is_split_here=True), INSIDE_ONE_COLLECTION)
    assert not about(limits(films("normal", "A", 5)), INSIDE_ONE_COLLECTION)


def test_the_last_sentence_is_always_that_it_is_no_diagnostic_performance() -> None:
    assert "not diagnostic performance" in limits(films("normal", "A", 1))[-1]
    assert "not diagnostic performance" in limits()[-1]


def test_the_real_collection_owns_up_to_its_sources(shared_data: Path) -> None:
    dataset = load_dataset(shared_data / "cxr")
    train = dataset.split("train")

    sentences = data_limits(dataset)

    for sentence in about(sentences, "come from one source ("):
        name, _, rest = sentence.partition(": ")
        index = CHEST_LABELS.names.index(name)
        source = rest[rest.index("(") + 1 : rest.index(")")]
        of_class = [s for s in train if s.class_index == index]
        from_there = sum(s.source == source for s in of_class)
        assert rest.startswith(f"{from_there} of {len(of_class)} training films")
        assert from_there >= 0.9 * len(of_class)
    assert about(sentences, "confounded")
    assert not about(sentences, SOURCE_NOT_KNOWN)
    assert not about(sentences, INSIDE_ONE_COLLECTION)
