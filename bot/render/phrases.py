"""Every sentence the bot says, on one page. Short words; the owner always in words."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.catalogue.model import Owner, Partner

OWNERS = {
    "aws": "AWS",
    "customer": "Your team",
    "shared": "Shared",
    "none": "Nobody",
    "partner": "Partner",
}

# What someone who owns a topic does; {name} is the service.
_DOES = {
    "physical": "secures the site and hardware of {name}",
    "infrastructure": "runs the infrastructure under {name}",
    "operating-system": "patches the operating system of {name}",
    "platform": "patches and operates the platform of {name}",
    "application": "secures the application on {name}",
    "network": "controls network access to {name}",
    "identity": "decides who may do what on {name}",
    "encryption-at-rest": "encrypts what {name} stores",
    "encryption-in-transit": "encrypts the traffic of {name}",
    "data": "looks after the data in {name}",
    "logging": "logs and monitors {name}",
    "backup": "backs up {name}",
    "resilience": "keeps {name} available",
}
_SWEEPS = {
    "patching": "patches {name}",
    "encryption": "encrypts {name}",
    "hardware": "secures the hardware of {name}",
}
_VERDICTS = {"yes": "Yes", "no": "No", "partly": "Partly"}
_MAKERS = ("Amazon ", "Elastic ", "Red ")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
# Names in one line; who wants more of them asks for fewer.
_MOST_NAMED = 25


def owner_label(owner: Owner, partner: Partner | None = None) -> str:
    """The owner as people read it."""
    return partner.name if owner == "partner" and partner else OWNERS[owner]


def day(iso: str) -> str:
    """2026-11-23 as 23 Nov 2026."""
    year, month, number = iso.split("-")
    return f"{int(number)} {_MONTHS[int(month) - 1]} {year}"


def lower_first(text: str) -> str:
    """A sentence or title to stand inside another: "AWS" and "IAM" stay as they are."""
    kept = text[:2].isupper() or text.startswith(_MAKERS)
    return text if kept else text[:1].lower() + text[1:]


def joined(items: Sequence[str], last: str = "and") -> str:
    """Items as a person lists them."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def _first_of(names: Sequence[str]) -> list[str]:
    """As many names as a reader takes in, and how many more there are."""
    more = len(names) - _MOST_NAMED
    return [*names[:_MOST_NAMED], *([f"{more} more"] if more > 0 else [])]


def with_verdict(word: str | None, headline: str) -> str:
    """A headline, led by the answer to a yes/no question where there is one."""
    return f"{_VERDICTS[word]}: {lower_first(headline)}" if word else headline


def owned(who: str, topic: str, name: str) -> str:
    """One party owns a topic."""
    return f"{who} {_DOES[topic].format(name=name)}"


def owned_sweep(who: str, sweep: str, name: str, layers: Sequence[str]) -> str:
    """One party owns all layers that one word covers."""
    return f"{who} {_SWEEPS[sweep].format(name=name)} ({joined(layers)})"


def shared_topic(title: str, name: str, parties: Sequence[str]) -> str:
    """Two parties or more each have a part."""
    return f"Shared: {joined(parties)} each have a part in {lower_first(title)} on {name}"


def party(owner: str) -> str:
    """A party inside a sentence: "your team", but "AWS" and partners' names."""
    return lower_first_owner(owner)


def no_one(title: str, name: str) -> str:
    """A topic makes no sense for a service."""
    return f"{title} does not apply to {name}"


def depends(name: str, title: str) -> str:
    """The ways of running a service differ."""
    return f"It depends on how you run {name} ({lower_first(title)})"


def service_head(name: str) -> str:
    """Everything about one service."""
    return f"Who secures what on {name}"


def compare_head(names: Sequence[str]) -> str:
    """Services side by side."""
    return f"{joined(_first_of(names))}, side by side"


def compare_same(names: Sequence[str], titles: Sequence[str]) -> str:
    """There is no difference."""
    on = joined([lower_first(title) for title in titles])
    return f"No difference in who does it: {joined(_first_of(names))} ({on})"


