"""Answers as the coach gives them now, judged by a person one by one.

A file holds a language's answers. The fields under `judged: yes` are a person's, made on the very answer that stands
above them; they are void as soon as the answer changes:

    - question: 什麼是鐵三角？
      wanted: [iron-triangle, what]   the page and the kind of answer the question set names; [] for a question out of scope
      page: iron-triangle             what the coach answers with; nothing where it does not answer
      section: what
      answer: |                       all that it says, with its buttons
        …
      judged: yes
      right_page: yes
      right_section: yes              of the page it shows; or of its refusal, whether it was right to refuse
      false: none                     what it says that the method or the trade's facts do not bear out
      language: fine                  script and terms
      why: …

`python -m tests.answers` writes the answers anew. An unchanged one keeps its judgement, a changed one is `judged: no`.
`python -m tests.answers SET LANGUAGE:COUNT…` begins anew with questions of a set.
"""
