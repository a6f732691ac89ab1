"""Films, findings and facts of an HTML page; pictures stand in the page itself."""

from __future__ import annotations

import base64
from typing import Final

from lungdesk.core.measurements import OutlineKind
from lungdesk.core.words import percent
from lungdesk.reporting.document import (
    ColourScale,
    Facts,
    Finding,
    Findings,
    Gallery,
    Marking,
    Notice,
    Panel,
    Panels,
    Thumbnail,
)
from lungdesk.reporting.html_text import shown
from lungdesk.reporting.png import png_bytes
from lungdesk.reporting.scale_bar import scale_bar

#: Size of the numbers on a film, as a share of its width.
_LETTERS: Final = 0.035

STYLE: Final = """
.notice { border: 1px solid #555; padding: .5rem .8rem; font-weight: 600; margin: .75rem 0; }
.refusal { border-color: #b3261e; }
.facts { display: grid; grid-template-columns: repeat(2, max-content 1fr); gap: .15rem .9rem; }
.facts.one { grid-template-columns: max-content 1fr; }
.facts dt { color: #555; } .facts dd { margin: 0; overflow-wrap: anywhere; }
.notice, .note, figcaption { overflow-wrap: anywhere; }
.films { display: flex; gap: 1rem; align-items: flex-start; }
.films figure { flex: 1 1 0; margin: .75rem 0; max-width: 50%; }
.film { position: relative; background: #000; } .film img { display: block; width: 100%; }
.film svg { position: absolute; inset: 0; width: 100%; height: 100%; }
.length { border: 1px solid #1c1c1c; border-top: 0; height: .3rem; margin-top: .4rem; }
.ends { display: flex; justify-content: space-between; font-size: .8rem; color: #555; }
.finding { display: grid; grid-template: "name bar number note" / 11rem 1fr 4rem 23rem;
  gap: .1rem .7rem; align-items: center; margin: .2rem 0; }
.finding .name { grid-area: name; overflow-wrap: anywhere; } .finding .note { grid-area: note; }
.finding .number { grid-area: number; text-align: right; font-variant-numeric: tabular-nums; }
.bar { grid-area: bar; position: relative; height: .6rem; background: #f0f0f0; }
.bar i { position: absolute; inset: 0 auto 0 0; } .bar b { position: absolute; top: -.15rem;
  height: .9rem; border-left: 2px solid #1c1c1c; }
.found { font-weight: 600; } .found .note { font-weight: 400; }
.gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: 1rem; }
.gallery figure { margin: 0; } .gallery div { overflow-wrap: anywhere; }
.gallery img { width: 100%; aspect-ratio: 1; object-fit: contain; background: #202020; }
@media screen and (max-width: 50rem) {
  .facts { grid-template-columns: max-content 1fr; } .films { flex-wrap: wrap; }
  .films figure { flex-basis: 15rem; max-width: none; }
  .finding { grid-template: "name number" "bar bar" "note note" / 1fr 4rem; margin: .5rem 0; } }
@media print { .findings, .facts, .notice, .finding { break-inside: avoid; }
  .bar, .bar i, .film, .gallery img { print-color-adjust: exact; } }
"""


def data_uri(png: bytes) -> str:
    """A PNG file as an address."""
    return f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"


def notice(block: Notice) -> str:
    """A sentence in a frame."""
    kind = "notice refusal" if block.is_refusal else "notice"
    return f'<p class="{kind}">{shown(block.text)}</p>'


def facts(block: Facts) -> str:
    """Names and values; the browser finds each value's direction."""
    kind = "facts one" if block.columns == 1 else "facts"
    rows = "".join(
        f'<dt>{shown(name)}</dt><dd dir="auto">{shown(value)}</dd>' for name, value in block.rows
    )
    return f'<dl class="{kind}">{rows}</dl>'


def findings(block: Findings) -> str:
    """Bars with ticks."""
    bars = "\n".join(_finding(finding) for finding in block.findings)
    return f'<div class="findings">{bars}</div>'