def shift_head(before: str, after: str) -> str:
    """A move."""
    return f"Moving from {before} to {after}"


MOVES = {
    "leaves": "Leaves your team",
    "new": "New for your team",
    "changes": "Changes between you and AWS",
    "stays": "Stays with your team",
    "aws": "AWS's before and after",
}


def list_head(count: int, filter_words: str) -> str:
    """How many were found, and by which filter."""
    entries = "1 entry" if count == 1 else f"{count} entries"
    return f"{entries} in the catalogue: {filter_words}"


def filtered(owner: str | None, topic: str | None, class_: str | None, category: str | None) -> str:
    """A list's filter in words."""
    who = {
        "customer": "your team has a part",
        "aws": "AWS does it",
        "shared": "shared",
        "partner": "a partner does it",
    }.get(owner or "", "")
    what = [one for one in (category, class_) if one]
    parts = [" · ".join(what) if what else "all services", topic or "", who]
    return " · ".join(part for part in parts if part)


def list_silent(count: int) -> str:
    """Entries that say nothing on the topic."""
    one = count == 1
    more = (
        "1 more service says nothing of its"
        if one
        else f"{count} more services say nothing of their"
    )
    return f"{more} own on this topic; ask about one to see what its class says."


def and_more(count: int) -> str:
    """A list was cut."""
    return f"and {count} more"


def in_brief(count: int) -> str:
    """Parts of a reply that say who does it and not what they do."""
    parts = "The last part is" if count == 1 else f"The last {count} parts are"
    return f"{parts} in brief; ask about one topic for who does what."


def owners_of(names: Mapping[str, Sequence[str]]) -> str:
    """Who does something, owner by owner, each with the names it is true of."""
    each = ((lower_first_owner(who), ", ".join(_first_of(of))) for who, of in names.items())
    return " · ".join(f"{who}: {named}" for who, named in each)


def overview_head(titles: Sequence[str]) -> str:
    """Topics across the classes."""
    title = joined([titles[0], *(lower_first(one) for one in titles[1:])])
    return f"{title}: who does what depends on the service"


def every_class(title: str) -> str:
    """All classes say the same of a topic."""
    return f"{title}, in every class"


def standing(owner: str, names: Sequence[str], shown: int = 5) -> str:
    """How many entries stand how on a topic, with some names."""
    more = [and_more(len(names) - shown)] if len(names) > shown else []
    return f"{owner} ({len(names)}): " + ", ".join([*names[:shown], *more])


FIX_FACT = "Fix this fact"
CLASS_MARK = " *"
TABLE_FOOT = "* holds for the class in general; the catalogue states nothing of the service itself."


def read_long_ago(count: int, oldest: str) -> str:
    """Sources that were read more than a year ago."""
    pages = "A page behind this was" if count == 1 else f"{count} pages behind this were"
    when = f"on {day(oldest)}" if count == 1 else f"first on {day(oldest)}"
    return f"{pages} read over 12 months ago ({when}): open it before you rely on this."


OVERVIEW_NOTE = "Services differ inside a class: name one for its own answer."


def class_head(title: str) -> str:
    """A class of services."""
    return title


def one_class(title: str) -> str:
    """Several classes were named, and the layers are those of the first."""
    return f"The layers shown are those of {lower_first(title)}; name another class for its own."


def class_note(name: str, class_title: str) -> str:
    """A class answers for a silent entry."""
    return (
        f"The catalogue states nothing on this for {name} itself; "
        f"this is what holds for {lower_first(class_title)} in general."
    )


def parent_note(name: str, parent: str) -> str:
    """A parent answers for a silent variant."""
    return f"True of every way of running {parent}, {name} included."


def read_as(said: str, name: str) -> str:
    """A name was matched fuzzily; in an answer given again its words are not known any more."""
    return f"I read “{said}” as {name}." if said else f"I read a misspelt name as {name}."


def in_context(names: Sequence[str]) -> str:
    """The service comes from the turn before."""
    return f"Still about {joined(names)}."


