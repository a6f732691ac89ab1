"""What is asked of the user that is a file or a folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from lungdesk.gui.file_dialog import ask_file, ask_files, ask_folder, ask_new_file
from lungdesk.gui.translation import tr

_FILTERS = tr(
    "Films (*.dcm *.dicom *.zip DICOMDIR *.png *.jpg *.jpeg *.tif *.tiff *.bmp"
    " *.DCM *.PNG *.JPG *.JPEG *.TIF);;"
    "All files (*)"
)

_DATA_FILTERS = tr("Labelled films (*.csv *.zip *.CSV *.ZIP);;All files (*)")

_WEIGHTS_FILTERS = tr("Weights of Keras or PyTorch (*.h5 *.keras *.pth);;All files (*)")

_WORKSPACE_FILTER = tr("Workspaces (*.db)")
_MODEL_FILTER = tr("Models (*.lungdesk)")
_UNSAVED_FILTER = tr("Unsaved work (*.json)")
_PICTURE_FILTERS = tr("Pictures (*.png *.jpg *.jpeg *.tif *.tiff);;All files (*)")


def ask_for_films(parent: QWidget, start: Path | None) -> tuple[Path, ...]:
    """Ask for files; empty when the user thinks better of it."""
    return ask_files(parent, tr("Open films"), start, _FILTERS)


def ask_for_folder(parent: QWidget, start: Path | None) -> tuple[Path, ...]:
    """Ask for a folder; empty when the user thinks better of it."""
    chosen = ask_folder(parent, tr("Open a folder of films"), start)
    return (chosen,) if chosen else ()


def ask_for_data_folder(parent: QWidget, start: Path | None) -> Path | None:
    """Ask for a folder of labelled films; None when the user thinks better of it."""
    return ask_folder(parent, tr("Folder with a folder for each class"), start)


def ask_where_to_keep_data(parent: QWidget, start: Path) -> Path | None:
    """Ask for a folder of LungDesk's own; None when the user thinks better of it."""
    return ask_folder(parent, tr("Folder for the data of LungDesk"), start)


def ask_for_data_file(parent: QWidget, start: Path | None) -> Path | None:
    """Ask for a CSV or ZIP file; None when the user thinks better of it."""
    return ask_file(parent, tr("CSV list or ZIP file of labelled films"), start, _DATA_FILTERS)


def ask_for_film_list(parent: QWidget, start: Path | None) -> Path | None:
    """Ask for a CSV list of labelled films; None when the user thinks better of it."""
    return ask_file(
        parent, tr("CSV list of labelled films"), start, tr("CSV (*.csv *.CSV);;All files (*)")
    )


def ask_where_to_save_presentation(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for the name of a DICOM file; None when the user thinks better of it."""
    return ask_new_file(parent, tr("Save presentation"), suggested, tr("DICOM (*.dcm)"))


def ask_where_to_save(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for the name of a picture; None when the user thinks better of it."""
    return ask_new_file(parent, tr("Save picture"), suggested, _PICTURE_FILTERS)


def ask_where_to_save_report(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for the name of a report; None when the user thinks better of it."""
    return ask_new_file(
        parent, tr("Save report"), suggested, tr("PDF (*.pdf);;HTML (*.html);;JSON (*.json)")
    )


def ask_where_to_save_batch_report(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for the name of a report on a batch; None when the user thinks better of it."""
    kinds = tr("PDF (*.pdf);;HTML (*.html);;Excel (*.xlsx);;JSON lines (*.jsonl)")
    return ask_new_file(parent, tr("Save report"), suggested, kinds)


def ask_where_to_save_results(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for a folder for DICOM objects; None when the user thinks better of it."""
    return ask_folder(parent, tr("Choose a folder for the DICOM results"), suggested)


def ask_for_logo(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for a logo; None when the user thinks better of it."""
    return ask_file(parent, tr("Choose a logo"), suggested, tr("Pictures (*.png *.jpg *.jpeg)"))


def ask_for_weights(parent: QWidget) -> Path | None:
    """Ask for a file of weights; None when the user thinks better of it."""
    return ask_file(parent, tr("Weights to begin with"), None, _WEIGHTS_FILTERS)


def ask_for_model(parent: QWidget) -> Path | None:
    """Ask for a model's file; None when the user thinks better of it."""
    return ask_file(
        parent,
        tr("Import a model"),
        None,
        tr("{model_filter};;All files (*)", model_filter=_MODEL_FILTER),
    )


def ask_where_to_save_model(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for the name of a model's file; None when the user thinks better of it."""
    return ask_new_file(parent, tr("Export the model"), suggested, _MODEL_FILTER)


def ask_where_to_back_up(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for the name of a copy of the workspace; None when the user thinks better of it."""
    return ask_new_file(parent, tr("Back up the workspace"), suggested, _WORKSPACE_FILTER)


def ask_for_backup(parent: QWidget, newest: Path | None) -> Path | None:
    """Ask which copy takes the workspace's place; None when the user thinks better of it."""
    return ask_file(
        parent,
        tr("Restore the workspace from a backup"),
        newest,
        tr("{workspace_filter};;All files (*)", workspace_filter=_WORKSPACE_FILTER),
    )


def ask_where_to_save_unsaved(parent: QWidget, suggested: Path) -> Path | None:
    """Ask where unsaved work goes; None when the user thinks better of it."""
    return ask_new_file(parent, tr("Save unsaved work elsewhere"), suggested, _UNSAVED_FILTER)


def ask_for_unsaved(parent: QWidget) -> Path | None:
    """Ask which unsaved work is to come back; None when the user thinks better of it."""
    return ask_file(parent, tr("Bring back unsaved work"), None, _UNSAVED_FILTER)


def ask_for_run(parent: QWidget) -> Path | None:
    """Ask for a run folder or a folder of such; None when the user thinks better of it."""
    return ask_folder(parent, tr("Choose a run, or a folder that holds runs"))


def ask_where_to_write(parent: QWidget) -> Path | None:
    """Ask for a folder for tables and figures; None when the user thinks better of it."""
    return ask_folder(parent, tr("Choose a folder for figures and tables"))
