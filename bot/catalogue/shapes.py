"""What the fields of a service file may hold: said once, for the loader and for editors.

Patterns are written so that Python and the editors' JavaScript read them alike.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

CLASSES = ("infrastructure", "container", "serverless", "managed", "edge")
SERVICE_FIELDS = (
    "name", "aliases", "common_words", "class", "category", "variant_of", "state", "ids",
    "summary", "duties", "sources",
)  # fmt: skip
STATE_FIELDS = ("is", "since", "successor")
ID_FIELDS = ("sdk", "cloudformation", "terraform", "iam", "arn")
PARTIES = ("aws", "team", "partner", "none")
PARTNER_FIELDS = ("name", "does")
DUTY_FIELDS = (*PARTIES, "cases", "sources")
CASE_FIELDS = ("when", "said_as", *PARTIES, "sources")
SOURCE_FIELDS = ("title", "url", "read_on", "page_date")

# The most letters that each may have.
NAME, WORDS, SENTENCE, CONDITION, TITLE, PARTNER, ID = 80, 80, 200, 120, 160, 60, 60

DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
SINCE = "[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
MACHINE_NAME = "[A-Za-z0-9:_./-]+"
SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
MARKUP_LETTERS = "<>*_~`"
MARKUP_WORDS = ("here", "channel", "everyone")
# What a writer leaves where a fact is still to be found; it must never reach a reader.
UNWRITTEN = ("todo", "tbd", "tbc", "fixme", "xxx", "lorem ipsum")
HOSTS = (
    "docs.aws.amazon.com", "aws.amazon.com", "anywhere.eks.amazonaws.com", "docs.redhat.com",
    "docs.openshift.com",
)  # fmt: skip


def page_on(hosts: Sequence[str]) -> str:
    """The pattern of an https address on one of these hosts."""
    names = "|".join(host.replace(".", r"\.") for host in hosts)
    return rf"https://({names})(/[^\s<>|\"\\^`{{}}]*)?"
