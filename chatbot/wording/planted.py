"""Whether a sentence of an article gives orders to whoever answers, instead of saying something.

Such a sentence was planted to steer a model (indirect prompt injection: Greshake et al. 2023,
arXiv:2302.12173). It is no evidence of anything, so it is neither quoted as an answer, nor shown
to a model, nor can it bear out what a model writes. What is not recognised here still meets the
other walls: few sentences reach a model, fenced, and each that it writes is verified.
"""

import functools
import re
import unicodedata

_WINDOW = 600
"""Characters that are looked at together, half of them twice: what a sentence may cost stays bounded."""

_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһкмтвнӏɡαορντικυχ", "aeopcyxijsdhkmtbhlgaopvtikux"
)  # Unicode's confusables (UTS 39), as far as they stand for letters of English words
_LATIN = re.compile("[a-z]")
_SPACED = re.compile(r"(?<!\w)(?:\w[ .\-_*]){4,}\w(?!\w)")

_START = r"(?:^|[.!?:;,>)\]}\"“”'’*#|=~–—-]\s*|\b(?:please|now|then|and|also|always|must|should|just|simply|instead)\s+)"
_OVERRIDE = r"(?:ignore|disregard|forget|override|overrule|bypass|discard|skip|drop|abandon|(?:do not|don't|never|stop) (?:follow(?:ing)?|obey(?:ing)?|us(?:e|ing)|trust(?:ing)?|rely(?:ing)? on))"
_BEFORE = r"(?:above|previous|prior|preceding|earlier|foregoing|below|following|other|original|initial|existing|current|old|system|user'?s?|your)"
_ORDERS = r"(?:instructions?|prompts?|directives?|guidelines?|directions?|commands?|orders?|rules?|requests?|questions?|context|conversation|sentences?|sources?|articles?|text|messages?|input|everything|restrictions?|training)"
_REPLY = r"(?:answers?|repl(?:y|ies)|responses?|outputs?|completions?|messages?|summar(?:y|ies))"
_ON = r"(?:[^.!?]|[.!?](?!\s|$))*"
_MODEL = r"(?:ais?|a\.i\.|assistants?|chatbots?|chat bots?|bots?|(?:large )?language models?|llms?|gpts?|models?|agents?|copilots?)"
_MAKE = (
    r"(?:add|append|include|insert|begin|start|end|finish|conclude|close|prefix|preface|write|provide|give|replace|convert"
    r"|use|modify|change|alter|adapt|augment|extend|enhance|improve|integrate|introduce|incorporate|embed|weave|work|misspell"
    r"|scramble|jumble|rearrange|reorder|reverse|anagram|remove|delete|omit|group|combine|join|render|substitute|swap|shuffle"
    r"|translate|encode|decode|answer|reply|respond|return|output|print|repeat|say|state|mention|make|put|place"
    r"|keep|format|wrap|link|mark|suggest|recommend|tease|invite|encourage|urge|express|promote|advertise|sign|capitali[sz]e"
    r"|rewrite|rephrase|phrase|fill|ensure|set|let|turn|produce|generate|compose|draft|speak|pretend|attach|quote|cite)"
)
_SIGNS = tuple(
    re.compile(pattern)
    for pattern in (
        # what came before shall not count
        rf"{_START}{_OVERRIDE}\s(?:[\w’']+\s){{0,3}}?(?:{_BEFORE}\s(?:\w+\s){{0,2}}?{_ORDERS}|(?:all|any|the|these|those|every|each)\s(?:of\s)?(?:(?:the|your|my|these)\s)?(?:instructions?|prompts?|directives?|guidelines?|rules)|(?:the|everything|anything|what(?:ever)?)\s(?:(?:is|was|stands|comes|came|said|you were told|has been said)\s)?(?:above|before))\b",
        r"\bnew (?:system )?(?:instructions?|directives?|prompt)\s*:",
        r"\b(?:supersedes?|overrides?|replaces?|cancels?)\s(?:all|any|the|your)\s(?:\w+\s){0,3}?(?:instructions?|prompts?|directives?)\b",
        # how the answer shall look
        rf"{_START}{_MAKE}\b{_ON}\b(?:your|this|the (?:final|whole|next))\s(?:\w+\s){{0,2}}?{_REPLY}\b",
        rf"{_START}{_MAKE}\b{_ON}\b(?:words?|vowels?|letters?|spaces?)\b[^.!?]*\b(?:your|the)\s(?:\w+\s)?{_REPLY}\b",
        rf"{_START}(?:in|at the (?:end|start|beginning) of|throughout|within|after|before)\s(?:your|this|every|each)\s(?:\w+\s)?{_REPLY}\s*,",
        rf"{_START}{_MAKE}\b{_ON}\bin (?:anagrammed|scrambled|jumbled|reversed)\b",
        rf"{_START}(?:replace|convert|swap|capitali[sz]e|reverse|drop|double)\s(?:\w+\s){{0,3}}?(?:letters?|vowels?|consonants?|characters?)\b",
        r"^(?:please\s)?(?:draft|compose|write|provide|develop|create|generate|tell|sing|make)\s(?:(?:me|us)\s)?(?:an?|the|some)\s(?:\w+\s){0,3}?(?:poem|essay|story|letter|speech|introduction|song|joke|haiku|limerick|recipe|function|script|equivalent|translation)\b",
        r"(?:^|[:;\])>]\s*)(?:please\s)?(?:state|say|write|claim|announce|assert|declare|confirm|insist)\sthat\b",
        r"^(?:please\s)?(?:explain|describe)\s(?:how|what|why|where|the)\b",
        r"^(?:new )?instructions?\s*:\s?(?:state|say|write|answer|reply|respond|output|print|tell|you|ignore|always|never)\b",
        r"^(?:please\s)?translate (?:the|this|everything|all|it)\b",
        r"^(?:[^.!?]{0,60},\s)?(?:please\s)?(?:reply|respond|answer|say|output|print|return)\s(?:only|exactly|just|solely|nothing but|verbatim|with)\b",
        rf"{_START}(?:reply|respond|answer)\s(?:every|all|any|each|to every|to all|to any|to each|to the user|the user|this question|the question)\b",
        r"\byour (?:only|one|sole|new|real|true|first) (?:answer|reply|response|output|task|goal|job|instruction|objective|purpose)\s(?:is|must|should|shall|will)\b",
        # who the reader shall be
        rf"\byou(?:'re| are| will be| must be)?\s(?:now|no longer|hereby)\s(?:\w+\s){{0,5}}?(?:{_MODEL}|dan|unrestricted|unfiltered|bound|free|in \w+ mode|mode|pirate|persona)\b",
        r"\byou are (?:a|an|the) (?:\w+\s){0,3}?(?:ai|assistant|chatbot|language model|llm|gpt)\b",
        rf"{_START}(?:act|behave|respond|answer|speak|talk|write|pose)\s(?:as if|as though you|like you|as (?:a|an|the|my)\s(?:\w+\s){{0,3}}?(?:{_MODEL}|pirate|character|persona|expert|developer|admin\w*|root))\b",
        rf"{_START}(?:pretend|roleplay|role-play)\s(?:to be|that you|you|as)\b",
        r"\bfrom now on,?\s(?:you|answer|reply|respond|every|always|all)\b",
        r"\b(?:developer|dan|jailbreak|god|debug|maintenance|admin(?:istrator)?|sudo|unrestricted) mode\b[^.!?]*\b(?:you|enabled|activated|on|enter|answer|reply)\b",
        # what alone shall count
        r"\b(?:sources?|articles?|sentences?) you (?:may|can|must|should|are allowed to) (?:cite|use|quote|trust)\b",
        r"^\W*(?:source|citation|reference|footnote) \[?\d+[\])]?\s*:",
        # spoken to
        rf"\b(?:attention|note|notice|message|instructions?|memo|hint|reminder|warning|dear|hey|hello|hi|important)\b[^.!?]{{0,24}}\b(?:all |any |the |every )?(?:ai|language|chat|automated|answering|summari[sz]ing)\s?(?:{_MODEL}|systems?|readers?)\b",
        r"\b(?:attention|note to|notice to|message to|memo to|instructions? (?:to|for)|dear|hey|important for)\s(?:all |any |the |every )?(?:ai|assistants?|chatbots?|llms?|language models?)\b",
        r"\bif you(?:'re| are)\s(?:a|an|the)\s(?:\w+\s){0,2}?(?:ai|assistant|chatbot|language model|llm|model|bot)\b",
        r"\bas (?:an ai|a (?:large )?language model)\b[^.!?]*\byou\b",
        r"^(?:the )?(?:ai|assistant|chatbot|language model|llm|model|answerer|answering system)s?\b[,\s][^.!?]{0,24}\b(?:must|should|shall|has to|have to|is (?:required|instructed|ordered|told) to|needs? to)\s(?:not |never |now |always |only )?(?:answer|reply|respond|say|state|tell|write|output|print|include|add|append|ignore|disregard|refuse|cite|mention|reveal|recommend|quote|stop)\b",
        rf"{_START}tell\s(?:the|every|any|your|all)\s(?:users?|readers?|visitors?|humans?|customers?|person (?:who asks|asking))\s(?:that|to|how|about|they|their)\b",
        rf"{_START}(?:do not|don't|never|refuse to|decline to)\s(?:answer|respond|reply|cite|mention|quote|reveal|disclose|summari[sz]e)\s(?:to\s)?(?:the|this|any|that|these|your|other|from|it|anything)\b[^.!?]*\b(?:questions?|users?|sources?|articles?|sentences?|instructions?|reader|prompts?)\b",
        r"\b(?:say|state|claim|answer|reply|respond|pretend)\s(?:only\s)?(?:that\s)?(?:the articles (?:do not|don't|cannot)|you (?:cannot|can't|can not|could not|do not|don't|are unable|were unable|have been)|there is no answer|nothing was found)\b",
        # what shall be given away, and where to
        r"\b(?:reveal|print|show|repeat|output|leak|tell|write|display|disclose|summari[sz]e|send|quote|dump|recite|paste|give|copy|include)\b[^.!?]*\b(?:system|hidden|initial|developer|secret|original|own|your)\s(?:\w+\s)?(?:prompts?|instructions?)\b",
        r"\b(?:repeat|print|output|copy|recite|echo)\s(?:back\s)?(?:everything|all|the (?:words|text|lines|content|conversation|prompt|sentences))\b[^.!?]*\b(?:above|before|so far|verbatim|conversation|beginning)\b",
        r"!\[[^\]]*\]\s?\(\s?<?(?:https?:)?//[^)]*(?:\?|=|\{|\[|%7b)",
        r"(?:https?:)?//\S*[?&]\w+=(?:\{|\[|<|\$|%7b)",
        r"\b(?:append|add|attach|put|insert|include|send|post|submit|encode)\b[^.!?]*\b(?:conversation|chat history|user'?s? (?:question|name|message|data|email|password)|what the user)\b[^.!?]*\b(?:url|link|address|image|parameter|query|http\S*|to \S+@\S+)",
        r"\b(?:render|display|show|embed|insert|include|load|fetch|output|add)\b[^.!?]*\b(?:markdown (?:image|link)|image (?:from|at|with)|img tag|this (?:image|link|url))\b",
        r"\b(?:decode|decipher|unscramble|base64|rot13)\b[^.!?]*\b(?:follow|obey|execute|do what|act on|carry out|run)\b",
        r"\b(?:whoever|anyone who|if (?:anyone|someone|a user|the user)|when (?:you are|someone|a user|the user)) asks?(?:ed)?\b[^.!?]*[?”\"]?[^.!?]*\b(?:shall|must|should|is to)\s(?:be told|hear|get|receive|say|answer|reply)\b",
        r"\b(?:answer|correct answer|only true answer|reply) to (?:the|this|that|any|every|your) (?:user's )?(?:question|query)\b[^.!?]{0,160}\b(?:must|should|shall)\b",
        # the control tokens of chat templates, and turns that nobody took
        r"<\|\s?/?\w+\s?\|?>|</?(?:system|user|assistant|im_start|im_end|start_of_turn|end_of_turn)>",
        r"\[/?inst\]|<</?sys>>",
        r"^#{2,}\s?(?:new )?(?:instructions?|system|response|human|assistant|user)\b",
        r"^[\[(<*#\s]*(?:system|assistant|developer|user|human|tool)(?:\s(?:message|override|note|prompt|update|notice|says))?[\])>*\s]*:\s?\S",
        # the same in other languages
        r"\bignorier\w*\s(?:\w+\s){0,3}?(?:anweisung|anleitung|vorgabe|befehl|frage|obige|text)",
        r"\b(?:ignore[zr]?|oublie[zr]?)\s(?:\w+\s){0,3}?(?:instructions|consignes|précéd|directives)",
        r"\b(?:ignor[ae]n?|olvid[ae]n?|esque[çc]a)\s(?:\w+\s){0,3}?(?:instruc|indicacion|anterior|órdenes|pregunta)",
        r"\b(?:ignora|dimentica)\s(?:\w+\s){0,3}?(?:istruzioni|precedent)",
        r"\b(?:zignoruj|pomiń|ignoruj)\s(?:\w+\s){0,3}?(?:instrukcj|poleceni|powyższ|poprzedni)",
        r"\b(?:ігноруй\w*|проігноруй\w*|не зважай\w*|забудь\w*)\s(?:\w+\s){0,4}?(?:інструкц|вказівк|попередн|наказ|вище)",
        r"\b(?:игнорируй\w*|проигнорируй\w*|забудь\w*)\s(?:\w+\s){0,4}?(?:инструкц|указани|предыдущ|выше)",
        r"(?:忽略|无视|無視)[^。]{0,12}(?:指令|指示|说明|說明|提示|内容)|(?:指示|命令|プロンプト)を(?:すべて)?無視",
    )
)
_ASKED = re.compile(
    r"\b(?:prompts?|instruct\w*|inject\w*|jailbreak\w*|chatbots?|language models?|llms?|assistants?|planted|hidden text)\b",
    re.IGNORECASE,
)


@functools.lru_cache(maxsize=20_000)
def gives_orders(sentence: str) -> bool:
    """Say whether ``sentence`` tells a model or an answerer what to do.

    It is looked at as a model reads it: compatibility forms, invisible characters, letters of
    other scripts that look alike, and letters with spaces between them make no difference.
    """
    plain = _plain(sentence)
    joined = _SPACED.sub(lambda spaced: re.sub(r"[ .\-_*]", "", spaced[0]), plain)
    latin = joined.translate(_LOOKALIKES) if _LATIN.search(joined) else joined
    return any(
        sign.search(text, start, start + _WINDOW)
        for text in {plain, joined, latin}
        for start in range(0, max(1, len(text) - _WINDOW // 2), _WINDOW // 2)
        for sign in _SIGNS
    )


def asks_about_orders(question: str) -> bool:
    """Say whether ``question`` is itself about prompts or models, so that orders may answer it."""
    return bool(_ASKED.search(question))


def _plain(text: str) -> str:
    if text.isascii():
        return " ".join(text.lower().split())
    shown = "".join(
        each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) not in ("Cf", "Mn")
    )
    return " ".join(shown.lower().replace("’", "'").split())
