"""Page of the keys of all actions, with a check that no key does two things."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from lungdesk.gui import icons, theme
from lungdesk.gui.actions import SPECS
from lungdesk.gui.key_bindings import DEFAULTS, KeyBindings, conflicts, normalized
from lungdesk.gui.translation import tr

_TEXTS = {spec.id: spec.text.replace("&", "") for spec in SPECS}


class KeysPanel(QWidget):
    """Editor of the keys.

    Signals
    -------
    checked(bool)
        A key has changed; whether every key does one thing.
    """

    checked = Signal(bool)

    def __init__(self, bindings: KeyBindings, parent: QWidget) -> None:
        super().__init__(parent)
        self._given = dict(bindings)
        self.editors = {spec.id: self._editor(spec.id) for spec in SPECS}
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(tr("Find an action"))
        self.filter.setAccessibleName(tr("Find an action"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._show_matching)
        self.defaults = QPushButton(tr("Restore all keys"), self)
        self.defaults.setAutoDefault(False)
        self.defaults.setToolTip(tr("Give every action the key that LungDesk brings"))
        self.defaults.clicked.connect(self._restore)
        self._warning = QLabel(self)
        self._warning.setWordWrap(True)
        self._warning.setProperty("doubt", True)
        self._assemble()
        self._check()

    def _editor(self, action_id: str) -> QKeySequenceEdit:
        editor = _KeyEditor(QKeySequence(next(iter(self._given[action_id]), "")), self)
        editor.setMaximumSequenceLength(1)
        editor.setClearButtonEnabled(True)
        for cross in editor.findChildren(QToolButton):
            cross.setIcon(icons.icon("close"))
            cross.setAccessibleName(tr("Take away the key for {texts}", texts=_TEXTS[action_id]))
        editor.setAccessibleName(tr("Key for {texts}", texts=_TEXTS[action_id]))
        editor.setToolTip(tr("Press the new key; the cross, or Ctrl+Backspace, takes it away"))
        editor.keySequenceChanged.connect(self._check)
        return editor

    def _assemble(self) -> None:
        rows = QWidget(self)
        self._form = QFormLayout(rows)
        self._form.setContentsMargins(0, 0, theme.UNIT, 0)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._form.setHorizontalSpacing(theme.UNIT * 3)
        self._form.setVerticalSpacing(theme.HALF_UNIT)
        for action_id, editor in self.editors.items():
            self._form.addRow(_TEXTS[action_id], editor)
        area = QScrollArea(self)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows its editors
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(rows)
        head = QHBoxLayout()
        head.setSpacing(theme.UNIT)
        head.addWidget(self.filter, 1)
        head.addWidget(self.defaults)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addLayout(head)
        layout.addWidget(area, 1)
        layout.addWidget(self._warning)

    @property
    def bindings(self) -> dict[str, tuple[str, ...]]:
        """Keys as they stand in the editors; further keys of an action stay with it."""
        edited = {}
        for action_id, editor in self.editors.items():
            key = normalized(editor.keySequence().toString())
            given = tuple(normalized(k) for k in self._given[action_id])
            is_same = key == next(iter(given), "")
            edited[action_id] = self._given[action_id] if is_same else ((key,) if key else ())
        return edited

    @property
    def warning(self) -> str:
        """What is wrong with the keys; empty when nothing is."""
        return self._warning.text()

    def _check(self) -> None:
        found = conflicts(self.bindings)
        words = [
            tr(
                "{key} would do {listed}",
                key=c.key,
                listed=", ".join(_TEXTS[i] for i in c.action_ids),
            )
            for c in found
        ]
        self._warning.setText(
            tr("{listed}. Choose another key.", listed="; ".join(words)) if found else ""
        )
        self._warning.setVisible(bool(found))
        self.checked.emit(not found)

    def _restore(self) -> None:
        self._given = dict(DEFAULTS)
        for action_id, editor in self.editors.items():
            editor.setKeySequence(QKeySequence(next(iter(DEFAULTS[action_id]), "")))

    def _show_matching(self, text: str) -> None:
        for row, action_id in enumerate(self.editors):
            self._form.setRowVisible(row, text.lower() in _TEXTS[action_id].lower())


class _KeyEditor(QKeySequenceEdit):
    """Records keys, so one of them has to be kept for who has no mouse."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_held = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if is_held and event.key() == Qt.Key.Key_Backspace:
            self.clear()
        else:
            super().keyPressEvent(event)
