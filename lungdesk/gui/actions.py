"""Everything the user can do by key, in one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from lungdesk.gui import icons
from lungdesk.gui.translation import tr


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    Attributes
    ----------
    id
        Name in code and, later, in the key settings.
    keys
        Portable key sequences; the first is the one that is shown.
    tip
        What it does, for the tooltip; the key is added.
    needs_film
        Whether it means anything without a film.
    """

    id: str
    text: str
    keys: tuple[str, ...]
    tip: str
    icon: str = ""
    is_checkable: bool = False
    needs_film: bool = False


def _film(id_: str, text: str, keys: tuple[str, ...], tip: str, icon: str = "") -> ActionSpec:
    return ActionSpec(id_, text, keys, tip, icon, needs_film=True)


def _toggle(id_: str, text: str, keys: tuple[str, ...], tip: str, icon: str = "") -> ActionSpec:
    return ActionSpec(id_, text, keys, tip, icon, is_checkable=True)


def _layout(id_: str, text: str, key: str, tip: str, icon: str) -> ActionSpec:
    return ActionSpec(id_, text, (key,), tip, icon, is_checkable=True)


SPECS: Final = (
    ActionSpec("open", tr("&Open films…"), ("Ctrl+O",), tr("Open one or more films"), "open"),
    ActionSpec(
        "open_folder",
        tr("Open &folder…"),
        ("Ctrl+Shift+O",),
        tr("Open all films of a folder"),
        "folder",
    ),
    ActionSpec(
        "worklist", tr("&Worklist…"), ("Ctrl+Shift+W",), tr("All that was read, the urgent first")
    ),
    ActionSpec("next_unread", tr("&Next unread"), ("N",), tr("Open the next unread study")),
    ActionSpec(
        "read_and_next",
        tr("&Mark read, next"),
        ("Shift+N",),
        tr("Mark the open study read, open the next"),
    ),
    ActionSpec(
        "classify_folder",
        tr("&Classify a folder…"),
        ("Ctrl+Shift+F",),
        tr("Read all films of a folder into the worklist"),
    ),
    ActionSpec("workspace_check", tr("C&heck the workspace"), (), tr("Look whether it is whole")),
    ActionSpec(
        *("workspace_backup", tr("&Back up the workspace…"), ()),
        tr("Copy the workspace into one file"),
    ),
    ActionSpec(
        *("workspace_restore", tr("&Restore the workspace…"), ()),
        tr("Put a backup in the workspace's place"),
    ),
    ActionSpec(
        "read_all", tr("Read &all films"), ("Ctrl+R",), tr("Read every listed film"), "read-all"
    ),
    _film("export", tr("&Export picture…"), ("Ctrl+Shift+E",), tr("Save what is shown"), "export"),
    _film("copy_picture", tr("Cop&y picture…"), ("Ctrl+Shift+C",), tr("Copy what is shown")),
    _film("print", tr("Pr&int…"), ("Ctrl+P",), tr("Print the film, with a preview"), "print"),
    _film(
        "report",
        tr("Repor&t…"),
        ("Ctrl+Shift+P",),
        tr("A report to look at, save and print"),
        "report",
    ),
    _film(
        "dicom_results", tr("DICOM res&ults"), ("Ctrl+Shift+S",), tr("Write all results as DICOM")
    ),
    _film(
        "dicom_results_to",
        tr("&DICOM results to…"),
        (),
        tr("Write all results as DICOM into a folder of your choice"),
    ),
    ActionSpec("close_all", tr("&Close all films"), ("Ctrl+W",), tr("Take all films off the list")),
    _film(
        "save_presentation",
        tr("&Save presentation…"),
        ("Ctrl+S",),
        tr("Keep view and measures as DICOM"),
    ),
    _film(
        "load_presentation",
        tr("&Load presentation"),
        ("Ctrl+L",),
        tr("Show the film as such a file says"),
    ),
    ActionSpec(
        *("bring_back", tr("&Bring back unsaved work…"), ()),
        tr("Take up what was saved elsewhere when LungDesk was closed"),
    ),
    ActionSpec(
        "preferences",
        tr("&Preferences…"),
        ("Ctrl+,",),
        tr("Keys, mouse, monitor, privacy"),
        "preferences",
    ),
    ActionSpec("quit", tr("&Quit"), ("Ctrl+Q",), tr("Close LungDesk")),
    _film("fit", tr("&Fit to window"), ("=",), tr("Show the whole film"), "fit"),
    _film("actual_size", "&1:1", (), tr("Show one film pixel as one screen pixel"), "actual"),
    _film(
        "true_size", tr("&True size"), ("Z",), tr("Show 1 mm as 1 mm on this monitor"), "true-size"
    ),
    _film("zoom_in", tr("Zoom &in"), ("+", "Ctrl++"), tr("Enlarge about the centre"), "zoom-in"),
    _film("zoom_out", tr("Zoom &out"), ("-", "Ctrl+-"), tr("Reduce about the centre"), "zoom-out"),
    _film("invert", tr("&Invert"), ("I",), tr("Turn black and white round"), "invert"),
    _film(
        "flip_horizontal", tr("Flip hori&zontally"), ("H",), tr("Mirror left and right"), "flip-h"
    ),
    _film("flip_vertical", tr("Flip &vertically"), ("V",), tr("Mirror top and bottom"), "flip-v"),
    _film("rotate_left", tr("Rotate &left"), ("L",), tr("Turn by 90° to the left"), "rotate-left"),
    _film(
        "rotate_right", tr("Rotate &right"), ("R",), tr("Turn by 90° to the right"), "rotate-right"
    ),
    _film("tilt_left", tr("Tilt l&eft"), ("Shift+L",), tr("Turn by 1° to the left")),
    _film("tilt_right", tr("Tilt ri&ght"), ("Shift+R",), tr("Turn by 1° to the right")),
    _film(
        "reset", tr("Re&set view"), ("0", "Home"), tr("Undo zoom, pan, turns and window"), "reset"
    ),
    _film("preset_auto", tr("Window: &Auto"), ("1",), tr("Fit the window to the film's values")),
    _film("preset_dicom", tr("Window: From &DICOM"), ("2",), tr("Take the window the file states")),
    _film("preset_lung", tr("Window: L&ung"), ("3",), tr("Spread the dark, air-filled part")),
    _film("preset_mediastinum", tr("Window: Mediastinum"), ("4",), tr("Spread what lies between")),
    _film("preset_bone", tr("Window: &Bone"), ("5",), tr("Spread the bright part")),
    _film("preset_lines", tr("Window: Lines and &tubes"), ("6",), tr("Spread what lines lie in")),
    _film("preset_soft", tr("Window: &Soft"), ("7",), tr("Little contrast, nothing lost")),
    _film(
        "window",
        tr("&Window…"),
        ("W",),
        tr("Histogram, figures and presets of the window"),
        "window",
    ),
    _film(
        "window_region",
        tr("Window &on a region"),
        ("Shift+W",),
        tr("Draw what the window is to fit"),
    ),
    _film(
        "words", tr("Fil&m text"), ("Space",), tr("All words, measurements only, or the bare film")
    ),
    _film("tool_length", tr("&Length"), ("D",), tr("Measure a length")),
    _film("tool_angle", tr("&Angle"), ("A",), tr("Measure an angle: arm, vertex, arm")),
    _film("tool_cobb", tr("&Cobb angle"), ("B",), tr("Measure the angle between two lines")),
    _film(
        "tool_cardiothoracic",
        tr("Cardi&othoracic ratio"),
        ("C",),
        tr("Measure heart against thorax"),
    ),
    _film("tool_rectangle", tr("Rectan&gle"), ("O",), tr("Measure the values in a rectangle")),
    _film("tool_ellipse", tr("&Ellipse"), ("Shift+O",), tr("Measure the values in an ellipse")),
    _film(
        "tool_freehand", tr("&Freehand region"), ("Alt+O",), tr("Measure the values in a contour")
    ),
    _film("tool_probe", tr("&Probe"), ("P",), tr("Tell the value of a pixel")),
    _film("tool_arrow", tr("Arro&w"), ("Shift+A",), tr("Point at something")),
    _film("tool_text", tr("&Text"), ("T",), tr("Write on the film")),
    _film(
        "tool_calibrate", tr("Cali&brate"), ("Shift+D",), tr("Draw a line whose length is known")
    ),
    ActionSpec("undo", tr("&Undo"), ("Ctrl+Z",), tr("Undo the last step of measuring"), "undo"),
    ActionSpec("redo", tr("&Redo"), ("Ctrl+Y", "Ctrl+Shift+Z"), tr("Take back the last undo")),
    ActionSpec("delete", tr("&Delete"), ("Del",), tr("Delete the selected measurement"), "delete"),
    ActionSpec(
        "copy_measurements", tr("Copy &measurements"), ("Ctrl+C",), tr("Copy them as text"), "copy"
    ),
    ActionSpec("next_film", tr("&Next film"), ("Right", "Down"), tr("Show the next film")),
    ActionSpec("previous_film", tr("&Previous film"), ("Left", "Up"), tr("Show the film before")),
    ActionSpec(
        *("next_study", tr("Next stud&y"), ("Ctrl+Right", "Ctrl+Down")),
        tr("Show the first film of the next study"),
    ),
    ActionSpec(
        *("previous_study", tr("Pr&evious study"), ("Ctrl+Left", "Ctrl+Up")),
        tr("Show the first film of the study before"),
    ),
    ActionSpec("next_frame", tr("Next &frame"), ("PgDown",), tr("Show the next frame of the film")),
    ActionSpec("previous_frame", tr("P&revious frame"), ("PgUp",), tr("Show the frame before")),
    _toggle(
        "play", tr("P&lay frames"), ("F4",), tr("Play the frames of the film, or pause"), "play"
    ),
    ActionSpec(
        "key_image", tr("&Key image"), ("K",), tr("Mark the film as key image"), "star", True, True
    ),
    ActionSpec(
        "next_key_image", tr("Ne&xt key image"), ("Shift+K",), tr("Show the next key image")
    ),
    ActionSpec(
        "tags", tr("DICOM ta&gs…"), ("Ctrl+T",), tr("Look through the file's elements"), "tags"
    ),
    _toggle("heatmap", tr("&Heatmap"), ("G",), tr("Show where the model looked"), "heatmap"),
    ActionSpec(
        "next_class", tr("Explain next &class"), ("Shift+G",), tr("Show the map of the next class")
    ),
    _film(
        "explanations",
        tr("Compare &explanations…"),
        ("Shift+E",),
        tr("Other maps, put to the test"),
    ),
    _toggle("lungs", tr("Lu&ng outlines"), ("U",), tr("Draw where the lungs end"), "lungs"),
    _toggle("magnifier", tr("M&agnifier"), ("M",), tr("Enlarge what is under the pointer")),
    _toggle("overlays", tr("DICOM o&verlays"), ("Y",), tr("Show what the file draws on the film")),
    _toggle(
        "shutters", tr("DICOM s&hutters"), ("Alt+S",), tr("Cover what the file says is no image")
    ),
    _toggle("padding", tr("Black padding"), ("Alt+P",), tr("Show pixel padding black")),
    _toggle(
        "local_contrast", tr("Local &contrast"), ("E",), tr("Raise contrast part by part (CLAHE)")
    ),
    _layout("layout_1", tr("Layout: &one film"), "Alt+1", tr("Show one film"), "layout-1"),
    _layout(
        "layout_1x2",
        tr("Layout: side &by side"),
        "Alt+2",
        tr("Show two films side by side"),
        "layout-1x2",
    ),
    _layout(
        "layout_2x1",
        tr("Layout: one &above the other"),
        "Alt+3",
        tr("Show two films, stacked"),
        "layout-2x1",
    ),
    _layout("layout_2x2", tr("Layout: &four films"), "Alt+4", tr("Show four films"), "layout-2x2"),
    _toggle(
        "prior", tr("&Prior beside"), ("J",), tr("Show the patient's earlier film beside"), "prior"
    ),
    _toggle(
        "link_places",
        tr("Link &zoom and position"),
        ("Alt+L",),
        tr("Move all films together"),
        "link",
    ),
    _toggle(
        "link_windows", tr("Link &windows"), ("Alt+W",), tr("Change all films' windows together")
    ),
    _toggle("swipe", tr("&Swipe compare"), ("S",), tr("Wipe from one film to the other"), "swipe"),
    _toggle("blink", tr("Blin&k compare"), ("Shift+S",), tr("Show two films in turn")),
    ActionSpec(
        "train", tr("&Train a model…"), ("Ctrl+Shift+T",), tr("From labelled films to a model")
    ),
    ActionSpec(
        "evaluate", tr("&Evaluate a model…"), ("Ctrl+E",), tr("Measure a model on labelled films")
    ),
    ActionSpec(
        "compare_runs", tr("&Compare runs…"), ("Ctrl+Shift+R",), tr("Compare models, keep one")
    ),
    ActionSpec(
        "adapt",
        tr("&Adapt to this hospital…"),
        ("Ctrl+Shift+H",),
        tr("Fit the model to local films"),
    ),
    ActionSpec(
        "models", tr("Model &library…"), ("Ctrl+Shift+M",), tr("What is installed, and which reads")
    ),
    _toggle("theme_dark", tr("&Dark"), (), tr("Dark panels, for a dark room")),
    _toggle("theme_light", tr("&Light"), (), tr("Light panels, for a bright room")),
    _toggle("theme_system", tr("As the &system"), (), tr("Light or dark as the system is")),
    _toggle(
        *("blinded", tr("&Blinded first read"), ("Ctrl+Shift+B",)),
        tr("Say what you see before the model’s answer is shown"),
    ),
    ActionSpec(
        *("agreement", tr("A&greement with readers…"), ("Ctrl+Shift+A",)),
        tr("How far you and the model agree on films read blinded"),
    ),
    _toggle("privacy", tr("&Privacy mode"), ("F7",), tr("Hide whose films these are"), "privacy"),
    _toggle("full_screen", tr("F&ull screen"), ("F11",), tr("Show the film alone"), "fullscreen"),
    ActionSpec("commands", tr("&Commands…"), ("Ctrl+K",), tr("Find what LungDesk can do, by name")),
    ActionSpec(
        "diagnostics", tr("&Diagnostics…"), (), tr("What this computer has, as text to copy")
    ),
    ActionSpec("about", tr("&About LungDesk"), (), tr("Which version this is, and what it is for")),
    ActionSpec("tour", tr("&Tour"), (), tr("Be shown round the window, on a sample film")),
    ActionSpec(
        *("escape", tr("Stop"), ("Esc",)),
        tr("Stop drawing or comparing, close the window’s figures, or leave the full screen"),
    ),
    _toggle("studies", tr("Fil&m list"), ("F8",), tr("Show or fold away the film list"), "studies"),
    _toggle("findings", tr("Fin&dings"), ("F9",), tr("Show or fold away the findings"), "findings"),
    ActionSpec("guide", tr("&User guide"), ("F1",), tr("Open the chapter on what you are at")),
)


