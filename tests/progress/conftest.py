"""A lesson to learn from and short ways to mark it."""

import pytest

from lessons.models import Lesson

SLUG = "what-massage-can-do"


@pytest.fixture
def lesson(content):
    return Lesson.objects.get(slug=SLUG)


@pytest.fixture
def steps(lesson):
    return [step["slug"] for step in lesson.steps]


@pytest.fixture
def read_step(lesson):
    """read_step(client, step, **extra) presses the button at the end of a step."""

    def read_step(client, step, **extra):
        return client.post(f"/progress/lessons/{lesson.slug}/steps/{step}/read/", **extra)

    return read_step
