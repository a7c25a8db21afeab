"""What a writer is: it turns a question and its evidence into an answer's text."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from langchain_core.runnables import RunnableConfig

from chatbot.types import Evidence, Turn


class Writer(Protocol):
    """Writes an answer from numbered sentences; ``name`` is shown beside what it wrote."""

    @property
    def name(self) -> str:
        """The writer's name, as in ``openai:gpt-5.5``."""
        ...

    @property
    def within(self) -> float:
        """How many log-odds below the best sentence's others stand that it is still given to read."""
        ...

    def write(
        self,
        question: str,
        evidence: Sequence[Evidence],
        history: Sequence[Turn] = (),
        config: RunnableConfig | None = None,
    ) -> Iterator[str]:
        """Yield the answer's text piece by piece; none of the pieces is empty.

        Every sentence is meant to end in markers ``[n]``, ``n`` being an ``Evidence.rank``;
        whether they are right is for others to check. Closing the iterator stops the model.
        Raises WriterError at any point; what was yielded before is then no whole answer.
        """
        ...
