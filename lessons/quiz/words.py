"""The shape of a question's words in one language."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from lessons.pack.shapes import Slug, Strict, Text

ELSEWHERE = "elsewhere"  # the reply when a point lies on the back but on none of the places


class OptionWords(Strict):
    """`text` is what is chosen, plain; `reply` says why it is right or not, with links."""

    text: Text
    reply: Text


class QuestionWords(Strict):
    """`hints` help in two steps; `why` closes the question whatever was answered."""

    stem: Text
    hints: Annotated[list[Text], Field(min_length=2, max_length=2)]
    options: dict[Slug, OptionWords]
    elsewhere: Text | None = None
    why: Text

    def reply(self, key: str) -> str:
        """What to say to this answer."""
        return self.elsewhere or "" if key == ELSEWHERE else self.options[key].reply


class QuestionTexts(Strict):
    questions: dict[Slug, QuestionWords]


class SkillWords(Strict):
    """`name` for the map and for lists; `text` completes "You can"."""

    name: Text
    text: Text


class SkillTexts(Strict):
    skills: dict[Slug, SkillWords]
