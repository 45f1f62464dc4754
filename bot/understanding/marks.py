"""What stands for a mention in masked text: characters that no message has (private use), one for each of its characters."""

ACCOUNT, PERSON, COLLEAGUE, DATE, TIME, AMOUNT, OTHER = "\ue000\ue001\ue002\ue003\ue004\ue005\ue006"
PLACES = {
    "client": ACCOUNT,
    "person": PERSON,
    "colleague": COLLEAGUE,
    "date": DATE,
    "time": TIME,
    "amount": AMOUNT,
    "number": OTHER,
}
"""How the phrases of `cues/` write them: "{date}前", "by {date}"; a {number} is a telephone's, or an e-mail address."""
