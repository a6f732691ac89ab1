"""Local films that may measure a model: those that it has not learnt from."""

from __future__ import annotations

from dataclasses import dataclass

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.ml.adapting.adapter import local_films
from lungdesk.ml.datasets import Dataset, Sample
from lungdesk.ml.ensemble import AnyBundle
from lungdesk.ml.learnt_films import learnt_by


@dataclass(frozen=True, slots=True)
class UnlearntFilms:
    """Local films that may measure a model.

    Attributes
    ----------
    found, known
        How many there were in all, and from how many of them the model has learnt.
    is_whole
        Whether all that it has learnt from is known.
    """

    base: AnyBundle
    samples: tuple[Sample, ...]
    found: int
    known: int
    is_whole: bool

    @property
    def left_out(self) -> int:
        """Films that it has learnt from, and others of the same patients."""
        return self.found - len(self.samples)

    def require_enough(self) -> None:
        """Raise LungDeskError (``ADAPT_ONE_CLASS``, ``ADAPT_TOO_FEW``, ``ADAPT_LEARNT``)."""
        try:
            local_films(self.samples, self.base.labels)
        except LungDeskError as error:
            if not self.known:
                raise
            raise LungDeskError(
                f"{self.base.manifest.name} has learnt from {self.known} of {self.found} local"
                " films already: they would flatter every figure, and the others are too few.",
                hint="Add films that it has not learnt from, or adapt the model that it began"
                " with.",
                code=ErrorCode.ADAPT_LEARNT,
            ) from error

    @property
    def doubts(self) -> tuple[str, ...]:
        """What is to be known of films that it has learnt from, a sentence each."""
        name, sentences = self.base.manifest.name, []
        if self.known:
            sentences.append(
                f"Of {self.found} local films {self.left_out} were left out, which would flatter"
                f" every figure: {name} has learnt from {self.known} of them, and any others are"
                " of the same patients."
            )
        if not self.is_whole:
            sentences.append(
                f"{name} does not name all films that it has learnt from: where it knows local"
                " films, they flatter every figure."
            )
        return tuple(sentences)


def unlearnt_films(dataset: Dataset, bundle: AnyBundle, ctx: JobContext) -> UnlearntFilms:
    """The films of patients of whom the model has not learnt."""
    learnt, samples = learnt_by(bundle), dataset.samples
    known = learnt.among(samples, ctx)
    seen = {one.group for one, is_known in zip(samples, known, strict=True) if is_known}
    left = tuple(sample for sample in samples if sample.group not in seen)
    return UnlearntFilms(bundle, left, len(samples), sum(known), learnt.is_whole)
