"""The rules of a plan (docs/rules/plan.md), written down a second time and on their own, to hold the planner to them.

Only what can be said of a plan without drawn paths: R2-R9, R11-R14, R18-R26, R32, R37, R41.
Zone Z2 is then the lumbar regions.
"""

from itertools import pairwise

PAIRS = ("shoulder", "scapula", "thoracic", "flank", "lumbar")
SINGLES = ("cervical", "interscapular", "sacral")
ALL = {f"{name}-{side}" for name in PAIRS for side in "lr"} | set(SINGLES)
RANK = {"squeeze": 1, "rub": 2, "knead": 3, "percuss": 4, "vibrate": 4}
LEVEL = {"sacral": 0, "lumbar": 0, "thoracic": 1, "flank": 1, "interscapular": 2, "scapula": 2, "shoulder": 3}
LEVEL["cervical"] = 4
NECK_LEVEL = {"scapula": 0, "shoulder": 1, "cervical": 2}
HARD = {"squeeze-weighted", "knead-weighted", "knead-phalanges", "rub-heel"}
RUB_BETWEEN_BLADES = {"rub-interscapular", "rub-scapula-border", "rub-long"}
WEIGHTED = {"squeeze-weighted", "knead-weighted"}


def lr(*names):
    return {slug for name in names for slug in ([name] if name in SINGLES else [f"{name}-l", f"{name}-r"])}


# technique: family, highest pressure, {region: lower}, places, (least, most) repetitions
TECHNIQUES = {
    "stroke-long": ("stroke", 2, {}, ALL, (6, 8)),
    "stroke-cross": ("stroke", 1, {}, lr("lumbar", "thoracic", "flank", "scapula", "interscapular"), (1, 2)),
    "stroke-circle": ("stroke", 2, {"interscapular": 1}, lr("scapula", "interscapular"), (5, 7)),
    "stroke-grasp": ("stroke", 2, {}, lr("flank", "lumbar"), (5, 7)),
    "stroke-contrast": ("stroke", 2, {}, lr("thoracic", "lumbar"), (5, 7)),
    "stroke-close": ("stroke", 2, {}, ALL, (5, 7)),
    "stroke-neck": ("stroke", 2, {}, lr("cervical", "shoulder"), (5, 7)),
    "squeeze-edge": (
        "squeeze", 3, {}, lr("sacral", "interscapular", "lumbar", "thoracic", "flank", "shoulder"), (5, 7)
    ),
    "squeeze-weighted": ("squeeze", 3, {}, lr("thoracic", "flank", "shoulder"), (5, 7)),
    "squeeze-neck": ("squeeze", 2, {}, lr("cervical", "shoulder"), (5, 7)),
    "rub-long": ("rub", 3, {}, lr("sacral", "lumbar", "thoracic", "interscapular", "shoulder", "cervical"), (5, 6)),
    "rub-saw": ("rub", 3, {}, lr("flank", "thoracic", "shoulder"), (5, 7)),
    "rub-saw-soft": ("rub", 2, {}, lr("flank", "thoracic", "shoulder", "cervical"), (5, 7)),
    "rub-radial": ("rub", 2, {}, lr("flank", "lumbar"), (5, 7)),
    "rub-rake": ("rub", 2, {}, lr("thoracic", "flank"), (5, 7)),
    "rub-scapula-border": ("rub", 2, {}, lr("interscapular", "scapula"), (5, 7)),
    "rub-interscapular": ("rub", 2, {}, lr("interscapular"), (5, 7)),
    "rub-hatch": ("rub", 2, {}, lr("shoulder", "cervical"), (5, 7)),
    "rub-heel": ("rub", 3, {}, lr("shoulder"), (5, 7)),
    "knead-thumb": ("knead", 3, {}, lr("sacral", "lumbar", "thoracic", "shoulder"), (5, 7)),
    "knead-two-thumbs": ("knead", 3, {}, lr("sacral", "lumbar", "thoracic"), (5, 7)),
    "knead-four-pads": ("knead", 3, {}, ALL, (5, 7)),
    "knead-phalanges": ("knead", 3, {}, lr("thoracic", "shoulder", "sacral"), (5, 7)),
    "knead-lat": ("knead", 3, {}, lr("flank", "lumbar"), (5, 7)),
    "knead-scapula": ("knead", 3, {}, lr("scapula", "shoulder"), (5, 7)),
    "knead-girdle": ("knead", 3, {}, lr("shoulder", "cervical"), (5, 7)),
    "knead-weighted": ("knead", 3, {}, lr("thoracic", "flank", "shoulder"), (5, 7)),
    "perc-fingertips": ("percuss", 2, {}, lr("shoulder", "thoracic", "flank", "sacral"), None),
    "perc-clap": ("percuss", 2, {}, lr("shoulder", "thoracic", "flank", "sacral"), None),
    "vib-flat": ("vibrate", 2, {"cervical": 1}, lr("shoulder", "scapula", "sacral", "cervical"), None),
    "vib-tap": ("vibrate", 2, {}, lr("shoulder"), None),
}  # fmt: skip


