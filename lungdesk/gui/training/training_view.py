"""The window of the training wizard: steps at the left, one page, Back and Next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.training.steps_panel import StepsPanel
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.fitting_dialog import FittingDialog
from lungdesk.gui.widgets.message_strip import MessageStrip
from lungdesk.gui.widgets.named_button import named_button
from lungdesk.gui.widgets.text_label import text_label

_SIZE = (1240, 760)
#: With a title above it fits where 1280 x 800 pixels are enlarged by a quarter.
_LEAST = (1016, 604)
#: A narrower window has no room for the names of the steps beside the widest page.
_ROOMY = 1130


class Page(Protocol):
    """One step of the wizard: a presenter with its panel.

    Attributes
    ----------
    name
        Stable name in the draft: ``data``, ``backbones``, ``preparation``, ``plan``, ``run``,
        ``evaluation``, ``keep``.
    title, explanation
        A few words, and two lines on what to do here, as one would tell a colleague.
    problem_changed
        Signal without arguments: `problem` may say something else.
    """

    name: str
    title: str
    explanation: str

    @property
    def panel(self) -> QWidget:
        """What is shown; made once."""

    @property
    def problem_changed(self) -> SignalInstance:
        """See the class."""

    def problem(self) -> str | None:
        """Why one cannot go on from here, in a sentence; None when one can. Answers at once."""

    def enter(self) -> None:
        """The page is about to be shown."""

    def leave(self) -> None:
        """Another page is shown, or the window is closed."""


class TrainingView(FittingDialog):
    """Shows the pages it is given; knows nothing of what is on them.

    Attributes
    ----------
    may_close
        Says whether it may be closed now, by whatever means; who says no closes it later.
    is_done
        Says whether what a page is for was done, when nothing is missing on it.

    Signals
    -------
    step_wanted(int)
        The user wants the page of this number.
    new_wanted(), others_wanted()
        The user wants to begin another training, or to go on with one that was begun before.
    undo_wanted(), redo_wanted()
        By key.
    closed()
        The window is no longer seen.
    """

    step_wanted = Signal(int)
    new_wanted = Signal()
    others_wanted = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()
    closed = Signal()

    def __init__(self, pages: Sequence[Page], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Train a model"))
        flags = Qt.WindowType.Window | Qt.WindowType.WindowMinMaxButtonsHint
        self.setWindowFlags(flags | Qt.WindowType.WindowCloseButtonHint)
        self.setMinimumSize(*_LEAST)
        self.resize(*_SIZE)
        self.may_close: Callable[[], bool] = lambda: True
        self.is_done: Callable[[Page], bool] = lambda _page: True
        self._pages = tuple(pages)
        self._current = 0
        self.steps = StepsPanel([page.title for page in pages], self)
        self.steps.step_chosen.connect(self.step_wanted)
        self.title = QLabel(self)
        self.title.setProperty("role", "heading")
        self.explanation = QLabel(self)
        self.explanation.setProperty("role", "muted")
        self.explanation.setWordWrap(True)
        self.messages = MessageStrip(self)
        self._stack = QStackedWidget(self)
        for page in pages:
            self._stack.addWidget(page.panel)
        self.problem = text_label(self, role="muted")
        self.problem.setAccessibleName(tr("What is missing"))
        self.note = text_label(self, role="muted")
        self.note.hide()
        self.new = self._button(
            tr("New training"), tr("Begin another training; this one is kept"), ""
        )
        self.others = self._button(
            tr("Other trainings…"), tr("Go on with another training, or remove it"), ""
        )
        self.others.setAccessibleName(tr("Other trainings"))
        self.back = self._button(tr("Back"), tr("Go to the step before (Alt+Left)"), "Alt+Left")
        self.next = self._button(tr("Next"), tr("Go to the next step (Alt+Right)"), "Alt+Right")
        self.next.setProperty("primary", True)
        self.shut = self._button(tr("Close"), tr("Close; all choices are kept (Esc)"), "")
        self._wire()
        self._assemble()

    def _button(self, text: str, tip: str, key: str) -> QPushButton:
        button = named_button(self, text, tip)
        if key:
            QShortcut(QKeySequence(key), self, button.click)
        return button

    def _wire(self) -> None:
        self.new.clicked.connect(self.new_wanted)
        self.others.clicked.connect(self.others_wanted)
        self.back.clicked.connect(lambda: self.step_wanted.emit(self._current - 1))
        self.next.clicked.connect(lambda: self.step_wanted.emit(self._current + 1))
        self.shut.clicked.connect(self.close)
        self.finished.connect(lambda _result: self.closed.emit())
        QShortcut(QKeySequence("Ctrl+Z"), self, self.undo_wanted.emit)
        QShortcut(QKeySequence("Ctrl+Y"), self, self.redo_wanted.emit)
        QShortcut(QKeySequence("Ctrl+Shift+Z"), self, self.redo_wanted.emit)

    def _assemble(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(theme.UNIT)
        foot.addWidget(self.new)
        foot.addWidget(self.others)
        foot.addWidget(self.problem, 1)
        foot.addWidget(self.note, 1)
        for button in (self.back, self.next, self.shut):
            foot.addWidget(button)
        rule = QFrame(self)
        rule.setProperty("role", "rule")
        column = QVBoxLayout()
        margin = theme.UNIT * 2
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(theme.UNIT)
        column.addWidget(self.title)
        column.addWidget(self.explanation)
        column.addWidget(self.messages)
        column.addWidget(self._stack, 1)
        column.addWidget(rule)
        column.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)  # the dialog's own line
        layout.setSpacing(0)
        layout.addWidget(self.steps)
        layout.addLayout(column, 1)

    # --- what to show

    def show_step(self, number: int) -> None:
        """Show one page."""
        self._current = number
        page = self._pages[number]
        self.title.setText(page.title)
        self.explanation.setText(page.explanation)
        is_turned = self._stack.currentWidget() is not page.panel
        self._stack.setCurrentWidget(page.panel)
        self.refresh()
        if is_turned and not self.steps.list.hasFocus():  # else arrows go on from step to step
            self.focus_page()

    def focus_page(self) -> None:
        """Go to the first control of the page; else Back, Next or Close would have the keys."""
        panel = self._pages[self._current].panel
        for widget in _focus_chain(panel):
            takes_keys = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled()
            if takes_keys and panel.isAncestorOf(widget) and widget.isVisibleTo(panel):
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def refresh(self) -> None:
        """Tell anew which pages are done, and whether one can go on."""
        problems = [page.problem() for page in self._pages]
        first = next((i for i, problem in enumerate(problems) if problem), len(problems) - 1)
        self.steps.show_steps(
            current=self._current,
            done=[
                not problem and self.is_done(page)
                for page, problem in zip(self._pages, problems, strict=True)
            ],
            reachable=max(first, self._current),
        )
        problem = problems[self._current]
        is_last = self._current == len(self._pages) - 1
        self.problem.setText(problem or "")
        self._make_room()
        self.back.setVisible(self._current > 0)
        self.next.setVisible(not is_last)
        self.next.setEnabled(problem is None)
        self.next.setToolTip(problem or tr("Go to the next step (Alt+Right)"))

    def show_note(self, words: str) -> None:
        """Say what went as it should; nothing to take it away."""
        self.note.setText(words)
        self._make_room()

    def _make_room(self) -> None:
        """What is missing comes first; both have one place."""
        is_noted = bool(self.note.text()) and not self.problem.text()
        self.note.setVisible(is_noted)
        self.problem.setVisible(not is_noted)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.steps.set_narrow(event.size().width() < _ROOMY)

    @override
    def done(self, result: int) -> None:
        """Close, or not: every way to close a dialog leads here."""
        if self.may_close():
            super().done(result)


def _focus_chain(first: QWidget) -> Iterator[QWidget]:
    """Widgets in the order of Tab, from behind one until it comes again."""
    widget = first.nextInFocusChain()
    while widget is not None and widget is not first:
        yield widget
        widget = widget.nextInFocusChain()
