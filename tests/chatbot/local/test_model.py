"""The local model: what can be told without its file always, real answers where the file is there."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage, SystemMessage

from chatbot.choose import writer_of
from chatbot.local import LocalModel, local_writer
from chatbot.modelstore import WRITER, State, Store
from chatbot.settings import Settings
from chatbot.writers import ChatWriter
from index.errors import ModelError, WriterError

FETCHED = Path(os.environ.get("FOOTNOTE_TEST_MODELS", Path.home() / ".footnote" / "models"))

needs_the_file = pytest.mark.skipif(
    Store(FETCHED).state(WRITER) is not State.THERE, reason="the local model has not been fetched"
)


def test_without_its_file_it_says_how_to_get_it(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, models=tmp_path / "models", writer="local")
    with pytest.raises(ModelError, match="is missing") as raised:
        local_writer(settings)
    assert "footnote models fetch writer" in raised.value.help
    with pytest.raises(ModelError):
        writer_of(settings)
    assert writer_of(settings.model_copy(update={"writer": "auto"})) is None


def test_a_file_that_is_no_model_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="does not exist"):
        LocalModel(path=tmp_path / "none.gguf").invoke("Hello")


@needs_the_file
def test_it_writes_streams_and_counts() -> None:
    model = LocalModel(path=Store(FETCHED).locate(WRITER), max_tokens=12)
    asked = [SystemMessage("Answer in one word."), HumanMessage("What is the capital of France?")]
    chunks = list(model.stream(asked))
    assert len(chunks) > 1 and "Paris" in "".join(str(chunk.text) for chunk in chunks)
    usage = chunks[-1].usage_metadata
    assert usage is not None and usage["output_tokens"] > 0
    stopped = model.stream(asked)
    next(stopped)
    stopped.close()
    assert "Paris" in str(model.invoke(asked).text)


class Cut:
    """A model whose answer ends at its last token."""

    def handle_chat_completions(self, request: object, heard: Callable[[object], bool]) -> None:
        for word in ("Sweden ", "joined ", "NATO "):
            heard({"choices": [{"delta": {"content": word}, "finish_reason": None}]})
        heard({"choices": [{"delta": {}, "finish_reason": "length"}]})


def test_an_answer_that_was_cut_off_is_none(tmp_path: Path) -> None:
    model = LocalModel(path=tmp_path / "none.gguf")
    model._server = Cut()  # type: ignore[assignment]
    with pytest.raises(WriterError, match="did not come to an end"):
        list(ChatWriter(model, "local").write("When?", []))
