"""The turns of phrase by which people ask for a yes or a no."""

from __future__ import annotations

from bot.understand.late import late

TAG = late(
    r"(?:,\s*|\b)(?:right|rite|correct|true|yes|yeah|yep|no|isn't it|aren't we|doesn't it|don't we"
    r"|don't they|isn't that so|innit|is that right|is that so|am i right|y/n|agreed"
    r"|(?:do|have) i (?:have|got) (?:that|this|it) right|right or wrong)\s*\?+\s*$"
    # In a chat the question mark is often left out.
    r"|(?:,\s*|\b)(?:right|rite|correct|innit|am i right|aren't we|isn't it|yeah|huh|surely)\W*$"
    # Nor does who is nearly sure put one.
    r"|[\s,]+(?:i suppose|i guess|i take it|i presume|i assume|i hope|hopefully)\W*$",
    ignore_case=True,
)
# What stands at the end of a text and says how it is meant: "🙃", ":sob:", "smh".
FACES = late(
    r"(?:[\s,.]{0,3}(?::[a-z0-9_+-]+:|[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]+|[:;]-?[()DPp/]"
    r"|\b(?:smh|lol|lmao|tbh|ffs|fml|thx|thanks|ty|plz|pls|please|cheers)\b[.!]{0,3})){1,6}\s{0,3}$",
    ignore_case=True,
)
# "We never patch it, do we?" asks whether we do, whatever the statement denies.
ECHO = late(
    r",?\s+(?:or )?(?:do|does|is|are|will|would|has|have|did|can|should|must|need) "
    r"(?:we|i|it|they|aws|amazon|you|you guys|that|(?<=(?:is|re) )there)\s*\?*\s*$",
    ignore_case=True,
)
# "Is it correct that failover is a shared responsibility?", "do AWS and we both have a part?"
SHARED = late(
    r"\b(?:(?:is|are|isn't|be) (?:(?:really|actually|in fact) )?(?:a )?(?:shared|joint)\b"
    r"|(?:shared|joint) (?:job|duty|responsibility|task)\b|\bboth (?:have|share|do|carry|own)\b"
    r"|both (?:aws|amazon|us|we|you|of us)\b|split between (?:us|aws|amazon))",
    ignore_case=True,
)
# "Are we off the hook?", "is it none of our business?", "can we leave it to AWS?"
FREED = late(
    r"\b(?:off the hook|exempt|(?:we|we're|us|are we) free of"
    r"|off our (?:plate|hands|desk|list|backs?)"
    r"|none of our (?:business|concern|job|problem)s?"
    r"|hands[- ]off(?! (?:it|them|that|the|our))"
    r"|not (?:have to )?bother|no need for us|needn't|forget about|ignore|skip|relax"
    r"|(?<!n't )(?<!not )(?<!never )(?<!didn't )(?:stop|quit|cease) \w{2,20}ing"
    r"|without lifting a finger|nothing (?:left )?(?:for us|we|to do|to patch|to worry))\b",
    ignore_case=True,
)
LEFT_TO_AWS = late(
    r"\b(?:leave|leaving|left|rely|relying|count|counting|trust|falls?|belongs?)\b[^,.;?]{0,70}"
    r"\b(?:to|on|with) (?:aws|amazon)\b",
    ignore_case=True,
)
# After a whole question: "… which party does? It's us, isn't it".
CLAIM = late(
    r"\b(?:it's|its|that's|thats) (?:on )?(us|ours|aws|amazon)[,.!]? "
    r"(?:isn't it|isnt it|right|no|correct|am i right)\W*$",
    ignore_case=True,
)
# "Who fixes it, us?"
OFFERED = late(r"[,.?!\u2014-]\s*(?:on )?(us|ours|aws|amazon)\s*\?+\s*$", ignore_case=True)
# "Encrypted without us doing anything", "w/o any config from us".
ALONE = late(
    r"\b(?:without|w/o|w/out|with no|no)\b[^,.;?]{0,25}\b(?:us|our side|our doing)\b",
    ignore_case=True,
)
# "Is there anything left for us to do?"
LEFT = late(
    r"\b(?:anything|something) (?:left )?(?:for us|we)\b"
    r"|\b(?:anything|something)\b[^,.;?]{0,20}\b(?:we|i) (?:have|need|must|should|still)\b"
    r"|\bany(?:thing)?\b[^,.;?]{0,30}\bleft (?:for (?:us|me) )?to (?!aws|amazon|you\b|them\b)",
    ignore_case=True,
)
TRUE = late(
    r"[,.;!-]\s*(?:(?:is that|is this|is it|isn't that|is he|is she) "
    r"(?:true|right|correct|so|the case|accurate|valid)|true or false)\s*\?*\s*$",
    ignore_case=True,
)
MIDDLE = late(
    r"(?<!where )(?<!what )(?<!how )(?<!why )\b(?:do|does|should|must|is) (?:i|we|aws|amazon)\b",
    ignore_case=True,
)
# "Is it us who look after it?"
CLEFT = late(
    r"\W*(?:(?:so|and|but|then)\W+)?(?:(?:is|isn't|isnt|was) it "
    r"(?:(?:not|really|only|just|actually|even|still|always|in fact) ){0,3}"
    r"(?:us|we|aws|amazon|our team|the customer|you guys)\b|are (?:we|they) the ones\b"
    r"|(?:aws|amazon|we|they|you|(?:the|our) (?:customer|team))(?:'re|'s| is| are| isn't| aren't)"
    r" (?:(?:not|really|also|still) )*the ones? (?:who|that)\b"
    r"|it(?:'s|s| is| isn't| isnt|'d be|'ll be| would be| will be) "
    r"(?:(?:not|still|really|always) ){0,2}"
    r"(?:us|aws|amazon|the customer|our team),? (?:(?:and )?not [^,.;?]{1,20},? )?(?:who|that)\b"
    r"|not (?:us|aws|amazon) (?:who|that)\b"
    r"|it(?:'s|s| is| isn't| isnt) (?:not )?(?:really )?(?:up to|down to|on) (?:us|aws|amazon) "
    r"(?:who|what|which|how|when)\b)",
    ignore_case=True,
)
# "… or am I mistaken?" asks whether what was said before it is so.
MISTAKEN = late(
    r"[,.;!-]?\s*(?:or )?(?:am i|are we|is that) (?:wrong|mistaken|incorrect|false|off)"
    r"(?: here| there| about (?:that|this))?\s*\?*\s*$",
    ignore_case=True,
)
# "It isn't something we do", "aws has no part in it": denials that stand before whom they deny.
NO_THING = late(
    r"(?:isn't|isnt|aren't|arent|\bnot|never) (?:really |exactly |actually |even )?"
    r"(?:something|anything|a thing|one of (?:the|our) \w+|for) (?:that )?"
    r"(?=(we|us|aws|amazon|you|they)\b)",
    ignore_case=True,
)
# "You mean that we must not?", "are you telling me AWS doesn't?"
SAID = late(
    r"\W*(?:so |ok |hey,? )?correct me if (?:i'm|im|i am|we're) wrong,?(?: but| though)?,?\s+|"
    r"\W*(?:(?:so|wait|ok|okay|hang on|hold on|sorry|and|but|then|hm+)\W+)*"
    r"(?:what )?(?:are you|you're|you are|youre|you|meaning|u)(?: really)?"
    r"(?: (?:saying|telling me|telling us|mean|say|suggesting))?"
    r"(?<=saying|. mean|ing me|ing us|eaning|ou say|esting)(?: is)?(?: that)?,?\s+(?=\S+\s+\S+)",
    ignore_case=True,
)
# "I take it that we don't", "my understanding is that AWS does".
BELIEVED = late(
    r"\W*(?:(?:so|ok|okay|hey|hi|and|but)\W+)*(?:i take it|surely|presumably|apparently"
    r"|supposedly|afaik"
    r"|as far as (?:i|we) (?:know|understand|can tell)|(?:my|our) (?:understanding|assumption) is"
    r"|(?:from what|as|if) (?:i|we) (?:understand|understood|gather|get)(?: (?:it|this|you))?"
    r"(?: (?:right|correctly|well))?)(?: that)?,?\s+(?=\S+\s+\S+)",
    ignore_case=True,
)
# "Please confirm that AWS patches it", "can we tell the auditors that we needn't?"
CONFIRM = late(
    r"(?:^|[.;!?]\s+)\W*(?:so |and |hi,? |hello,? )?(?:"
    r"(?:please |kindly |pls |can you |could you |would you |just |to )*"
    r"(?:confirm|verify|validate|corroborate)(?: for us| to us| for me)?(?: in writing)?"
    r"(?: that|:|,)?|(?:(?:can|may|might|could|should|do) (?:we|i|one) (?:\w+ )?"
    r"|(?:am i|are we|is it|would i be|would we be) (?:really )?"
    r"(?:allowed|permitted|ok|okay|safe|fair|enough|free|right|correct|entitled) (?:for us )?to )"
    r"(?:tell|state|write|say|claim|report|assert|assure|assume|presume|conclude)"
    r"(?:(?: (?!that)\w+){0,3} that|(?: (?:my|the|our) \w+)?(?= (?:aws|amazon|we|it|our)\b)))"
    r"\s+(?=\S+\s+\S+)",
    ignore_case=True,
)
# "We understand that AWS patches it. Please confirm."
CONFIRMED = late(
    r"[.,;:!?\u2013\u2014-]\s*(?:please |kindly |pls |can you |could you |would you |just )*"
    r"(?:confirm|verify)(?: this| that| it)?(?: in writing| please| or correct| or deny)?\W*$"
    r"|[.;!?]\s*(?:were|are) (?:we|i) (?:right|correct|wrong|mistaken)\W*$",
    ignore_case=True,
)
# "It isn't encrypted unless we do it".
UNLESS = late(
    r"(?:n't|\bnot|never|\bno|nothing|dont|doesnt|isnt|arent|wont)\b[^.;?]{0,80}"
    r"\b(?:unless|until|before|as long as) (?:we|i|you|our team)\b",
    ignore_case=True,
)
EITHER = late(
    r"\bor\s+(?:is it\s+|are\s+|does\s+|do\s+)?"
    r"(?:us|we|our|me|my|ours|aws|amazon|them|they|theirs|the customer|the team|customer)\b",
    ignore_case=True,
)
# "Am I right that AWS patches it?", "is it false that we must?"
FRAMED = late(
    r"\b(?:(?:is there |there's )?(?:any|a) (chance|way)(?: that)?\s+(?=(?:aws|amazon|we)\b)"
    r"|(?:am i|is it|isn't it|isnt it|would it be) (?:really )?"
    r"(right|correct|true|so|the case|fair to say|safe to say|wrong|false|mistaken|incorrect"
    r"|untrue|inaccurate)"
    r"(?:,| if|(?: in thinking| to think| thinking| to say)?(?: that)?)?\s+"
    r"(?=\S+\s+\S+)|(?:it's|it is|its|that's|is it|isn't it) (?:just |only )?an? "
    r"(myth|lie|misconception|fallacy|rumou?r|misunderstanding) that\s+)",
    ignore_case=True,
)