def not_aws(names: Sequence[str]) -> str:
    """Names that are not AWS's beside one that is."""
    verb, them = ("is", "it") if len(names) == 1 else ("are", "them")
    return f"{joined(names)} {verb} not AWS, so this answer leaves {them} out."


def not_known(names: Sequence[str]) -> str:
    """A stranger beside a service that is known; given again, its name is not known any more."""
    if not any(names):
        return "A name that was asked about is not in the catalogue, so this answer leaves it out."
    return f"“{joined(names)}” is not in the catalogue, so this answer leaves it out."


# What was asked and is none of the topics; said before what is answered instead.
OUTSIDE = {
    "insiders": (
        "Whether AWS's own people can reach what is yours is none of my topics. What AWS's pages "
        "leave to each side on access and on data is below."
    ),
    "prices": "I know no prices, limits or speeds: only who secures what.",
    "how": "I say who does it, not how; the pages below do.",
}
FOREIGN = "I answer in English only."


def state_note(name: str, state: str, since: str | None, successor: str | None) -> str:
    """A service that is no longer simply there."""
    what = {
        "renamed": "has been renamed",
        "closed-to-new": "is closed to new customers",
        "ended": "has ended",
    }[state]
    when = f" since {since}" if since else ""
    then = f"; its successor is {successor}" if successor else ""
    return f"{name} {what}{when}{then}."


CASE = "Case"
FLIPS = "Other cases"


def titled(title: str, owner: str) -> str:
    """A topic, a way of running or a case, with who owns it."""
    return f"{title} ({lower_first_owner(owner)})"


def depending(title: str) -> str:
    """A topic whose owner differs by the way of running."""
    return f"{title} (depends on how you run it)"


STILL_YOURS = "On {name} your team also has a part in"
AWS_LABEL, TEAM_LABEL = "AWS", "Your team"


def clarify_head(said: str) -> str:
    """Asking back."""
    return (
        f"“{said}” could be several services. Which one do you mean?"
        if said
        else "Which one do you mean?"
    )


CLARIFY_HINT = "Answer with a number or a name."


def not_found_head(names: Sequence[str]) -> str:
    """Nothing in the catalogue has this name."""
    return f"“{joined(names)}” is not in the catalogue, so I have no answer on it."


def not_aws_head(names: Sequence[str]) -> str:
    """Only names that are not AWS's."""
    verb = "is" if len(names) == 1 else "are"
    return (
        f"{joined(names)} {verb} not an AWS service. I answer for AWS only."
        if len(names) == 1
        else f"{joined(names)} {verb} not AWS services. I answer for AWS only."
    )


NEAREST = "Did you mean"
NOT_FOUND = "I found no AWS service in that, so I have no answer."
IGNORE = "I answer who secures what on AWS. Ask me, for instance: who patches Fargate?"
HELP_HEAD = "I answer who secures what on AWS: AWS, your team, or both."
HELP_TRY = "Try"
EXAMPLES = (
    "who patches Fargate?",
    "what must we secure on RDS?",
    "compare EC2 and Lambda",
    "what changes if we move from EC2 to Fargate?",
    "which services do we have to patch?",
    "who is responsible for encryption?",
)
HELP_FOOT = "Every answer names its source and the day it was read. I store no messages."


def footer(class_title: str | None, edition: str) -> str:
    """The last line of a reply."""
    parts = [lower_first(class_title)] if class_title else []
    return " · ".join([*parts, f"catalogue {edition}"])


def more_sources(count: int) -> str:
    """Pages that the reply rests on and does not name."""
    pages = "1 more page" if count == 1 else f"{count} more pages"
    return f"and {pages}; ask about one topic to see its own."


def source_line(title: str, read_on: str) -> str:
    """A page and the day it was read."""
    return f"{title}, read {day(read_on)}"


TERMINAL_PROMPT, TERMINAL_BYE = "srm> ", "Goodbye."


