"""Says in words what the data of a model cannot show, from the data itself."""

from __future__ import annotations

from collections import Counter

from lungdesk.ml.datasets import Dataset

#: A class is tied to a source when this share of its training films comes from there.
_TIED = 0.9


def data_limits(dataset: Dataset) -> tuple[str, ...]:
    """Sentences for the model card: confounded or unknown sources, a split of our own."""
    train = [sample for sample in dataset.samples if sample.split == "train"]
    sentences: list[str] = []
    if not any(sample.source for sample in train):
        sentences.append(
            "The data does not say which hospital a film comes from, so it cannot be seen whether"
            " the model has learnt the disease or the hospital."
        )
    for index, label in enumerate(dataset.labels.labels):
        sources = Counter(s.source for s in train if s.class_index == index and s.source)
        total = sum(sources.values())
        if not total:
            continue
        source, count = sources.most_common(1)[0]
        normals = sum(
            1 for s in train if s.source == source and dataset.labels.ids[s.class_index] == "normal"
        )
        if count >= _TIED * total and label.id != "normal":
            contrast = (
                f"which gave {normals} normal films" if normals else "which gave no normal film"
            )
            sentences.append(
                f"{label.name}: {count} of {total} training films come from one source"
                f" ({source}), {contrast}; the class is confounded with its source."
            )
    if dataset.is_split_here:
        sentences.append(
            "Train, val and test were split from one collection, so test figures say nothing"
            " about another hospital."
        )
    sentences.append(
        "Figures inside the collection are not diagnostic performance; films of other hospitals"
        " are read markedly worse (see external)."
    )
    return tuple(sentences)
