"""Machine names that people paste: ARNs, resource types, IAM actions, addresses."""

from __future__ import annotations

import re
from functools import cached_property

from bot.record import record
from bot.understand.late import late

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from bot.catalogue.model import Service

_ARN = late(
    r"\barn:aws[\w-]{0,12}:([a-z0-9-]{1,40}):[a-z0-9-]*:\d*:?([A-Za-z0-9-]*)[\w:/.*$+=,@{}…-]*",
    ignore_case=True,
)
_CLOUDFORMATION = late(r"\bAWS::[A-Za-z0-9]+(?:::[A-Za-z0-9]+)*")
_TERRAFORM = late(r"\b(?:data\.)?aws_[a-z0-9_]+(?:\.[\w-]+)*")
_IAM = late(r"(?<![\w:/.-])([a-z][a-z0-9-]{0,40}):([A-Z][A-Za-z]{2,60}|\*)(?![\w:])")
# A command's second word has a hyphen or is one of few: "aws outposts servers" is no command.
_CLI = late(
    r"(?:\baws\s+([a-z0-9-]{2,40})\s+"
    r"((?:[a-z0-9]+-)+[a-z0-9-]+|ls|cp|mv|rm|sync|invoke|publish|wait|mb|rb)\b"
    r"|\b(?:boto3|session)\.(?:client|resource)\(\s*['\"]([a-z0-9-]+)['\"]\s*\))"
)
# A control of Security Hub's standards: "EC2.7", "S3.8"; it says of which service it is.
_CONTROL = late(r"\b([A-Z][A-Za-z0-9]{1,30})\.(\d{1,3})\b(?!\.\d)")
# A type of machine: "m5.large", "kafka.m5.large", "r6g.large.search", "our t3 boxes". Who owns
# "db.r5.large" it does not tell, for several databases have those.
_MACHINE = late(
    r"(?<![\w.:/-])(?:(cache|ml|kafka|mq|dms)\.)?((?!mac)[a-z]{1,4}\d{1,2}[a-z]{0,4}(?:-\w{1,6})?)"
    r"\.(?:nano|micro|small|medium|large|\d{0,3}xlarge|metal)(\.search)?(?![\w-])"
    r"|(?<![\w.:/-])(?:t[234][ag]?|[mcr][3-8][a-z]{0,3}|[pg][2-6][a-z]{0,3}|inf[12]|trn[12])"
    r"(?=s? (?:box|boxes|instances?|machines?|vms?|servers?|hosts?)\b)",
    ignore_case=True,
)
_DIGITS = frozenset("0123456789")
_MACHINES_OF = {
    "cache": "elasticache", "ml": "sagemaker", "kafka": "kafka", "mq": "mq", "dms": "dms",
    ".search": "opensearch", "ra3": "redshift", "dc2": "redshift", "ds2": "redshift",
}  # fmt: skip
_URL = late(r"https?://([a-z0-9.-]+)(?::\d+)?(/[^\s|>]*)?", ignore_case=True)
_HOST = late(
    r"\b(?:[\w-]+\.)+(amazonaws\.com(?:\.cn)?|on\.aws|awsapprunner\.com|cloudfront\.net|elasticbeanstalk\.com)\b(/[^\s]*)?",
    ignore_case=True,
)


# How the hosts above end, or go on.
_ENDS = (".com", ".aws", ".net")


@record
class IdSaid:
    """A machine name found in a text: its span, and the service if one claims it.

    `weak`: it says of which service it is, but not that this is the one asked about.
    """

    start: int
    end: int
    said: str
    service: str | None
    weak: bool = False


