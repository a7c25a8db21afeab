"""What compose.yaml and the Dockerfile name must be there; Docker itself is not needed."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from chatbot.cli import app
from chatbot.settings import Settings

ROOT = Path(__file__).parents[2]
SETTINGS = {f"FOOTNOTE_{name}".upper() for name in Settings.model_fields}
DOCKERFILE = (ROOT / "Dockerfile").read_text()


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "compose.yaml").read_text()))


def test_every_service_and_volume_that_is_named_is_there(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert set(services) == {"postgres", "chroma", "indexer", "chat"}
    named = {place.split(":")[0] for service in services.values() for place in service["volumes"]}
    assert {name for name in named if re.fullmatch(r"\w+", name)} == set(compose["volumes"])
    for service in services.values():
        assert ("image" in service) != ("build" in service)
        assert set(service.get("depends_on", {})) <= set(services)
    data = [
        volume
        for name in ("indexer", "chat")
        for volume in services[name]["volumes"]
        if volume.endswith(":/data")
    ]
    assert len(set(data)) == 2  # each process has its own terms


def test_every_setting_and_command_that_is_named_is_there(compose: dict[str, Any]) -> None:
    commands = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    for name in ("indexer", "chat"):
        service = compose["services"][name]
        assert service["command"][0] in commands
        assert set(service["environment"]) <= SETTINGS
        assert {"FOOTNOTE_CATALOG_URL", "FOOTNOTE_CHROMA_URL"} <= set(service["environment"])
    assert set(re.findall(r"FOOTNOTE_\w+", DOCKERFILE)) <= SETTINGS
    for page in ("scale.md", "settings.md"):
        assert set(re.findall(r"FOOTNOTE_\w+", (ROOT / "docs" / page).read_text())) <= SETTINGS


def test_only_the_page_can_be_reached_and_only_from_this_machine(compose: dict[str, Any]) -> None:
    published = {
        name: service["ports"] for name, service in compose["services"].items() if "ports" in service
    }
    assert published == {"chat": ["127.0.0.1:7860:7860"]}
    assert re.search(r"^USER (?!root)\w+$", DOCKERFILE, re.M)


def test_the_image_holds_what_is_tested(compose: dict[str, Any]) -> None:
    pinned = dict(
        line.split("==") for line in (ROOT / ".constraints.txt").read_text().split() if "==" in line
    )
    assert compose["services"]["chroma"]["image"] == f"chromadb/chroma:{pinned['chromadb']}"
    for copied in re.findall(r"^COPY (.+) \S+$", DOCKERFILE, re.M):
        assert all((ROOT / name).exists() for name in copied.split())
    assert "'.[oidc,postgres]'" in DOCKERFILE and "psycopg" in pinned


def test_footnote_runs_with_no_rights_on_a_root_that_nobody_can_write(compose: dict[str, Any]) -> None:
    for name in ("indexer", "chat"):
        service = compose["services"][name]
        assert service["read_only"] is True and service["tmpfs"] == ["/tmp"]
        assert service["cap_drop"] == ["ALL"] and service["security_opt"] == ["no-new-privileges:true"]
        written = [place for place in service["volumes"] if not place.endswith(":ro")]
        assert [place.rpartition(":")[2] for place in written] == ["/data"]
    places = re.findall(r"(?:HOME|FOOTNOTE_DATA|GRADIO_TEMP_DIR)=(\S+)", DOCKERFILE)
    assert len(places) == 3 and all(place.startswith("/data") for place in places)


def test_the_chat_server_is_asked_whether_it_is_well_and_the_indexer_is_not(compose: dict[str, Any]) -> None:
    asked = re.search(r"^HEALTHCHECK .*\\\n +CMD (.+)$", DOCKERFILE, re.M)
    assert asked
    program, option, code = json.loads(asked[1])
    assert (program, option) == ("python", "-c") and "/health" in code
    compile(code, "HEALTHCHECK", "exec")
    assert "healthcheck" not in compose["services"]["chat"]
    assert compose["services"]["indexer"]["healthcheck"] == {"disable": True}
