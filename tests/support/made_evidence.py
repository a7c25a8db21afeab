"""Evidence of one made article, for tests that search nothing."""

from chatbot.types import Evidence
from index.types import ArticleSummary, Metadata, Passage, Sentence


def evidence_of(
    *texts: str, title: str = "Enlargement", published: str = "2024-11-28"
) -> tuple[Evidence, ...]:
    metadata = Metadata(title=title, published=published)
    article = ArticleSummary("a", 1, title, metadata, "text/plain", ("a.txt",), 1, len(texts), 1, "")
    found = []
    for rank, text in enumerate(texts, 1):
        sentence = Sentence(text, 0, len(text))
        passage = Passage("p", "a", 1, 0, 0, len(text), title, (sentence,))
        found.append(Evidence(sentence, passage, article, 1 / rank, rank))
    return tuple(found)
