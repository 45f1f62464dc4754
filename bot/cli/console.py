"""What the commands share: opening the application, and speaking to the person at the terminal."""

import sys

from bot.bootstrap import Application
from bot.errors import CoachError, code_of
from bot.logs import LOG, set_up
from bot.settings import read_settings, system_language
from bot.wording import say


def open_application() -> Application:
    """The application as the settings want it, telling on standard error what it does besides."""
    settings = read_settings()
    set_up(settings.log_level, settings.home / "salescoach.log")

    def notice(key: str, values: dict[str, object]) -> None:
        print(say(settings.spoken, key, **values), file=sys.stderr, flush=True)

    return Application(settings, notice)


def open_administered() -> Application:
    """The application with its tables and its first administrator, who is the system's user."""
    from adapters.terminal import NAME, system_user

    application = open_application()
    user = system_user()
    application.first_admin(user, None, {NAME: user})
    return application


def open_prepared() -> Application:
    """The application with an up-to-date playbook as well."""
    application = open_administered()
    application.prepare()
    return application


def sentence_for(error: BaseException) -> str:
    """What to tell the person at the terminal of any error, in their language; what they cannot mend is in the log."""
    try:
        language = read_settings().spoken
    except CoachError:
        language = system_language()
    while isinstance(error, BaseExceptionGroup):  # what the adapters run in; the first fault ended the others
        error = error.exceptions[0]
    if isinstance(error, OSError):
        LOG.error("the system refused", exc_info=error)
        error = CoachError("system", problem=error.strerror or error)
    if not isinstance(error, CoachError):
        code = code_of(error)
        LOG.error("command failed, code %s", code, exc_info=error)
        error = CoachError("command", code=code)
    return say(language, f"error.{error.key}", **error.details)
