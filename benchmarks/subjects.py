"""Who answers in `benchmarks.serve`, each in a process of its own.

    python -m benchmarks.subjects NAME API_URL

says where it listens, then for each line that it is sent how much of the processor's time and of
memory it has used, until there are no more lines.
"""

from __future__ import annotations

import asyncio
import os
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from benchmarks.wire import SECRET

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.async_app import AsyncAck
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.store.port import Store

_TOKEN, _LINE = "xoxb-false-token", "AWS patches the operating system."
NAMES = ("shared", "stock", "bot", "bot_sqlite")


def main(name: str, api_url: str) -> None:
    """Answer as `name` until standard input ends."""
    with tempfile.TemporaryDirectory() as folder:
        if name in NAMES[:2]:
            asyncio.run(_bolt(api_url, name))
        else:
            from bot.slack.loop import run  # noqa: PLC0415 - what one needs, others need not

            run(_bot(api_url, name, folder))


async def _bolt(api_url: str, name: str) -> None:
    """Bare Bolt, whose reply is a constant line: `stock` as it comes, or with one `shared`
    session of the same kind as the bot's, which is the floor.
    """
    from slack_bolt.async_app import AsyncApp  # noqa: PLC0415 - what one needs, others need not
    from slack_sdk.web.async_client import AsyncWebClient  # noqa: PLC0415 - as above

    from bot.slack.app import make_session  # noqa: PLC0415 - as above

    session = make_session() if name == "shared" else None
    client = AsyncWebClient(token=_TOKEN, base_url=api_url, session=session)
    app = AsyncApp(client=client, signing_secret=SECRET)

    async def hear(event: dict[str, Any], client: AsyncWebClient) -> None:
        await client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text=_LINE)

    async def command(ack: AsyncAck) -> None:
        await ack(_LINE)

    app.event("app_mention")(hear)
    app.command("/srm")(command)
    runner = web.AppRunner(app.web_app("/slack/events"), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    stop = asyncio.Event()
    _talk(stop)(f"http://127.0.0.1:{runner.addresses[0][1]}")
    await stop.wait()
    await runner.cleanup()
    if session is not None:
        await session.close()


async def _bot(api_url: str, name: str, folder: str) -> None:
    """The bot as `srm serve` starts it, over SQLite or over a store in memory."""
    from bot.ask import Desk  # noqa: PLC0415 - as above
    from bot.given import catalogue_named  # noqa: PLC0415 - as above
    from bot.settings import read_slack_settings  # noqa: PLC0415 - as above
    from bot.slack.kept import Kept  # noqa: PLC0415 - as above
    from bot.slack.logs import set_up_logging  # noqa: PLC0415 - as above
    from bot.slack.loop import settle  # noqa: PLC0415 - as above
    from bot.slack.serve import serve  # noqa: PLC0415 - as above
    from bot.thread.memory import Threads  # noqa: PLC0415 - as above

    environ = {"SLACK_BOT_TOKEN": _TOKEN, "SLACK_SIGNING_SECRET": SECRET}
    environ |= {"SLACK_API_URL": api_url, "PORT": "0"}
    settings = read_slack_settings(environ)
    set_up_logging(settings.log_level)
    store = _store(f"sqlite:///{folder}/srm.db" if name == "bot_sqlite" else "")
    kept = Kept(threads=Threads(time.monotonic), store=store, now=time.time)
    stop = asyncio.Event()
    talk = _talk(stop)

    def ready(address: str) -> None:
        settle()
        talk(address)

    await serve(settings, Desk(catalogue_named()), kept, stop, ready)
    await store.close()


def _store(url: str) -> Store:
    """The store over a database; one in memory where none is named."""
    if not url:
        from tests.fakes.store import MemoryStore  # noqa: PLC0415 - as above

        return MemoryStore()
    from bot.store.sql import open_store  # noqa: PLC0415 - as above
    from bot.store.steady import SteadyStore  # noqa: PLC0415 - as above

    return SteadyStore(lambda: open_store(url), time.monotonic)


def _talk(stop: asyncio.Event) -> Callable[[str], None]:
    """What says that we are ready, after which each line that comes is answered."""
    loop = asyncio.get_running_loop()

    def answer() -> None:
        for _ in sys.stdin:
            _say(f"{time.process_time()} {_memory()}")
        loop.call_soon_threadsafe(stop.set)

    def ready(address: str) -> None:
        _say(address)
        threading.Thread(target=answer, daemon=True).start()

    return ready


def _memory() -> float:
    """Megabytes in use; at their most, where the system tells no better."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (1024 if sys.platform == "linux" else 2**20)


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
