"""English words as a question needs them: “did Sweden join” where a sentence says “joined”.

Only common verbs are known, whose past is no other word; of a sentence with another nothing is asked.
"""

_REGULAR = (
    "abandon abolish accept accuse achieve acquire add admit adopt advise affect agree allow announce "
    "annex appear apply appoint approve argue arrest arrive assassinate attack attend attract award ban "
    "block bomb borrow call cancel capture celebrate claim clear close collapse collect command "
    "commission compete compose condemn confirm conquer construct contribute convert create criticise "
    "criticize cross decline defeat delay deliver demand deny deploy describe design destroy develop "
    "die direct discover dismiss dissolve divide donate double drop earn elect embrace enact end "
    "endorse enlist enter establish execute expand expel explain export extend finance finish follow "
    "form found gain graduate grant halt hire host import impose improve include increase inherit "
    "inspire install introduce invade invent invest invite join kill land launch lift locate manage "
    "marry merge move name negotiate nominate obtain occupy offer open oppose order organise organize "
    "outlaw paint pass perform persuade play pledge postpone praise prevent produce prohibit promise "
    "promote propose protest prove publish purchase raise ratify reach receive recognise recognize "
    "record reduce refuse reject release remain remove rename renounce repeal replace reply report "
    "request rescue require resign restore resume retire return reveal revoke rule scrap seize settle "
    "share sign star start stop study suffer suggest supply support surrender suspend thank threaten "
    "train transfer travel triple unveil urge use veto visit vote warn welcome work"
).split()
_IRREGULAR = {
    **{"beat": "beat", "became": "become", "began": "begin", "bought": "buy", "broke": "break"},
    **{"brought": "bring", "built": "build", "came": "come", "chose": "choose", "drew": "draw"},
    **{"fell": "fall", "flew": "fly", "fought": "fight", "gave": "give", "grew": "grow", "held": "hold"},
    **{"kept": "keep", "led": "lead", "left": "leave", "lost": "lose", "made": "make", "met": "meet"},
    **{"paid": "pay", "ran": "run", "rose": "rise", "said": "say", "sang": "sing", "sank": "sink"},
    **{"sent": "send", "shot": "shoot", "sold": "sell", "spent": "spend", "spoke": "speak"},
    **{"stood": "stand", "sought": "seek", "swore": "swear", "taught": "teach", "threw": "throw"},
    **{"told": "tell", "took": "take", "went": "go", "won": "win", "wrote": "write", "withdrew": "withdraw"},
}
_PARTICIPLES = (
    "begun born broken chosen drawn driven fallen flown given grown overthrown run sung sunk sworn "
    "taken withdrawn written"
).split()
_ONLY_PAST = (
    "became began beat broke came chose drew fell flew gave grew ran rose sang sank spoke swore threw "
    "took went withdrew wrote"
).split()
_DOUBLED = frozenset({"admit", "ban", "drop", "expel", "scrap", "star", "stop", "transfer"})


def _ending_in_ed(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    if base.endswith("y") and base[-2] not in "aeou":
        return f"{base[:-1]}ied"
    return f"{base}{base[-1]}ed" if base in _DOUBLED else f"{base}ed"


BASE = {**{_ending_in_ed(base): base for base in _REGULAR}, **_IRREGULAR}
"""The base form of each past."""

PARTICIPLES = frozenset(BASE).difference(_ONLY_PAST).union(_PARTICIPLES)
"""What stands after “has”, and after “was” in a passive."""

COMPLETE = frozenset(
    "agreed appeared applied arrived began closed collapsed died ended fell graduated opened resigned "
    "retired returned started surrendered".split()
)
"""Pasts that need nothing after them."""

COMPLETE_IN_PASSIVE = frozenset(
    "abolished adopted annexed appointed arrested assassinated attacked born built captured completed "
    "conquered constructed created defeated designed destroyed discovered dissolved elected established "
    "executed expelled finished formed founded introduced invaded invented killed launched opened "
    "published ratified released signed written".split()
)
"""Participles that need nothing after them."""

ACTING = frozenset(
    "accused appointed built called composed condemned created criticised criticized defeated demanded "
    "denied described designed directed discovered dismissed founded invented invited led married "
    "praised produced promised proposed received refused signed suggested thanked threatened told urged "
    "warned welcomed won wrote".split()
)
"""Pasts of what people do, or those who act for a state or a firm."""

DECIDING = frozenset(
    "abolished announced approved banned condemned demanded opposed promised proposed prohibited "
    "recommended refused rejected suggested".split()
)
"""Pasts of which one asks what: what was decided, said or wanted."""

AUXILIARIES = frozenset(
    "is are was were am be been being has have had do does did will would can could shall should may "
    "might must says say seems becomes".split()
)
"""What makes another clause of what follows."""

TITLES = frozenset(
    "President Chancellor King Queen Pope Senator General Captain Dr. Mr. Mrs. Ms. Sir Lord Professor "
    "Prince Princess Emperor Secretary-General".split()
)
"""With which a subject is one person."""

PEOPLE = frozenset(
    "actor actress architect artist astronaut author biologist businessman chancellor chemist coach "
    "composer conductor cricketer diplomat director economist engineer footballer guitarist historian "
    "journalist judge king lawyer mathematician minister musician novelist painter philosopher "
    "photographer physician physicist pianist playwright poet politician president producer queen "
    "rapper scientist screenwriter sculptor secretary senator singer songwriter theologian violinist "
    "writer".split()
)
"""What a person is said to be."""

THINGS = frozenset(
    "agency airline airport alliance album band book bridge building channel charity church city club "
    "college comedy commission committee company corporation country county department district drama "
    "film festival forest genus group hospital hotel island lake language law magazine missile mountain "
    "movement museum newspaper novel opera orchestra organisation organization park party peninsula "
    "plant province region restaurant river school series show song species state studio system team "
    "term theatre town treaty tournament university village weapon".split()
)
"""What something is said to be that is no person."""

LEANING = frozenset(
    "i you he she it we they me him us them my your our mine this that these those there here "
    "without "
    "who whom whose which what where when while why how if whether although though because as after "
    "before since until till than then thus so but or nor not never also too only even just still yet "
    "already again later earlier ago now today yesterday tomorrow tonight soon recently currently "
    "previously however therefore moreover meanwhile instead same such other others another both each "
    "either neither latter former last next following respectively itself himself herself themselves "
    "one ones more less first".split()
)
"""Words that lean on what was said before, or make another clause of what follows."""

OWNING = frozenset({"his", "her", "its", "their"})
"""Whose, is plain after the subject, and nowhere else."""

LOOSE = frozenset("a an the of in on at to for from by with and into over about".split())
"""What no question ends with."""
