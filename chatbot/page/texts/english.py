"""The texts of the page in English: what they are called, and of which types they are in every language."""

import datetime
from collections.abc import Sequence

from chatbot.changes.jobs import Task
from chatbot.conversations.export import ENGLISH as _EXPORTED
from chatbot.types import Verdict
from index.types import ArticleOrder

OWN_NAME = "English"
"""What those who speak the language call it."""

DIRECTION = "ltr"
"""Which way the language is written: “ltr” or “rtl”."""

NAME = "Footnote"
TAGLINE = "Answers from your articles, each sentence with its source."

WELCOME = "Ask your articles."
WELCOME_HOW = (
    "Every sentence of an answer is quoted word for word. Its footnote opens the article at that sentence."
)
WELCOME_EXAMPLES = "For example"
EMPTY = "There is nothing to ask yet."
EMPTY_HOW = (
    "Open the library and drop in articles (text, Markdown, HTML, PDF, Word, CSV or JSON lines), "
    "or start Footnote with a folder of them:"
)
EMPTY_COMMAND = "footnote serve --index FOLDER"
EMPTY_OPEN = "Open the library"

QUESTION = "Your question"
QUESTION_PLACEHOLDER = "Ask, or @ an article"
NAMED = "Articles to ask alone"
QUESTION_EMPTY = "Type a question first."
ASK = "Ask"
MAY_NOT_ASK = "You may read here, and not ask. Whoever runs this Footnote can change that."
LOG_OUT = "Log out"
NEW = "New conversation"
NEW_SHORT = "New"
CONVERSATION = "Conversation"
EARLIER = "Earlier answers"
YOU_ASKED = "You asked"
SEARCHING = "Searching the articles…"

REFUSAL = "The articles do not answer this."
NEAREST = "Nearest sentences"
NOTHING_NEAR = "No sentence comes near the question."
EVIDENCE = "Evidence"
EVIDENCE_MORE = "other sentences that were read"
ASKED_AS = "asked as:"
ASKED_WITH = "asked with this from the conversation:"
ONE_SOURCE = "rests on one article only"

WHY = "Why these sentences"
WHY_FOUND = "How each sentence was found, the best first"
WHY_SENTENCE = "Sentence"
WHY_COLUMNS = ("By meaning", "By words", "Together", "Rare words", "Read", "Score")
WHY_LEGEND = (
    "place of its passage in the search by meaning (vectors)",
    "place of its passage in the search by words (terms)",
    "both places in one number (reciprocal ranks, fused); a dash: what was found first led to it",
    "how many of the question's rare words stand in it",
    "how surely it answers, for a small model that reads question and passage together (the reranker); "
    "a dash: it only reads the likeliest passages",
    "all that was seen of it, weighed; it orders the sentences",
)
CHECKED = "How each written sentence was checked against its sources"
CHECKED_SENTENCE = "Written sentence, and what it rests on"
CHECKED_COLUMNS = ("Verdict", "Borne out", "In no source")
UNKNOWN = "–"

PREPARING = "A model is about to write. Until it does, the quoted answer stands."
WRITING = "Being written; each sentence is checked when it is whole."
MEANWHILE = "Quoted meanwhile"
STOP = "Stop"
STOPPED = "Stopped."
FELL_BACK = (
    "The model did not write this time; quoted sentences stand in. Ask again later, or have another write."
)
FELL_BACK_CHOOSE = "Choose who writes"
STOPPED_QUOTED = "The writing was stopped; this is the quoted answer"
UNFOUNDED = "stands in no cited sentence"
MISSING = "The articles do not say:"
CONFLICT = "The articles disagree about"

ANSWERING = "Answering"
WRITER = "Who writes the answer"
REFUSING = "When to refuse"
REFUSING_FROM_TO = "From answering more to refusing more"
ANSWER_MORE = "Answer more"
REFUSE_MORE = "Refuse more"
WHERE = "Where to search"
COLLECTION = "Collection"
LANGUAGE = "Language"
SOURCE = "Source"
SINCE = "Published since"
UNTIL = "Published until"
ANY = "All"
RESET = "Back to the defaults"

