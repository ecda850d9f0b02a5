"""Posts answers. Every retry is made here and nowhere else: the SDK's would post twice.

Slack has no idempotency key for posts, and without reading the channel there is no way to
know what became of one whose connection broke or that Slack answered with 500. Such a post
is made once more when Slack answers again, in a way that can be looked up (`repeats.py`): an
answer lost is worse than one twice, and twice is the most that anybody sees. What Slack is known
not to have taken is tried for longer, and a rate limit is obeyed; after 15 minutes nobody waits
for an answer any more.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from bot.errors import StoreError
from bot.render import phrases
from bot.render.blocks import led
from bot.render.reply import Reply
from bot.slack.clients import NOT_INSTALLED
from bot.slack.knock import FIRST_PAUSE, LONGEST_PAUSE
from bot.slack.lanes import Lanes
from bot.slack.pace import Pace
from bot.slack.refusal import Refusal, refusal_of
from bot.slack.repeats import Repeats
from bot.slack.seen import Seen
from bot.slack.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.clients import Clients
    from bot.slack.clock import Clock
    from bot.slack.hooks import Hooks
    from bot.slack.inbound import Asked
    from bot.slack.knock import Knock
    from bot.slack.ledger import Receipt
    from bot.slack.metrics import Metrics
    from bot.slack.pace import Thread

    Opening = Callable[[], Awaitable[str]]

GIVE_UP_AFTER = 15 * 60.0
_log = logging.getLogger(__name__)


class _Errand:
    """One answer on its way: the post, until when it is tried, and what was tried so far."""

    def __init__(self, asked: Asked, reply: Reply, opening: Opening | None, began: float) -> None:
        self.asked, self.reply = asked, reply
        self.began, self.end = began, began + GIVE_UP_AFTER
        self.message = _message(asked, reply)
        self.doubts, self.pause, self.renewed = 0, FIRST_PAUSE, False
        self._opening = opening

    async def open(self) -> None:
        """Let the opening, if there is one, lead the reply; it is asked for once."""
        opening, self._opening = self._opening, None
        words = await opening() if opening is not None else ""
        if words:
            self.reply = led(self.reply, words)
            self.message = _message(self.asked, self.reply)

    def made_plainer(self) -> bool:
        """Say less of it, after Slack refused how it was said; false when there is no less."""
        if self.message["text"] != self.reply.short:
            self.message["text"] = self.reply.short
            return True
        return self.message.pop("blocks", None) is not None


class Poster:
    """Posts with patience; keeps the tasks under way, so that they can be waited for."""

    def __init__(
        self, clients: Clients, knock: Knock, clock: Clock, hooks: Hooks, metrics: Metrics
    ) -> None:
        self._clients, self._clock, self._hooks = clients, clock, hooks
        self._metrics = metrics
        self._lanes, self._pace, self._knock = Lanes(clock), Pace(clock), knock
        self._repeats = Repeats(clock)
        self._noted = Seen(clock.now, most=1_000, lasting=60.0)
        self._begun = Seen(clock.now)
        self._tasks = Tasks()

    def start(
        self,
        asked: Asked,
        reply: Reply,
        opening: Opening | None = None,
        receipt: Receipt | None = None,
    ) -> None:
        """Post `reply` in a task of its own, so that the event is acknowledged at once.

        `opening` gives the words that lead it, empty for none, when its turn to be posted comes;
        `receipt` tells whether it is for us to post, and is told when that is over.
        """
        self._tasks.start(self._post(asked, reply, opening, receipt))

    def held_back(self, asked: Asked) -> bool:
        """Whether a person asks too much to be answered; they are told so once a minute."""
        if not self._pace.floods(asked.team, asked.user):
            return False
        self._metrics.gave_up("flood")
        if self._noted.first([(asked.team, asked.user)]):
            errand = _Errand(asked, Reply(text="", blocks=()), None, self._clock.now())
            held = Refusal(kind="flood", code="too many of one person in a minute")
            self._tasks.start(self._give_up(errand, held))
        return True

    @property
    def depth(self) -> int:
        """How many answers are on their way."""
        return len(self._tasks)

    async def drain(self, seconds: float) -> int:
        """Wait until everything accepted is posted; how many were not in time."""
        left = await self._tasks.drain(seconds)
        await self._knock.close()
        return left

    async def _post(
        self, asked: Asked, reply: Reply, opening: Opening | None, receipt: Receipt | None
    ) -> None:
        if receipt is None:
            await self._run(asked, reply, opening)
        elif await receipt.ours:
            # What was accepted here while the store was out of reach may be taken over here, too.
            if self._begun.first(asked.keys[:1]):
                await self._run(asked, reply, opening)
            receipt.done()

    async def _run(self, asked: Asked, reply: Reply, opening: Opening | None) -> None:
        errand = _Errand(asked, reply, opening, self._clock.now())
        thread = self._pace.thread(asked.conversation)
        if thread.full:
            self._metrics.gave_up("flood")
            await self._give_up(errand, Refusal(kind="flood", code="too many at once"))
            return
        with thread.waiting():
            await self._persist(errand, thread)

    async def _persist(self, errand: _Errand, thread: Thread) -> None:
        """Post until Slack takes it, refuses it for good, or it is too late."""

        async def in_lane() -> Refusal | None:
            asked, call = errand.asked, lambda: self._try(errand)
            return await self._lanes.run((asked.install, asked.channel), call, errand.end)

        while (refusal := await thread.run(in_lane)) is not None:
            errand.doubts += refusal.kind == "unknown"
            if errand.doubts > 1 or not await self._waited(errand, refusal):
                self._metrics.gave_up(refusal.kind)
                await self._give_up(errand, refusal)
                return
            self._metrics.retried(refusal.kind)
        self._metrics.answer.observe(self._clock.now() - errand.began)

    async def _try(self, errand: _Errand) -> Refusal | None:
        await errand.open()
        try:
            client = await self._clients.of(errand.asked.install)
        except StoreError:
            return Refusal(kind="again", code="the store is out of reach")
        if client is None:
            return Refusal(kind="drop", code=NOT_INSTALLED)
        refusal = await self._made(client, errand)
        if refusal is not None and refusal.kind == "team":
            errand.renewed = await self._clients.another(errand.asked.install, client, refusal.code)
        return refusal

    async def _made(self, client: AsyncWebClient, errand: _Errand) -> Refusal | None:
        """Make the post or, after one in doubt, repeat it."""
        slack_time = self._knock.slack_time
        if errand.doubts and slack_time is not None:
            install, message = errand.asked.install, errand.message
            refusal = await self._repeats.made(client, install, message, slack_time)
            if refusal is None or refusal.kind not in ("drop", "admin", "user"):
                return refusal
            # It cannot be scheduled there, or not now: repeated blindly, that once.
        try:
            self._knock.heard((await client.chat_postMessage(**errand.message)).headers)
        except Exception as fault:  # noqa: BLE001 - whatever broke, it is sorted there
            return refusal_of(fault)
        return None

    async def _waited(self, errand: _Errand, refusal: Refusal) -> bool:
        """Whether to try again; true once the time for it has come."""
        if refusal.kind == "team":
            return errand.renewed
        if refusal.kind == "plain":
            return errand.made_plainer()
        if refusal.kind == "limited":
            # The waiting is done in the channel's lane, for everybody who posts there.
            return self._clock.now() + refusal.retry_after <= errand.end
        if refusal.kind == "again":
            await self._clock.sleep(errand.pause)
            errand.pause = min(errand.pause * 2, LONGEST_PAUSE)
            return self._clock.now() <= errand.end
        if refusal.kind == "unknown":
            self._metrics.may_be_doubled("unknown")
            said = {**errand.asked.ids, "code": refusal.code}
            _log.warning("unknown whether posted, so once more", extra=said)
        return refusal.kind in ("unsent", "unknown") and await self._knock.answered(errand.end)

    async def _give_up(self, errand: _Errand, refusal: Refusal) -> None:
        """One line for whoever runs the bot and, where it can help, a note to the person."""
        level = logging.WARNING if refusal.kind in ("user", "drop", "flood") else logging.ERROR
        cure = f"; add the scope {refusal.needed} and reinstall the app" if refusal.needed else ""
        asked = errand.asked
        said = {**asked.ids, "code": refusal.code}
        if refusal.kind == "team":
            self._knock.token_died(refusal.code)
        _log.log(level, "answer given up%s", cure, extra=said)
        closed = asked.hook and refusal.kind in ("user", "drop")
        if closed and await self._hooks.reply(asked.hook, errand.reply):
            # Where the bot may not post, a press is answered to the person alone.
            return
        note = _NOTES.get(refusal.kind)
        if note is None or not self._noted.first(
            [(asked.install, asked.channel, asked.user, note)]
        ):
            return
        # In a thread that nobody has opened yet a note would not be seen.
        thread = asked.thread if asked.threaded else None
        code = await self._clients.call(
            asked.install,
            lambda client: client.chat_postEphemeral(
                channel=asked.channel, user=asked.user, text=note, thread_ts=thread
            ),
        )
        if code:
            _log.warning("nor was a note taken", extra={**asked.ids, "code": code})


# Seen by the person only, and once a minute at most; another method than the answer's, with a
# rate limit of its own. Where Slack is out of reach or the token is dead, there is no way.
_NOTES = {
    "limited": phrases.SLACK_BUSY,
    "again": phrases.SLACK_BUSY,
    "unknown": phrases.SLACK_UNSURE,
    "plain": phrases.APOLOGY,
    "user": phrases.SLACK_CLOSED,
    "flood": phrases.TOO_MANY,
}


def _message(asked: Asked, reply: Reply) -> dict[str, Any]:
    message: dict[str, Any] = {"channel": asked.channel, "text": reply.text}
    message |= {"unfurl_links": False, "unfurl_media": False}
    if reply.blocks:
        message["blocks"] = [dict(block) for block in reply.blocks]
    if asked.thread is not None:
        message["thread_ts"] = asked.thread
    return message
