"""What can go wrong in a way a person can mend, each with the wording key of the sentence that says how."""

import hashlib
import traceback


class CoachError(Exception):
    """Something a person can mend. `key` names a sentence under `[error]` in the wording catalogues."""

    def __init__(self, key: str, **details: object) -> None:
        """`details` fill the sentence's named places."""
        super().__init__(key, details)
        self.key = key
        self.details = details


def code_of(error: BaseException) -> str:
    """A short code for a fault, the same each time it happens at the same place: shown to the person, found in the log."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename.rsplit('/', 2)[-2:]}:{frames[-1].name}" if frames else ""
    return hashlib.blake2b(f"{type(error).__name__}{place}".encode(), digest_size=3).hexdigest().upper()
