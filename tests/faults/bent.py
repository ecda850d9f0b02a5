"""Requests as Slack sends them, then bent by seed: bodies, signatures, headers and plain bytes."""

from __future__ import annotations

import gzip
import json
import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from tests.fakes.slack import signed
from tests.slack.conftest import payload
from tests.slack.interactions import acted, in_message, in_view, on_message, sent, slash, typed

if TYPE_CHECKING:
    from collections.abc import Callable

    Bend = Callable[["Bent"], None]

STAMP, SIGNATURE, KIND = "X-Slack-Request-Timestamp", "X-Slack-Signature", "Content-Type"
_PROOF = (STAMP, SIGNATURE)
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
# In every field that holds a person's words; no log may hold a part of it.
SENTINEL = "zebraquartz"
_RDS = '{"v":1,"k":"service","s":["rds"]}'
_ODD: list[Any] = [
    *(None, True, -1, 1e308, 10**400, [], {}, [[[]]], {"a": {}}, "", "\x00", "\ud800", "\u202e"),
    *("x" * 5_000, "<!channel>", "0", ["T1"], {"id": "T1"}, float("nan")),
]


@dataclass
class Bent:
    """One request on its way to be bent; `signed`: Slack's signature of this body is in it."""

    dice: random.Random
    body: bytes
    kind: str
    line: str = "POST /slack/events HTTP/1.1"
    headers: list[tuple[str, str]] = field(default_factory=list)
    signed: bool = True
    chunked: str = ""
    raw: bytes = b""

    def set(self, name: str, *values: str) -> None:
        """Put these values in the place of a header's; none takes it out."""
        self.headers = [one for one in self.headers if one[0] != name]
        self.headers += [(name, value) for value in values]

    def sign(self) -> None:
        """Sign what the body is now."""
        for name, value in signed(self.body, time.time()).items():
            self.set(name, value if name != KIND else self.kind)
        self.signed = True


def _bodies() -> list[tuple[str, Any]]:
    """What comes in, by content type; a mapping in a form is its `payload`."""
    words = f"<@U0SRMBOT1> who patches RDS {SENTINEL}?"
    return [
        (JSON, payload("app_mention", text=words)),
        (JSON, payload("message_im", text=words)),
        (JSON, payload("app_mention", text=words, thread_ts="1.1")),
        (JSON, {"type": "url_verification", "challenge": SENTINEL, "token": "x"}),
        (JSON, {"type": "app_rate_limited", "team_id": "T1", "token": SENTINEL}),
        (JSON, {**payload("app_mention"), "event": {"type": "app_uninstalled"}}),
        (FORM, slash(f"who patches RDS {SENTINEL}")),
        (FORM, f"ssl_check=1&token={SENTINEL}".encode()),
        (FORM, in_message(acted("show:0", _RDS))),
        (FORM, in_view(acted(SENTINEL, SENTINEL), "home")),
        (FORM, typed(SENTINEL)),
        (FORM, sent("look_up", {"service": SENTINEL})),
        (FORM, on_message(f"RDS {SENTINEL}", "")),
    ]


BODIES = _bodies()


def _written(kind: str, said: Any) -> bytes:
    if isinstance(said, bytes):
        return said
    text = json.dumps(said)
    return (text if kind == JSON else "payload=" + quote_plus(text)).encode()


def _odd_field(said: Any, dice: random.Random) -> Any:
    """Something else in the place of one node of a body, however deep."""
    if isinstance(said, dict) and said and dice.random() < 0.85:
        name = dice.choice(sorted(said))
        return {**said, name: _odd_field(said[name], dice)}
    if isinstance(said, list) and said and dice.random() < 0.85:
        return [_odd_field(said[0], dice), *said[1:]]
    return dice.choice(_ODD)


def _scrambled(data: bytes, dice: random.Random, most: int = 6) -> bytes:
    made = bytearray(data)
    for _ in range(dice.randint(1, most)):
        at = dice.randrange(len(made) + 1)
        made[at : at + dice.randint(0, 3)] = dice.randbytes(dice.randint(0, 3))
    return bytes(made)


def _signed_body(bent: Bent) -> None:
    bent.body = _scrambled(bent.body, bent.dice)
    bent.sign()


def _unsigned_body(bent: Bent) -> None:
    before = bent.body
    bent.body = _scrambled(bent.body, bent.dice)
    bent.signed = bent.body == before


def _signature(bent: Bent) -> None:
    right = dict(bent.headers)[SIGNATURE]
    bad = [
        *("", "v0=", "v0=é", right.upper(), right[:-1], right + "0", right[3:], "v1" + right[2:]),
        *("v0=" + "0" * 64, "v0=" + "f" * 5000, signed(bent.body, time.time(), "other")[SIGNATURE]),
    ]
    chosen = bent.dice.choice([(), *((one,) for one in bad), (bad[-1], right)])
    bent.set(SIGNATURE, *chosen)
    bent.signed = False


def _stamp(bent: Bent) -> None:
    ages = [301, -301, 3600, 10**6, -(10**6)]
    words = ["", "abc", "-1", "1e9", "9" * 5000, "٣", "0x10", str(time.time())]
    if bent.dice.random() < 0.5:
        old = signed(bent.body, time.time() - bent.dice.choice(ages))
        bent.set(STAMP, old[STAMP])
        bent.set(SIGNATURE, old[SIGNATURE])
    else:
        bent.set(STAMP, *bent.dice.choice([(), *((word,) for word in words)]))
    bent.signed = False