def terminal_hello(services: int, edition: str) -> str:
    """How a conversation in the terminal opens."""
    return (
        f"I answer who secures what on AWS, over {services} entries (catalogue {edition}).\n"
        'Ask, for instance: who patches Fargate? Leave with "exit".\n'
    )


LEFT_TO_TEAM = "What each leaves to your team"
IN_CATALOGUE = "In the catalogue"


def several_owners(name: str, layers: Sequence[tuple[str, str]]) -> str:
    """Several layers or topics, each with its owner."""
    each = [f"{lower_first_owner(owner)} for {layer}" for layer, owner in layers]
    return f"On {name}, {', '.join(each)}"


def lower_first_owner(owner: str) -> str:
    """An owner inside a sentence: "your team", "shared", but "AWS" and partners' names."""
    return owner.lower() if owner in ("Your team", "Shared", "Nobody") else owner


def silent_topics(titles: Sequence[str]) -> str:
    """Topics on which a service's pages say nothing."""
    return (
        f"The catalogue states nothing of its own on: {joined(titles)}. Ask, and its class answers."
    )


def same_for(owner: str) -> str:
    """Rows of a comparison that do not differ."""
    return f"Same for all ({lower_first_owner(owner)})"


def by_class(cells: Sequence[str]) -> str:
    """Cells of a table that rest on a class."""
    shown = list(cells[:4]) + ([and_more(len(cells) - 4)] if len(cells) > 4 else [])
    return f"Not stated on their own pages, so answered by class: {'; '.join(shown)}."


# Said in Slack only.
APOLOGY = (
    "That went wrong on my side, and I could not answer. Please ask again in other words, or "
    "name one service and one topic: who patches Fargate?"
)


# Said where an organisation's own half is known.
WHOSE_HERE = "Whose job here"
NOBODY_HERE = "nobody: no rule of ours names an owner"
OUR_NOTE, OUR_EXCEPTION = "Our note", "Our exception"
WITHOUT_IT = "Without it the catalogue says"
ON_CALL, RUNBOOK, CONTACT = "on call", "runbook", "contact"
OURS_OWNERS = "Whose job it is here"


def whose_at(places: Sequence[str]) -> str:
    """Whose job something is at some places only."""
    return f"{WHOSE_HERE}, {joined(places)}" if places else WHOSE_HERE


def team_gone(team: str) -> str:
    """A rule names a team that there is not any more."""
    return f"“{team}”, which is no team any more"


def party_does(party: str, does: str) -> str:
    """A further party has a part."""
    return f"{party}: {does}"


def escalates(to: str) -> str:
    """Who is asked next."""
    return f"escalation: {to.removesuffix('.')}"


def ruled_by(what: str, places: Sequence[str]) -> str:
    """Which rule of ours spoke, and where it stands."""
    lines = joined(list(places))
    return f"our rule for {what}, {lines}" if len(places) == 1 else f"our rules in {lines}"


def set_on(day_set: str) -> str:
    """Where a rule stands that no file holds."""
    return f"set in Slack on {day(day_set)}"


def set_for(what: str, day_set: str) -> str:
    """An owner that was set in Slack spoke."""
    return f"{set_on(day_set)} for {what}"


DIFFER = "Slack and our files differ"


def difference(counts: tuple[str, str], other: tuple[str, str], *, slack: bool) -> str:
    """Which of two owners counts, each with where it stands."""
    if slack:
        files = f"{other[0]} ({other[1]})" if other[1] else other[0]
        return f"{counts[0]} counts, {counts[1]}; the files say {files}."
    rule = f"by the more specific rule in {counts[1]}"
    return f"{counts[0]} counts, {rule}; {other[0]}, {other[1]}, is for more than this."


def difference_on(what: str, said: str) -> str:
    """A difference with the duty it is about."""
    return f"{what}: {said.removesuffix('.')}"


def differences(said: Sequence[str], shown: int = 3) -> str:
    """Where Slack and the files name different owners."""
    more = [f"{and_more(len(said) - shown)}, which `srm gaps` lists"] if len(said) > shown else []
    return f"{DIFFER} on {'; '.join([*said[:shown], *more])}."


