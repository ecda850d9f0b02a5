"""Visits pages politely: one at a time from a host, with a pause, within a time.

A page's head is asked for first and the page itself only where its head will not do. What may
pass (a timeout, a busy server) is tried again; what will not is told as it is.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin, urlsplit

import aiohttp

from bot.record import record
from bot.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Found = Literal["fine", "moved", "dead", "out of reach"]
# A page this short may be no more than a note that it went elsewhere.
_SHORT = 4096
_REFRESH = re.compile(
    rb"""<meta[^>]+http-equiv=["']?refresh["']?[^>]*?url=([^"'>\s]+)""", re.IGNORECASE
)
_BUSY = frozenset({408, 425, 429})
_LONGEST_WAIT = 60.0


@record
class Manners:
    """How visits are made; times in seconds.

    `pause` is between two requests to one host, `hosts` how many are visited at once, `tries`
    how often a page is asked for, `backoff` the wait before the second try, then doubled,
    `answer` how long one may take, `whole` how long all may, and `patience` how many pages of
    a host in a row may be out of reach before the rest of them is left.
    """

    pause: float = 0.5
    hosts: int = 4
    tries: int = 3
    backoff: float = 2.0
    answer: float = 20.0
    whole: float = 1800.0
    patience: int = 4


@record
class Visit:
    """What was found at an address: why, in a few words, and where it went if it moved."""

    url: str
    found: Found
    why: str
    to: str = ""


class _PassingError(Exception):
    """The server may well answer later; `wait` is what it asks for, if anything."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        self.wait = wait
        super().__init__(why)


async def visit_pages(
    urls: Iterable[str], manners: Manners, note: Callable[[Visit], None]
) -> tuple[str, ...]:
    """Visit each address, tell `note` of it, and return those for which no time was left."""
    hosts: dict[str, list[str]] = {}
    for url in urls:
        hosts.setdefault(urlsplit(url).netloc, []).append(url)
    gate = asyncio.Semaphore(manners.hosts)
    ends = asyncio.get_running_loop().time() + manners.whole
    async with _session(manners) as session, asyncio.TaskGroup() as group:
        rounds = [
            group.create_task(_Host(session, manners, ends).visit(gate, pages, note))
            for pages in hosts.values()
        ]
    return tuple(url for one in rounds for url in one.result())


def _session(manners: Manners) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=manners.answer),
        headers={"User-Agent": f"srm-bot/{VERSION} (checks the links of its sources)"},
        trust_env=True,
    )


class _Host:
    """The round over the pages of one host."""

    def __init__(self, session: aiohttp.ClientSession, manners: Manners, ends: float) -> None:
        self._session, self._manners, self._ends = session, manners, ends

    async def visit(
        self, gate: asyncio.Semaphore, urls: Sequence[str], note: Callable[[Visit], None]
    ) -> Sequence[str]:
        """Visit the pages in order; returns those that were left."""
        missed = 0
        async with gate:
            for number, url in enumerate(urls):
                late = asyncio.get_running_loop().time() > self._ends
                if late or missed >= self._manners.patience:
                    return urls[number:]
                found = await self._page(url)
                missed = missed + 1 if found.found == "out of reach" else 0
                note(found)
        return ()

    async def _page(self, url: str) -> Visit:
        wait, why = self._manners.backoff, ""
        for last in (*[False] * (self._manners.tries - 1), True):
            try:
                return await self._look(url)
            except (_PassingError, aiohttp.ClientError, TimeoutError) as fault:
                why = str(fault) or type(fault).__name__
                if not last:
                    await asyncio.sleep(min(max(wait, _asked(fault)), _LONGEST_WAIT))
                    wait *= 2
        return Visit(url=url, found="out of reach", why=why)

    async def _look(self, url: str) -> Visit:
        """Ask for the head, then for the page where the head is refused or says too little."""
        status, at, size, _ = await self._ask("HEAD", url)
        if status >= 400 or size <= _SHORT:
            status, at, _, body = await self._ask("GET", url)
            if status < 400 and (found := _REFRESH.search(body)):
                at = urljoin(at, found.group(1).decode("utf-8", "replace"))
        if status >= 400:
            return Visit(url=url, found="dead", why=str(status))
        if at.partition("#")[0].rstrip("/") != url.rstrip("/"):
            return Visit(url=url, found="moved", why=str(status), to=at)
        return Visit(url=url, found="fine", why=str(status))

    async def _ask(self, method: str, url: str) -> tuple[int, str, int, bytes]:
        """The status, the address after any redirects, the size and the first of the page."""
        # Paused here, so that no two requests to one host follow at once.
        await asyncio.sleep(self._manners.pause)
        async with self._session.request(method, url, allow_redirects=True) as answer:
            if answer.status in _BUSY or (answer.status in range(500, 600) and method == "GET"):
                wait = answer.headers.get("Retry-After", "")
                raise _PassingError(str(answer.status), float(wait) if wait.isdigit() else 0.0)
            body = await answer.content.read(_SHORT) if method == "GET" else b""
            size = answer.content_length
            return answer.status, str(answer.url), _SHORT + 1 if size is None else size, body


def _asked(fault: Exception) -> float:
    return fault.wait if isinstance(fault, _PassingError) else 0.0
