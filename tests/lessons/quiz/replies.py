"""What a marked answer says should change next."""

from lessons.quiz.marking import Marked, Reply


def one_change(marked: Marked) -> Reply | None:
    return next((reply for reply in marked.replies if not (reply.is_right or reply.is_careful)), None)
