"""A GGUF model in this process as a LangChain chat model, through llama.cpp (``xllamacpp``).

llama.cpp's binding opens an HTTP port on the loopback, whatever it is used for: it takes
any free one and wants a key that is made anew for each process and leaves it nowhere.
"""

import queue
import secrets
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr

from index.errors import ModelError, WriterError

if TYPE_CHECKING:
    from xllamacpp import Server

_ROLES = {"system": "system", "human": "user", "ai": "assistant"}
_END = object()


class LocalModel(BaseChatModel):
    """Writes with the model file at ``path``; loaded at its first use, once.

    One answer is written at a time: others wait up to ``patience`` seconds. What it made of
    a prompt's beginning is reused for the next that begins alike. Raises ModelError where
    the file cannot be loaded, WriterError where it cannot write.
    """

    path: Path
    context: int = 4096
    threads: int = 2
    max_tokens: int = 512
    temperature: float = 0.0
    patience: float = 60.0
    _loading: threading.Lock = PrivateAttr(default_factory=threading.Lock)
    _writing: threading.Lock = PrivateAttr(default_factory=threading.Lock)
    _server: Any = PrivateAttr(default=None)

    @property
    def _llm_type(self) -> str:
        return "footnote-local"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model": self.path.name, "context": self.context, "temperature": self.temperature}

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, run_manager, **kwargs))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        server = self._load()
        if not self._writing.acquire(timeout=self.patience):
            raise WriterError("the local model is busy with other answers", "ask again in a moment")
        written, end = 0, ""
        used = {"prompt_tokens": 0, "completion_tokens": 0}
        for event in self._events(server, self._request(messages, stop, kwargs)):
            used.update(event.get("usage") or {})
            for choice in event.get("choices", ()):
                end = choice.get("finish_reason") or end
                text = choice.get("delta", {}).get("content")
                if text:
                    written += 1
                    chunk = ChatGenerationChunk(message=AIMessageChunk(content=text))
                    if run_manager:
                        run_manager.on_llm_new_token(text, chunk=chunk)
                    yield chunk
        usage = UsageMetadata(
            input_tokens=used["prompt_tokens"],
            output_tokens=used["completion_tokens"] or written,
            total_tokens=used["prompt_tokens"] + (used["completion_tokens"] or written),
        )
        yield ChatGenerationChunk(
            message=AIMessageChunk(content="", chunk_position="last", usage_metadata=usage),
            generation_info={"finish_reason": end or "stop"},
        )

    def _request(
        self, messages: Sequence[BaseMessage], stop: list[str] | None, more: dict[str, Any]
    ) -> dict[str, Any]:
        return {
            "messages": [
                {"role": _ROLES.get(message.type, "user"), "content": str(message.text)}
                for message in messages
            ],
            "max_tokens": self.max_tokens,
            "temperature": self.temperature,
            "cache_prompt": True,
            "stream": True,
            "stream_options": {"include_usage": True},
            **({"stop": stop} if stop else {}),
            **more,
        }

    def _events(self, server: "Server", request: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield llama.cpp's events; closing the iterator makes it stop at its next token.

        It writes in a thread of its own, which lets go of ``_writing`` when it has ended.
        """
        coming: queue.Queue[Any] = queue.Queue()
        stopped = threading.Event()

        def heard(event: Any) -> bool:
            coming.put(event)
            return stopped.is_set()

        def write() -> None:
            try:
                ended = server.handle_chat_completions(request, heard)
                if isinstance(ended, dict) and "error" in ended:
                    coming.put(ended)
            except Exception as error:
                coming.put({"error": {"message": f"{type(error).__name__}: {error}"}})
            finally:
                self._writing.release()
                coming.put(_END)

        threading.Thread(target=write, name="footnote-local", daemon=True).start()
        try:
            while (event := coming.get()) is not _END:
                for part in event if isinstance(event, list) else [event]:
                    if "error" in part:
                        raise WriterError(f"the local model failed: {_told(part['error'])}", "ask again")
                    yield part
        finally:
            stopped.set()

    def _load(self) -> "Server":
        with self._loading:
            if self._server is None:
                self._server = self._loaded()
            return self._server

    def _loaded(self) -> "Server":
        from xllamacpp import CommonParams, Server

        if not self.path.is_file():
            raise ModelError(
                f"the model file {self.path} does not exist", "run: footnote models fetch writer"
            )
        parameters = CommonParams()
        parameters.model.path = str(self.path)
        parameters.n_ctx = self.context
        parameters.n_parallel = 1
        parameters.verbosity = -1
        parameters.hostnames = ["127.0.0.1"]
        parameters.port = 0
        parameters.ui = False
        parameters.endpoint_slots = False
        parameters.api_keys = [secrets.token_urlsafe(32)]
        parameters.cpuparams.n_threads = self.threads
        parameters.cpuparams_batch.n_threads = self.threads
        try:
            return Server(parameters)
        except Exception as error:
            raise ModelError(
                f"the model file {self.path} cannot be loaded: {error}",
                "fetch it again, or use another writer with FOOTNOTE_WRITER",
            ) from error


def _told(error: Any) -> str:
    return str(error.get("message", error)) if isinstance(error, dict) else str(error)
