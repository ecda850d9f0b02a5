"""The turns of phrase by which people ask for a yes or a no."""

from __future__ import annotations

import re

TAG = re.compile(
    r"(?:,\s*|\b)(?:right|correct|true|yes|yeah|no|isn't it|aren't we|doesn't it|do we|don't we"
    r"|is that right|am i right)\s*\?+\s*$",
    re.IGNORECASE,
)
# After a whole question: "… which party does? It's us, isn't it".
CLAIM = re.compile(
    r"\b(?:it's|its|that's|thats) (?:on )?(us|ours|aws|amazon)[,.!]? "
    r"(?:isn't it|isnt it|right|no|correct|am i right)\W*$",
    re.IGNORECASE,
)
# "Who fixes it, us?"
OFFERED = re.compile(r"[,.?!\u2014-]\s*(?:on )?(us|ours|aws|amazon)\s*\?+\s*$", re.IGNORECASE)
# "Encrypted without us doing anything", "w/o any config from us".
ALONE = re.compile(
    r"\b(?:without|w/o|w/out|with no|no)\b[^,.;?]{0,25}\b(?:us|our side|our doing)\b", re.IGNORECASE
)
# "Is there anything left for us to do?"
LEFT = re.compile(r"\b(?:anything|something) (?:left )?(?:for us|we)\b", re.IGNORECASE)
TRUE = re.compile(
    r",\s*(?:is that|is it|isn't that) (?:true|right|correct)\s*\?*\s*$", re.IGNORECASE
)
MIDDLE = re.compile(r"\b(?:do|does|should|must|is) (?:i|we|aws|amazon)\b", re.IGNORECASE)
# "Is it us who look after it?"
CLEFT = re.compile(
    r"\W*(?:(?:is|isn't|isnt|was) it (?:not )?(?:really )?"
    r"(?:us|we|aws|amazon|our team|the customer|you guys)\b|are (?:we|they) the ones\b)",
    re.IGNORECASE,
)
EITHER = re.compile(
    r"\bor\s+(?:is it\s+|are\s+|does\s+|do\s+)?"
    r"(?:us|we|our|me|my|ours|aws|amazon|them|they|theirs|the customer|the team|customer)\b",
    re.IGNORECASE,
)