def with_set(edition: str) -> str:
    """The overlay's edition, with owners besides that no file holds."""
    return f"{edition} and owners set in Slack"


def rule_words(topics: Sequence[str], what: Sequence[str], where: Sequence[str]) -> str:
    """What a rule of ours is for."""
    about = _few([lower_first(one) for one in topics]) or "everything"
    on = f" on {_few(what)}" if what else ""
    at = f" in {_few(where)}" if where else ""
    return f"{about}{on}{at}"


def _few(items: Sequence[str], shown: int = 3) -> str:
    more = [and_more(len(items) - shown)] if len(items) > shown else []
    return ", ".join([*items[:shown], *more])


def at_some(label: str, places: Sequence[str]) -> str:
    """A note of ours, with the places where it holds if it does not everywhere."""
    return f"{label}, {joined(places)}" if places else label


def duty_at(name: str, topic: str, places: Sequence[str]) -> str:
    """A duty, with the places where something is said of it."""
    where = f" in {joined(places)}" if places else ""
    return f"{name}, {lower_first(topic)}{where}"


def noted(note: str, at: str) -> str:
    """A note of ours, with where it stands."""
    return f"{note} ({at})"


def would_choose(case: str) -> str:
    """The case that an exception chooses where it holds."""
    return f"there the catalogue's case holds: {case}"


def excepted(what: str, note: str, case: str, at: str, without: str) -> str:
    """An exception of ours chose a case; what the catalogue says but for it stands beside."""
    return (
        f"{OUR_EXCEPTION} on {what} ({at}): {note} So the catalogue's case holds here: {case}. "
        f"Without it the catalogue says: {without}"
    )


def read_place(said: str, name: str) -> str:
    """A place of ours was named."""
    return f"I read “{said}” as {name} of your organisation."


def still_in(name: str) -> str:
    """The place comes from the turn before."""
    return f"Still in {name}."


def about_place(name: str) -> str:
    """The place comes from a button, which had it from the answer above."""
    return f"This is about {name}."


def runs_on(workload: str, service: str) -> str:
    """A workload of ours was named."""
    return f"{workload} runs on {service}, your stack says."


def only_of(team: str) -> str:
    """A reply that leaves out what is not one team's."""
    return f"Only what {team} owns is shown."


def not_theirs(team: str) -> str:
    """A team was named that does not own what was asked about."""
    return f"{team} does not own this here."


def not_used(name: str) -> str:
    """A service is not on the stack."""
    return f"{name} is not on your organisation's stack."


def ours_from(name: str, edition: str, rules: Mapping[str, Sequence[int]]) -> str:
    """Where the owners in a reply come from: the files and lines of the rules that spoke."""
    named = f"{name}, " if name else ""
    lines = [f"{file} {_few([str(line) for line in at], 8)}" for file, at in rules.items()]
    spoke = f"; rules in {joined(lines)}" if lines else ""
    return (
        "What AWS and your team do is the catalogue's; whose job it is here is your "
        f"organisation's ({named}overlay {edition}{spoke})."
    )


STACK_NOTE = "That is your organisation's stack; say “in the catalogue” for every service."


def stack_head(count: int, filter_words: str, place: str) -> str:
    """How many were found on our stack."""
    entries = "1 entry" if count == 1 else f"{count} entries"
    where = f" in {place}" if place else ""
    return f"{entries} on your stack{where}: {filter_words}"


def team_head(team: str, duties: int, services: int, place: str) -> str:
    """What a team owns."""
    where = f" in {place}" if place else ""
    if not duties:
        return f"{team} owns nothing on your stack{where}"
    count = "1 duty" if duties == 1 else f"{duties} duties"
    on = "1 service" if services == 1 else f"{services} services"
    return f"{team} owns {count} on {on} of your stack{where}"


def listed(name: str, remarks: Sequence[str]) -> str:
    """A name in a list with what must be known of it."""
    return f"{name} ({'; '.join(remarks)})" if remarks else name


