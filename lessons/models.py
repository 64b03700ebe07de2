"""What there is to learn, as rows: facts by slug, words by language. Geometry is found by slug in back_map."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lessons.pack_rows import Facts, FactsQuerySet, PackRow, Words


class Source(PackRow):
    """An outside source that claims and lessons point at."""

    key = models.CharField(max_length=12, unique=True)
    citation = models.TextField()
    checked = models.BooleanField(help_text=_("A public copy or abstract was seen."))
    published = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.key


class Region(Facts):
    """One of the 13 places where hands work."""

    base = models.CharField(max_length=20)
    side = models.CharField(max_length=1, blank=True)

    def get_absolute_url(self) -> str:
        return reverse("lessons:region", args=[self.slug])


class RegionText(Words):
    region = models.ForeignKey(Region, models.CASCADE, related_name="texts")
    name = models.CharField(max_length=80)
    latin = models.CharField(max_length=120, blank=True)
    neutral = models.TextField()
    full = models.TextField()
    full_html = models.TextField(editable=False)
    feel_for = models.TextField()
    feel_for_html = models.TextField(editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "language"], name="region_text_once")]


class MapFeature(Facts):
    """A zone, landmark, muscle, division of the spine or direction target: named on the map, never a work region."""

    class Kind(models.TextChoices):
        ZONE = "zone", _("zone")
        LANDMARK = "landmark", _("landmark")
        MUSCLE = "muscle", _("muscle")
        DIVISION = "division", _("division of the spine")
        TARGET = "target", _("direction target")

    slug = models.SlugField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind)
    mark = models.CharField(max_length=10, blank=True)
    regions = models.ManyToManyField(Region, related_name="features", blank=True)

    class Meta(Facts.Meta):
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="map_feature_once")]


class MapFeatureText(Words):
    feature = models.ForeignKey(MapFeature, models.CASCADE, related_name="texts")
    name = models.CharField(max_length=80)
    latin = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    text_html = models.TextField(editable=False)
    why = models.TextField(blank=True)
    why_html = models.TextField(blank=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feature", "language"], name="map_feature_text_once")]


class TechniqueFamily(Facts):
    """Stroke, squeeze, rub, knead, percuss, vibrate, in teaching order."""

    russian = models.CharField(max_length=60)

    class Meta(Facts.Meta):
        verbose_name_plural = "technique families"


class TechniqueFamilyText(Words):
    family = models.ForeignKey(TechniqueFamily, models.CASCADE, related_name="texts")
    name = models.CharField(max_length=60)
    classical = models.CharField(max_length=80)
    article = models.CharField(max_length=120)
    summary = models.TextField()
    text = models.TextField()
    text_html = models.TextField(editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["family", "language"], name="family_text_once")]


class Claim(Facts):
    """Something the source says massage does, with what is known about it."""

    class Label(models.TextChoices):
        SUPPORTED = "supported", _("supported")
        LIMITED = "limited", _("limited evidence")
        TRADITIONAL = "traditional", _("traditional, unproven")
        CONTRADICTED = "contradicted", _("contradicted")

    class Certainty(models.TextChoices):
        HIGH = "high", _("high")
        MODERATE = "moderate", _("moderate")
        LOW = "low", _("low")
        VERY_LOW = "very-low", _("very low")
        NONE = "none", _("no studies to judge")

    label = models.CharField(max_length=12, choices=Label)
    certainty = models.CharField(max_length=10, choices=Certainty)
    may_harm = models.BooleanField(_("may harm if believed"), default=False)
    statements = models.JSONField(default=list)
    reviewed = models.DateField(_("date reviewed"))

    def get_absolute_url(self) -> str:
        return reverse("lessons:claim", args=[self.slug])


class ClaimText(Words):
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="texts")
    title = models.CharField(max_length=120)
    source_says = models.TextField()
    short = models.TextField()
    body = models.TextField()
    body_html = models.TextField(editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "language"], name="claim_text_once")]


class LessonQuerySet(FactsQuerySet):
    def teaching_family(self, slug: str) -> LessonQuerySet:
        return self.filter(families__slug=slug)

    def in_region(self, slug: str) -> LessonQuerySet:
        return self.filter(regions__slug=slug)

    def at_most(self, minutes: int) -> LessonQuerySet:
        return self.filter(minutes__lte=minutes)


class Lesson(Facts):
    """One of the 14 steps of the path. `steps` says what the plate shows while each part is read."""

    number = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    requires = models.ManyToManyField("self", symmetrical=False, related_name="leads_to", blank=True)
    families = models.ManyToManyField(TechniqueFamily, related_name="lessons", blank=True)
    regions = models.ManyToManyField(Region, related_name="lessons", blank=True)
    claims = models.ManyToManyField(Claim, related_name="lessons", blank=True)
    steps = models.JSONField(default=list)

    objects = LessonQuerySet.as_manager()

    def get_absolute_url(self) -> str:
        return reverse("lessons:lesson", args=[self.slug])


class LessonText(Words):
    """`steps` are the rendered parts of `body`: a list of {slug, title, html}, in the order of `Lesson.steps`."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="texts")
    title = models.CharField(max_length=120)
    summary = models.TextField()
    objectives = models.JSONField(default=list)
    rulings = models.JSONField(default=list, blank=True)
    after_care = models.JSONField(default=list)
    body = models.TextField()
    steps = models.JSONField(default=list, editable=False)
    rulings_html = models.JSONField(default=list, editable=False)
    after_care_html = models.JSONField(default=list, editable=False)
    search_text = models.TextField(editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "language"], name="lesson_text_once")]