WRONG = "Something went wrong in Footnote."
WRONG_HELP = "The question was not answered; the server's log says more. The articles are safe."

ARTICLE = "Article"
LIBRARY = "Library"
SIDE = "Sources"
BACK = "Close"
VIEWER_EMPTY = "The source opens here"
VIEWER_EMPTY_HOW = "Activate a footnote in an answer, or a title in the library, to read the article."
VIEWER_GONE = "This article cannot be read any more."
CHANGED = "Changed or removed since this answer: this is the version that was cited."
CITED_ARTICLES = "Articles cited in this answer"
PREVIOUS = "Previous sentence"
NEXT = "Next sentence"
CITED_HERE = "Cited sentences"
ASK_ONLY = "Ask this article alone"
ASK_SELECTED = "Ask about this"
ASKING_ONLY = "Asking one article alone:"
ASK_ALL = "Ask all articles"
VIEWS = "Show as"
VIEW_TEXT = "Text"
VIEW_PAGES = "Pages"
PAGE_OF = "Page {at} of {all}"
NOT_ON_PAGES = "This sentence was not found on the pages; it is in the text."
NO_PAGES = "The pages cannot be shown."

FIND = "Find in this article"
FIND_KEYS = "Press / to come here, Enter and Shift-Enter to step, Escape to end"
FIND_POSITION = "{at} of {all}"
FIND_NONE = "Not in this article"
FIND_PREVIOUS = "Previous match"
FIND_NEXT = "Next match"

CONVERSATIONS = "Conversations"
CONVERSATIONS_SEARCH = "Search the conversations"
CONVERSATIONS_SEARCH_PLACEHOLDER = "Words of a title, a question or an answer"
NO_CONVERSATIONS = "What you ask is kept here, on this computer: come back to it, rename it, delete it."
NO_CONVERSATION_MATCHES = "No conversation matches."
RENAME = "Rename"
RENAME_TO = "New title"
RENAME_YES = "Save"
RENAME_NO = "Cancel"
DELETE = "Delete"
EXPORT = "Export"
EXPORT_TALK = "Export conversation"
COPY = "Copy with footnotes"
COPIED = "Copied"
AGAIN = "Ask again"
QUOTES_ONLY = "Quotes only"
EDIT = "Edit the question"
EDIT_HOW = "The answer to it takes the place of this one, and of all that was asked after it."
EDIT_CANCEL = "Cancel"
REPLACED = "What was asked from there on was replaced."
BRING_BACK = "Bring it back"
FEEDBACK = "What you think of this answer"
GOOD = "Good"
BAD = "Bad"
WORD = "A word on it"
WORD_KEEP = "Keep it"
NOT_KEPT = "this answer is not kept"
NOT_RATED = "This answer is not kept, so nothing can be kept with it."
THANKS = "Kept with the answer."
UNDO = "Undo"
TODAY = "Today"
YESTERDAY = "Yesterday"

ADD = "Add articles: drop files here, or choose them"
SEARCH = "Search the library"
SEARCH_PLACEHOLDER = "Title or file name"
REINDEX = "Look for changes"
PREVIOUS_PAGE = "Previous"
NEXT_PAGE = "Next"
NO_ARTICLES = "The library is empty. Drop files above, or name a folder of them."
NO_MATCH = "No article matches."
REMOVE = "Remove"
SORTED = "Sorted"
ORDERS = {
    ArticleOrder.TITLE: "by title",
    ArticleOrder.NEWEST: "newest first",
    ArticleOrder.ADDED: "added last first",
    ArticleOrder.LONGEST: "longest first",
}
COLUMNS = ("Title", "Date", "Format", "Sentences", "State")
READY = "ready"
BY_WORDS = "searchable by words, vectors following"
NOT_INDEXED = "Files that were not indexed"
NO_DATE = "undated"

