"""Work on several machines, through a Dask cluster that is there already (``--scheduler``).

Each worker process is given one part at a time: networks use all its processors, and Keras has one
source of random numbers a process. A part whose worker dies goes to another one. Parts depend on
nothing but what they are given and results are taken in order, so what comes out is what one
process makes, bit for bit between machines of one kind; another processor may round otherwise.
"""

from __future__ import annotations

import asyncio
import logging
import pickle
import platform
import socket
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import metadata
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from lungdesk import __version__
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.core.workers import HERE, Item, Result, Shared, Workers
from lungdesk.services.cluster.run import ClusterRun
from lungdesk.services.cluster.task import keep_random_numbers
from lungdesk.services.own_program import is_built

if TYPE_CHECKING:
    from distributed import Client, Future

_CONNECT_S = 30
#: Whether anything listens there is known sooner.
_ANSWER_S = 10

#: What has to be the same everywhere, as LungDesk itself, or results would differ.
_PACKAGES = ("numpy", "openvino", "tensorflow", "keras", "scikit-learn")

_DASK = {
    # Networks and features are what is sent, and they are large.
    "distributed.admin.large-graph-warning-threshold": "1TB",
    # Whoever runs LungDesk says where logs go.
    "logging": {"version": 1, "incremental": True},
}

#: Networks and features that are kept on the workers in case that they are needed again.
_SENT = 4


@contextmanager
def workers_at(scheduler: str) -> Iterator[Workers]:
    """The workers of a Dask cluster; this process where ``scheduler`` is empty.

    Parameters
    ----------
    scheduler
        Such as ``tcp://10.0.0.1:8786``. Whoever may speak to it may run code on its workers: it
        belongs into a network that is trusted, or behind ``tls://`` (see Dask's configuration).

    Raises
    ------
    LungDeskError
        ``CLUSTER_UNREACHABLE``, ``CLUSTER_WITHOUT_WORKERS``, ``CLUSTER_DIFFERS``; ``USAGE`` for
        what is no address.
    """
    if not scheduler:
        yield HERE
        return
    client = _connected(scheduler)
    try:
        _require_same_versions(client)
        yield _Cluster(client)
    finally:
        client.close()


def _connected(scheduler: str) -> Client:
    try:
        import dask

        dask.config.set(_DASK)
        from distributed import Client
    except ImportError as error:
        raise LungDeskError(
            "Other machines cannot help here, because Dask is not installed.",
            hint="Install LungDesk Full, which has it."
            if is_built()
            else "Install it with `pip install distributed`.",
            code=ErrorCode.CLUSTER_UNREACHABLE,
        ) from error
    _require_answer(scheduler)
    keep_random_numbers()
    if not logging.getLogger().handlers:
        # What it says of lost connections is for a log, not for a terminal.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
    _require_greeting(scheduler)
    try:
        return Client(scheduler, timeout=_CONNECT_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise _unreachable(scheduler) from error


def _require_answer(scheduler: str) -> None:
    """Ask plainly whether anybody is there: Dask would try that for a minute."""
    try:
        parts = urlsplit(scheduler if "://" in scheduler else f"tcp://{scheduler}")
        address = parts.hostname, parts.port
    except ValueError:  # the port is no number
        address = None, None
    if None in address:
        raise LungDeskError(
            f"{scheduler} is no address of a Dask scheduler.",
            hint="Give host and port, such as tcp://10.0.0.1:8786.",
            code=ErrorCode.USAGE,
        )
    try:
        socket.create_connection(address, _ANSWER_S).close()
    except (OSError, ValueError) as error:  # ValueError: no name of a computer
        raise _unreachable(scheduler) from error


def _require_greeting(scheduler: str) -> None:
    """Ask whether it is Dask that answers: its client waits for ever for a greeting."""
    from distributed.comm import connect
    from distributed.security import Security

    async def greeted() -> None:
        arguments = Security().get_connection_args("client")
        (await connect(scheduler, timeout=_CONNECT_S, **arguments)).abort()

    try:
        asyncio.run(asyncio.wait_for(greeted(), _CONNECT_S))
    except Exception as error:  # what is no Dask may say anything
        raise _unreachable(scheduler) from error


def _unreachable(scheduler: str) -> LungDeskError:
    hint = "Check the address, and that `dask scheduler` runs there."
    if scheduler.startswith("tls:"):
        hint += " What is encrypted needs certificates, too: see distributed.comm.tls in Dask's"
        hint += " configuration."
    return LungDeskError(
        f"There is no Dask scheduler that answers at {scheduler}.",
        hint=hint,
        code=ErrorCode.CLUSTER_UNREACHABLE,
    )


def _require_same_versions(client: Client) -> None:
    if not client.scheduler_info(n_workers=-1)["workers"]:
        raise LungDeskError(
            "The Dask cluster has no workers.",
            hint="Start some with `dask worker`, in an environment with LungDesk.",
            code=ErrorCode.CLUSTER_WITHOUT_WORKERS,
        )
    # A built program is no installed package.
    _require_same(client, "lungdesk", __version__, metadata.version, "lungdesk")
    for package in _PACKAGES:
        _require_same(client, package, metadata.version(package), metadata.version, package)
    _require_same(client, "Python", platform.python_version(), platform.python_version)


def _require_same(
    client: Client, what: str, ours: str, version_of: Callable[..., str], *arguments: str
) -> None:
    """Refuse workers with another version, or none.

    ``version_of`` is a function of the standard library: where LungDesk is not installed, a worker
    would not know one of its own.
    """
    for worker, theirs in client.run(version_of, *arguments, on_error="return").items():
        if theirs == ours:
            continue
        found = f"{what} {theirs}" if isinstance(theirs, str) else f"no {what}"
        raise LungDeskError(
            f"The Dask worker {worker} has {found}, and here is {ours}: results would differ.",
            hint="Install the same versions there, from the requirements.txt of LungDesk.",
            code=ErrorCode.CLUSTER_DIFFERS,
        )


class _Cluster:
    """Workers of a Dask cluster."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._sent: OrderedDict[int, tuple[Any, Future[Any]]] = OrderedDict()

    def each(
        self,
        work: Callable[[Shared, Item, JobContext], Result],
        parts: Iterable[tuple[Shared, Item]],
        ctx: JobContext,
    ) -> Iterator[tuple[Item, Result]]:
        """As `Workers.each`; ``work``, shared values, items and results are pickled."""
        return ClusterRun(self._client, self._send, work, iter(parts), ctx).results()

    def _send(self, shared: Any) -> Future[Any]:
        """What parts share, on a worker that needs it.

        It is a task: when the only worker that has it dies, Dask does the task once more.
        """
        _, future = self._sent.pop(id(shared), (None, None))
        if future is None:
            future = self._client.submit(pickle.loads, pickle.dumps(shared), pure=False)
        # The value is kept with its number, which would be another's when it is gone.
        self._sent[id(shared)] = shared, future
        if len(self._sent) > _SENT:
            self._sent.popitem(last=False)
        return future
