"""What a model is and costs: backbone, parameters, size, time to train and to read."""

from __future__ import annotations

import math
import statistics
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from lungdesk.core.comparison import ModelFacts
from lungdesk.core.radiograph import Radiograph
from lungdesk.ml.bundle import Bundle
from lungdesk.ml.engine import Engine
from lungdesk.ml.ensemble import file_names
from lungdesk.ml.lung_sight import LungNetworks
from lungdesk.services.runs.record import RunRecord

#: Key of ``run.json`` under which a record that is kept without its bundle holds these facts.
FACTS_KEY = "facts"

#: How a ``.xml`` says that numbers are weights; axes and shapes are integers of 64 bits.
_WEIGHT_TYPES = ("f", "bf", "i8")

_WARM_UPS = 2
_READINGS = 15


def facts_of_run(record: RunRecord) -> ModelFacts:
    """Facts of a run: of its bundle where it has one, else what its record says."""
    result, request = record.result, record.request
    names = {field.name for field in fields(ModelFacts)}
    stated = {k: v for k, v in (result.get(FACTS_KEY) or {}).items() if k in names}
    facts = replace(
        ModelFacts(
            backbone=request.get("backbone"),
            weights=request.get("weights"),
            input_size=request.get("input_size"),
        ),
        **stated,
    )
    if record.bundle is not None:
        of_bundle = facts_of_bundle(record.bundle)
        known = {n: v for n in names if (v := getattr(of_bundle, n)) is not None}
        facts = replace(facts, **known)
    seconds = _seconds(result.get("seconds"))
    return replace(facts, training_s=facts.training_s if seconds is None else seconds)


def facts_of_bundle(bundle: Bundle) -> ModelFacts:
    """Facts of a bundle; what its files say only where they are there."""
    manifest = bundle.manifest
    names = file_names(bundle)
    sizes = [path.stat().st_size for n in names if (path := bundle.folder / n).is_file()]
    is_whole = len(sizes) == len(names)
    return ModelFacts(
        backbone=manifest.backbone,
        weights=Path(manifest.training.weights).name,
        input_size=manifest.preprocess.input_size,
        parameters=parameter_count(bundle.engine_path) if is_whole else None,
        size_mb=sum(sizes) / 1e6 if is_whole else None,
        training_s=manifest.training.seconds,
    )


def parameter_count(engine: Path) -> int:
    """Numbers that a network's ``.xml`` says it holds; batch norms are folded into its layers.

    Of one in integers the factors of its channels count, too, and the ranges of its roundings.
    """
    count = 0
    # The file is one of ours, compared with the digest in its manifest when it is compiled.
    for layer in ET.parse(engine).iter("layer"):
        data = layer.find("data")
        if layer.get("type") != "Const" or data is None:
            continue
        if data.get("element_type", "").startswith(_WEIGHT_TYPES):
            shape = (data.get("shape") or "").split(",")
            count += math.prod(int(side) for side in shape if side.strip())
    return count


def reading_ms(bundle: Bundle, film: Radiograph, lungs: LungNetworks | None = None) -> float:
    """Milliseconds to prepare, read and explain a decoded film here and now; the median.

    The lung network of the film check (one of ``lungs``) knows the film by then: the time is that
    of the model itself.
    """
    engine = Engine(bundle, lungs=lungs)
    times = [sum(engine.read(film).timings_ms.values()) for _ in range(_WARM_UPS + _READINGS)]
    return statistics.median(times[_WARM_UPS:])


def _seconds(stated: Any) -> float | None:
    """All of a training's time: ``run.json`` holds it as a number or by stage."""
    if isinstance(stated, Mapping):
        return float(sum(stated.values()))
    return None if stated is None else float(stated)
