"""A person's text into plain words: Slack's markup undone once, then tokens with stems."""

from __future__ import annotations

from bot.catalogue.names import fold
from bot.record import record, setters_of
from bot.understand.late import late

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

LONGEST = 4000
_MENTION = late(
    r"^\s*(?:<@[A-Z0-9]{1,30}(?:\|[^<>]{0,80})?>|@srm(?:[ -]?bot)?\b|/srm\b)[\s,:]*",
    ignore_case=True,
)
_ANGLES = late(r"<([^<>\n]{1,3000})>")
# What was pasted to do harm is no part of the question.
_SCRIPT = late(r"<script\b[^<>]{0,200}>[^<]{0,2000}</script>", ignore_case=True)
_EMOJI = late(r"(?<![\w:]):[a-z0-9_+\-]{2,40}:(?![\w])")
_TOKEN = late(r"[0-9A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]+)?|[^\W_0-9A-Za-z\u00c0-\u024f]+")
# What of the pattern above is left for a text in ASCII: less to compile, and faster.
_ASCII_TOKEN = late(r"[0-9A-Za-z]+(?:'[A-Za-z]+)?")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
# Letters of other alphabets that look like Latin ones, in words that mix the two.
_LOOKALIKE = str.maketrans(
    "аеорсухіѕјԁһԛԝАВЕКМНОРСТХαοερντικΑΒΕΖΗΙΚΜΝΟΡΤΧ",
    "aeopcyxisjdhqwABEKMHOPCTXaoepvtikABEZHIKMNOPTX",
)
# "D'Aurora", "l'acces", "qu'Amazon"; no English word begins so and goes on so long.
_ELIDED = late(r"^(?:[dlscnjmt]|qu)'(?=[a-z]{2})")
_LATIN = late(r"[A-Za-z]")


@record
class Token:
    """One word: as `raw`, folded, its stem, and what stands between it and the one before."""

    raw: str
    text: str
    stem: str
    gap: str
    start: int
    end: int


def clean(text: str) -> str:
    """Undo what Slack does to text, once: mention, links, escapes; drop what cannot be seen.

    Takes text as typed or as Slack sends it; gives at most `LONGEST` characters.
    """
    text = _composed(text[: LONGEST * 4])[: LONGEST * 2]
    if not (text.isascii() and text.isprintable()):
        # Lines stay apart: in a chat each is a sentence, whatever its end.
        text = "".join(
            " " if letter != "\n" and _unseen(letter) else letter
            for letter in text
            if letter not in _JOINERS
        )
    # Most texts have none of the letters without which there is nothing to undo.
    if text.lstrip()[:1] in _BEGINS:
        text = _MENTION.sub("", text, count=1)
    if "<script" in text.lower():
        text = _SCRIPT.sub(" ", text)
    if "<" in text:
        text = _ANGLES.sub(_angle, text)
    if "&" in text:
        for entity, letter in _ENTITIES:
            text = text.replace(entity, letter)
    if ":" in text:
        text = _EMOJI.sub(" ", text)
    return text.replace("’", "'").strip()[:LONGEST]


def _composed(text: str) -> str:
    if text.isascii():
        return text
    import unicodedata  # noqa: PLC0415 - most questions need none of it

    return unicodedata.normalize("NFKC", text)


_BEGINS = frozenset("<@/")
_JOINERS = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e")


def _unseen(letter: str) -> bool:
    import unicodedata  # noqa: PLC0415 - as above

    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _angle(match: re.Match[str]) -> str:
    inner = match.group(1)
    if inner[0] in "@!":
        return " "
    if inner[0] == "#":
        return " " + inner.partition("|")[2] + " "
    address, bar, label = inner.partition("|")
    if address.startswith(("http://", "https://", "mailto:")):
        same = not bar or label.strip() in address
        return f" {address if same else label + ' ' + address} "
    return f" {inner} "


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of cleaned text, in order."""
    found: list[Token] = []
    put_raw, put_text, put_stem, put_gap, put_start, put_end = setters_of(Token)
    last = 0
    for match in (_ASCII_TOKEN if text.isascii() else _TOKEN).finditer(text):
        raw = match.group()
        folded, stemmed = _WORDS.get(raw) or _learnt(raw)
        start, end = match.span()
        # As `in_order` does, spelt out: nothing else is made so often.
        token = object.__new__(Token)
        put_raw(token, raw)
        put_text(token, folded)
        put_stem(token, stemmed)
        put_gap(token, text[last:start])
        put_start(token, start)
        put_end(token, end)
        found.append(token)
        last = end
    return tuple(found)


# The same words come in every question: each single one folded, and its stem.
_WORDS: dict[str, tuple[str, str]] = {}
_MOST, _LONGEST_WORD = 20_000, 40


def _learnt(raw: str) -> tuple[str, str]:
    folded = _folded(raw)
    if len(_WORDS) >= _MOST:
        _WORDS.clear()
    learnt = folded, stem(folded)
    if len(raw) <= _LONGEST_WORD:
        _WORDS[raw] = learnt
    return learnt


def words_of(text: str) -> list[str]:
    """The folded words of a text, where nothing else of them is needed."""
    return [_folded(raw) for raw in (_ASCII_TOKEN if text.isascii() else _TOKEN).findall(text)]


# How people write what they would say, in one word each.
_SPOKEN = {
    "gotta": "must", "hafta": "must", "gonna": "will", "wanna": "want", "svc": "service",
    "svcs": "services", "perm": "permission", "perms": "permissions", "ppl": "people",
    "ourselfs": "ourselves", "shoulda": "should", "shouldve": "should", "u": "you", "ur": "your",
    "em": "them", "amzn": "amazon", "gimme": "give", "lemme": "let", "img": "image",
    "imgs": "images", "wat": "what", "wats": "what's", "bout": "about", "abt": "about",
}  # fmt: skip
# German on a keyboard without umlauts; elsewhere "ue" and "oe" are no umlauts.
_SPOKEN |= {
    word: word.replace("ae", "a").replace("oe", "o").replace("ue", "u")
    for word in (
        "fuer dafuer wofuer ueber muessen muesste kuemmern kuemmert zustaendig zustaendige "
        "zustaendigkeit verschluesselt verschluesseln verschluesselung schluessel aendert "
        "aendern aenderung koennen koennte loeschen loescht schuetzt schuetzen geraet geraete "
        "pruefen prueft verfuegbarkeit ueberwacht ueberwachen ueberwachung gehoert naechste "
        "spaeter waehrend uebertragung bestaetigt regelmaessig zugaenge raeumt faellt traegt "
        "laeuft"
    ).split()
}


def _folded(raw: str) -> str:
    if raw.isascii() and raw.isalnum():
        lower = raw.lower()
        return _SPOKEN.get(lower, lower)
    folded = fold(_latin(raw))
    for ending in ("'s", "s'"):
        folded = folded.removesuffix(ending)
    return _ELIDED.sub("", folded) if "'" in folded else folded


def _latin(word: str) -> str:
    """A word whose alphabets are mixed, or that only looks Latin, in Latin letters."""
    if word.isascii():
        return word
    swapped = word.translate(_LOOKALIKE)
    return swapped if swapped.isascii() or _LATIN.search(word) else word


def stem(word: str) -> str:
    """A light English stem, the same for data and questions: patches, patching → patch."""
    if len(word) <= 3 or not word.isascii():
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = _undouble(word[: -len(ending)])
            break
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def _undouble(word: str) -> str:
    doubled = len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz"
    return word[:-1] if doubled else word
