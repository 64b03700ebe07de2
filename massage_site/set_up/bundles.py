"""Which files each bundle is made of, in the order in which they count."""

STATIC_BUNDLES = {
    "css/site.css": [
        "css/tokens.css",
        "css/tokens_skin.css",
        "css/base.css",
        "css/layout.css",
        "css/components.css",
        "css/pages.css",
        "css/progress.css",
        "css/days.css",
        "css/quiz.css",
        "css/ordering.css",
        "css/pointing.css",
        "css/practice.css",
        "css/questions.css",
        "css/screening.css",
        "css/cards.css",
        "css/accounts.css",
        "css/back_map.css",
        "css/contact_hands.css",
        "css/demonstration.css",
        "css/mistakes.css",
        "css/skill_map.css",
    ],
    "js/site.js": ["js/sending.js", "js/typed_text.js", "js/reading.js"],
}
