"""What an import did so far."""

from dataclasses import dataclass, field

from bot.directory.forms import Form


@dataclass(slots=True)
class Tally:
    """The ids of the rows of a file, by what became of them; a row that is new is not counted as changed."""

    new: set[tuple[type[Form], str]] = field(default_factory=set)
    changed: set[tuple[type[Form], str]] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    """Rows that were merged into others since, and so were passed over."""

    def made(self, form: Form) -> None:
        """A row came to be."""
        self.new.add((type(form), form.id))

    def touched(self, form: Form, *, changed: bool = True) -> None:
        """Something of a row was changed, when it was."""
        if changed and (type(form), form.id) not in self.new:
            self.changed.add((type(form), form.id))
