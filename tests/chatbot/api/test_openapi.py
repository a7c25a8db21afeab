"""The API keeps to its own document, whatever is sent: schemathesis tries what it can think of."""

from typing import Any

import pytest
import schemathesis
from api_server import Server
from gradio_client import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

ANSWERS = {
    "ask",
    "findEvidence",
    "createChatCompletion",
    "createEmbedding",
    "listModels",
    "readModel",
    "listArticles",
    "readArticle",
    "addArticles",
    "removeArticle",
    "listPages",
    "drawPage",
    "listJobs",
    "readJob",
    "followJob",
    "cancelJob",
    "listConversations",
    "readConversation",
    "exportConversation",
    "renameConversation",
    "deleteConversation",
    "rateAnswer",
    "listShares",
    "shareConversation",
    "stopSharing",
    "health",
    "ready",
}

MEANT = {"ask", "findEvidence", "createChatCompletion", "addArticles", "listArticles"}
"""What no schema can say (that a day is in the calendar, that the last message asks) is refused all the same."""


@pytest.fixture(scope="module")
def document(server: Server) -> dict[str, Any]:
    return dict(server.client().get("/api/openapi.json").json())


def test_the_document_names_every_answer_and_says_what_each_is(document: dict[str, Any]):
    found = [each for path in document["paths"].values() for each in path.values()]
    assert {each["operationId"] for each in found} == ANSWERS
    assert all(each["description"] and each["tags"] for each in found)


BOUNDED = settings(
    max_examples=8,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def operations(server: Server) -> dict[str, Any]:
    schema = schemathesis.openapi.from_url(f"{server.at}/api/openapi.json")
    found = [result.ok() for result in schema.get_all_operations()]
    return {each.definition.raw["operationId"]: each for each in found}


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_no_request_is_answered_in_another_way_than_the_document_says(operations: dict[str, Any], name: str):
    @BOUNDED
    @given(operations[name].as_strategy())
    def tried(case: Any) -> None:
        case.call_and_validate(
            timeout=20, excluded_checks=[positive_data_acceptance] if name in MEANT else []
        )

    tried()


def test_the_page_has_no_handler_that_programs_could_call(server: Server):
    client = Client(server.at, verbose=False)
    assert client.view_api(return_format="dict") == {"named_endpoints": {}, "unnamed_endpoints": {}}