class Actions(QObject):
    """The actions of one window, by their id: ``actions["invert"]``."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._by_id = {spec.id: _make(spec, self) for spec in SPECS}

    def __getitem__(self, id_: str) -> QAction:
        return self._by_id[id_]

    def bind_keys(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        """Give actions their keys, by the action's id; the tooltips name the first."""
        for spec in SPECS:
            action = self._by_id[spec.id]
            action.setShortcuts([QKeySequence(key) for key in keys[spec.id]])
            action.setToolTip(tooltip(spec.tip, action))

    def all(self) -> tuple[QAction, ...]:
        """Every action, in the order of the table."""
        return tuple(self._by_id.values())

    def set_film_shown(self, is_shown: bool) -> None:
        """Enable what needs a film exactly while there is one."""
        for spec in SPECS:
            if spec.needs_film:
                self._by_id[spec.id].setEnabled(is_shown)


def tooltip(tip: str, action: QAction) -> str:
    """Say what, and which key."""
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return f"{tip} ({key})" if key else tip


def _make(spec: ActionSpec, parent: QObject) -> QAction:
    action = QAction(spec.text, parent)
    action.setObjectName(spec.id)
    action.setShortcuts([QKeySequence(key) for key in spec.keys])
    action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    action.setCheckable(spec.is_checkable)
    if spec.icon:
        action.setIcon(icons.icon(spec.icon))
        action.setIconVisibleInMenu(False)
    action.setToolTip(tooltip(spec.tip, action))
    action.setStatusTip("")
    return action
