"""``footnote eval --make-questions``: articles -> drafted questions, for a person to correct.

No model writes them: a sentence that begins with a name and says what it did becomes "Who
or what did that?", one that counts becomes "How many …?". For each few of them, one asks
the same of a name or number that stands in no article, and is marked as unanswerable. All
are marked ``"checked": false``.
"""

import json
import random
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from chatbot.evaluate.folder import Folder
from chatbot.evaluate.intervals import SEED
from chatbot.evaluate.reading import QUESTIONS
from chatbot.wording.quantities import Kind, quantities
from index.embedding import Embedder
from index.errors import FootnoteError
from index.library import Library
from index.settings import IndexSettings
from index.types import ArticleSummary, BlockKind, Sentence

NUMBER = 60
"""Questions that are drafted where no ``--limit`` is given."""

UNANSWERABLE = 4
"""One question in so many asks for what no article holds."""

_SUBJECT = re.compile(
    r"^(?P<name>[A-ZÀ-Þ][\w’'-]+(?:\s+(?:of\s+|de\s+|van\s+)?[A-ZÀ-Þ][\w’'-]+){0,4})\s+"
    r"(?P<rest>(?:(?:is|was|has|had|will|can)\s+)?[a-z]+(?:s|ed|d|t|n|w|ll|k|g)\b.{15,160})[.]$"
)
_LEADING = frozenset(
    "The This That These Those It He She They We In On At But And However After Before".split()
)
_LONGEST = 220


@dataclass(frozen=True, slots=True)
class Drafted:
    """One line of the file, in the format that ``footnote eval`` reads."""

    id: str
    question: str
    answerable: bool
    answers: list[str]
    gold: list[dict[str, str]]
    history: list[dict[str, str]] = field(default_factory=list)
    checked: bool = False


def make(path: Path, number: int = NUMBER, embedder: Embedder | None = None) -> str:
    """Draft up to ``number`` questions about the articles in a folder, and say where they are.

    Raises FootnoteError where the questions file is there already, or nothing can be drafted.
    """
    folder = Folder.at(path)
    if folder.questions.exists():
        raise FootnoteError(
            f"{folder.questions} is there already", f"move it away, or name a folder without {QUESTIONS}"
        )
    with tempfile.TemporaryDirectory() as data:
        settings = IndexSettings.read(data=Path(data))
        with Library(settings, embedder) as library:
            library.sync(folder.articles(folder.path / "footnote-eval"))
            drafted = list(_drafted(library, folder.path, number))
    if not drafted:
        raise FootnoteError(
            f"no sentence in {folder.path} could be made a question of",
            "write some by hand; docs/eval.md has the format",
        )
    lines = [json.dumps(asdict(each), ensure_ascii=False) for each in drafted]
    folder.questions.write_text("\n".join(lines) + "\n", "utf-8")
    return (
        f"{len(drafted)} questions are drafted in {folder.questions}: correct them, then set checked to true"
    )


def _drafted(library: Library, folder: Path, number: int) -> Iterator[Drafted]:
    """Yield questions, article by article in turn, so that no article has them all."""
    chance = random.Random(SEED)
    queues = []
    text = ""
    for article in library.articles()[0]:
        found = library.article(article.id)
        text += found.text if found else ""
        queue = list(_of_article(library, article, folder))
        chance.shuffle(queue)
        queues.append(queue)
    names = sorted(
        {each.answers[0] for queue in queues for each in queue if not each.answers[0][0].isdigit()}
    )
    made = 0
    while made < number and any(queues):
        for queue in queues:
            if not queue or made >= number:
                continue
            made += 1
            asked = queue.pop()
            swapped = _swapped(asked.question, text, names, chance) if made % UNANSWERABLE == 0 else ""
            if swapped:
                yield Drafted(f"d{made:03d}", swapped, answerable=False, answers=[], gold=[])
            else:
                yield Drafted(f"d{made:03d}", asked.question, asked.answerable, asked.answers, asked.gold)


def _of_article(library: Library, article: ArticleSummary, folder: Path) -> Iterator[Drafted]:
    gold = _named(article, folder)
    for passage in library.passages(article.id):
        for sentence in passage.sentences:
            if sentence.kind is BlockKind.PARAGRAPH and len(sentence.text) <= _LONGEST:
                for question, answer in _asked(sentence):
                    quoted = [{"article": gold, "quote": sentence.text}]
                    yield Drafted("", question, answerable=True, answers=[answer], gold=quoted)


def _asked(sentence: Sentence) -> Iterator[tuple[str, str]]:
    """Yield questions that the sentence answers, with the answers."""
    subject = _SUBJECT.match(sentence.text)
    if subject and subject["name"].split()[0] not in _LEADING and subject["name"][-2] not in "’'":
        yield f"Who or what {subject['rest']}?", subject["name"]
    counted = [each for each in quantities(sentence.text) if each.kind is Kind.COUNT and each.unit]
    if len(counted) == 1:
        each = counted[0]
        noun = re.match(r"\s+((?:[a-z-]+\s+)?[a-z-]+)", sentence.text[each.end :])
        if noun:
            before, after = sentence.text[: each.start], sentence.text[each.end :]
            yield f"How many {noun[1]}: “{before}…{after}”", sentence.text[each.start : each.end]


def _swapped(question: str, text: str, names: Sequence[str], chance: random.Random) -> str:
    """Return the question with a number that stands in no article, or empty where it has none."""
    for each in quantities(question):
        for _ in range(20):
            other = str(int(each.value) + chance.randint(2, 60))
            if other not in text:
                return question[: each.start] + other + question[each.end :]
    held = [name for name in names if re.search(rf"\b{re.escape(name)}\b", question)]
    absent = [name for name in ("Mercosur", "Kiribati", "Halvorsen", "Ottakar") if name not in text]
    if not held or not absent:
        return ""
    return re.sub(rf"\b{re.escape(held[0])}\b", chance.choice(absent), question)


def _named(article: ArticleSummary, folder: Path) -> str:
    """Return the article's name in a questions file: its id in a table, or its path below the folder."""
    source = article.sources[0]
    if "#" in source:
        return source.rsplit("#", 1)[1]
    return str(Path(source).relative_to(folder)) if Path(source).is_relative_to(folder) else source