FORMATS = {
    "": "unknown",
    "text/plain": "Text",
    "message/rfc822": "Mail",
    "application/x-ipynb+json": "Notebook",
}
"""Formats by their media types, as far as they are named by words; ``alike`` has those of a proper name."""
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
STAGES = {
    "condense": "understanding the question",
    "retrieve": "searching",
    "judge": "judging",
    "answer": "quoting",
    "write": "writing",
    "verify": "checking",
}
VERDICTS = {
    Verdict.SUPPORTED: "supported",
    Verdict.PARTLY: "partly supported",
    Verdict.UNSUPPORTED: "not supported",
}
WRITERS = {"quote": "quoted sentences", "local": "the local model"}
WRITER_LABELS = {"quote": "Quoted sentences, word for word", "local": "The local model, on this computer"}
LANGUAGE_NAMES = {
    **{"en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian"},
    **{"pt": "Portuguese", "nl": "Dutch", "sv": "Swedish", "da": "Danish", "no": "Norwegian"},
    **{"fi": "Finnish", "pl": "Polish", "uk": "Ukrainian", "ru": "Russian", "tr": "Turkish"},
    **{"zh": "Chinese", "ja": "Japanese", "ko": "Korean", "ar": "Arabic", "he": "Hebrew"},
}
PHASES = {"fetching": "Fetching pages", "reading": "Reading files", "embedding": "Computing vectors"}
OUTCOMES = {
    each: each
    for each in ("indexed", "updated", "unchanged", "moved", "duplicate", "removed", "skipped", "failed")
}
JOB_STATES = {"done": "done", "failed": "failed", "cancelled": "stopped"}


def counted(number: int, singular: str, plural: str = "") -> str:
    """Return ``17 articles`` or ``1 article``."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def articles_named(articles: int) -> str:
    """Say how many articles have the name that is being typed, and how one is taken."""
    return f"{counted(articles, 'article')}: arrow keys choose, Enter takes one." if articles else ""


def welcome_count(articles: int) -> str:
    """Say how many articles there are."""
    return f"{counted(articles, 'article')} to ask."


def reading(sentences: int, articles: int) -> str:
    """Say what is read while the answer is made."""
    return f"Reading {counted(sentences, 'sentence')} of {counted(articles, 'article')}…"


def searched(articles: int) -> str:
    """Say what was searched."""
    return f"{counted(articles, 'article')} searched"


def sureness(confidence: float, answered: bool) -> str:
    """Say in words and per cent how sure the answer is."""
    chance = _chance(confidence)
    if not answered:
        return f"{chance} likely to hold the answer"
    words = "very sure" if confidence >= 0.9 else "fairly sure" if confidence >= 0.7 else "not very sure"
    return f"{words} ({chance})"


def seconds(duration: float) -> str:
    """Return a duration as a reader would say it."""
    if duration < 1:
        return f"{max(1, round(duration * 1000))}\u00a0ms"
    if duration < 90:
        return f"{duration:.1f}\u00a0s" if duration < 10 else f"{duration:.0f}\u00a0s"
    return f"{duration / 60:.0f}\u00a0min"


def per_cent(share: float) -> str:
    """Return a share from 0 to 1 as a reader would say it."""
    return f"{100 * share:.0f}%"


def _chance(confidence: float) -> str:
    return per_cent(confidence) if confidence >= 0.005 else "under 1%"


def decided(confidence: float, threshold: float | None, answered: bool) -> str:
    """Say why there is an answer, or a refusal; both numbers from 0 to 1."""
    found = f"That these sentences answer the question was found {_chance(confidence)} likely"
    if threshold is None:
        return f"{found}."
    asked = f"Footnote answers from {per_cent(threshold)} on"
    return f"{found}; {asked}." if answered else f"{found}, which is too little: {asked}."


def searched_as(standalone: str) -> str:
    """Say what a follow-up became."""
    return f"With the conversation before it, the question became: “{standalone}”"


def unfounded(words: Sequence[str]) -> str:
    """Name what stands in no cited sentence."""
    return f"in no cited sentence: {', '.join(words)}"


def written_by(writer: str) -> str:
    """Say which model wrote an answer."""
    return f"written by {WRITERS.get(writer, writer)}"


def file_size(size: int) -> str:
    """Return a file's size as a reader would say it."""
    return f"{size / 1e9:.1f}\u00a0GB" if size >= 1e9 else f"{max(1, round(size / 1e6)):,}\u00a0MB"


