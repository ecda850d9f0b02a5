"""A store that never stands in anyone's way: it neither raises nor takes long.

When the database is locked, full, read-only, corrupt, gone or hanging, each call comes back
within a second with what serves best (nothing is known, nothing was kept), and one line a minute
says why. After three misses the database is left alone for some seconds. One that is gone, or
another one by now, is opened anew.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, TypeVar

from bot.errors import StoreError
from bot.store.cause import cause_of, is_lost
from bot.store.refused import StoreRefusedError
from bot.store.steady_counts import SteadyCounts
from bot.store.steady_installs import SteadyInstalls
from bot.store.steady_work import SteadyWork

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.organisation.owners import OwnerSet
    from bot.store.port import Feedback, Store

T = TypeVar("T")
Instead = TypeVar("Instead")

# After the pause a note comes within half a second and a beat within two: well again in five.
WAIT, MISSES, PAUSE, SAY_AGAIN_AFTER = 1.0, 3, 2.0, 60.0
# A note is tried again that soon while it is missed; what was not is no sign any more.
TRIED_AGAIN_WITHIN = 5.0
_log = logging.getLogger(__name__)


class _Nothing:
    """What a call comes to that could not be made."""


_NOTHING = _Nothing()


# The kind of call that any other makes good.
_OPENING = "open"


async def _look(_: Store) -> None:
    """It is open, and that is all."""


class SteadyStore:
    """`Store` over one that `make` opens, now or later; `clock` gives seconds."""

    def __init__(
        self,
        make: Callable[[], Awaitable[Store]],
        clock: Callable[[], float],
        wait: float = WAIT,
    ) -> None:
        self._make, self._clock, self._wait = make, clock, wait
        self._opening: asyncio.Task[Store] | None = None
        self._working: set[asyncio.Task[Any]] = set()
        self._misses, self._not_before, self._not_anew_before = 0, 0.0, 0.0
        # When each kind of call was missed last.
        self._missing: dict[str, float] = {}
        self._said: dict[str, float] = {}

        self.installs, self.work = SteadyInstalls(self), SteadyWork(self)
        self.counts = SteadyCounts(self)

    async def begin(self) -> None:
        """Open the database before anybody needs it; one out of reach is opened later. Raises
        `StoreRefusedError` where no waiting helps.
        """
        try:
            await self._in_time(_look)
        except StoreRefusedError:
            raise
        except Exception as fault:  # noqa: BLE001 - as below
            self._missed(_OPENING, fault)

    async def greet(self, team: str, person: str, at: int) -> bool:
        """False when nobody can tell: a greeting missed is better than one too many."""
        return await self.run("greet", lambda store: store.greet(team, person, at), False)

    async def home(self, team: str, person: str) -> str | None:
        """None when nobody can tell."""
        return await self.run("home", lambda store: store.home(team, person), None)

    async def put_home(self, team: str, person: str, version: str, at: int) -> None:
        """Remember it if that is possible."""
        await self.run("put_home", lambda store: store.put_home(team, person, version, at), None)

    async def add_feedback(self, feedback: Feedback) -> bool:
        """Whether it was kept."""
        return await self.run("add_feedback", lambda store: store.add_feedback(feedback), False)

    async def feedback(self) -> tuple[Feedback, ...]:
        """Nothing when nobody can tell."""
        nothing: tuple[Feedback, ...] = ()
        return await self.run("feedback", lambda store: store.feedback(), nothing)

    async def set_owner(self, owner: OwnerSet) -> bool:
        """Whether it was kept."""
        return await self.run("set_owner", lambda store: store.set_owner(owner), False)

    async def unset_owner(self, owner: OwnerSet) -> bool:
        """Whether anything was taken back."""
        return await self.run("unset_owner", lambda store: store.unset_owner(owner), False)

    async def owners(self) -> tuple[OwnerSet, ...] | None:
        """None when nobody can tell."""
        return await self.run("owners", lambda store: store.owners(), None)

    async def forget(self, before: Mapping[str, int]) -> int:
        """Delete what can be deleted."""
        return await self.run("forget", lambda store: store.forget(before), 0)

    async def forget_team(self, team: str) -> int:
        """Delete what can be deleted."""
        return await self.run("forget_team", lambda store: store.forget_team(team), 0)

    async def close(self) -> None:
        """Let go of the database, if it lets us."""
        opening, self._opening = self._opening, None
        if opening is None or (opening.done() and self._failed(opening)):
            return
        try:
            async with asyncio.timeout(self._wait):
                if self._working:
                    await asyncio.wait(self._working)
                await (await asyncio.shield(opening)).close()
        except (Exception, asyncio.CancelledError) as fault:  # noqa: BLE001 - it is over anyway
            _log.info("the store was not closed", extra={"error": type(fault).__name__})
            for task in (opening, *self._working):
                task.cancel()

    async def surely(self, what: str, work: Callable[[Store], Awaitable[T]]) -> T:
        """What `work` comes to; raises `StoreError` when that cannot be had."""
        done = await self.run(what, work, _NOTHING)
        if isinstance(done, _Nothing):
            raise StoreError("The database is out of reach.")
        return done

    async def run(
        self, what: str, work: Callable[[Store], Awaitable[T]], instead: Instead
    ) -> T | Instead:
        """What `work` comes to, or `instead` where the database is out of reach. `what` names the
        kind of call.
        """
        if self._clock() < self._not_before:
            return instead
        try:
            done = await self._in_time(work)
        except Exception as fault:  # noqa: BLE001 - whatever broke, the answer goes on
            self._missed(what, fault)
            return instead
        self._went_well(what)
        return done

    def _went_well(self, what: str) -> None:
        """The store is back when each kind of call that missed goes well again: on a full disk
        one may still read, or change a row that is there. One not tried again is forgotten.
        """
        if not self._missing:
            return
        since = self._clock() - TRIED_AGAIN_WITHIN
        good = (what, _OPENING)
        self._missing = {k: at for k, at in self._missing.items() if k not in good and at > since}
        if not self._missing:
            self._misses = 0
            _log.info("the store is back")

    async def _in_time(self, work: Callable[[Store], Awaitable[T]]) -> T:
        """What `work` comes to; what takes too long ends by itself, with nobody waiting for it.

        It is never cancelled: each driver has limits of its own, and one that is cancelled half-way
        breaks off its connection, for which SQLite's can wait for ever.
        """

        async def do() -> T:
            return await work(await self._opened())

        task = asyncio.create_task(do())
        self._working.add(task)
        task.add_done_callback(self._ended)
        done, _ = await asyncio.wait({task}, timeout=self._wait)
        if not done:
            raise TimeoutError
        return task.result()

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._working.discard(task)
        if not task.cancelled():
            # Asked for, so that nobody is told of an error that was never fetched.
            task.exception()

    async def _opened(self) -> Store:
        """The store; one opens it for all who wait, and goes on when they give up."""
        if self._opening is None or (self._opening.done() and self._failed(self._opening)):
            self._opening = asyncio.ensure_future(self._make_it())
        return await asyncio.shield(self._opening)

    async def _make_it(self) -> Store:
        return await self._make()

    @staticmethod
    def _failed(opening: asyncio.Task[Store]) -> bool:
        return opening.cancelled() or opening.exception() is not None

    def _opens_anew(self) -> bool:
        """Open it anew, once for all who find that it is gone; false where that was done a moment
        ago, or there is none.
        """
        opening, now = self._opening, self._clock()
        if opening is not None and not opening.done():
            return True
        if opening is None or self._failed(opening) or now < self._not_anew_before:
            return False
        self._not_anew_before = now + PAUSE
        self._opening = asyncio.ensure_future(self._reopen(opening.result(), {*self._working}))
        return True

    async def _reopen(self, old: Store, working: set[asyncio.Task[Any]]) -> Store:
        # First of all the old one is closed: with its last connection SQLite deletes by name what
        # lies beside its file, and that would be the new one's.
        if working:
            await asyncio.wait(working, timeout=self._wait)
        await old.close()
        return await self._make()

    def _missed(self, what: str, fault: Exception) -> None:
        anew, now = is_lost(fault) and self._opens_anew(), self._clock()
        self._misses += 1
        self._missing[what] = now
        if self._misses >= MISSES and not anew:
            self._not_before = now + PAUSE
        cause = cause_of(fault)
        if now - self._said.get(cause, -SAY_AGAIN_AFTER) >= SAY_AGAIN_AFTER:
            self._said[cause] = now
            _log.warning("the store is out of reach: %s; answers go on without it", cause)
