"""Page of what reports look like."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from lungdesk.core.report import PageSize, ReportStyle, Section
from lungdesk.gui import open_dialog, theme
from lungdesk.gui.preference_values import AS_WINDOW
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.check_box import CheckBox
from lungdesk.gui.widgets.keyed import KeyedComboBox
from lungdesk.gui.widgets.text_label import section_label, text_label
from lungdesk.services.languages import LANGUAGES

_LABELS_WIDTH = 96
_INSTITUTION_HEIGHT = 56
_WORDS = {
    Section.IDENTITY: tr("&Identity: name, ID, birth date, name of the file"),
    Section.TECHNIQUE: tr("&Technique: study, view, exposure"),
    Section.HEATMAP: tr("&Heatmap beside the film"),
    Section.QUALITY: tr("&Quality of the film"),
    Section.READER: tr("Verdict and &comment of the reader"),
    Section.MEASUREMENTS: tr("&Measurements"),
    Section.MODEL: tr("Mod&el: identifier, version, hash"),
}
_HOW = tr(
    "The probabilities and the notice on research use are always there. In privacy mode reports"
    " name nobody, whatever is chosen here."
)
_WHICH = tr(
    "Of reports on films and batches. Model cards, comparisons and tables for programs are in"
    " English."
)


class ReportsPanel(QWidget):
    """Letterhead, paper, language, and the parts of a report."""

    def __init__(self, style: ReportStyle, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.institution = QPlainTextEdit(style.institution, self)
        self.institution.setFixedHeight(_INSTITUTION_HEIGHT)
        self.institution.setTabChangesFocus(True)
        self.institution.setProperty("editable", True)
        self._name(self.institution, tr("Institution"), tr("Stands on top of the first page"))
        self.logo = QLineEdit(style.logo, self)
        self._name(self.logo, tr("Logo"), tr("A PNG or JPEG picture, beside the institution"))
        self.choose = QPushButton(tr("Choose…"), self)
        self.choose.setAutoDefault(False)
        self._name(self.choose, tr("Choose a logo"), tr("Choose a PNG or JPEG picture"))
        self.choose.clicked.connect(self._choose_logo)
        self.page = KeyedComboBox(self)
        self.page.addItems([size.value for size in PageSize])
        self.page.setCurrentText(style.page_size.value)
        self._name(self.page, tr("Paper"), tr("Size of the pages"))
        self.language = KeyedComboBox(self)
        self.language.addItem(tr("As the window"), AS_WINDOW)
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(0, self.language.findData(language)))
        self._name(self.language, tr("Language of reports"), _WHICH)
        self.boxes = {section: CheckBox(words, self) for section, words in _WORDS.items()}
        for section, box in self.boxes.items():
            box.setChecked(style.has(section))
            self._name(box, box.text().replace("&", ""), tr("Whether reports have this part"))
        self._assemble()

    def _name(self, widget: QWidget, name: str, tip: str) -> None:
        widget.setAccessibleName(name)
        widget.setToolTip(tip)

    def _assemble(self) -> None:
        logo = QHBoxLayout()
        logo.setSpacing(theme.UNIT)
        logo.addWidget(self.logo, 1)
        logo.addWidget(self.choose)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.UNIT * 3)
        grid.setVerticalSpacing(theme.UNIT)
        grid.setColumnMinimumWidth(0, _LABELS_WIDTH)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(QLabel(tr("Institution"), self), 0, 0, top)
        grid.addWidget(self.institution, 0, 1)
        grid.addWidget(QLabel(tr("Logo"), self), 1, 0)
        grid.addLayout(logo, 1, 1)
        grid.addWidget(QLabel(tr("Paper"), self), 2, 0)
        grid.addWidget(self.page, 2, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(QLabel(tr("Language"), self), 3, 0)
        grid.addWidget(self.language, 3, 1, Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(section_label(self, tr("Letterhead, paper and language")))
        layout.addLayout(grid)
        layout.addSpacing(theme.UNIT * 2)
        layout.addWidget(section_label(self, tr("Parts of a report on a film")))
        for box in self.boxes.values():
            layout.addWidget(box)
        layout.addWidget(text_label(self, _HOW, role="muted"))
        layout.addStretch(1)
        self._layout = layout

    def add_section(self, section: QWidget) -> None:
        """Put something under the parts of a report."""
        self._layout.insertSpacing(self._layout.count() - 1, theme.UNIT)
        self._layout.insertWidget(self._layout.count() - 1, section)

    @property
    def style_chosen(self) -> ReportStyle:
        """What is chosen."""
        left_out = (section for section, box in self.boxes.items() if not box.isChecked())
        return ReportStyle(
            self.institution.toPlainText().strip(),
            self.logo.text().strip(),
            PageSize(self.page.currentText()),
            frozenset(left_out),
        )

    @property
    def language_chosen(self) -> str:
        """`AS_WINDOW`, or the code of a language."""
        return str(self.language.currentData())

    def _choose_logo(self) -> None:
        path = open_dialog.ask_for_logo(self, Path(self.logo.text()).parent)
        if path is not None:
            self.logo.setText(str(path))