class TechniqueQuerySet(FactsQuerySet):
    def in_region(self, slug: str) -> TechniqueQuerySet:
        return self.filter(regions__slug=slug)


class Technique(Facts):
    """One of the 31 taught variants. Numbers follow the plan rules, so they change in the pack only."""

    family = models.ForeignKey(TechniqueFamily, models.PROTECT, related_name="techniques")
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="techniques")
    regions = models.ManyToManyField(Region, related_name="techniques")
    claims = models.ManyToManyField(Claim, related_name="techniques", blank=True)
    russian = models.CharField(max_length=120)
    contact = models.JSONField(default=list)
    hands = models.PositiveSmallIntegerField(default=2)
    pressure = models.JSONField(default=dict, help_text="{low, high, lower_in: {slug: highest pressure there}}")
    tempo = models.JSONField(default=dict, help_text="{low, high, unit, origin}")
    dose = models.JSONField(default=dict, help_text="{low, high, unit, origin}")
    place = models.CharField(max_length=20)
    oil = models.CharField(max_length=10)
    banned = models.JSONField(default=list, help_text="region and zone slugs where it is never used")
    path = models.JSONField(default=list, help_text="strokes on the receiver's left side, canvas units")
    mistake_pictures = models.JSONField(default=list, help_text="one for each mistake of the texts, in their order")
    exercise = models.CharField(max_length=3, blank=True)
    optional = models.BooleanField(default=False)
    not_in = models.JSONField(default=list, help_text="positions in which it is left out: side, chair")

    objects = TechniqueQuerySet.as_manager()

    def get_absolute_url(self) -> str:
        return reverse("lessons:technique", args=[self.slug])


class TechniqueText(Words):
    technique = models.ForeignKey(Technique, models.CASCADE, related_name="texts")
    name = models.CharField(max_length=120)
    classical = models.CharField(max_length=120, blank=True)
    article = models.CharField(max_length=160, blank=True)
    summary = models.TextField()
    hand = models.TextField()
    movement = models.TextField()
    pressure = models.TextField()
    tempo = models.TextField()
    repetitions = models.TextField()
    where = models.TextField()
    not_where = models.TextField()
    place = models.TextField()
    floor = models.TextField(help_text="How it is done from the floor, where the giver kneels.")
    chair = models.TextField(blank=True, help_text="How it is done on a chair; empty where it is left out there.")
    limits = models.JSONField(default=list, blank=True)
    mistakes = models.JSONField(default=list)
    feel = models.TextField()
    body = models.TextField()
    body_html = models.TextField(editable=False)
    limits_html = models.JSONField(default=list, editable=False)
    mistakes_html = models.JSONField(default=list, editable=False)
    search_text = models.TextField(editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["technique", "language"], name="technique_text_once")]


class Guide(Facts):
    """A standing rule or a part of the preparation: main rule, golden rule, stop signs, hands, oil, room, postures."""

    kind = models.CharField(max_length=12)


class GuideText(Words):
    guide = models.ForeignKey(Guide, models.CASCADE, related_name="texts")
    title = models.CharField(max_length=120)
    summary = models.TextField()
    points = models.JSONField(default=list)
    points_html = models.JSONField(default=list, editable=False)
    body = models.TextField(blank=True)
    body_html = models.TextField(editable=False, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["guide", "language"], name="guide_text_once")]


class GlossaryTerm(Facts):
    """A word of the field, with the other words people use for it."""

    russian = models.CharField(max_length=120, blank=True)
    technique = models.ForeignKey(Technique, models.SET_NULL, null=True, blank=True)
    family = models.ForeignKey(TechniqueFamily, models.SET_NULL, null=True, blank=True)
    region_base = models.CharField(max_length=20, blank=True)
    muscle = models.CharField(max_length=40, blank=True)


class GlossaryTermText(Words):
    term = models.ForeignKey(GlossaryTerm, models.CASCADE, related_name="texts")
    plain = models.CharField(max_length=120)
    classical = models.CharField(max_length=120, blank=True)
    article = models.CharField(max_length=160, blank=True)
    synonyms = models.JSONField(default=list, blank=True)
    text = models.TextField()
    text_html = models.TextField(editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "language"], name="glossary_text_once")]
