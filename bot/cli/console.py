"""What the commands share: opening the application, and speaking to the person at the terminal."""

import sys

from bot.bootstrap import Application
from bot.errors import CoachError
from bot.logs import set_up
from bot.settings import read_settings, system_language
from bot.wording import say


def open_application() -> Application:
    """The application as the settings want it, telling on standard error what it does besides."""
    settings = read_settings()
    set_up(settings.log_level)

    def notice(key: str, values: dict[str, object]) -> None:
        print(say(settings.spoken, key, **values), file=sys.stderr, flush=True)

    return Application(settings, notice)


def open_prepared() -> Application:
    """The application with its tables, its first administrator (the system's user) and an up-to-date playbook."""
    from adapters.terminal import NAME, system_user

    application = open_application()
    user = system_user()
    application.first_admin(user, None, {NAME: user})
    application.prepare()
    return application


def tell_error(error: CoachError) -> None:
    """One sentence on standard error, in the person's language."""
    try:
        language = read_settings().spoken
    except CoachError:
        language = system_language()
    print(say(language, f"error.{error.key}", **error.details), file=sys.stderr)
