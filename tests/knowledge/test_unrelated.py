"""The unrelated paragraphs are many, different, as long as passages, and the same each time."""

from statistics import fmean

from knowledge.unrelated import paragraphs


def test_a_thousand_paragraphs() -> None:
    made = paragraphs(1000)
    assert len(set(made)) == 1000
    assert 100 <= fmean(map(len, made)) <= 350
    assert not any("{" in each for each in made)


def test_they_are_the_same_each_time() -> None:
    assert paragraphs(20) == paragraphs(20) == paragraphs(50)[:20]
