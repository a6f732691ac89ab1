"""A folder that is being classified: how far, how fast, and Pause and Stop."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from lungdesk.core.jobs import Progress
from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.named_button import named_button
from lungdesk.gui.widgets.thin_bar import ThinBar

_BAR_WIDTH = 220


class BatchPanel(QFrame):
    """One line above the table; hidden while there is nothing to say.

    Signals
    -------
    pause_wanted(), go_on_wanted(), stop_wanted(), put_away()
        What the user wants to become of it.
    report_wanted()
        A report on what has been read.
    """

    pause_wanted = Signal()
    go_on_wanted = Signal()
    stop_wanted = Signal()
    put_away = Signal()
    report_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Batch"))
        self._bar = ThinBar(tr("Progress of the batch"), _BAR_WIDTH, self)
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self.pause = self._button(
            tr("Pause"), tr("Stop before the next film, and wait"), self.pause_wanted
        )
        self.go_on = self._button(
            tr("Go on"), tr("Read the films that are left"), self.go_on_wanted
        )
        self.stop = self._button(
            tr("Stop"), tr("End it; what has been read is kept"), self.stop_wanted
        )
        self.report = self._button(
            tr("Report…"), tr("A report to look at, save and print"), self.report_wanted
        )
        self.away = self._button(tr("Not now"), tr("Put this line away"), self.put_away)
        self.hide_line = self._button(tr("Hide"), tr("Put this line away"), self.put_away)
        self._buttons = (
            *(self.pause, self.go_on, self.stop),
            *(self.report, self.away, self.hide_line),
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self._bar)
        layout.addWidget(self._words, 1)
        for button in self._buttons:
            layout.addWidget(button)
        self.hide()

    def _button(self, text: str, tip: str, signal: object) -> QPushButton:
        return named_button(self, text, tip, name=tr("{text}: batch", text=text), act=signal)

    @property
    def words(self) -> str:
        """What is said; empty while it is hidden."""
        return "" if self.isHidden() else self._words.text()

    def show_running(self, title: str, progress: Progress, *, is_paused: bool) -> None:
        """Films are being read, or wait."""
        done = (
            tr("{done:,} of {total:,}", done=progress.done, total=progress.total)
            if progress.total
            else ""
        )
        said = tr("paused") if is_paused else progress.message
        self._words.setText(" · ".join(part for part in (title, done, said) if part))
        self._bar.show_progress(progress)
        self._bar.show()
        read = (self.report,) if progress.done else ()
        turned = self.go_on if is_paused else self.pause
        # Else it would go to Stop, which the next press of the space bar would press.
        keeps_focus = self.pause.hasFocus() or self.go_on.hasFocus()
        self._offer(turned, self.stop, *read)
        if keeps_focus:
            turned.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_unfinished(self, words: str) -> None:
        """A batch can be gone on with."""
        self._words.setText(words)
        self._bar.hide()
        self._offer(self.go_on, self.report, self.away)

    def show_ended(self, words: str) -> None:
        """All films of a batch have been read."""
        self._words.setText(words)
        self._bar.hide()
        self._offer(self.report, self.hide_line)

    def _offer(self, *offered: QPushButton) -> None:
        for button in self._buttons:
            button.setVisible(button in offered)
        self.show()
