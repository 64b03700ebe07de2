"""What tabs of one browser do at the same moment, and what has to be true afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from tests.server.browser import LEARNER, TOKEN, VISIT, Answer, Browser, Tab, fields_of
from tests.server.deeds import (
    Deed,
    Done,
    answers,
    begin_screening,
    note,
    practised,
    screening_answers,
    step_read,
    technique,
)
from tests.server.stage import SIGN_IN, TRIES, Act, Stage, judge, race, sign_in_form

MARKS_A_TAB = 20
CHECKS = ("what-massage-can-do", "asking-first")
Token = Mapping[str, str]


def marks(stage: Stage, run: int) -> None:
    """Four tabs with twenty marks each; two at a time are about the same techniques, two about the same lessons."""
    browser = stage.somebody(run)
    token = browser.tab().token()
    slugs = stage.techniques[:MARKS_A_TAB]
    piles = [[technique(slug, how, token) for slug in slugs] for how in ("read", "practise")]
    lessons = [practised(lesson, token) for lesson in stage.steps]
    others = [technique(slug, "read", token) for slug in stage.techniques[MARKS_A_TAB:]]
    piles += [_steps(stage, token)[:MARKS_A_TAB], [*lessons, *others][:MARKS_A_TAB]]
    assert [len(pile) for pile in piles] == [MARKS_A_TAB] * 4
    _all_kept(stage, browser, piles)


def answers_notes_and_marks(stage: Stage, run: int) -> None:
    """With answers of the screening beside them, from two tabs."""
    browser = stage.somebody(run)
    tab = browser.tab()
    begin_screening(tab)
    token, screening = tab.token(), screening_answers(tab)
    _begin_answering(tab, token)
    piles = [answers(tab, lesson) for lesson in CHECKS]
    piles.append([note(tab, f"note {run} {number}") for number in range(8)])
    piles.append(_techniques(stage, "practise", token, 0, MARKS_A_TAB))
    piles += [screening[::2], screening[1::2]]
    _all_kept(stage, browser, piles)


def erasing_the_screening(stage: Stage, run: int) -> None:
    """The marks stay; of the answers nothing does."""
    browser = stage.somebody(run)
    tab = browser.tab()
    begin_screening(tab)
    token, screening = tab.token(), screening_answers(tab)
    piles = [_techniques(stage, "read", token, number, 10) for number in (0, 10)]
    piles += [screening[::2], screening[1::2]]
    act = _erasing(tab, "/screening/erase/")
    done, erased = race(browser, piles, act, after=stage.chance.randrange(20), tries=1)
    _refused_afterwards(browser, done, erased, VISIT)
    judge(browser, done, lambda one: one.deed.kept_under == LEARNER)
    _no_answers(browser)
    stage.expect_rows(f"Run {run}: visits that were erased", browser.had_tokens(VISIT))
    stage.end(browser)


def erasing_everything(stage: Stage, run: int) -> None:
    """What was sent before is gone; a learner begins anew where a request came without a cookie."""
    browser = stage.guest(run)
    tab = browser.tab()
    begin_screening(tab)
    token = tab.token()
    _begin_answering(tab, token)
    piles = [_techniques(stage, "read", token, number, 10) for number in (0, 10)]
    piles += [[*answers(tab, CHECKS[0]), *(note(tab, f"note {run} {number}") for number in range(3))]]
    piles.append(screening_answers(tab))
    old = {prefix: browser.tokens(prefix) for prefix in (LEARNER, VISIT)}
    act = _erasing(tab, "/accounts/data/erase-visit/")
    done, erased = race(browser, piles, act, after=stage.chance.randrange(28))
    for prefix in old:
        _refused_afterwards(browser, done, erased, prefix, old[prefix])
    judge(browser, done, lambda one: not one.answer.is_refused and not _is_old(one, old))
    _no_answers(browser)
    stage.expect_rows(f"Run {run}: the learner that was erased", old[LEARNER])
    stage.expect_rows(f"Run {run}: visits that were erased", browser.had_tokens(VISIT))
    stage.end(browser)


def signing_in(stage: Stage, run: int) -> None:
    """What was refused meanwhile is sent again; in the end the member has all of it, and the guest is gone."""
    browser = stage.guest(run)
    tab, email = browser.tab(), stage.theatre.members.pop()
    token = tab.token()
    piles = [_techniques(stage, how, token, 0, 12) for how in ("read", "practise")]
    piles.append([note(tab, f"note {run} {number}") for number in range(5)])
    act = _posting(SIGN_IN, sign_in_form(tab, email))
    done, signed_in = race(browser, piles, act, after=stage.chance.randrange(20), tries=TRIES)
    if signed_in is None or signed_in.status != 302:
        browser.fault(f"Signing in was answered with {signed_in and signed_in.status}")
    judge(browser, done, lambda _one: True)
    if (browser.export()["account"] or {}).get("email") != email:
        browser.fault("Nobody is signed in")
    stage.expect_rows(f"Run {run}: the guest", browser.had_tokens(LEARNER))
    stage.end(browser)


def two_first_marks(stage: Stage, run: int) -> None:
    browser = stage.browser(run)
    first, second = (technique(slug, "read", {}) for slug in stage.techniques[:2])
    done, _none = race(browser, [[first], [second]])
    judge(browser, done, lambda _one: True)
    if len(browser.tokens(LEARNER)) != 1:
        browser.fault(f"{len(browser.tokens(LEARNER))} cookies of learners")
    stage.expect_rows(f"Run {run}: learners", browser.had_tokens(LEARNER), 1)
    stage.end(browser)


SCENARIOS: dict[str, Callable[[Stage, int], None]] = {
    scenario.__name__: scenario
    for scenario in (
        marks,
        answers_notes_and_marks,
        erasing_the_screening,
        erasing_everything,
        signing_in,
        two_first_marks,
    )
}


def _all_kept(stage: Stage, browser: Browser, piles: Sequence[Sequence[Deed]]) -> None:
    done, _none = race(browser, piles)
    for one in done:
        if one.answer.is_refused:
            browser.fault(f"{one.deed.path} was refused with {one.answer.status}")
    judge(browser, done, lambda _one: True)
    stage.end(browser)


def _techniques(stage: Stage, how: str, token: Token, first: int, number: int) -> list[Deed]:
    return [technique(slug, how, token) for slug in stage.techniques[first : first + number]]


def _steps(stage: Stage, token: Token) -> list[Deed]:
    return [step_read(lesson, step, steps, token) for lesson, steps in stage.steps.items() for step in steps]


def _begin_answering(tab: Tab, token: Token) -> None:
    """A member has no learner yet, and a question is shown to nobody else."""
    assert tab.send(f"/progress/lessons/{CHECKS[0]}/check/", token).status == 302


def _posting(path: str, form: Token) -> Act:
    return lambda tab: tab.send(path, form)


def _erasing(tab: Tab, path: str) -> Act:
    """The page that asks is open already."""
    return _posting(path, fields_of(tab.open(path).page, TOKEN))


def _is_old(one: Done, old: Mapping[str, set[str]]) -> bool:
    """Sent with what was erased, and with nothing else."""
    sent = one.answer.tokens(one.deed.kept_under)
    return bool(sent) and sent <= old[one.deed.kept_under]


def _refused_afterwards(
    browser: Browser, done: Iterable[Done], erased: Answer | None, prefix: str, old: set[str] | None = None
) -> None:
    """What comes with an erased token, once the erasing was answered, is told that it was not kept."""
    assert erased is not None
    if erased.status != 302 or erased.is_refused:
        browser.fault(f"Erasing was answered with {erased.status}")
    for one in done:
        is_late = one.deed.kept_under == prefix and one.answer.begun > erased.ended
        sent = one.answer.tokens(prefix)
        if is_late and not one.answer.is_refused and (old is None or (sent and sent <= old)):
            browser.fault(f"{one.deed.path} was accepted after all was erased")


def _no_answers(browser: Browser) -> None:
    tab = browser.tab()
    if "/screening/check/" in tab.open("/screening/").page:
        browser.fault("/screening/ speaks of answers")
    if "No answers of this visit are kept." not in tab.open("/screening/erase/").page:
        browser.fault("/screening/erase/ speaks of answers")
    if browser.export()["screening"]:
        browser.fault("The export has answers of the screening")
