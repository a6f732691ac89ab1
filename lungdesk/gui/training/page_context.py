"""What the pages of the wizard are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lungdesk.gui.models.active_model import ActiveModel
    from lungdesk.gui.state import AppState
    from lungdesk.gui.training.data_state import DataState
    from lungdesk.gui.training.draft_state import DraftState
    from lungdesk.gui.window_services import Shared
    from lungdesk.services.paths import AppPaths


@dataclass(frozen=True, slots=True)
class PageContext:
    """What every page is made of.

    Attributes
    ----------
    draft
        What the user has chosen, and how it is changed.
    data
        The films that are chosen.
    shared
        Layers below and the way to the workers; its messages are shown in the wizard.
    state
        Of the main window: settings, preferences.
    paths
        Folders of the user.
    open_films
        Shows films in the main window.
    active
        Changes which model reads.
    """

    draft: DraftState
    data: DataState
    shared: Shared
    state: AppState
    paths: AppPaths
    open_films: Callable[[Sequence[Path]], None]
    active: ActiveModel