def _finding(finding: Finding) -> str:
    tick = ""
    if finding.operating_point is not None:
        tick = f'<b style="left: {100 * finding.operating_point:.1f}%"></b>'
    width = f"{100 * finding.probability:.1f}%"
    kind = "finding found" if finding.is_found else "finding"
    return (
        f'<div class="{kind}"><span class="name">{shown(finding.name)}</span>'
        f'<span class="bar"><i style="width: {width}; background: {finding.colour}"></i>{tick}'
        f'</span><span class="number">{shown(percent(finding.probability))}</span>'
        f'<span class="note">{shown(finding.remarks)}</span></div>'
    )


def panels(block: Panels) -> str:
    """Films side by side."""
    return f'<div class="films">{"".join(_panel(panel) for panel in block.panels)}</div>'


def _panel(panel: Panel) -> str:
    rows, columns = panel.pixels.shape[:2]
    drawn = "".join(_marking(marking, (columns, rows)) for marking in panel.markings)
    over = f'<svg viewBox="0 0 {columns} {rows}">{drawn}</svg>' if drawn else ""
    below = ""
    if panel.scale is not None:
        below = _colours(panel.scale)
    elif panel.mm_per_pixel is not None:
        millimetres, words = scale_bar(panel.mm_per_pixel * columns)
        share = 100 * millimetres / (panel.mm_per_pixel * columns)
        words = shown(f"{words} {panel.length_words}".strip())
        below = (
            f'<div class="length" style="width: {share:.2f}%"></div>'
            f'<div class="ends"><span>{words}</span></div>'
        )
    caption = shown(panel.caption)
    return (
        f'<figure><div class="film"><img alt="{caption}" src="{data_uri(png_bytes(panel.pixels))}">'
        f"{over}</div>{below}<figcaption>{caption}</figcaption></figure>"
    )


def _colours(scale: ColourScale) -> str:
    strip = data_uri(png_bytes(scale.colours[None, :, :]))
    words = shown(scale.words)
    return (
        f'<img alt="{words}" style="width: 100%; height: .5rem; margin-top: .4rem" src="{strip}">'
        f'<div class="ends"><span>{shown(scale.low)}</span><span>{words}</span>'
        f"<span>{shown(scale.high)}</span></div>"
    )


def _marking(marking: Marking, film: tuple[int, int]) -> str:
    """An outline, which ends with the film, and its number on the film ``(columns, rows)``."""
    points, size = marking.outline.points, _LETTERS * film[0]
    look = 'fill="none" stroke="#ffd34d" stroke-width="2" vector-effect="non-scaling-stroke"'
    x, y = points[0]
    if marking.outline.kind is OutlineKind.ELLIPSE:
        xs, ys = ([point[axis] for point in points] for axis in (0, 1))
        centre = f'cx="{(min(xs) + max(xs)) / 2:.1f}" cy="{(min(ys) + max(ys)) / 2:.1f}"'
        radii = f'rx="{(max(xs) - min(xs)) / 2:.1f}" ry="{(max(ys) - min(ys)) / 2:.1f}"'
        shape = f"<ellipse {centre} {radii} {look}></ellipse>"
    elif marking.outline.kind is OutlineKind.POINT:
        shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" {look}></circle>'
    else:
        line = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
        shape = f'<polyline points="{line}" {look}></polyline>'
    words = 'fill="#ffd34d" stroke="#202020" stroke-width="3" paint-order="stroke"'
    words += f' font-size="{size:.1f}"'
    x, y = min(max(x, 0), film[0] - size), min(max(y, size), film[1])
    return shape + f'<text x="{x:.1f}" y="{y:.1f}" {words}>{marking.number}</text>'


def gallery(block: Gallery) -> str:
    """Small films in as many columns as there is room for."""
    return f'<div class="gallery">{"".join(_thumbnail(one) for one in block.thumbnails)}</div>'


def _thumbnail(one: Thumbnail) -> str:
    lines = "".join(f'<div dir="auto">{shown(line)}</div>' for line in one.lines)
    source = data_uri(png_bytes(one.pixels))
    return f'<figure><img alt="" src="{source}"><figcaption>{lines}</figcaption></figure>'
