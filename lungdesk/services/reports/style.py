"""How the user wants reports, in the settings."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from lungdesk.core.report import PageSize, ReportStyle, Section
from lungdesk.core.settings import Settings
from lungdesk.services.paths import AppPaths
from lungdesk.services.settings_store import SettingsStore

Word = TypeVar("Word", bound=StrEnum)


def stored_style(paths: AppPaths) -> ReportStyle:
    """How the user of these folders wants reports."""
    return style_of(SettingsStore(paths.settings_file).load())


def style_of(settings: Settings) -> ReportStyle:
    """The style; words that are not known are passed over."""
    return ReportStyle(
        settings.report_institution,
        settings.report_logo,
        next(iter(_known(PageSize, (settings.report_page,))), PageSize.A4),
        frozenset(_known(Section, settings.report_left_out)),
    )


def with_style(settings: Settings, style: ReportStyle) -> Settings:
    """Counterpart of `style_of`."""
    return replace(
        settings,
        report_institution=style.institution,
        report_logo=style.logo,
        report_page=str(style.page_size),
        report_left_out=tuple(sorted(style.left_out)),
    )


def _known(kind: type[Word], words: tuple[str, ...]) -> list[Word]:
    return [kind(word) for word in words if word in set(kind)]
