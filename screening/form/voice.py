"""Who reads the pages: the receiver, the giver who reads them out, or the receiver on their own phone.

Chosen once a visit. The questions say "you" to the receiver in each voice; what stands around them differs.
"""

from datetime import datetime
from typing import Literal

from django.http import HttpRequest

from screening.visit.current import visit_of
from screening.visit.state import PHONE, VOICE, shown_until

Voice = Literal["receiver", "giver", "phone"]


def voice_of(request: HttpRequest, now: datetime) -> Voice:
    """Chosen by a link to this page, or earlier in the visit.

    On their own phone it is always the receiver's, and always the giver's where the receiver shows the answers.
    """
    visit = visit_of(request)
    if PHONE in visit:
        return "phone"
    if shown_until(visit, now):
        return "giver"
    asked, is_giver = request.GET.get("voice"), VOICE in visit
    if asked == "giver" and not is_giver:
        with visit.writing():
            visit[VOICE] = asked
    elif asked == "receiver" and is_giver:
        with visit.writing():
            visit.pop(VOICE, None)
    return "giver" if VOICE in visit else "receiver"
