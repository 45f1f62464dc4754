"""Everything that can be set from outside, read once, in `bootstrap`."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import CoachError
from knowledge.language import Language

PREFIX = "SALESCOACH_"


class Settings(BaseSettings):
    """The settings, each an environment variable `SALESCOACH_` + its name in capitals; all have working defaults."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="ignore")

    home: Path = Field(default_factory=lambda: Path.home() / ".salescoach")
    """The data folder: database, indexes, a company's own playbook pages."""
    database_url: SecretStr | None = None
    """An SQLAlchemy address; by default an SQLite file in the home folder."""
    chroma_url: str | None = None
    """A Chroma server's http(s) address; by default Chroma runs embedded in the home folder."""
    embedding_model: str | None = None
    """A real embedding model, as LangChain's `init_embeddings` names it ("openai:text-embedding-3-small"); none by default."""
    dense_weight: float = Field(default=0.5, ge=0, le=1)
    """How much the embedding model's ranking counts beside the lexical one."""
    language: Language | None = None
    """The language when nothing else tells; by default the system's."""
    timezone: str = "Asia/Taipei"
    """The time zone dates are shown in when a person has set none."""
    now: datetime | None = None
    """Fixes the clock, for a run that can be repeated."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "WARNING"

    @property
    def spoken(self) -> Language:
        """The language to speak when neither a message nor a person tells."""
        return self.language or system_language()

    @field_validator("home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        try:
            return home.expanduser().absolute()
        except RuntimeError as error:
            raise ValueError("no such user's home") from error

    @field_validator("now")
    @classmethod
    def _aware(cls, now: datetime | None) -> datetime | None:
        return now.replace(tzinfo=UTC) if now and now.tzinfo is None else now

    @property
    def zone(self) -> ZoneInfo:
        """The time zone by its name."""
        return ZoneInfo(self.timezone)

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("no such time zone") from error
        return name

    @field_validator("chroma_url")
    @classmethod
    def _web_address(cls, url: str | None) -> str | None:
        if url and not url.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return url


def system_language() -> Language:
    """The coach's language nearest to the system's locale: Traditional Chinese where that says nothing."""
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "").lower()
    if locale.startswith(("zh_cn", "zh_sg", "zh_hans")):
        return Language.SIMPLIFIED
    return Language.TRADITIONAL if locale.startswith(("zh", "c.", "posix")) or locale in ("", "c") else Language.ENGLISH


def read_settings() -> Settings:
    """The settings from the environment.

    Raises `CoachError` naming the variable that cannot be used; its value is not shown, since it may be a secret.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        problem = first["msg"].removeprefix("Value error, ")
        raise CoachError("setting", name=PREFIX + str(first["loc"][0]).upper(), problem=problem) from None
