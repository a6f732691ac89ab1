"""Fetches a file of weights from its server: goes on where it was stopped, keeps no wrong file."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import not_writable
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.ml.weights_sources import PublishedFile

#: A server that sends nothing for so long has stalled.
_STALL_S = 30.0
_CHUNK_BYTES = 1 << 18
_MEGABYTE = 1_000_000


class _Interrupted(Exception):  # noqa: N818 - not an error yet: the rest may come at the next attempt
    """The connection has ended before the file was whole; says why."""


def download(
    file: PublishedFile, folder: Path, ctx: JobContext, *, stall_s: float = _STALL_S
) -> Path:
    """Fetch ``file`` into ``folder``.

    What has come stands in ``NAME.part`` until it is whole and has the right digest; the next
    attempt asks the server for the rest only (RFC 9110, section 14). Proxies are taken from the
    environment. An attempt that has brought anything is followed by another one.

    Parameters
    ----------
    stall_s
        Seconds without a byte after which an attempt is given up.

    Returns
    -------
    Path
        The file, whole.

    Raises
    ------
    LungDeskError
        ``WEIGHTS_MISSING`` when it cannot be had, ``WEIGHTS_DAMAGED`` when the server sends
        something else, those of `not_writable`.
    Cancelled
        What has come is kept.
    """
    part = folder / f"{file.name}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _fetch(file, part, ctx, stall_s)
        if not file.is_intact(part):
            part.unlink()
            raise LungDeskError(
                f"{file.server} has sent another file than {file.name} as it was published.",
                hint=f"Try again; or {_by_hand(file, folder)}",
                code=ErrorCode.WEIGHTS_DAMAGED,
            )
        return part.replace(folder / file.name)
    except OSError as error:
        raise not_writable(folder / file.name, error) from error


def _by_hand(file: PublishedFile, folder: Path) -> str:
    return f"fetch {file.url} by other means and put it into {folder}."


def _fetch(file: PublishedFile, part: Path, ctx: JobContext, stall_s: float) -> None:
    """Make ``part`` as long as the file is, in as many attempts as bring it further."""
    reached = _length(part)
    while True:
        try:
            _fetch_rest(file, part, ctx, stall_s)
        except _Interrupted as interruption:
            if _length(part) <= reached:
                raise LungDeskError(
                    f"{file.name} cannot be fetched from {file.server} ({interruption}).",
                    hint=f"Try again when there is a connection; or {_by_hand(file, part.parent)}",
                    code=ErrorCode.WEIGHTS_MISSING,
                ) from interruption
            reached = _length(part)
        else:
            return


def _length(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _fetch_rest(file: PublishedFile, part: Path, ctx: JobContext, stall_s: float) -> None:
    """One attempt; raises `_Interrupted` when ``part`` is not whole after it."""
    done = _length(part)
    with _opened(file.url, done, stall_s) as response:
        if response.status == http.client.OK:  # the whole file, whatever was asked for
            done = 0
        total = done + int(response.headers.get("Content-Length", 0))
        with part.open("ab" if done else "wb") as stream:
            while chunk := _next_bytes(response, stall_s):
                stream.write(chunk)
                done += len(chunk)
                ctx.report(_progress(file, done, total))
                ctx.check()
    if done < total:
        raise _Interrupted("the connection was closed before the end")


def _progress(file: PublishedFile, done: int, total: int) -> Progress:
    return Progress(done // _MEGABYTE, total // _MEGABYTE, f"fetching {file.name}, MB")


def _opened(url: str, start: int, stall_s: float) -> Any:
    """The server's answer to a request for what lies behind ``start``, or for the whole file."""
    headers = {"Range": f"bytes={start}-"} if start else {}
    request = urllib.request.Request(url, headers=headers)
    try:
        # An opener of its own: the shared one keeps the proxies of its first use.
        return urllib.request.build_opener().open(request, timeout=stall_s)
    except urllib.error.HTTPError as error:
        error.close()
        if start and error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            # Nothing lies there: what is here is no beginning of this file.
            return _opened(url, 0, stall_s)
        raise _Interrupted(f"{error.code} {error.reason}") from error
    except (OSError, http.client.HTTPException) as error:
        raise _Interrupted(_reason(error, stall_s)) from error


def _next_bytes(response: Any, stall_s: float) -> bytes:
    """What has come since, at most a chunk; empty at the end."""
    try:
        return bytes(response.read1(_CHUNK_BYTES))
    except (OSError, http.client.HTTPException) as error:
        raise _Interrupted(_reason(error, stall_s)) from error


def _reason(error: Exception, stall_s: float) -> str:
    cause = getattr(error, "reason", error)
    if isinstance(cause, TimeoutError):
        return f"nothing came for {stall_s:g} s"
    return str(getattr(cause, "strerror", None) or cause)
