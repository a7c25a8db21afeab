"""The chain among LangChain's own parts: standard suites, an agent, messages, composition."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langchain_core.runnables import RunnableLambda
from langchain_tests.integration_tests import ToolsIntegrationTests
from langchain_tests.unit_tests import ToolsUnitTests

from chatbot import FootnoteChain, FootnoteTool, Reply, Settings, as_message
from index.library import Library

ASKED = {"question": "When did Sweden join NATO?"}


@pytest.fixture
def chain(library: Library, articles: Path) -> FootnoteChain:
    library.sync([articles])
    return FootnoteChain(library, Settings())


class Standard:
    """What the standard suites ask of a tool; ``chain`` is set before each test."""

    @pytest.fixture(autouse=True)
    def opened(self, chain: FootnoteChain) -> Iterator[None]:
        type(self).chain = chain  # type: ignore[attr-defined]
        yield

    @property
    def tool_constructor(self) -> type[FootnoteTool]:
        return FootnoteTool

    @property
    def tool_constructor_params(self) -> dict[str, Any]:
        return {"chain": self.chain}  # type: ignore[attr-defined]

    @property
    def tool_invoke_params_example(self) -> dict[str, Any]:
        return dict(ASKED)


class TestToolUnit(Standard, ToolsUnitTests):
    pass


class TestToolIntegration(Standard, ToolsIntegrationTests):
    pass


class Calling(GenericFakeChatModel):
    """A model that calls the tool once, and then says what it was told."""

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        return self


def test_an_agent_asks_with_the_tool_and_gets_the_footnotes(chain: FootnoteChain) -> None:
    call = {"name": "ask_articles", "args": ASKED, "id": "1"}
    model = Calling(messages=iter([AIMessage("", tool_calls=[call]), AIMessage("done")]))
    agent = create_agent(model, tools=[FootnoteTool(chain=chain)])
    said = agent.invoke({"messages": [HumanMessage("Sweden?")]})["messages"]
    told = next(each for each in said if isinstance(each, ToolMessage))
    assert told.text.startswith("Sweden joined NATO on 7 March 2024.[1]")
    assert "sweden.txt, version 1, characters 0-35" in told.text
    assert isinstance(told.artifact, Reply) and told.artifact.answered


def test_a_message_carries_the_standard_citations(chain: FootnoteChain, library: Library) -> None:
    said = as_message(chain.invoke(ASKED))
    (block,) = said.content_blocks
    assert block["type"] == "text" and block["text"] == said.text
    assert block["annotations"]
    for cited in block["annotations"]:
        assert cited["type"] == "citation"
        source = cited["extras"]["footnote"]
        article = library.article(source["article"], source["version"])
        assert article and article.text[source["start"] : source["end"]] == cited["cited_text"]
        assert said.text[cited["start_index"] : cited["end_index"]] == cited["cited_text"]
    assert said.response_metadata["footnote"]["answered"] is True


def test_a_refusal_is_a_message_too(chain: FootnoteChain) -> None:
    said = as_message(chain.invoke({"question": "Who painted the ceiling of the chapel?"}))
    assert said.text.startswith("The articles do not answer this.")
    assert said.response_metadata["footnote"]["answered"] is False


async def test_it_is_composed_batched_and_traced_like_any_runnable(chain: FootnoteChain) -> None:
    class Names(BaseCallbackHandler):
        def __init__(self) -> None:
            self.seen: list[str] = []

        def on_chain_start(self, serialized: Any, inputs: Any, **kwargs: Any) -> None:
            self.seen.append(kwargs["name"])

    names = Names()
    spoken = RunnableLambda(lambda question: {"question": question}) | chain | as_message
    assert spoken.invoke("When did Sweden join NATO?", {"callbacks": [names]}).text.startswith(
        "Sweden joined"
    )
    assert {"footnote", "condense", "retrieve", "judge", "answer"} <= set(names.seen)
    questions = ["When did Sweden join NATO?", "When did Finland join NATO?"]
    assert [each.text.split()[0] for each in spoken.batch(questions)] == ["Sweden", "Finland"]
    assert [each.text.split()[0] for each in await spoken.abatch(questions)] == ["Sweden", "Finland"]
    assert (await chain.with_config(tags=["mine"]).ainvoke(ASKED)).answered
