"""``lungdesk models backbones``."""

from __future__ import annotations

from lungdesk.cli.console import print_json
from lungdesk.cli.options import JsonFlag


def list_backbones(json: JsonFlag = False) -> None:
    """List the networks that a model can be built on, and whose weights are here."""
    from lungdesk.cli import tables
    from lungdesk.ml.backbones import BACKBONES
    from lungdesk.ml.weights import found_weights
    from lungdesk.services.paths import AppPaths

    folders = (AppPaths.usual().weights,)
    rows = [
        {
            "name": backbone.name,
            "display_name": backbone.display_name,
            "input_size": backbone.input_size,
            "parameters": backbone.parameter_count,
            "has_weights": found_weights(backbone, folders) is not None,
            "weights_licence": backbone.weights_licence,
            "cut_points": [cut.name for cut in backbone.cut_points],
        }
        for backbone in BACKBONES.values()
    ]
    print_json(rows) if json else tables.print_backbones(rows)