def fetch(size: str) -> str:
    """Offer to fetch a model's file."""
    return f"Fetch it ({size})"


def model_missing(size: str) -> str:
    """Say how a model's file that is not there can be had."""
    return f"Its file ({size}) is not here yet; fetch it with:"


def fetching(done: int, total: int) -> str:
    """Say how much of a file has been fetched."""
    return f"Fetching the model: {file_size(done)} of {file_size(total)}" if total else "Fetching the model"


def cost(answerable: float, near: float, foreign: float) -> str:
    """Say in words what a threshold costs; shares from 0 to 1."""
    return (
        f"Of 100 questions that the articles answer, about {100 * answerable:.0f} are refused. "
        f"Of 100 that they do not answer, about {100 * foreign:.0f} are caught, "
        f"and {100 * near:.0f} where the articles tell of the same things."
    )


def threshold_moved(chosen: float, stands: float) -> str:
    """Say that the refusal was moved, and where to."""
    return "refuses more" if chosen > stands else "answers more"


def option(name: str, articles: int) -> str:
    """Name what can be chosen, with the number of its articles."""
    return f"{name} ({articles:,})"


def since(iso: str) -> str:
    """Name a filter by date."""
    return f"since {date(iso)}"


def until(iso: str) -> str:
    """Name a filter by date."""
    return f"until {date(iso)}"


def collection(name: str) -> str:
    """Name a filter by collection."""
    return f"collection {name}"


def source(name: str) -> str:
    """Name a filter by source."""
    return f"from {name}"


def only(title: str) -> str:
    """Name the one article that is asked."""
    return f"only “{title}”"


def searched_part(articles: int, total: int, named: Sequence[str]) -> str:
    """Say what was searched of a library, and how that part was chosen."""
    return f"Searched {articles:,} of {counted(total, 'article')}: {', '.join(named)}"


def date(iso: str) -> str:
    """Return ``28 November 2024`` for an ISO 8601 date of any precision; other text as it is."""
    parts = iso.partition("T")[0].split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts) > 3:
        return iso
    numbers = [int(part) for part in parts]
    if len(numbers) > 1 and not 1 <= numbers[1] <= 12:
        return iso
    named = [str(numbers[0])] + [_MONTHS[number - 1] for number in numbers[1:2]]
    return " ".join([str(number) for number in numbers[2:]] + named[::-1])


def short_date(iso: str) -> str:
    """Return ``28 Nov 2024``, for a table."""
    return " ".join(word[:3] if word in _MONTHS else word for word in date(iso).split(" "))


def footnote(number: int, title: str, published: str) -> str:
    """Return what a screen reader says for a footnote."""
    return ", ".join(part for part in (f"footnote {number}", f"quote from {title}", date(published)) if part)


def deleted(title: str) -> str:
    """Say which conversation was deleted."""
    return f"Deleted: {title}"


def answers(number: int) -> str:
    """Say how long a conversation is."""
    return counted(number, "answer")


def step(position: int, total: int) -> str:
    """Say which lit sentence is the active one."""
    return f"{position} of {total}"


def range_shown(first: int, last: int, total: int) -> str:
    """Say which articles of how many a list shows."""
    return counted(total, "article") if last - first + 1 >= total else range_of(first, last, total)


def range_of(first: int, last: int, total: int) -> str:
    """Say which part of a list is shown."""
    return f"{first:,} to {last:,} of {total:,}"


EXPORTED = _EXPORTED
"""What is said in exported and shared conversations."""


def task(what: Task) -> str:
    """Name what a job does."""
    said = str(what)
    return said[0].upper() + said[1:]


def removed(title: str) -> str:
    """Say which article was removed."""
    return f"Removed: {title}"


WAITING = "waiting"
WORKING = "progress"


# The map

MAP = "Map"
MAP_MAKING = "The map is being drawn; it will be here in a moment."
MAP_EMPTY = "There is a map once articles are indexed and their vectors computed."
MAP_QUESTION = "your question"
MAP_LEGEND = (
    "Numbers are the footnotes of the newest answer, rings other sentences that were read for it. "
    "Press a sign to read the passage."
)
MAP_TOPICS = "Topics"
MAP_UNNAMED = "without words of its own"
MAP_NEAREST = "nearest to your question"
TIMELINE = "Cited articles, by date"