def family(step):
    return TECHNIQUES[step["technique"]][0]


def base(slug):
    return slug.removesuffix("-l").removesuffix("-r")


def is_on_side(slug, side):
    return slug in SINGLES or slug.endswith(f"-{side}")


def is_neck(step):
    return step.get("block") == "neck" and {base(slug) for slug in step["regions"]} <= set(NECK_LEVEL)


def findings(steps, limits, position, check_ins, played=None):
    """Broken rules as {(rule, index of the step or None)}. `played`: the order of the hands, where it differs."""
    found = {(rule, None) for rule in plan_rules(steps, limits, check_ins, played or steps)}
    for index, step in enumerate(steps):
        found |= {(rule, index) for rule in step_rules(step, limits)}
        found |= {(rule, index) for rule in order_rules(steps, index)}
        found |= {(rule, index) for rule in neck_rules(steps, index)}
    found |= {("R5", 0) for _ in [0] if not opens_well(steps, limits, position)}
    found |= {("R6", len(steps) - 1) for _ in [0] if not closes_well(steps)}
    return found | {("R20", technique) for technique in unequal(steps, limits)}


def plan_rules(steps, limits, check_ins, played):
    minutes = sum(step["minutes"] for step in steps)
    if minutes > min(60, limits["max_minutes"] or 60):
        yield "R18"
    if sum(step["minutes"] for step in steps if family(step) in ("percuss", "vibrate")) > 3:
        yield "R14"
    if not asks_often_enough(played, check_ins, minutes):
        yield "R32"


def asks_often_enough(steps, check_ins, minutes):
    starts, now = {}, 0
    for step in steps:
        starts.setdefault(family(step), now)
        now += step["minutes"]
    marks = [0, *sorted(mark for mark in check_ins if mark <= minutes), minutes]
    return (
        any(1 <= mark <= 2 for mark in check_ins)
        and all(any(s <= mark <= s + 1 for mark in check_ins) for s in starts.values() if s > 0)
        and all(later - earlier <= 5 for earlier, later in pairwise(marks))
    )


def step_rules(step, limits):
    kind, highest, lower, places, reps = TECHNIQUES[step["technique"]]
    regions, pressure, cap = set(step["regions"]), step["pressure"], limits["cap"]
    bases = {base(slug) for slug in regions}
    if regions & set(limits["blocked"]) or (kind != "stroke" and regions & set(limits["stroke_only"])):
        yield "R2"
    if pressure > min([cap, highest, *(most for slug, most in lower.items() if slug in regions)]):
        yield "R3"
    if {kind, step["technique"]} & set(limits["banned"]) or not regions <= places:
        yield "R4"
    if cap <= 2 and step["technique"] == "knead-phalanges":
        yield "R4"
    if cap == 1 and kind != "stroke" and step["technique"] != "vib-flat":
        yield "R4"
    if "lumbar" in bases and (pressure > 2 or kind == "percuss" or step["technique"] in HARD):
        yield "R11"
    if "interscapular" in bases and (pressure > 2 or (kind == "rub" and step["technique"] not in RUB_BETWEEN_BLADES)):
        yield "R12"
    if kind == "percuss" and not bases <= {"sacral", "shoulder", "thoracic", "flank"}:
        yield "R13"
    if "reps" in step and reps and not reps[0] <= step["reps"] <= reps[1]:
        yield "R19"
    if "cervical" in bases and (pressure > 2 or kind == "percuss" or step["technique"] in HARD):
        yield "R23"
    if "shoulder" in bases and pressure == 3 and step.get("speed_cm_s", 0) > 4:
        yield "R24"
    if kind == "squeeze" and step.get("speed_cm_s", 0) > 4:
        yield "R25"
    if step["technique"] in WEIGHTED and not bases <= {"thoracic", "flank", "shoulder"}:
        yield "R37"
    kneads_halves = kind == "knead" and not is_neck(step) and step["technique"] != "knead-two-thumbs"
    if kneads_halves and any({f"{name}-l", f"{name}-r"} <= regions for name in PAIRS):
        yield "R41"