def at_places(team: str, places: Sequence[str]) -> str:
    """A team, and where it is the one."""
    return f"{team} in {joined(places)}" if places else team


NOBODY = "nobody"


def here_is(whose: str) -> str:
    """Whose a duty is, behind the catalogue's sentence."""
    return f" [here: {whose}]"


# Said by `srm gaps`.
GAPS = {
    "unowned": "Nobody owns it",
    "no-such-owner": "Owner does not exist",
    "not-catalogued": "Service is not catalogued",
    "differs": "Slack and the files differ",
    "set-for-nothing": "Set in Slack for what is gone",
}
GAPS_HEAD = ("Gap", "Service", "Topic", "Where", "Owner", "Mend it in")
EVERYWHERE = "everywhere"


def gaps_summary(counts: Mapping[str, int]) -> str:
    """How many gaps there are of each kind."""
    if not any(counts.values()):
        return "No gaps: every duty on the stack has an owner that exists."
    said = {
        "unowned": ("duty that nobody owns", "duties that nobody owns"),
        "no-such-owner": ("owner that does not exist", "owners that do not exist"),
        "not-catalogued": ("service that is not catalogued", "services that are not catalogued"),
        "differs": (
            "duty on which Slack and the files differ",
            "duties on which Slack and the files differ",
        ),
        "set-for-nothing": (
            "owner set in Slack for what is gone",
            "owners set in Slack for what is gone",
        ),
    }
    parts = [f"{count} {said[kind][count != 1]}" for kind, count in counts.items() if count]
    return f"{joined(parts)}."


# Said by `srm init`, in the overlay that it begins and in its report.
STARTER_NAME = "Your organisation"
STARTER_HEAD = """\
An organisation's overlay: whose job it is here. Set SRM_ORGANISATION to this file; `srm check`
names every problem in it, and `srm gaps` what it leaves open."""
STARTER_TEAMS = "Who we are. Names are shown, never called."
STARTER_PLACES = "Where we run things, with the names that people type."
STARTER_STACK = "What we use; lists run over it. A service may name its accounts and workloads."
STARTER_RULES = """\
Who owns which duty. A rule may name topics, classes or services, and accounts or environments;
the most specific one speaks: service before class, account before environment, then topic.
  - {team: platform, classes: [infrastructure, container]}
  - {team: platform, topics: [backup], environments: [production]}"""
NOT_RECOGNISED = "Not recognised, so left out:"
QUESTIONS = (
    "What is your organisation called? ",
    "Which teams are there? (with commas between) ",
    "Which environments? (such as production, staging) ",
    "Which AWS services do you use? (with commas between) ",
)


def counted(kind: str, count: int) -> str:
    """A kind of thing with how often it was there."""
    return f"{kind} ({count})"


def not_recognised(kind: str, count: int) -> str:
    """A kind of thing that the catalogue does not know, as a comment."""
    return f"not in the catalogue: {counted(kind, count)}"


def also_owned(service: str, teams: Sequence[str]) -> str:
    """A service that several teams were named for."""
    return f"{service} is also named for: {', '.join(teams)}"


def file_read(file: str, as_what: str, things: int, known: int) -> str:
    """A file that was taken in."""
    return f"{file}: {as_what}, {known} of {things} recognised."


def file_refused(file: str, why: str) -> str:
    """A file that was not."""
    return f"{file}: left out. {why}"


def starter_summary(services: int, accounts: int, teams: int) -> str:
    """What was found in all."""
    return f"Found {services} services, {accounts} accounts and {teams} teams."


SLACK_BUSY = (
    "Slack lets me post too little here just now, so my answer did not get through. Ask again "
    "in a quarter of an hour, or use /srm: its answers are not held back."
)
SLACK_UNSURE = "Slack did not confirm my answer. If you do not see it, ask again or use /srm."
SLACK_CLOSED = "I may not post there. Ask with /srm instead, or invite me: /invite @srm."
TOO_MANY = (
    "That is more than I may answer here at once. Wait some seconds and ask the rest again, or "
    "use /srm."
)
