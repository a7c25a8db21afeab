"""All settings of the index, read in one place: ``FOOTNOTE_…`` variables and one TOML file."""

from pathlib import Path
from typing import Any, Self

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from index.errors import SettingsError

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"


def default_data() -> Path:
    """Return the data directory used where no setting names one."""
    return Path.home() / ".footnote"


class IndexSettings(BaseSettings):
    """Where the index lives, and how articles are cut and embedded."""

    model_config = SettingsConfigDict(
        env_prefix="FOOTNOTE_", toml_file="footnote.toml", extra="ignore", frozen=True
    )

    data: Path = Field(default_factory=default_data, description="the data directory")
    catalog_url: str = Field(
        default="", description="SQLAlchemy URL of the catalog; empty: SQLite in the data directory"
    )
    chroma_url: str = Field(
        default="", description="address of a Chroma server for the vectors; empty: in the data directory"
    )
    chroma_token: SecretStr = Field(
        default=SecretStr(""), description="sent to the Chroma server as X-Chroma-Token"
    )
    chroma_tenant: str = Field(default="default_tenant", description="the Chroma server's tenant")
    chroma_database: str = Field(default="default_database", description="the Chroma server's database")
    embedding_model: str = Field(
        default=DEFAULT_MODEL,
        description="of a new library: the pinned default, a folder, or a model hub's name",
    )
    passage_tokens: int = Field(default=120, ge=32, le=8192, description="most tokens of a passage")
    candidates: int = Field(
        default=50, ge=1, le=1000, description="hits taken from each of vectors and terms"
    )
    max_file_bytes: int = Field(default=100_000_000, ge=1, description="larger files are skipped")
    parse_seconds: float = Field(
        default=20.0, gt=0, description="most processor seconds that reading one file may take"
    )
    parse_bytes: int = Field(
        default=1 << 30, ge=1 << 28, description="most memory that reading one file may take, in bytes"
    )
    fetch_max_bytes: int = Field(default=20_000_000, ge=1, description="larger web pages are not fetched")
    fetch_seconds: float = Field(default=60.0, gt=0, description="longest that one web page may take")
    fetch_pause: float = Field(default=1.0, ge=0, description="seconds between two requests to a host")
    fetch_pages: int = Field(default=1000, ge=1, description="most pages taken of one feed or sitemap")
    fetch_hosts: tuple[str, ...] = Field(default=(), description="hosts fetched from though they are private")
    fetch_ports: tuple[int, ...] = Field(default=(80, 443), description="the only ports fetched from")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take an argument before a variable, and a variable before the file."""
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls))

    @classmethod
    def read(cls, **given: Any) -> Self:
        """Read the settings, ``given`` ones (those not ``None``) before all others.

        Raises SettingsError naming each setting that cannot be used.
        """
        try:
            return cls(**{name: value for name, value in given.items() if value is not None})
        except ValidationError as error:
            wrong = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
            raise SettingsError(
                f"these settings cannot be used: {wrong}",
                "correct the FOOTNOTE_… variables or footnote.toml",
            ) from error
        except (OSError, ValueError) as error:
            raise SettingsError(f"footnote.toml cannot be read: {error}", "correct or remove it") from error
