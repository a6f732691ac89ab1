"""What is to be seen of the worklist: search, finding, probability, state, status, batch."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from lungdesk.core.labels import CHEST_LABELS, LabelSet
from lungdesk.core.worklist.selection import Kind, WorklistFilter
from lungdesk.core.worklist.states import StudyStatus
from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.keyed import KeyedComboBox
from lungdesk.gui.words import class_names
from lungdesk.gui.worklist.counting import counted

_SETTLE_MS = 80
_SEARCH_WIDTH = (136, 220)
_FINDING_WIDTH = 180
#: Letters that are seen, at least: a batch is called after folder and day.
_BATCH_LETTERS = 8
_CUT_OFF = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
_ANY_CLASS = tr("Any finding")
_LEAST = (0.0, 0.3, 0.5, 0.7, 0.9)
_KINDS = (
    (Kind.ANY, tr("Any certainty")),
    (Kind.CERTAIN, tr("Certain")),
    (Kind.UNCERTAIN, tr("Uncertain")),
    (Kind.REFUSED, tr("Refused")),
    (Kind.FAILED, tr("Could not be read")),
)
_STATUSES = (
    (tr("Any status"), frozenset[StudyStatus]()),
    (tr("Unread"), frozenset({StudyStatus.UNREAD})),
    (tr("Not read yet"), frozenset(StudyStatus) - {StudyStatus.READ}),
    (tr("In progress"), frozenset({StudyStatus.IN_PROGRESS})),
    (tr("To discuss"), frozenset({StudyStatus.TO_DISCUSS})),
    (tr("Read"), frozenset({StudyStatus.READ})),
)


class FilterPanel(QWidget):
    """One row of controls; how many studies they leave, `count`, stands where there is room.

    Signals
    -------
    changed(WorklistFilter)
        Other studies are wanted; while somebody types, once the keys rest.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: LabelSet | None = None
        self._batches: tuple[tuple[int, str], ...] = ()
        self.search = self._search_field()
        self.finding = self._choice(tr("Finding"), [_ANY_CLASS], tr("Only this finding"))
        self.show_classes(CHEST_LABELS)
        self.at_least = self._choice(
            tr("Probability"), [_least_words(share) for share in _LEAST], tr("At least so probable")
        )
        self.kind = self._choice(
            tr("Certainty"), [words for _, words in _KINDS], tr("How it was read")
        )
        self.status = self._choice(
            tr("Status"), [w for w, _ in _STATUSES], tr("How far people are")
        )
        self.batch = self._choice(
            tr("Batch"), [tr("All studies")], tr("Only what was read together")
        )
        # Names of classes and of batches may have any length.
        self.finding.setMaximumWidth(_FINDING_WIDTH)
        self.batch.setSizeAdjustPolicy(_CUT_OFF)
        self.batch.setMinimumContentsLength(_BATCH_LETTERS)
        self.clear = QPushButton(tr("Clear"), self)
        self.clear.setProperty("flat", True)
        self.clear.setAutoDefault(False)
        self.clear.setToolTip(tr("Show all studies again"))
        self.clear.setAccessibleName(tr("Clear all filters"))
        self.clear.clicked.connect(self.reset)
        self.clear.setEnabled(False)  # until there are studies
        self.count = QLabel(self)
        self.count.setProperty("role", "muted")
        self.count.setAccessibleName(tr("Studies shown"))
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._tell)
        self._assemble()

    def _search_field(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setPlaceholderText(tr("Search  (Ctrl+F)"))
        field.setAccessibleName(tr("Search the worklist"))
        field.setToolTip(tr("Words of patient, ID, date, study, file or note (Ctrl+F)"))
        field.setClearButtonEnabled(True)
        field.setMinimumWidth(_SEARCH_WIDTH[0])
        field.setMaximumWidth(_SEARCH_WIDTH[1])
        field.textChanged.connect(lambda _text: self._settle.start())
        return field

    def _choice(self, name: str, words: list[str] | tuple[str, ...], tip: str) -> KeyedComboBox:
        box = KeyedComboBox(self)
        box.addItems(list(words))
        box.setAccessibleName(name)
        box.setToolTip(tip)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.currentIndexChanged.connect(lambda _index: self._settle.start())
        return box

    def _assemble(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self.search, 2)
        for box in (self.finding, self.at_least, self.kind, self.status):
            layout.addWidget(box)
        layout.addWidget(self.batch, 3)
        layout.addWidget(self.clear)

    # --- what is wanted

    @property
    def wanted(self) -> WorklistFilter:
        """What the controls say."""
        return WorklistFilter(
            text=self.search.text(),
            label_id=self.finding.currentData(),
            at_least=_LEAST[self.at_least.currentIndex()],
            kind=_KINDS[self.kind.currentIndex()][0],
            statuses=_STATUSES[self.status.currentIndex()][1],
            batch_id=self.batch.currentData(),
        )

    def reset(self) -> None:
        """Want all studies; told at once."""
        self.search.clear()
        for box in (self.finding, self.at_least, self.kind, self.status, self.batch):
            box.setCurrentIndex(0)
        self._tell()

    def show_count(self, shown: int, total: int) -> None:
        """Say how many studies are shown."""
        whole = counted(total, tr("study"), tr("studies"))
        self.count.setText(
            whole if shown == total else tr("{shown:,} of {whole}", shown=shown, whole=whole)
        )
        self.clear.setEnabled(replace(self.wanted, text=self.search.text()) != WorklistFilter())

    def show_nothing(self) -> None:
        """Nobody knows how many studies there are: there is nothing to filter."""
        self.count.clear()
        self.clear.setEnabled(False)

    def show_classes(self, labels: LabelSet) -> None:
        """Offer findings; the chosen one stays chosen."""
        if labels != self._labels:
            self._labels = labels
            self.finding.offer(zip(class_names(labels), labels.ids, strict=True))

    def show_batches(self, batches: tuple[tuple[int, str], ...]) -> None:
        """Offer batches by number and name; the chosen one stays chosen."""
        if batches != self._batches:
            self._batches = batches
            self.batch.offer((name, number) for number, name in batches)

    def choose_batch(self, number: int) -> None:
        """Want the studies of one batch, all of them; told at once."""
        for box in (self.finding, self.at_least, self.kind, self.status):
            box.setCurrentIndex(0)
        self.search.clear()
        self.batch.setCurrentIndex(max(0, self.batch.findData(number)))
        self._tell()

    def begin_search(self) -> None:
        """Put the caret into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _tell(self) -> None:
        self._settle.stop()
        self.changed.emit(self.wanted)


def _least_words(share: float) -> str:
    return tr("At least {share:.0f} %", share=share * 100) if share else tr("Any probability")


SEARCH_KEY = QKeySequence("Ctrl+F")
