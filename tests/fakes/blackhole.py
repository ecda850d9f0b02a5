"""A way to somewhere that can turn into a black hole: what is sent is taken, and nothing comes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType


class BlackHole:
    """Forwards connections to a port of this machine, until it swallows; use `async with`.

    `held` counts the connections that it swallows.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._swallowing: set[asyncio.Task[None]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._up: set[asyncio.Task[None]] = set()
        self._all = False
        self.port = 0

    @property
    def held(self) -> int:
        """How many ways lead nowhere."""
        return len(self._swallowing)

    def swallow(self, *, new: bool = False, up: bool = False) -> None:
        """Take what comes over the connections that there are and forward no more of it.

        `new`: those that come swallow as well, until `forward`; `up`: only what is sent there is
        swallowed, and what comes back from there goes through.
        """
        self._swallowing |= self._up if up else self._tasks
        self._all = new

    def forward(self) -> None:
        """Let new connections through again; those that were swallowed stay lost."""
        self._all = False

    async def __aenter__(self) -> BlackHole:
        self._server = await asyncio.start_server(self._taken, "127.0.0.1", 0)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: object, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in [*self._tasks]:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _taken(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._port)
        for source, drain in ((reader, back), (there, writer)):
            task = asyncio.create_task(self._pump(source, drain))
            self._tasks.add(task)
            task.add_done_callback(self._over)
            if source is reader:
                self._up.add(task)
            if self._all:
                self._swallowing.add(task)

    def _over(self, task: asyncio.Task[None]) -> None:
        for kept in (self._tasks, self._up, self._swallowing):
            kept.discard(task)

    async def _pump(self, source: asyncio.StreamReader, drain: asyncio.StreamWriter) -> None:
        """Carry bytes one way; the end of a connection is swallowed like the rest."""
        me = asyncio.current_task()
        try:
            while data := await source.read(65_536):
                if me not in self._swallowing:
                    drain.write(data)
            if me in self._swallowing:
                await asyncio.Event().wait()
        except ConnectionError:
            pass
        finally:
            drain.close()
