"""The classes a model tells apart: ids, names, coded concepts, folder names."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """One class.

    Attributes
    ----------
    id
        Stable identifier used in files and on the command line.
    name
        What a person reads.
    snomed_ct
        Concept code of the finding (SNOMED CT).
    aliases
        Other spellings of folder names and manifest labels, compared leniently.
    """

    id: str
    name: str
    snomed_ct: str
    aliases: tuple[str, ...] = ()

    @property
    def is_disease(self) -> bool:
        """Whether it says that there is something, not that there is nothing."""
        return not _NORMAL.is_spelt(self.id)

    def is_spelt(self, text: str) -> bool:
        """Whether a folder name or manifest label means it, compared leniently.

        "TB-" says that it is not tuberculosis, and not that it is another one: it means nothing.
        """
        if _DENIED.search(text):
            return False
        wanted = _normalised(text)
        return any(_normalised(one) == wanted for one in (self.id, self.name, *self.aliases))


@dataclass(frozen=True, slots=True)
class LabelSet:
    """An ordered set of classes; a class index always goes with its label set."""

    labels: tuple[Label, ...]

    def __post_init__(self) -> None:
        ids = [label.id for label in self.labels]
        if len(set(ids)) != len(ids) or not ids:
            raise ValueError(f"label ids must be distinct and not empty, got {ids}")

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def ids(self) -> tuple[str, ...]:
        """Identifiers in class-index order."""
        return tuple(label.id for label in self.labels)

    @property
    def names(self) -> tuple[str, ...]:
        """Names for people in class-index order."""
        return tuple(label.name for label in self.labels)

    @property
    def normal(self) -> int | None:
        """Class index of the class that says that there is nothing; None without one."""
        return next((i for i, label in enumerate(self.labels) if not label.is_disease), None)

    def index(self, label_id: str) -> int:
        """Class index of ``label_id``; raises ValueError when it is not in the set."""
        return self.ids.index(label_id)

    def match(self, text: str) -> int | None:
        """Class index of a folder name or manifest label, compared leniently; None when unknown."""
        found = (index for index, label in enumerate(self.labels) if label.is_spelt(text))
        return next(found, None)

    @classmethod
    def from_ids(cls, ids: tuple[str, ...]) -> LabelSet:
        """Label set of known ids in the given order; unknown ids become labels of that name."""
        known = {label.id: label for label in CHEST_LABELS.labels}
        return cls(tuple(known.get(i, Label(i, _name_of(i), "")) for i in ids))


def _name_of(label_id: str) -> str:
    """``pleural_effusion`` as people read it; what is written in capitals stays so."""
    words = label_id.replace("_", " ")
    return words[:1].upper() + words[1:]


_DENIED = re.compile(r"[-\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}][\s)\]]*$")


def _normalised(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


_NORMAL = Label("normal", "Normal", "17621005", ("healthy", "no finding", "negative"))

CHEST_LABELS = LabelSet(
    (
        _NORMAL,
        Label(
            "bacterial_pneumonia",
            "Bacterial pneumonia",
            "53084003",
            ("bacterial", "bacteria", "pneumonia bacterial", "pneumonia-bacterial"),
        ),
        Label(
            "viral_pneumonia",
            "Viral pneumonia",
            "75570004",
            ("viral", "virus", "pneumonia viral", "pneumonia-viral"),
        ),
        Label(
            "covid19",
            "COVID-19",
            "840539006",
            ("covid", "corona virus disease", "coronavirus", "coronavirus disease", "sars-cov-2"),
        ),
        Label("tuberculosis", "Tuberculosis", "56717001", ("tb", "tuberculous")),
    )
)
