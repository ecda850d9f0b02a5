"""The front door: a person's text in, an answer out. Pure: no network, clock or disk."""

from __future__ import annotations

from bot.answers.compose import compose
from bot.answers.rulings import Plain
from bot.record import replace
from bot.understand.question import Filter
from bot.understand.read import Reader
from bot.understand.words import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bot.answers.model import Answer
    from bot.catalogue.model import Catalogue
    from bot.organisation.ours import Ours
    from bot.organisation.workspaces import Overlays
    from bot.understand.question import Context, Question
    from bot.understand.recipe import OursAsked


class Desk:
    """Answers questions over one catalogue: built once, asked many times."""

    def __init__(self, catalogue: Catalogue, overlays: Overlays | None = None) -> None:
        self.catalogue = catalogue
        self._overlays = overlays
        self._reader = Reader(catalogue)
        self._plain = Plain(catalogue)

    @property
    def has_overlays(self) -> bool:
        """Whether an organisation's own files are laid over the catalogue."""
        return self._overlays is not None

    @property
    def stale(self) -> bool:
        """Whether the organisation's files are broken, and an older version of them answers."""
        return self._overlays is not None and self._overlays.broken

    def ours(self, *ids: str) -> Ours | None:
        """The overlay that a workspace or enterprise sees; None where there is none."""
        return self._overlays.of(*ids) if self._overlays is not None else None

    def read(self, text: str, before: Context | None = None) -> Question:
        """Understand `text` without an overlay."""
        return self._reader.read_clean(clean(text), before)

    def ask(self, text: str, before: Context | None = None, ours: Ours | None = None) -> Answer:
        """Answer `text` as typed or as Slack sends it; `before` is the conversation so far.

        `ours` is the overlay of the organisation that asks, if it has one.
        """
        cleaned = clean(text)
        if ours is None:
            question = self._reader.read_clean(cleaned, before)
            return compose(question, self.catalogue, before, plain=self._plain)
        # Imported late, here and below: most questions are no organisation's.
        from bot.answers.asked import asked_by, in_our_words  # noqa: PLC0415

        said = ours.hear(cleaned)
        read = replace(self._reader.read_clean(said.text, before), text=cleaned)
        question = in_our_words(read, before, said)
        asked = asked_by(question, before, ours, said)
        return compose(question, self.catalogue, before, asked, self._plain)

    def answer(
        self, question: Question, ours: Ours | None = None, again: OursAsked | None = None
    ) -> Answer | None:
        """Answer a question that was put together rather than typed: a button, a form.

        `again` names what of the organisation's it is about; None where `ours` knows that no more,
        or where it is about an organisation's own and no overlay may answer.
        """
        if ours is None:
            own = again is not None and (
                again.team or (question.kind == "list" and not again.whole)
            )
            return None if own else compose(question, self.catalogue)
        from bot.answers.asked import asked_again  # noqa: PLC0415

        asked = asked_again(ours, again)
        if asked is None:
            return None
        if asked.said.team and question.kind == "list":
            wanted = question.filter or Filter()
            question = replace(question, filter=replace(wanted, team=asked.said.team))
        return compose(question, self.catalogue, None, asked)
