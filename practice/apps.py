from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "practice"

    def ready(self) -> None:
        from learners.models import joining
        from practice.log import join_practice

        joining.connect(join_practice, dispatch_uid="practice.join_practice")
