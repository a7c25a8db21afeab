"""Any LangChain chat model as a writer: its time-outs, its retries, its failures in plain words."""

import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langchain_core.runnables import RunnableConfig

from chatbot.types import Evidence, Turn
from chatbot.writers.failures import Failure, failure_of, keys_of
from chatbot.writers.prompt import messages
from chatbot.writers.stream import Patience, streamed
from chatbot.writers.thinking import without_thoughts
from index.errors import WriterError


@dataclass(frozen=True, slots=True)
class ChatWriter:
    """Writes answers with ``model``, which must not retry by itself.

    ``first_token_timeout`` are the seconds to wait for the first token, retries included,
    and then for each other; ``timeout`` those for the whole answer. Before any text was
    yielded, a failure that may pass is retried, at most ``retries`` times: after the
    provider's ``Retry-After``, or about ``backoff`` seconds and each time twice as long.
    ``within`` is as ``Writer`` has it.
    """

    model: BaseChatModel
    name: str
    first_token_timeout: float = 30.0
    timeout: float = 120.0
    retries: int = 2
    backoff: float = 0.5
    within: float = math.inf

    def write(
        self,
        question: str,
        evidence: Sequence[Evidence],
        history: Sequence[Turn] = (),
        config: RunnableConfig | None = None,
    ) -> Iterator[str]:
        """Yield the answer's text piece by piece; see ``Writer.write``."""
        asked = messages(question, evidence, history)
        patience = Patience(self.first_token_timeout, self.timeout)
        retried = 0
        while True:
            shown = False
            try:
                for text in self._once(asked, patience, config):
                    shown = True
                    yield text
                return
            except Exception as error:
                failure = failure_of(error, keys_of(self.model))
            pause = max(failure.after, self.backoff * 2**retried * random.uniform(0.75, 1.25))
            if shown or not failure.again or retried >= self.retries or pause >= patience.left():
                raise WriterError(f"{self.name} {failure.what}", failure.help)
            time.sleep(pause)
            retried += 1

    def _once(
        self, asked: list[BaseMessage], patience: Patience, config: RunnableConfig | None
    ) -> Iterator[str]:
        written = False
        for text in without_thoughts(streamed(self.model, asked, patience, config)):
            written = True
            yield text
        if not written:
            raise Failure("sent an empty reply", again=True)