def order_rules(steps, index):
    step = steps[index]
    before = [earlier for earlier in steps[:index] if not is_neck(earlier)]
    if step["pressure"] > (steps[index - 1]["pressure"] + 1 if index else 2):
        yield "R26"
    if family(step) in ("percuss", "vibrate"):
        later = [other for other in steps[index + 1 :] if is_neck(other) == is_neck(step)]
        late_families = {"squeeze", "rub", "knead"} if is_neck(step) else {"knead"}
        if step["pressure"] > 2 or late_families & {family(other) for other in later}:
            yield "R14"
    if is_neck(step) or family(step) == "stroke":
        return
    if any(RANK.get(family(earlier), 0) > RANK[family(step)] for earlier in before):
        yield "R7"
    same = [earlier for earlier in before if family(earlier) == family(step)]
    for side in "lr":
        mine = levels(step, side)
        others = [levels(earlier, side) for earlier in same if earlier["technique"] != "rub-long"]
        if step["technique"] != "rub-long" and mine and any(low and min(low) > max(mine) for low in others):
            yield "R8"
        if family(step) in ("squeeze", "knead") and is_long(step, side) and any(is_lat(e, side) for e in same):
            yield "R9"


def levels(step, side):
    return [LEVEL[base(slug)] for slug in step["regions"] if is_on_side(slug, side)]


def is_long(step, side):
    return step["technique"] != "knead-lat" and bool({f"lumbar-{side}", f"thoracic-{side}"} & set(step["regions"]))


def is_lat(step, side):
    if step["technique"] == "knead-lat":
        return any(slug.endswith(f"-{side}") for slug in step["regions"])
    return f"flank-{side}" in step["regions"] and not is_long(step, side)


def neck_rules(steps, index):
    step = steps[index]
    if not is_neck(step):
        return
    before = [earlier for earlier in steps[:index] if is_neck(earlier)]
    after = [later for later in steps[index + 1 :] if is_neck(later)]
    strokes = family(step) == "stroke"
    if not before and not strokes:
        yield "R22"
    if not after and not strokes and not (index + 1 < len(steps) and family(steps[index + 1]) == "stroke"):
        yield "R22"
    for earlier in before:
        shared = set(earlier["regions"]) & set(step["regions"])
        if not strokes and shared and RANK.get(family(earlier), 0) > RANK[family(step)]:
            yield "R22"
        same = family(earlier) == family(step)
        if not strokes and same and min(neck_levels(earlier)) > max(neck_levels(step)):
            yield "R21"


def neck_levels(step):
    return [NECK_LEVEL[base(slug)] for slug in step["regions"]]


def opens_well(steps, limits, position):
    opening = []
    for step in steps:
        if family(step) != "stroke" or step["technique"] == "stroke-close" or is_neck(step):
            break
        opening.append(step)
    wanted = lr("thoracic", "shoulder") if position == "chair" else lr("lumbar", "thoracic", "shoulder")
    listed = {slug for step in opening for slug in step["regions"]}
    return wanted - set(limits["blocked"]) <= listed and sum(step["minutes"] for step in opening) >= 2


def closes_well(steps):
    return steps[-1]["technique"] == "stroke-close" and steps[-1]["minutes"] >= 2


def unequal(steps, limits):
    for technique in {step["technique"] for step in steps}:
        uses = [step for step in steps if step["technique"] == technique]
        for name in PAIRS:
            pair = {f"{name}-l", f"{name}-r"}
            closed = set(limits["blocked"])
            if TECHNIQUES[technique][0] != "stroke":
                closed |= set(limits["stroke_only"])
            left, right = (
                sum(step.get("reps", 6) for step in uses if f"{name}-{side}" in step["regions"]) for side in "lr"
            )
            if not pair & closed and abs(left - right) > 1:
                yield technique
