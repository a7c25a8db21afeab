"""``footnote eval --from-feedback``: answers that were rated on the page -> questions to be corrected.

A good answer's gold is what it cited, a good refusal's question has no answer in the articles. Of
a bad one only the question is known: its line is marked ``"checked": false``, with the reader's word.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from chatbot.conversations import ConversationStore, Kept, Rating
from chatbot.conversations.cited import borne_by
from chatbot.evaluate.reading import QUESTIONS
from index.errors import FootnoteError

HISTORY = 10
"""Earlier answers of the conversation that a question is given with, as the page's chain gets them."""


def make(data: Path, path: Path) -> str:
    """Write the rated answers of a data directory as a questions file, and say where it is.

    ``path`` is the file, or a folder that gets a ``questions.jsonl``. Raises FootnoteError where
    the file is there already or cannot be written, or nothing was rated.
    """
    path = path.expanduser()
    file = path / QUESTIONS if path.is_dir() else path
    store = ConversationStore(data).of_all()
    try:
        lines = [json.dumps(each, ensure_ascii=False) for each in _questions(store)]
    finally:
        store.close()
    if not lines:
        raise FootnoteError(
            f"no answer in {data} was rated", "press Good or Bad below answers on the page, then try again"
        )
    try:
        with file.open("x", encoding="utf-8", errors="replace") as out:
            out.write("\n".join(lines) + "\n")
    except FileExistsError as error:
        raise FootnoteError(f"{file} is there already", "move it away, or name another file") from error
    except OSError as error:
        raise FootnoteError(
            f"{file} cannot be written: {error.strerror or error}", "name another file"
        ) from error
    return (
        f"{len(lines)} questions are in {file}: correct those that are not checked, "
        f"then run: footnote eval {file} --data {data}"
    )


def _questions(store: ConversationStore) -> Iterator[dict[str, object]]:
    for summary in store.find(limit=None)[0]:
        answers = store.answers(summary.key)
        for place, each in enumerate(answers):
            if each.feedback.rating:
                yield _question(each, answers[max(0, place - HISTORY) : place])


def _question(kept: Kept, before: list[Kept]) -> dict[str, object]:
    reply, is_good = kept.reply, kept.feedback.rating is Rating.GOOD
    cited = dict.fromkeys(
        (citation.source or citation.article_id, citation.quote)
        for claim in reply.claims
        for citation in borne_by(claim)
    )
    return {
        "id": f"f{kept.number}",
        "question": reply.question,
        "answerable": reply.answered or not is_good,
        "answers": [],
        "gold": [{"article": article, "quote": quote} for article, quote in cited] if is_good else [],
        "history": [
            {"role": role, "content": content}
            for each in before
            for role, content in (("user", each.reply.question), ("assistant", each.reply.text))
        ],
        "checked": is_good,
        "word": kept.feedback.word,
    }
