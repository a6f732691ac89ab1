"""What the user has chosen and what the window remembers."""

from __future__ import annotations

from dataclasses import dataclass

from lungdesk.core.imaging.heat_look import MOST_THRESHOLD, HeatScale, HeatStyle

#: Paths kept in the list of recent files.
RECENT_LIMIT = 10


@dataclass(frozen=True, slots=True)
class Settings:
    """Remembered between sessions.

    Attributes
    ----------
    recent_paths
        Files and folders opened last, the latest first, at most `RECENT_LIMIT`.
    window_geometry, window_state
        Opaque texts of the window toolkit (base64); empty before the first session.
    heatmap_opacity
        In [0, 1].
    heatmap_colormap
        Name of a colour scale.
    heatmap_style, heatmap_scale, heatmap_threshold
        See `lungdesk.core.imaging.heat_look`; the threshold is a share of the scale.
    model_id
        The model that reads; empty for the one that ships.
    keys
        Keys that the user has changed, one text for each action.
    presets
        Window presets that the user has changed, as JSON, one text for each.
    is_private
        Whether the window hides whose films it shows.
    is_blinded
        Whether readers say what they see before the model's answer is shown.
    is_level_reversed
        Whether dragging up makes a film darker.
    monitor_pitches
        Measured pixel pitches, one text for each monitor, see `lungdesk.core.monitor`.
    theme
        ``dark``, ``light`` or ``system``.
    language
        Of the window: ``system``, or the code of a language; one that is not known is English.
    accepted_notice
        Version of the research-use notice that was accepted; empty before.
    cache_limit_gb
        Room that features of trainings may take on the disk, in 10^9 bytes.
    report_institution, report_logo, report_page, report_left_out
        What reports look like, see `lungdesk.core.report.ReportStyle`.
    report_language
        Of reports: ``window`` for that of the window, or the code of a language.
    results_folder
        Where DICOM results go; empty for a folder of LungDesk's own.
    reader
        Whose verdicts and blinded reads are kept; empty for the name of the system's user.
    worklist_columns
        Columns of the worklist from left to right, as JSON, one text for each; empty for those of
        LungDesk.
    """

    recent_paths: tuple[str, ...] = ()
    window_geometry: str = ""
    window_state: str = ""
    heatmap_opacity: float = 0.45
    heatmap_colormap: str = "inferno"
    heatmap_style: str = HeatStyle.COLOURS.value
    heatmap_scale: str = HeatScale.FILM.value
    heatmap_threshold: float = 0.0
    is_heatmap_shown: bool = False
    model_id: str = ""
    keys: tuple[str, ...] = ()
    presets: tuple[str, ...] = ()
    is_private: bool = False
    is_blinded: bool = False
    is_level_reversed: bool = False
    monitor_pitches: tuple[str, ...] = ()
    theme: str = "dark"
    language: str = "system"
    accepted_notice: str = ""
    cache_limit_gb: float = 40.0
    report_institution: str = ""
    report_logo: str = ""
    report_page: str = "A4"
    report_left_out: tuple[str, ...] = ()
    report_language: str = "window"
    results_folder: str = ""
    reader: str = ""
    worklist_columns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.heatmap_opacity <= 1:
            raise ValueError(f"opacity is between 0 and 1, got {self.heatmap_opacity}")
        if not 0 <= self.heatmap_threshold <= MOST_THRESHOLD:
            raise ValueError(f"the threshold is at most {MOST_THRESHOLD}")
        HeatStyle(self.heatmap_style)
        HeatScale(self.heatmap_scale)
        if self.theme not in ("dark", "light", "system"):
            raise ValueError(f"the theme is dark, light or system, got {self.theme!r}")
        if not self.cache_limit_gb > 0:
            raise ValueError(f"the cache limit is above 0, got {self.cache_limit_gb}")
