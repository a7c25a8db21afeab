"""Made replies, for tests of what the page makes of them."""

from dataclasses import replace

from chatbot.types import Citation, Claim, Evidence, Reply, Verdict
from index.types import ArticleSummary, BlockKind, Metadata, Passage, Sentence


def citation(start: int = 0, article: str = "a", quote: str = "A quote.", title: str = "A title") -> Citation:
    return Citation(article, 1, start, start + len(quote), quote, title, "/a.txt", "2024-11-28")


def row(quote: str, columns: str, start: int = 0) -> Citation:
    return replace(citation(start, quote=quote), kind=BlockKind.ROW, columns=columns)


def evidence(start: int, quote: str = "A quote.", title: str = "A title") -> Evidence:
    sentence = Sentence(quote, start, start + len(quote))
    passage = Passage("p", "a", 1, 0, start, sentence.end, "", (sentence,))
    about = Metadata(title=title, published="2024-11-28")
    summary = ArticleSummary("a", 1, title, about, "text/plain", ("/a.txt",), 1, 1, 1, "2024")
    return Evidence(sentence, passage, summary, 0.5, 1)


def claim(*citations: Citation, text: str = "A quote.", verdict: Verdict = Verdict.SUPPORTED) -> Claim:
    return Claim(text, citations, verdict, 1.0)


def reply(*claims: Claim, evidence: tuple[Evidence, ...] = (), standalone: str = "Who?") -> Reply:
    return Reply(
        "Who?", standalone, bool(claims), 0.95, claims, evidence, 17, {"retrieve": 0.04, "judge": 0.002}
    )