def _content(bent: Bent) -> None:
    kinds = [
        *("", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x", JSON + ";;;"),
        *(f"{JSON}; charset=utf-16", f"{JSON}; charset=é", "/", "x" * 3000, f"{FORM}; charset=x"),
        *(JSON if bent.kind == FORM else FORM, JSON.upper()),
    ]
    bent.set(KIND, *bent.dice.choice([(), *((kind,) for kind in kinds)]))


def _encoding(bent: Bent) -> None:
    bent.set("Content-Encoding", bent.dice.choice(["gzip", "deflate", "br", "x", "gzip, gzip"]))
    if bent.dice.random() < 0.5:
        bent.body = gzip.compress(bent.body)
        bent.sign()


def _length(bent: Bent) -> None:
    true = len(bent.body)
    wrong = [true - 1, true + 1, 0, -1, 10**9, 2**70, "abc", "", f"{true}, {true}", f"+{true}"]
    bent.set("Content-Length", str(bent.dice.choice(wrong)))
    if bent.dice.random() < 0.2:
        bent.headers.append(("Content-Length", str(true)))


def _chunks(bent: Bent) -> None:
    bent.chunked = bent.dice.choice(["right", "right", "size", "end", "both"])


def _line(bent: Bent) -> None:
    verb = bent.dice.choice("POST GET PUT HEAD OPTIONS CONNECT TRACE post P{}ST".split())
    paths = [
        *("/", "/slack/events/", "//slack/events", "/slack/events?x=1", "*", "/slack/%00", "/../x"),
        *("http://example.com/slack/events", "/metrics", "/healthz", "/readyz", "/" + "a" * 9000),
        *("/slack/install", "/slack/install/start", "/slack/oauth_redirect?code=x&state=y", "é"),
        *("/slack/oauth_redirect?code=%00&code=a&state[]=1", "/slack/oauth_redirect?error=%ff"),
    ]
    version = bent.dice.choice("HTTP/1.1 HTTP/1.1 HTTP/1.0 HTTP/2.0 HTTP/9.9 HTTX/1.1".split())
    bent.line = f"{verb} {bent.dice.choice(paths)} {version}"


def _headers(bent: Bent) -> None:
    more = [
        *(("Expect", "100-continue"), ("Expect", "x"), ("Upgrade", "websocket"), ("Host", "")),
        *(("X-Slack-Retry-Num", "x"), ("Cookie", "=;=;" * 500), ("X", "y" * 20_000)),
        *(("Connection", "upgrade"), ("Authorization", SENTINEL), ("", ""), ("X Y", "z")),
        *(("Transfer-Encoding", "x"), ("Content-Length", "5"), ("X", "a\r\n b"), ("X", "a\x00b")),
    ]
    bent.headers += [bent.dice.choice(more)] * bent.dice.choice([1, 1, 2, 150])


def _bytes(bent: Bent) -> None:
    head, gap, body = written(bent).partition(b"\r\n\r\n")
    bent.raw = _scrambled(head, bent.dice, 3) + gap + body
    intact = all(value.encode() in bent.raw for name, value in bent.headers if name in _PROOF)
    bent.signed = bent.signed and intact


def _cut(bent: Bent) -> None:
    whole = written(bent)
    bent.raw = whole[: bent.dice.randrange(len(whole))]


BENDS: list[Bend] = [
    *(_signed_body, _signed_body, _unsigned_body, _signature, _stamp, _content, _encoding),
    *(_length, _chunks, _line, _headers, _bytes, _cut),
]


def bent_request(dice: random.Random, number: int) -> Bent:
    """A request of its own, bent in one or two ways; now and then in none."""
    kind, said = dice.choice(BODIES)
    if isinstance(said, dict) and dice.random() < 0.4:
        said = _odd_field(said, dice)
    if isinstance(said, dict) and isinstance(said.get("event"), dict):
        event = {**said["event"], "ts": f"{number}.1", "user": f"U{number}"}
        said = {**said, "event_id": f"Ev{number}", "event": event}
    made = Bent(dice=dice, body=_written(kind, said), kind=kind)
    made.headers = [("Host", "127.0.0.1"), ("Connection", "close")]
    made.sign()
    for bend in dice.sample(BENDS, dice.choice([0, 1, 1, 1, 2])):
        if not made.raw:
            bend(made)
    return made


def written(bent: Bent) -> bytes:
    """The request as it goes over the wire."""
    if bent.raw:
        return bent.raw
    headers = [*bent.headers]
    if not bent.chunked and not any(name == "Content-Length" for name, _ in headers):
        headers.append(("Content-Length", str(len(bent.body))))
    if bent.chunked:
        headers.append(("Transfer-Encoding", "chunked"))
    lines = [bent.line, *(f"{name}: {value}" for name, value in headers)]
    head = "\r\n".join(lines).encode("utf-8", "surrogatepass") + b"\r\n\r\n"
    return head + (_chunked(bent) if bent.chunked else bent.body)


def _chunked(bent: Bent) -> bytes:
    half = len(bent.body) // 2
    parts = [bent.body[:half], bent.body[half:]]
    size = b"%x\r\n" if bent.chunked != "size" else b"%xzz\r\n"
    end = b"" if bent.chunked == "end" else b"0\r\n\r\n"
    return b"".join(size % len(part) + part + b"\r\n" for part in parts if part) + end
