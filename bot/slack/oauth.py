"""Installing from a page: the page, the way to Slack, and the way back with a code for a token."""

from __future__ import annotations

import hashlib
import logging
import re
from base64 import b64encode
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from aiohttp import web

from bot.errors import StoreError
from bot.render import install as pages
from bot.slack import names
from bot.slack.fields import dict_of
from bot.slack.grants import grant
from bot.slack.inbound import id_of
from bot.slack.oauth_state import LASTS, States
from bot.slack.refusal import refusal_of
from bot.store.installs import Installation, Tokens

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.render.install import Page
    from bot.settings import SlackSettings
    from bot.settings_oauth import OAuthSettings
    from bot.slack.installed import Installed
    from bot.slack.vault import Vault

# No other page of the host, and no page below another name, can set or read it.
COOKIE = "__Host-srm-install"
_CODE = re.compile(r"[A-Za-z0-9._-]{1,500}")
_WORD = re.compile(r"[a-z_]{1,60}")
_STYLE = b64encode(hashlib.sha256(pages.STYLE.encode()).digest()).decode()
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_log = logging.getLogger(__name__)


class InstallDesk:
    """Serves the pages; `client` needs no token of its own."""

    def __init__(
        self,
        settings: SlackSettings,
        oauth: OAuthSettings,
        installed: Installed,
        vault: Vault,
        client: AsyncWebClient,
    ) -> None:
        self._oauth, self._installed, self._installs = oauth, installed, vault.installs
        self._seal, self._client, self._now = vault.seal, client, vault.now
        self._states = States(oauth.client_secret)
        self._whom = settings.support
        # Slack's pages are beside its API, also on its other domains.
        self._slack = settings.api_url.removesuffix("api/")

    def add_routes(self, made: web.Application) -> None:
        """Add the pages to an application."""
        made.router.add_get(names.INSTALL_PATH, self.page)
        made.router.add_get(f"{names.INSTALL_PATH}/", _without_stroke)
        made.router.add_get(names.START_PATH, self.start)
        made.router.add_get(names.REDIRECT_PATH, self.back)

    async def page(self, _: web.Request) -> web.Response:
        """What the app does and reads, for whoever is about to install it."""
        # Relative, so that it holds below whatever address a proxy gives us.
        return _sent(pages.install_page("install/start", self._whom))

    async def start(self, request: web.Request) -> web.Response:
        """On to Slack, where the person agrees or not."""
        begun = self._states.begin(request.cookies.get(COOKIE, ""), self._now())
        asked = {
            "client_id": self._oauth.client_id,
            "scope": ",".join(names.SCOPES),
            "user_scope": "",
            "state": begun.state,
        }
        address = f"{self._slack}oauth/v2/authorize?{urlencode(asked)}"
        answer = web.Response(status=302, headers={**_HEADERS, "Location": address})
        answer.set_cookie(
            COOKIE, begun.browser, max_age=LASTS, path="/", secure=True, httponly=True,
            samesite="Lax",
        )  # fmt: skip
        return answer

    async def back(self, request: web.Request) -> web.Response:
        """Back from Slack: with a code, or with why there is none."""
        answer = _sent(await self._outcome(request))
        answer.del_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Lax")
        return answer

    async def _outcome(self, request: web.Request) -> Page:
        again, given = "install", request.query
        kept = request.cookies.get(COOKIE, "")
        used = self._states.check(given.get("state", ""), kept, self._now())
        try:
            if not used or not await self._installs.use_state(used, int(self._now())):
                return pages.stale_page(again, self._whom)
        except StoreError:
            return pages.busy_page(again, self._whom)
        if given.get("error") == "access_denied":
            return pages.cancelled_page(again, self._whom)
        code = given.get("code", "")
        if not _CODE.fullmatch(code):
            return pages.refused_page(_word(given.get("error", "")), again, self._whom)
        return await self._install(code, again)

    async def _install(self, code: str, again: str) -> Page:
        try:
            said: Any = await grant(self._client, self._oauth, code=code)
            made = self._made(said.data, _date(said.headers) or int(self._now()))
        except Exception as fault:  # noqa: BLE001 - whatever broke, it is sorted there
            word = _word(refusal_of(fault).code)
            _log.warning("an installation was not confirmed by Slack", extra={"code": word})
            return pages.refused_page(word, again, self._whom)
        if made is None:
            _log.warning("an installation came without a bot's token")
            return pages.refused_page("no_bot_token", again, self._whom)
        try:
            if await self._installs.put(made):
                self._installed.hold(made)
        except StoreError:
            return pages.busy_page(again, self._whom)
        _log.info("installed", extra={"install": made.team})
        return self._welcome(said.data, made)

    def _made(self, said: dict[str, Any], at: int) -> Installation | None:
        """The installation that Slack's answer gives; None when it gives none of a bot."""
        team, enterprise = dict_of(said.get("team")), dict_of(said.get("enterprise"))
        wide = said.get("is_enterprise_install") is True
        place = id_of((enterprise if wide else team).get("id"))
        access, bot_user = said.get("access_token"), id_of(said.get("bot_user_id"))
        if said.get("token_type") != "bot" or not (place and access and bot_user):
            return None
        tokens = Tokens(access=str(access), refresh=str(said.get("refresh_token") or ""))
        lasts = said.get("expires_in")
        return Installation(
            team=place,
            enterprise=id_of(enterprise.get("id")),
            bot_user=bot_user,
            sealed=self._seal.close(place, tokens),
            installed=at,
            expires=int(self._now()) + lasts if isinstance(lasts, int) and tokens.refresh else 0,
        )

    def _welcome(self, said: dict[str, Any], made: Installation) -> Page:
        wide = made.team == made.enterprise
        name = dict_of(said.get("enterprise" if wide else "team")).get("name")
        app = id_of(said.get("app_id"))
        asked = {"app": app} if wide else {"app": app, "team": made.team}
        link = f"{self._slack}app_redirect?{urlencode(asked)}" if app else ""
        return pages.installed_page(str(name or "")[:100], link, self._whom, wide=wide)


async def _without_stroke(_: web.Request) -> web.Response:
    """To the page itself, below whatever address a proxy gives us."""
    return web.Response(status=302, headers={**_HEADERS, "Location": "../install"})


def _sent(page: Page) -> web.Response:
    return web.Response(
        status=page.status, text=page.html, content_type="text/html", headers=_HEADERS
    )


def _date(headers: Any) -> int:
    """When Slack answered, by its own clock, which the events of an end go by too; 0 if unsaid."""
    found = {str(name).lower(): value for name, value in dict(headers or {}).items()}
    try:
        return int(parsedate_to_datetime(str(found["date"])).timestamp())
    except (KeyError, TypeError, ValueError):
        return 0


def _word(code: str) -> str:
    """Slack's word for what went wrong, if it is one."""
    return code if _WORD.fullmatch(code) else "no reason given"
