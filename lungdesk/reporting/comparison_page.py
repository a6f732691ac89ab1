"""The page that compares models: what to take, how sure that is, and what the figures hide."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from lungdesk import __version__
from lungdesk.core.comparison import (
    CHOSEN_ON,
    TESTED_ON,
    ComparedModel,
    Comparison,
    Kind,
)
from lungdesk.reporting.comparison_words import (
    NONE,
    areas_verdict,
    duration,
    findings,
    number,
    signed,
    verdict,
    with_interval,
)
from lungdesk.reporting.document import (
    FOOT,
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Picture,
    Table,
    TableSection,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_FIGURES: Final = {
    "accuracy": "Accuracy",
    "balanced_accuracy": "Balanced accuracy (mean recall of the classes present)",
    "macro_f1": "Macro-F1",
    "loss": "Loss (cross-entropy; less is better)",
    "ece": "Expected calibration error (less is better)",
}
_SPLIT_WORDS: Final = {
    "train": "train",
    CHOSEN_ON: f"{CHOSEN_ON} (chosen on)",
    TESTED_ON: TESTED_ON,
    "external": "other hospitals (never chosen on)",
}
_CAPTIONS: Final = {
    "bars": (
        "Accuracy and loss on train, val and test with 95 % intervals (bootstrap over patients)."
        " A large step from train to test is overfitting."
    ),
    "roc": "ROC curves of each class against the rest, on the {split} films.",
    "confusion": (
        "Films of each true class, in per cent, by what they are read as ({split} films)."
        " A dash: no film of that class."
    ),
    "learning_curves": "Accuracy and loss by epoch; dotted lines part the phases of a training.",
    "cost": (
        "Accuracy on {split} against what a model costs. Filled marks on the dashed line are not"
        " beaten by any model that costs as little (Pareto front)."
    ),
}
_METHODS: Final = (
    "Intervals: percentiles of 1,000 bootstrap resamples of whole patients. Accuracies are"
    " compared by McNemar's test (mid-p of the exact binomial), areas under ROC curves by DeLong's"
    " test (algorithm of Sun and Xu); p-values are two-sided and adjusted by Holm for all pairs, or"
    " all pairs and classes. Both tests take films as independent; the intervals of differences"
    " draw patients, and are not adjusted. The time to read one film was measured on this computer;"
    " of a run that is kept without its model it is what its record says. Parameters are those of"
    " the exported network."
)


def comparison_page(
    comparison: Comparison, figures: Mapping[str, Figure], *, created: str
) -> Document:
    """The whole document.

    Parameters
    ----------
    figures
        By name, as `lungdesk.reporting.comparison_figures` makes them.
    created
        When, in words.
    """
    names = [model.name for model in comparison.models]
    split = comparison.measured_on
    return Document(
        title=f"{len(names)} models compared" if len(names) > 1 else "One model measured",
        subtitle=f"{', '.join(names)}. LungDesk {__version__}, {created}.",
        foot=FOOT,
        blocks=(
            *[Paragraph(text) for text in findings(comparison)],
            _picture(figures, "bars", split),
            *_limits(comparison),
            Heading("The models"),
            _models_table(comparison),
            *_members(comparison),
            Heading("Figures"),
            _figures_table(comparison),
            _films_note(comparison),
            *_differences(comparison),
            Heading("By class"),
            _classes_table(comparison),
            _picture(figures, "roc", split),
            _picture(figures, "confusion", split),
            *_optional(figures, "cost", "Cost", split),
            *_optional(figures, "learning_curves", "Training", split),
        ),
    )


def _differences(comparison: Comparison) -> tuple[Block, ...]:
    methods = Paragraph(_METHODS, is_note=True)
    if not comparison.pairs:
        return (methods,)
    return (Heading("Differences that are more than chance"), _pairs_table(comparison), methods)


def _limits(comparison: Comparison) -> tuple[Block, ...]:
    if not comparison.limits:
        return ()
    return (Heading("What is wrong with the data"), Bullets(comparison.limits))


def _models_table(comparison: Comparison) -> Table:
    rows = []
    for model in comparison.models:
        facts = model.facts
        size = f"{facts.input_size} px" if facts.input_size else NONE
        parameters = f"{facts.parameters / 1e6:.1f} M" if facts.parameters else NONE
        rows.append(
            (
                model.name,
                facts.backbone or {Kind.MODEL: NONE}.get(model.kind, model.kind.value),
                facts.weights or NONE,
                size,
                parameters,
                number(facts.size_mb, 1),
                duration(facts.training_s),
                number(facts.reading_ms, 0),
            )
        )
    return Table(
        caption="What each model is, and what it costs.",
        columns=(
            "model",
            "backbone",
            "weights",
            "input",
            "parameters",
            "MB",
            "training",
            "ms a film",
        ),
        rows=rows,
        widths=(2.4, 2.3, 1.5, 0.9, 1.2, 0.8, 1, 1),
        words=3,
    )


def _members(comparison: Comparison) -> tuple[Block, ...]:
    return tuple(
        Paragraph(
            f"{model.name}: mean of the probabilities of "
            + ", ".join(f"{name} ({share:.2f})" for name, share in model.members.items())
            + f"; the weights in brackets have the least loss on the {CHOSEN_ON} films.",
            is_note=True,
        )
        for model in comparison.models
        if model.members
    )


def _figures_table(comparison: Comparison) -> Table:
    splits = list(comparison.targets)
    rows: list[tuple[str, ...] | TableSection] = []
    for figure, words in _FIGURES.items():
        rows.append(TableSection(words))
        rows += [
            (model.name, *(_cell(model, split, figure) for split in splits))
            for model in comparison.models
        ]
    return Table(
        caption="Each figure with its 95 % interval.",
        columns=("model", *(_SPLIT_WORDS[split] for split in splits)),
        rows=rows,
        widths=(1.5, *([1.6] * len(splits))),
    )


def _cell(model: ComparedModel, split: str, figure: str) -> str:
    metrics = model.metrics.get(split)
    return NONE if metrics is None else _unbroken(with_interval(metrics, figure))


def _films_note(comparison: Comparison) -> Paragraph:
    counts = "; ".join(
        f"{split} {count.films:,} of {count.groups:,} patients or groups"
        + (f" ({count.left_out:,} left out, not common to all)" if count.left_out else "")
        for split, count in comparison.films.items()
    )
    return Paragraph(f"Films: {counts}.", is_note=True)


def _pairs_table(comparison: Comparison) -> Table:
    names = dict(zip(comparison.labels.ids, comparison.labels.names, strict=True))
    return Table(
        caption=(
            f"Every two models on the {TESTED_ON} films. Difference: first less second, with 95 %"
            " interval. Films that only the first : only the second reads rightly."
        ),
        columns=("first", "second", "accuracy", "areas, by class", "difference", "films"),
        rows=[
            (
                pair.first,
                pair.second,
                _with_whole_p(verdict(pair)),
                _with_whole_p(areas_verdict(pair, names)),
                _unbroken(signed(pair.differences["accuracy"])),
                f"{pair.mcnemar.only_first} : {pair.mcnemar.only_second}",
            )
            for pair in comparison.pairs
        ],
        widths=(1.4, 1.4, 1.75, 1.75, 2.1, 0.7),
        words=4,
    )


def _unbroken(text: str) -> str:
    """Text that stays on one line."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def _with_whole_p(sentence: str) -> str:
    """A sentence whose p-value is not parted from its number at the end of a line."""
    return re.sub(r"p [<=] ", lambda found: _unbroken(found[0]), sentence)


def _classes_table(comparison: Comparison) -> Table:
    rows: list[tuple[str, ...] | TableSection] = []
    for label in comparison.labels.labels:
        rows.append(TableSection(label.name))
        for model in comparison.models:
            metrics = model.metrics[comparison.measured_on]
            cells = [
                _unbroken(with_interval(metrics, f"{figure}.{label.id}"))
                for figure in ("recall", "specificity", "precision", "auroc")
            ]
            rows.append((model.name, *cells))
    return Table(
        caption=f"Figures of each class against the rest on the {comparison.measured_on} films.",
        columns=("model", "recall (sensitivity)", "specificity", "precision", "area (AUROC)"),
        rows=rows,
        widths=(1.5, 1.6, 1.6, 1.6, 1.6),
    )


def _picture(figures: Mapping[str, Figure], name: str, split: str) -> Picture:
    return Picture(_CAPTIONS[name].format(split=split), figures[name])


def _optional(
    figures: Mapping[str, Figure], name: str, heading: str, split: str
) -> tuple[Block, ...]:
    return (Heading(heading), _picture(figures, name, split)) if name in figures else ()
