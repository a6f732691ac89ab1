"""Says in words what the data of a model cannot show, from the data itself."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from lungdesk.ml.datasets import Dataset
from lungdesk.ml.film_groups import placeholder_words

#: A class is tied to a source when this share of its training films comes from there.
_TIED = 0.9

#: With so many normal films for each of a class, a source shows both side by side.
_BESIDE_NORMAL = 0.5

#: What a split of one's own cannot tell.
SPLIT_HERE = (
    "Train, val and test were split from one collection, so test figures say nothing about another"
    " hospital."
)

#: So many training films of a class are the least that can be relied upon.
_FEW = 20


def data_limits(dataset: Dataset) -> tuple[str, ...]:
    """Sentences for the model card: confounded or unknown sources, a split of our own."""
    return (*small_classes(dataset), *confounded_sources(dataset), *other_limits(dataset))


def confounded_sources(dataset: Dataset) -> tuple[str, ...]:
    """Sentences on classes whose training films tell their source instead of their disease."""
    films = _train_films(dataset)
    return (*_tied_classes(dataset, films), *_never_together(dataset, films))


def other_limits(dataset: Dataset) -> tuple[str, ...]:
    """The sentences of `data_limits` that hold whatever the sources are."""
    sentences = []
    if not _train_films(dataset):
        sentences.append(
            "The data does not say which hospital a film comes from, so it cannot be seen whether"
            " the model has learnt the disease or the hospital."
        )
    if dataset.is_split_here:
        sentences.append(SPLIT_HERE)
    sentences += filter(None, [placeholder_words(dataset.grouping.placeholders)])
    sentences.append(
        "Figures inside the collection are not diagnostic performance; films of other hospitals"
        " are read markedly worse (see external)."
    )
    return tuple(sentences)


def _train_films(dataset: Dataset) -> Counter[tuple[int, str]]:
    """Number of training films of each class index and known source."""
    return Counter(
        (sample.class_index, sample.source)
        for sample in dataset.samples
        if sample.split == "train" and sample.source
    )


def small_classes(dataset: Dataset) -> tuple[str, ...]:
    """Sentences on classes of which there are hardly any training films."""
    counts = dataset.counts().get("train", {})
    return tuple(
        f"{label.name}: only {counts[label.id]} training films; what is said of it means little."
        for label in dataset.labels.labels
        if 0 < counts.get(label.id, 0) < _FEW
    )


def _tied_classes(dataset: Dataset, films: Counter[tuple[int, str]]) -> list[str]:
    """Classes that nearly all come from one source."""
    sentences = []
    train_counts = dataset.counts().get("train", {})
    for index, label in enumerate(dataset.labels.labels):
        by_source = Counter({source: n for (i, source), n in films.items() if i == index})
        if not by_source or not label.is_disease:
            continue
        total = train_counts[label.id]
        source, count = by_source.most_common(1)[0]
        if count < _TIED * total:
            continue
        normal = dataset.labels.normal
        normals = 0 if normal is None else films[normal, source]
        sentences.append(
            f"{label.name}: {count} of {total} training films come from one source"
            f" ({source}), {_contrast(count, normals)}."
        )
    return sentences


def _contrast(count: int, normals: int) -> str:
    """What a source can teach of a class, by its films of that class and its normal films."""
    if normals >= _BESIDE_NORMAL * count:
        return (
            f"which also gave {normals} normal films; the two can be told apart there, but nothing"
            " shows how the class looks anywhere else"
        )
    films = "no normal film"
    if normals:
        films = f"only {normals} normal {'film' if normals == 1 else 'films'}"
    return f"which gave {films}; the class is confounded with its source"


def _never_together(dataset: Dataset, films: Counter[tuple[int, str]]) -> list[str]:
    """Pairs of classes without a common source: telling the sources apart is enough for them."""
    names = dataset.labels.names
    sources: dict[int, set[str]] = {}
    for index, source in films:
        sources.setdefault(index, set()).add(source)
    pairs = [
        f"{names[one]} and {names[other]}"
        for one, other in combinations(sorted(sources), 2)
        if sources[one].isdisjoint(sources[other])
    ]
    if not pairs:
        return []
    sentence = (
        "These classes never come from one source, so a model may tell the sources apart instead"
        f" of the diseases: {'; '.join(pairs)}."
    )
    return [sentence]