def map_how(points: int, passages: int) -> str:
    """Say what the map shows."""
    drawn = f"{points:,} of {passages:,} passages" if points < passages else counted(points, "passage")
    return f"{drawn}; those that say like things lie near each other."


def map_size(passages: int, articles: int) -> str:
    """Say how large a topic is."""
    return f"{counted(passages, 'passage')} of {counted(articles, 'article')}"


def map_more(articles: int) -> str:
    """Say how many articles of a topic are not listed."""
    return f"and {articles:,} more"


# The login page

LOGIN = "Log in"
LOGIN_NAME = "Name"
LOGIN_PASSWORD = "Password"
LOGIN_ELSEWHERE = "Log in with your organisation"
LOGIN_HELP = "No account, or a password forgotten? Whoever runs this Footnote can give you one."
LOGIN_WRONG = "That name and password do not belong together."
LOGIN_FOREIGN = "This form was not sent by this page. Open it anew and try again."


def login_wait(minutes: int) -> str:
    """Say when it can be tried again."""
    return f"Too many attempts. Try again in {counted(minutes, 'minute')}."


def version(number: int) -> str:
    """Name a version of an article."""
    return f"version {number}"


# Reading: what else may be asked, and conversations that are shared

TOO_EARLY = "Articles are still being indexed, so this may be too early: ask again in a moment."
FURTHER = "The articles also answer"
SHARE = "Share"
SHARE_TALK = "Share conversation"
SHARE_HOW = (
    "A page of its own, to be read and not changed, at an address that nobody can guess. "
    "It holds the answers as they are now."
)
SHARE_MAKE = "Make the page"
SHARE_PUBLIC = "Make it for whoever has the link"
SHARE_OPEN = "The shared page"
SHARE_COPY = "Copy its link"
SHARE_RENEW = "Add what was asked since"
SHARE_END = "Stop sharing"
SHARED = "shared"
SHARED_GONE = "This page is not shared any more"
SHARED_GONE_HOW = "Whoever sent you the link can share the conversation again."


def shared_facts(made: datetime.date, number: int, is_public: bool) -> str:
    """Say since when a conversation is shared, how much of it, and with whom."""
    whom = "for whoever has the link" if is_public else "for those who may read here"
    return f"{date(made.isoformat())} · {answers(number)} · {whom}"


# The library: adding, narrowing, trying again, the first minutes

ADD_PLACE = "Or a folder, a file, a web page or feed"
ADD_PLACE_PLACEHOLDER = "/home/anna/articles or https://…"
ADD_PLACE_BUTTON = "Add"
FILTER = "Filter"
FORMAT = "Format"
STATE = "State"
NARROWED = "Narrowed to; press one to take it off"
LIST_STATES = {
    "ready": "searchable",
    "embedding": "vectors being computed",
    "failed": "could not be read",
}
RETRY = "Try again"
SEEDS_TRY = "Try it with the articles that come with Footnote"
INDEX_AWAY = (
    "The vector index cannot be reached just now: articles are searched by their words alone. "
    "Footnote tries again by itself; whoever runs it should see that the Chroma server is up."
)
INDEX_REBUILT = (
    "A part of the search index is being built anew: until it stands, some articles may be missed. "
    "That goes by itself; if it does not, footnote doctor --repair says why."
)


def take_off(filter: str) -> str:
    """Offer to take a filter off."""
    return f"Take off: {filter}"


def retry_all(number: int) -> str:
    """Offer to read all files again that failed."""
    return f"Try all {number:,} again"


def pace_of(phase: str, rate: float, left: float | None) -> str:
    """Say how fast a phase of indexing goes, in what, and how long it still takes."""
    what = {"reading": "files", "embedding": "passages", "fetching": "pages"}.get(phase, "")
    number = f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}"
    said = f"{number} {what} a second".replace("  ", " ")
    return said if not left else f"{said}, {seconds(left)} left"


def sentence_unit(number: int) -> str:
    """Say what an article's length is counted in, after the number."""
    return "sentence" if number == 1 else "sentences"
