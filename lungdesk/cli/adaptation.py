"""``lungdesk adapt``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from lungdesk.cli import groups
from lungdesk.cli.console import output, print_json, print_note, printable, progress_context
from lungdesk.cli.options import (
    DatasetArgument,
    JsonFlag,
    MapOption,
    ModelOption,
    label_map,
    named_path,
    require_writable,
)

Out = Annotated[
    Path | None,
    typer.Option(
        metavar="BUNDLE", parser=named_path, help="New folder for the model; your models."
    ),
]
Site = Annotated[
    str, typer.Option(metavar="NAME", help="What the hospital is called; the folder's name.")
]


def adapt(
    folder: DatasetArgument,
    model: ModelOption = None,
    out: Out = None,
    site: Site = "",
    mapped: MapOption = None,
    json: JsonFlag = False,
) -> None:
    """Fit a model to this hospital from a few dozen labelled films; saved as a new model."""
    from lungdesk.cli import tables
    from lungdesk.services.adaptation import AdaptRequest
    from lungdesk.services.adaptation import adapt as run
    from lungdesk.services.models.active import active_model_id
    from lungdesk.services.models.adapted import SaveRequest, new_id, save
    from lungdesk.services.models.folders import require_free
    from lungdesk.services.paths import AppPaths

    paths, library = AppPaths.default(), groups.library()
    base = library.load(model or active_model_id(paths))
    request = AdaptRequest(
        bundle_folder=base.folder,
        data=folder,
        label_map=label_map(mapped),
        cache_folder=paths.compiled_networks,
        lungs=groups.lungs(),
    )
    named = site or (folder.absolute().parent if folder.is_file() else folder.absolute()).name
    id_ = new_id(base.model.id, named)
    for place in [root / id_ for root in library.folders] if out is None else [out.absolute()]:
        require_free(place)  # to find out after the work would be late
    require_writable(library.folders[0] if out is None else out.absolute().parent)
    with progress_context() as ctx:
        adaptation = run(request, ctx)
        place = save(SaveRequest(adaptation, named, library.folders, folder=out), ctx)
    result = adaptation.as_plain() | {"site": named, "bundle": str(place)}
    tables.print_left_out(result["failures"])
    if json:
        print_json(result)
        return
    _print_changes(result)
    for sentence in result["doubts"]:
        print_note(f"Note: {sentence}")
    output.print(f"Saved as {printable(place)}")
    if out is None:
        output.print(f"`lungdesk models use {printable(place.name)}` reads with it.")


def _print_changes(result: Mapping[str, Any]) -> None:
    """Figures before and after, and whether that is more than chance."""
    from rich import box
    from rich.table import Table

    from lungdesk.core.adaptation import difference_words, figure_words
    from lungdesk.core.labels import LabelSet

    ids = tuple(result["counts"])
    names = LabelSet.from_ids(ids).names
    pairs = zip(result["counts"].values(), names, strict=True)
    counts = ", ".join(f"{n} {name}" for n, name in pairs if n)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, title_justify="left")
    table.title = f"{result['n']} films ({counts}), {result['patients']} patients or groups"
    table.add_column("on films left out", overflow="fold")
    for header in ("before", "after", "difference"):
        table.add_column(header, justify="right")
    for change in result["changes"]:
        cells = [
            figure_words(change[when], change[f"{when}_interval"], digits=2)
            for when in ("before", "after")
        ]
        rise = difference_words(change["difference"], change["difference_interval"], digits=2)
        table.add_row(change["words"], *cells, rise)
    output.print(table)
    output.print(result["outcome"])
