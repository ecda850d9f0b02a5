"""An answer as a `Sheet`: what is said, in which order; nothing about how it is drawn."""

from __future__ import annotations

from bot.record import replace
from bot.render import phrases
from bot.render.duty import duty_sheet
from bot.render.ours import our_notes
from bot.render.parts import Look, Part, Sheet, Titles

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answers.model import Answer
    from bot.catalogue.model import Catalogue, Source

_MOST_SOURCES = {"list": 2, "duty": 5}
_MOST_ELSEWHERE = 4
_MOST_FACTS = 4
_PLAIN_LOOK = Look()


def sheet_of(answer: Answer, catalogue: Catalogue, look: Look = _PLAIN_LOOK) -> Sheet:
    """The parts of the reply to `answer`, notes and sources included."""
    titles = Titles(catalogue)
    sources = tuple({source.url: source for source in reversed(answer.sources)}.values())[::-1]
    shown = sources[: _MOST_SOURCES.get(answer.kind, _MOST_ELSEWHERE)]
    unnamed = len(sources) - len(shown)
    drawn = _drawn(answer, titles, whole=look.drawn == "whole")
    class_title = None
    if len(answer.services) == 1 and answer.kind in ("duty", "service"):
        service = catalogue.services[answer.services[0].mention.service]
        class_title = titles.class_(service.class_)
    return replace(
        drawn,
        opening=_ended(answer, catalogue),
        notes=(
            *_notes(answer, catalogue),
            *our_notes(answer, titles),
            *drawn.notes,
            *_old(sources, look.today),
        ),
        sources=shown,
        more=phrases.more_sources(unnamed) if unnamed > 0 else "",
        facts=_facts(answer, look.facts_url),
        footer=phrases.footer(class_title, answer.edition) if answer.sources else "",
    )


def _old(sources: Sequence[Source], today: str) -> list[str]:
    """That pages were read more than a year before `today`, with the oldest day."""
    if not today:
        return []
    year = f"{int(today[:4]) - 1}{today[4:]}"
    days = sorted(source.read_on for source in sources if source.read_on < year)
    return [phrases.read_long_ago(len(days), days[0])] if days else []


def _facts(answer: Answer, base: str) -> tuple[str, ...]:
    """Where the facts behind the answer stand, each place once."""
    if not base:
        return ()
    rulings = [one for ruling in answer.rulings for one in (ruling.inside or (ruling,))]
    places = [ruling.at for ruling in rulings if ruling.at is not None]
    links = dict.fromkeys(f"{base.rstrip('/')}/{place.file}#L{place.line}" for place in places)
    return tuple(links)[:_MOST_FACTS]


def _plain(answer: Answer, titles: Titles) -> Sheet:
    del titles
    if answer.kind == "clarify":
        said = answer.candidates[0].mention.said if answer.candidates else ""
        items = tuple(f"{n}. {one.name}" for n, one in enumerate(answer.candidates, 1))
        parts = (Part(items=items), Part(text=phrases.CLARIFY_HINT))
        return Sheet(headline=phrases.clarify_head(said), parts=parts)
    if answer.kind == "not-found":
        return _not_found(answer)
    if answer.kind == "ignore":
        return Sheet(headline=phrases.IGNORE)
    return Sheet(
        headline=phrases.HELP_HEAD,
        parts=(Part(label=phrases.HELP_TRY, items=phrases.EXAMPLES), Part(text=phrases.HELP_FOOT)),
    )


def _not_found(answer: Answer) -> Sheet:
    if answer.not_aws:
        head = phrases.not_aws_head(answer.not_aws)
    elif answer.unknown:
        head = phrases.not_found_head(answer.unknown)
    else:
        head = phrases.NOT_FOUND
    near = tuple(one.name for one in answer.candidates)
    parts = (Part(label=phrases.NEAREST, text=phrases.joined(near, "or") + "?"),) if near else ()
    return Sheet(headline=head, parts=parts)


def _notes(answer: Answer, catalogue: Catalogue) -> list[str]:
    """What was understood and assumed, and what a reader must know first."""
    notes = _states(answer, catalogue, ended=False)
    notes += [
        phrases.read_as(heard.mention.said, heard.name)
        for heard in answer.services
        if heard.mention.how == "fuzzy"
    ]
    context = [heard.name for heard in answer.services if heard.mention.how == "context"]
    if context:
        notes.append(phrases.in_context(context))
    if answer.kind != "not-found":
        notes += [phrases.not_aws(answer.not_aws)] if answer.not_aws else []
        notes += [phrases.not_known(_safe(answer.unknown))] if answer.unknown else []
    notes += [phrases.OUTSIDE[one] for one in answer.outside]
    if answer.foreign:
        notes.append(phrases.FOREIGN)
    return [note for note in notes if note]


def _state(catalogue: Catalogue, service_id: str) -> str:
    service = catalogue.services[service_id]
    state = service.state
    if state.is_ == "active":
        return ""
    successor = catalogue.services[state.successor].name if state.successor else None
    return phrases.state_note(service.name, state.is_, state.since, successor)


def _ended(answer: Answer, catalogue: Catalogue) -> str:
    """That a service asked about is no more, with its successor: said before any verdict."""
    return " ".join(_states(answer, catalogue, ended=True))


def _states(answer: Answer, catalogue: Catalogue, *, ended: bool) -> list[str]:
    """The states of the services asked about: those that are no more, or the others."""
    return [
        _state(catalogue, heard.mention.service)
        for heard in answer.services
        if (catalogue.services[heard.mention.service].state.is_ == "ended") is ended
    ]


def _safe(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word[:80] for word in words)


def _drawn(answer: Answer, titles: Titles, *, whole: bool) -> Sheet:
    """The sheet of each kind; `whole`: nothing of a list is cut."""
    if answer.kind == "duty":
        return duty_sheet(answer, titles)
    if answer.kind == "list":
        # Imported late, here and below: one reply is of one kind, and must come at once.
        from bot.render.listing import list_sheet, longest_list  # noqa: PLC0415

        if whole:
            return list_sheet(answer, titles, longest_list(answer))
        return list_sheet(answer, titles)
    if answer.kind not in ("service", "compare", "shift", "overview", "class"):
        return _plain(answer, titles)
    from bot.render import many  # noqa: PLC0415

    draw = {
        "service": many.service_sheet,
        "compare": many.compare_sheet,
        "shift": many.shift_sheet,
        "overview": many.overview_sheet,
        "class": many.class_sheet,
    }
    return draw[answer.kind](answer, titles)
