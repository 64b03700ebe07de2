"""What learners have read, practised and answered: facts by slug, so that reloading the content cannot lose them.

Whatever writes here holds the learner's lock: `with learner.writing():`.
"""

from progress.models.answers import ANSWER_FACTS, RESULT_FACTS, Answer
from progress.models.cards import CARD_FACTS, ReviewCard
from progress.models.certificates import LONGEST_NAME, Certificate
from progress.models.choices import CHOICE_FACTS, LearningChoices
from progress.models.marks import FACTS, Progress
from progress.models.tallies import COUNTED, QuestionTally

__all__ = [
    "ANSWER_FACTS",
    "CARD_FACTS",
    "CHOICE_FACTS",
    "COUNTED",
    "FACTS",
    "LONGEST_NAME",
    "RESULT_FACTS",
    "Answer",
    "Certificate",
    "LearningChoices",
    "Progress",
    "QuestionTally",
    "ReviewCard",
]