class IdIndex:
    """Resolves machine names by the longest prefix that an entry claims."""

    def __init__(
        self,
        services: Mapping[str, Service],
        by_name: Callable[[str], str | None],
        tables: Mapping[str, Any] | None = None,
    ) -> None:
        self._by_name = by_name
        self._services, self._tables = services, tables

    @cached_property
    def _claims(self) -> dict[str, dict[str, str]]:
        """Who claims what, by the form of the name; made when the first such name comes."""
        return self._tables["ids"] if self._tables is not None else self.table

    @property
    def table(self) -> dict[str, dict[str, str]]:
        """All that it knows, as what JSON can say."""
        return {
            form: {
                text.lower().rstrip(":"): service.id
                for service in self._services.values()
                for text in getattr(service.ids, form)
            }
            for form in ("sdk", "cloudformation", "terraform", "iam", "arn")
        }

    def find(self, text: str) -> list[IdSaid]:
        """Every machine name in `text`, left to right, without overlaps."""
        found: list[IdSaid] = []
        for start, end, service in self._matches(text):
            if not any(start < one.end and one.start < end for one in found):
                found.append(
                    IdSaid(start=start, end=end, said=text[start:end][:80], service=service)
                )
        for start, end, service in self._asides(text):
            if service and not any(start < one.end and one.start < end for one in found):
                found.append(
                    IdSaid(start=start, end=end, said=text[start:end], service=service, weak=True)
                )
        return sorted(found, key=lambda one: one.start)

    def _asides(self, text: str) -> Iterator[tuple[int, int, str | None]]:
        """What tells of which service it is, where another may be the one asked about."""
        for match in _CONTROL.finditer(text) if "." in text else ():
            yield *match.span(), self._by_name(match.group(1))
        digits = not _DIGITS.isdisjoint(text)
        for match in _MACHINE.finditer(text) if digits else ():
            family = (match.group(2) or "").lower()
            of = [one and one.lower() for one in (match.group(1), match.group(3), family)]
            name = next((_MACHINES_OF[one] for one in of if one in _MACHINES_OF), "ec2")
            yield *match.span(), self._word(name)

    def _matches(self, text: str) -> Iterator[tuple[int, int, str | None]]:
        # Most texts have none of the letters without which there is no need to look.
        small, colon = text.lower(), ":" in text
        for match in _ARN.finditer(text) if "arn:aws" in small else ():
            yield *match.span(), self._arn(match.group(1), match.group(2))
        if "." in text or "://" in text:
            yield from self._addresses(text, small)
        for match in _CLOUDFORMATION.finditer(text) if "AWS::" in text else ():
            yield *match.span(), self._prefix("cloudformation", match.group(), "::")
        for match in _TERRAFORM.finditer(text) if "aws_" in text else ():
            kind = match.group().removeprefix("data.").split(".")[0]
            yield *match.span(), self._prefix("terraform", kind, "_")
        for match in _IAM.finditer(text) if colon else ():
            if (service := self._iam(match.group(1), match.group(2))) is not None:
                yield *match.span(), service
        command = "aws" in text or "boto3" in text or "session" in text
        for match in _CLI.finditer(text) if command else ():
            name = match.group(1) or match.group(3)
            if (service := self._claims["sdk"].get(name) or self._cli(name)) is not None:
                yield *match.span(), service

    def _addresses(self, text: str, small: str) -> Iterator[tuple[int, int, str | None]]:
        for match in _URL.finditer(text) if "://" in text else ():
            host, path = match.group(1).lower(), match.group(2) or ""
            ours = host == "aws.amazon.com" or host.endswith((".amazonaws.com", ".aws.amazon.com"))
            yield *match.span(), self._address(host, path) if ours else None
        ends = any(end in small for end in _ENDS)
        for match in _HOST.finditer(text) if ends else ():
            yield *match.span(), self._address(match.group().split("/")[0].lower(), "")

    def _cli(self, name: str) -> str | None:
        return {
            "s3api": self._claims["sdk"].get("s3"),
            "deploy": self._claims["sdk"].get("codedeploy"),
        }.get(name)

    def _prefix(self, form: str, text: str, border: str) -> str | None:
        """The entry that claims the longest prefix of `text` that ends on a border."""
        parts = text.lower().split(border)
        for size in range(len(parts), 0, -1):
            claimed = self._claims[form].get(border.join(parts[:size]))
            if claimed is not None:
                return claimed
        return None

    def _arn(self, service: str, resource: str) -> str | None:
        claims = self._claims["arn"]
        return claims.get(f"{service}:{resource}".lower()) or claims.get(service.lower())

    def _iam(self, prefix: str, action: str) -> str | None:
        claims = self._claims["iam"]
        wanted = f"{prefix}:{action}".lower()
        longest = [text for text in claims if ":" in text and wanted.startswith(text)]
        return claims[max(longest, key=len)] if longest else claims.get(prefix.lower())

    def _address(self, host: str, path: str) -> str | None:
        parts = [part for part in re.split(r"[/?#=&]", path) if part]
        if host.endswith("amazonaws.com"):
            words = host.removesuffix(".amazonaws.com").split(".")
            return next((one for word in reversed(words) if (one := self._word(word))), None)
        if not host.endswith("aws.amazon.com"):
            suffixes = {
                "cloudfront.net": "cloudfront",
                "awsapprunner.com": "apprunner",
                "elasticbeanstalk.com": "elasticbeanstalk",
                "on.aws": "lambda",
            }
            return next(
                (self._word(word) for end, word in suffixes.items() if host.endswith(end)), None
            )
        hosts = [
            word
            for word in host.split(".")
            if word not in ("docs", "console", "aws", "amazon", "com")
        ]
        for word in [*parts[:2], *hosts]:
            if (service := self._word(word)) is not None:
                return service
        return None

    def _word(self, word: str) -> str | None:
        word = word.lower().removesuffix("v2")
        claims = self._claims["sdk"].get(word) or self._claims["arn"].get(word)
        return claims or self._by_name(word)
