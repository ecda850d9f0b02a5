"""`srm check --links`, against a server on loopback: what it tells, and how politely it asks."""

from __future__ import annotations

import asyncio
import io
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from bot.links.check import check_links
from bot.links.pages import pages_of
from bot.links.seen import seen_lately
from bot.links.visit import Manners, Visit, visit_pages

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.catalogue.model import Catalogue

    Check = Callable[..., asyncio.Future[tuple[bool, str]]]

QUICK = Manners(pause=0.0, backoff=0.0, answer=2.0)
LONG = "x" * 5000


class Site:
    """Pages on a loopback server, each with what it answers; notes who asked for what, when."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.times: list[float] = []
        self.failing: Counter[str] = Counter()
        self.under_way = self.most = 0
        self.base = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """The page asked for."""
        self.asked.append((request.method, request.path))
        self.times.append(asyncio.get_running_loop().time())
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await asyncio.sleep(0)
            return self._page(request)
        finally:
            self.under_way -= 1

    def _page(self, request: web.Request) -> web.StreamResponse:
        path = request.path
        if self.failing[path] > 0:
            self.failing[path] -= 1
            return web.Response(status=503)
        if path == "/headless" and request.method == "HEAD":
            return web.Response(status=405)
        if path == "/old":
            return web.Response(status=301, headers={"Location": "/new"})
        if path == "/stub":
            text = '<meta http-equiv="refresh" content="10;URL=new.html">'
            return web.Response(text=text, content_type="text/html")
        if path in ("/new", "/new.html", "/headless", "/late") or path.startswith("/page"):
            return web.Response(text=LONG)
        return web.Response(status=404)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", site.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    site.base = f"http://{host}:{port}"
    yield site
    await runner.cleanup()


async def visit(site: Site, *paths: str, manners: Manners = QUICK) -> dict[str, Visit]:
    found: dict[str, Visit] = {}

    def note(one: Visit) -> None:
        found[one.url.removeprefix(site.base)] = one

    await visit_pages([site.base + path for path in paths], manners, note)
    return found


async def test_a_page_that_is_there_is_fine_and_only_its_head_is_asked_for(site: Site) -> None:
    assert (await visit(site, "/page"))["/page"].found == "fine"
    assert site.asked == [("HEAD", "/page")]


async def test_a_server_that_refuses_heads_is_asked_for_the_page(site: Site) -> None:
    assert (await visit(site, "/headless"))["/headless"].found == "fine"
    assert site.asked == [("HEAD", "/headless"), ("GET", "/headless")]


async def test_a_page_that_moved_is_told_with_where_it_went(site: Site) -> None:
    found = await visit(site, "/old", "/stub")
    assert (found["/old"].found, found["/old"].to) == ("moved", f"{site.base}/new")
    assert (found["/stub"].found, found["/stub"].to) == ("moved", f"{site.base}/new.html")


async def test_a_page_that_is_gone_is_dead_after_one_try(site: Site) -> None:
    found = (await visit(site, "/gone"))["/gone"]
    assert (found.found, found.why) == ("dead", "404")
    assert site.asked == [("HEAD", "/gone"), ("GET", "/gone")]


async def test_an_error_that_passes_is_tried_again(site: Site) -> None:
    site.failing["/late"] = 3
    assert (await visit(site, "/late"))["/late"].found == "fine"


async def test_an_error_that_stays_is_out_of_reach_and_not_called_dead(site: Site) -> None:
    site.failing["/late"] = 100
    found = (await visit(site, "/late"))["/late"]
    assert (found.found, found.why) == ("out of reach", "503")
    assert len(site.asked) == 2 * QUICK.tries


async def test_a_host_is_asked_for_one_page_at_a_time_with_a_pause(site: Site) -> None:
    paced = Manners(pause=0.05)
    await visit(site, *(f"/page{n}" for n in range(5)), manners=paced)
    assert site.most == 1
    gaps = [later - before for before, later in zip(site.times, site.times[1:], strict=False)]
    assert min(gaps) >= 0.04


async def test_a_host_that_cannot_be_reached_is_left_alone_soon() -> None:
    urls = [f"http://127.0.0.1:9/{n}" for n in range(20)]
    found: list[Visit] = []
    left = await visit_pages(urls, QUICK, found.append)
    assert [one.found for one in found] == ["out of reach"] * QUICK.patience
    assert list(left) == urls[QUICK.patience :]


async def test_no_page_is_begun_after_the_time_is_up(site: Site) -> None:
    urls = [f"{site.base}/page{n}" for n in range(3)]
    found: list[Visit] = []
    assert await visit_pages(urls, Manners(whole=-1.0), found.append) == tuple(urls)
    assert (found, site.asked) == ([], [])


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def check(site: Site) -> Check:
    """Run the whole check in a thread of its own, as the command does in its process."""

    def run(
        *paths: str, today: str = "2026-11-26", manners: Manners = QUICK
    ) -> asyncio.Future[tuple[bool, str]]:
        pages = {site.base + path: ("ec2", "rds") for path in paths}

        def work() -> tuple[bool, str]:
            out = io.StringIO()
            return check_links(pages, today, manners, out), out.getvalue()

        return asyncio.ensure_future(asyncio.to_thread(work))

    return run


async def test_what_is_to_be_mended_is_printed_with_the_entries_that_cite_it(
    site: Site, check: Check
) -> None:
    fine, said = await check("/page", "/old", "/gone")
    assert not fine
    assert said.splitlines() == [
        f"dead (404): {site.base}/gone, cited by ec2, rds",
        f"moved (200): {site.base}/old to {site.base}/new, cited by ec2, rds",
        "3 of 3 pages visited: 1 fine, 1 dead, 1 moved, 0 out of reach.",
    ]


async def test_pages_that_are_all_there_are_fine(check: Check) -> None:
    assert await check("/page", "/page2") == (
        True,
        "2 of 2 pages visited: 2 fine, 0 dead, 0 moved, 0 out of reach.\n",
    )


async def test_a_run_that_had_no_time_is_gone_on_with_where_it_stopped(
    site: Site, check: Check
) -> None:
    await check("/page", "/page2")
    fine, said = await check("/page", "/page2", "/page3", manners=Manners(whole=-1.0))
    assert fine
    assert "1 are left" in said
    site.asked.clear()
    assert (await check("/page", "/page2", "/page3"))[0]
    assert site.asked == [("HEAD", "/page3")]


async def test_what_was_dead_is_looked_at_again_and_what_was_fine_after_some_days(
    site: Site, check: Check
) -> None:
    await check("/page", "/gone")
    site.asked.clear()
    await check("/page", "/gone")
    assert {path for _, path in site.asked} == {"/gone"}
    site.asked.clear()
    await check("/page", today="2026-12-03")
    assert site.asked == [("HEAD", "/page")]


async def test_without_a_network_it_is_not_fine() -> None:
    out = io.StringIO()
    pages = {"http://127.0.0.1:9/page": ("ec2",)}
    assert not await asyncio.to_thread(check_links, pages, "2026-11-26", QUICK, out)
    assert "1 out of reach" in out.getvalue()


@pytest.mark.parametrize("odd", ["[]", "{", '{"u": 1}', '{"u": ["fine", "200", "", "soon"]}'])
def test_odd_notes_of_an_earlier_run_are_passed_over(cache: Path, odd: str) -> None:
    (cache / "srm-bot").mkdir(mode=0o700)
    (cache / "srm-bot" / "links-seen.json").write_text(odd)
    assert seen_lately("2026-11-26") == {}


def test_every_page_that_the_catalogue_cites_is_visited_once(catalogue: Catalogue) -> None:
    pages = pages_of(catalogue)
    cited = {
        source.url.partition("#")[0]
        for service in catalogue.services.values()
        for duty in service.duties.values()
        for source in (*duty.sources, *(one for case in duty.cases for one in case.sources))
    }
    assert cited <= set(pages)
    assert "ec2" in pages["https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-security.html"]
