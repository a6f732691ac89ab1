"""Everything the user can do by key, in one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from lungdesk.gui import icons


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
    ActionSpec("open", "&Open films…", ("Ctrl+O",), "Open one or more films", "open"),
    ActionSpec(
        "open_folder", "Open &folder…", ("Ctrl+Shift+O",), "Open all films of a folder", "folder"
    ),
    ActionSpec("worklist", "&Worklist…", ("Ctrl+Shift+W",), "All that was read, the urgent first"),
    ActionSpec("next_unread", "&Next unread", ("N",), "Open the next unread study"),
    ActionSpec(
        "read_and_next", "&Mark read, next", ("Shift+N",), "Mark the open study read, open the next"
    ),
    ActionSpec(
        "classify_folder",
        "&Classify a folder…",
        ("Ctrl+Shift+F",),
        "Read all films of a folder into the worklist",
    ),
    ActionSpec("workspace_check", "C&heck the workspace", (), "Look whether it is whole"),
    ActionSpec("workspace_backup", "&Back up…", (), "Copy the workspace into one file"),
    ActionSpec("workspace_restore", "&Restore…", (), "Put a backup in the workspace's place"),
    ActionSpec("read_all", "&Read all films", ("Ctrl+R",), "Read every listed film", "read-all"),
    _film("export", "&Export picture…", ("Ctrl+Shift+E",), "Save what is shown", "export"),
    _film("copy_picture", "C&opy picture…", ("Ctrl+Shift+C",), "Copy what is shown"),
    _film("print", "&Print…", ("Ctrl+P",), "Print the film, with a preview", "print"),
    _film("report", "Rep&ort…", ("Ctrl+Shift+P",), "A report to look at, save and print", "report"),
    _film("dicom_results", "DICOM res&ults…", ("Ctrl+Shift+S",), "Write all results as DICOM"),
    ActionSpec("close_all", "&Close all films", ("Ctrl+W",), "Take all films off the list"),
    _film(
        "save_presentation", "&Save presentation…", ("Ctrl+S",), "Keep view and measures as DICOM"
    ),
    _film(
        "load_presentation", "&Load presentation", ("Ctrl+L",), "Show the film as such a file says"
    ),
    ActionSpec(
        "preferences", "&Preferences…", ("Ctrl+,",), "Keys, mouse, monitor, privacy", "preferences"
    ),
    ActionSpec("quit", "&Quit", ("Ctrl+Q",), "Close LungDesk"),
    _film("fit", "&Fit to window", ("=",), "Show the whole film", "fit"),
    _film("actual_size", "&1:1", (), "Show one film pixel as one screen pixel", "actual"),
    _film("true_size", "&True size", ("Z",), "Show 1 mm as 1 mm on this monitor", "true-size"),
    _film("zoom_in", "Zoom &in", ("+", "Ctrl++"), "Enlarge about the centre", "zoom-in"),
    _film("zoom_out", "Zoom &out", ("-", "Ctrl+-"), "Reduce about the centre", "zoom-out"),
    _film("invert", "&Invert", ("I",), "Turn black and white round", "invert"),
    _film("flip_horizontal", "Flip &horizontally", ("H",), "Mirror left and right", "flip-h"),
    _film("flip_vertical", "Flip &vertically", ("V",), "Mirror top and bottom", "flip-v"),
    _film("rotate_left", "Rotate &left", ("L",), "Turn by 90° to the left", "rotate-left"),
    _film("rotate_right", "Rotate &right", ("R",), "Turn by 90° to the right", "rotate-right"),
    _film("tilt_left", "Tilt l&eft", ("Shift+L",), "Turn by 1° to the left"),
    _film("tilt_right", "Tilt ri&ght", ("Shift+R",), "Turn by 1° to the right"),
    _film("reset", "Re&set view", ("0", "Home"), "Undo zoom, pan, turns and window", "reset"),
    _film("preset_auto", "Window: &Auto", ("1",), "Fit the window to the film's values"),
    _film("preset_dicom", "Window: From &DICOM", ("2",), "Take the window the file states"),
    _film("preset_lung", "Window: &Lung", ("3",), "Spread the dark, air-filled part"),
    _film("preset_mediastinum", "Window: &Mediastinum", ("4",), "Spread what lies between"),
    _film("preset_bone", "Window: &Bone", ("5",), "Spread the bright part"),
    _film("preset_lines", "Window: Lines and &tubes", ("6",), "Spread what lines lie in"),
    _film("preset_soft", "Window: &Soft", ("7",), "Little contrast, nothing lost"),
    _film("window", "&Window…", ("W",), "Histogram, figures and presets of the window", "window"),
    _film("window_region", "Window on a &region", ("Shift+W",), "Draw what the window is to fit"),
    _film("words", "Film &text", ("Space",), "All words, measurements only, or the bare film"),
    _film("tool_length", "&Length", ("D",), "Measure a length"),
    _film("tool_angle", "&Angle", ("A",), "Measure an angle: arm, vertex, arm"),
    _film("tool_cobb", "&Cobb angle", ("B",), "Measure the angle between two lines"),
    _film("tool_cardiothoracic", "Cardi&othoracic ratio", ("C",), "Measure heart against thorax"),
    _film("tool_rectangle", "&Rectangle", ("O",), "Measure the values in a rectangle"),
    _film("tool_ellipse", "&Ellipse", ("Shift+O",), "Measure the values in an ellipse"),
    _film("tool_freehand", "&Freehand region", ("Alt+O",), "Measure the values in a contour"),
    _film("tool_probe", "&Probe", ("P",), "Tell the value of a pixel"),
    _film("tool_arrow", "Arro&w", ("Shift+A",), "Point at something"),
    _film("tool_text", "&Text", ("T",), "Write on the film"),
    _film("tool_calibrate", "Cali&brate", ("Shift+D",), "Draw a line whose length is known"),
    ActionSpec("undo", "&Undo", ("Ctrl+Z",), "Undo the last step of measuring", "undo"),
    ActionSpec("redo", "&Redo", ("Ctrl+Y", "Ctrl+Shift+Z"), "Take back the last undo"),
    ActionSpec("delete", "&Delete", ("Del",), "Delete the selected measurement", "delete"),
    ActionSpec("copy_measurements", "Copy &measurements", ("Ctrl+C",), "Copy them as text", "copy"),
    ActionSpec("next_film", "&Next film", ("Right", "Down"), "Show the next film"),
    ActionSpec("previous_film", "&Previous film", ("Left", "Up"), "Show the film before"),
    ActionSpec("next_frame", "Next fra&me", ("PgDown",), "Show the next frame of the film"),
    ActionSpec("previous_frame", "P&revious frame", ("PgUp",), "Show the frame before"),
    _toggle("play", "Pla&y frames", ("F4",), "Play the frames of the film, or pause", "play"),
    ActionSpec("key_image", "&Key image", ("K",), "Mark the film as key image", "star", True, True),
    ActionSpec("next_key_image", "Ne&xt key image", ("Shift+K",), "Show the next key image"),
    ActionSpec("tags", "&DICOM tags…", ("Ctrl+T",), "Look through the file's elements", "tags"),
    _toggle("heatmap", "&Heatmap", ("G",), "Show where the model looked", "heatmap"),
    ActionSpec("next_class", "Explain next &class", ("Shift+G",), "Show the map of the next class"),
    _film("explanations", "Compare &explanations…", ("Shift+E",), "Other maps, put to the test"),
    _toggle("lungs", "Lu&ng outlines", ("U",), "Draw where the lungs end", "lungs"),
    _toggle("magnifier", "&Magnifier", ("M",), "Enlarge what is under the pointer"),
    _toggle("overlays", "DICOM o&verlays", ("Y",), "Show what the file draws on the film"),
    _toggle("shutters", "DICOM s&hutters", ("Alt+S",), "Cover what the file says is no image"),
    _toggle("padding", "Black &padding", ("Alt+P",), "Show pixel padding black"),
    _toggle("local_contrast", "&Local contrast", ("E",), "Raise contrast part by part (CLAHE)"),
    _layout("layout_1", "Layout: &one film", "Alt+1", "Show one film", "layout-1"),
    _layout(
        "layout_1x2", "Layout: side &by side", "Alt+2", "Show two films side by side", "layout-1x2"
    ),
    _layout(
        "layout_2x1",
        "Layout: one &above the other",
        "Alt+3",
        "Show two films, stacked",
        "layout-2x1",
    ),
    _layout("layout_2x2", "Layout: &four films", "Alt+4", "Show four films", "layout-2x2"),
    _toggle("prior", "Prior &beside", ("J",), "Show the patient's earlier film beside", "prior"),
    _toggle(
        "link_places", "Link &zoom and position", ("Alt+L",), "Move all films together", "link"
    ),
    _toggle("link_windows", "Link &windows", ("Alt+W",), "Change all films' windows together"),
    _toggle("swipe", "S&wipe compare", ("S",), "Wipe from one film to the other", "swipe"),
    _toggle("blink", "Blin&k compare", ("Shift+S",), "Show two films in turn"),
    ActionSpec("train", "&Train a model…", ("Ctrl+Shift+T",), "From labelled films to a model"),
    ActionSpec("evaluate", "&Evaluate a model…", ("Ctrl+E",), "Measure a model on labelled films"),
    ActionSpec("compare_runs", "&Compare runs…", ("Ctrl+Shift+R",), "Compare models, keep one"),
    ActionSpec(
        "adapt", "&Adapt to this hospital…", ("Ctrl+Shift+H",), "Fit the model to local films"
    ),
    ActionSpec(
        "models", "Model &library…", ("Ctrl+Shift+M",), "What is installed, and which reads"
    ),
    _toggle("theme_dark", "&Dark", (), "Dark panels, for a dark room"),
    _toggle("theme_light", "&Light", (), "Light panels, for a bright room"),
    _toggle("theme_system", "As the &system", (), "Light or dark as the system is"),
    _toggle(
        *("blinded", "&Blinded first read", ("Ctrl+Shift+B",)),
        "Say what you see before the model’s answer is shown",
    ),
    ActionSpec(
        *("agreement", "A&greement with readers…", ("Ctrl+Shift+A",)),
        "How far you and the model agree on films read blinded",
    ),
    _toggle("privacy", "Pri&vacy mode", ("F7",), "Hide whose films these are", "privacy"),
    _toggle("full_screen", "F&ull screen", ("F11",), "Show the film alone", "fullscreen"),
    ActionSpec("commands", "&Commands…", ("Ctrl+K",), "Find what LungDesk can do, by name"),
    ActionSpec("diagnostics", "&Diagnostics…", (), "What this computer has, as text to copy"),
    ActionSpec("tour", "&Tour", (), "Be shown round the window, on a sample film"),
    ActionSpec("escape", "Stop", ("Esc",), "Stop drawing, or leave the full screen"),
    _toggle("studies", "&Film list", ("F8",), "Show or fold away the film list", "studies"),
    _toggle("findings", "Fin&dings", ("F9",), "Show or fold away the findings", "findings"),
    ActionSpec("guide", "&User guide", ("F1",), "Open the chapter on what you are at"),
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
