"""Answers without a model: the part of a playbook page that fits the question, or the words of a company's document.

Nothing is made up here: every sentence of an answer stands in the page or document it names.
"""

from knowledge.answers.answer import Answer, Outcome, PageRef, Part, Quotation, Topic
from knowledge.answers.answering import Answers

__all__ = ["Answer", "Answers", "Outcome", "PageRef", "Part", "Quotation", "Topic"]
