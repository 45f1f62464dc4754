"""An empty form with an example in each list, which an import passes over."""

from collections.abc import Mapping, Sequence

from bot.directory.forms import ROLES, AccountForm, ContactForm, Form, PersonForm, TeamForm
from bot.directory.listing import COMMENT
from bot.evaluation.tables import ChainRole, Function, Grade, Level, Market
from bot.wording import say
from knowledge.language import Language


def example(language: Language) -> Mapping[str, Sequence[Form]]:
    """Every list with one row that has every field, in the words of a language."""
    person = PersonForm(
        id=f"{COMMENT}P1",
        name=say(language, "directory.example_person"),
        aliases=("Bo",),
        team="T1",
        function=Function.ACCOUNT,
        email="bo@example.com",
        language=language,
        time_zone="Asia/Taipei",
        chat={"terminal": "bo", "slack": "U0123ABCD", "telegram": "123456789"},
    )
    account = AccountForm(
        id=f"{COMMENT}A1",
        name=say(language, "directory.example_account"),
        name_hans="示例有限公司",
        name_en="Example Ltd",
        aliases=("Example",),
        grade=Grade.A,
        market=Market.MATURE,
        team="T1",
        client_group="semiconductor",
        seats={Function.ACCOUNT: "P1", Function.SOLUTION: "P2", Function.FULFILMENT: "P3"},
    )
    contact = ContactForm(
        id=f"{COMMENT}C1",
        account="A1",
        name=say(language, "directory.example_contact"),
        title="CTO",
        aliases=("Ada",),
        department="R&D",
        level=Level.HIGH,
        chain_role=ChainRole.DECIDER,
        phone="+886 2 2345 6789",
        email="ada@example.com",
    )
    team = TeamForm(id=f"{COMMENT}T1", name=say(language, "directory.example_team"))
    return {"teams": [team], **{sheet: [person] for sheet in ROLES}, "accounts": [account], "contacts": [contact]}
