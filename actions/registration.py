"""Registering: beginning, facts that nobody asked for, skipping, stopping, and the number at the end."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.applications import apply_for
from actions.facts import hear, tells_home
from actions.form import ask, turn_away
from actions.hearing import Heard
from actions.hurdles import answered_hurdle
from actions.offers import decline, declined
from actions.on_view import TOLD
from actions.people import ask_who, asked_who_writes, names_somebody_else
from actions.privacy import ask_erasure
from actions.record import keep, known, noted, wait, waiting_facts
from actions.review import Correct, corrected, show_review
from actions.search import SEARCHED, first_vacancies, picture, place_alone, search_said, search_with_facts
from actions.standing import report
from actions.turn import FORM, RECORD_FORM, Event, Turn, TurnAction, asking, begin_record, button, leave_form
from placement import privacy, registration
from placement.reading.dates import find_months
from placement.reading.replies import agrees, objects
from placement.registration import REQUIRED


class Register(TurnAction):
    """Starts registration, goes on with it, or says that it is done."""

    action = "action_register"

    async def answer(self, turn: Turn) -> list[Event]:
        """Answer the wish to register; facts in the same message are taken along."""
        profile = await known(turn)
        heard = await hear(turn)
        if heard.under_age:
            return await turn_away(turn)
        other = names_somebody_else(heard, profile)
        if other and profile is not None:
            return ask_who(turn, profile, other)
        events: list[Event] = [asking(None)]
        if heard.options:
            events.append(SlotSet("region_options", heard.options))
        if profile is None:
            waiting = waiting_facts(turn)
            events.append(wait(turn, waiting | heard.unsettled(waiting, None, turn.intent).facts))
        elif heard.facts:
            heard = await keep(turn, heard)
            profile = await known(turn) or profile
            if heard.facts:
                turn.say("kept", facts=noted(heard))
        if profile is not None and not profile.missing:
            if profile.ended_at is not None:
                return [*events, *await report(turn)]
            if profile.registration_number and profile.open_topics():
                return [*events, *begin_record("all")]
            return [*events, *show_review(turn, profile)]
        return events if turn.in_form else [*events, FollowupAction(FORM)]


class Consent(TurnAction):
    """Takes the buttons under the question for consent, wherever the form does not."""

    action = "action_consent"

    async def answer(self, turn: Turn) -> list[Event]:
        """Respect a no; after a yes under an old question begin, which asks it again."""
        if turn.requested is None and turn.first("agree") == "yes":
            return [asking(None), FollowupAction(Register.action)]
        if turn.first("agree") == "no" and await known(turn) is None:
            return decline_consent(turn)
        return []


class Inform(TurnAction):
    """Takes facts that nobody asked for."""

    action = "action_inform"

    async def answer(self, turn: Turn) -> list[Event]:
        """Keep the facts with consent; without it, search with them or let them wait."""
        if answered_hurdle(turn):
            return [] if turn.in_form else [asking("search")]
        if place_alone(turn) and turn.slot("asking") != "review":
            return await search_said(turn)
        if await asked_who_writes(turn):
            return [asking(None)]
        profile = await known(turn)
        heard = await hear(turn)
        if heard.under_age:
            return await turn_away(turn)
        if profile is None:
            return await self._before_consent(turn, heard)
        # «2 tahun di Toko Maju» names a place of work, nobody.
        other = None if find_months(turn.text) or turn.has("company") else names_somebody_else(heard, profile)
        if other:
            return ask_who(turn, profile, other)
        if turn.slot("asking") == "review":
            return await corrected(turn, profile, heard)
        heard = await keep(turn, heard)
        if not heard and turn.intent == "inform" and turn.has("age"):
            turn.say("age_not_kept")
            return [asking(None)]
        if not heard:
            return [FollowupAction("action_unclear")]
        if heard.options and not heard.facts:
            ask(turn, "home_region", [], heard.options)
            return [asking(None), SlotSet("region_options", heard.options)]
        profile = await known(turn) or profile
        turn.say("kept" if profile.missing else "kept_complete", facts=noted(heard))
        events = [asking(None), SlotSet("region_options", heard.options or None)]
        return events if turn.in_form or not profile.missing else [*events, FollowupAction(FORM)]

    async def _before_consent(self, turn: Turn, heard: Heard) -> list[Event]:
        """Search with a wish that was told; let facts wait, and say what registering would do with them."""
        _, last = await picture(turn)
        narrows = last is not None and any(turn.has(entity) for entity in SEARCHED)
        searches = (turn.has("occupation") or narrows) and not turn.has("person_name")
        if searches and not tells_home(turn):
            # A place that is searched is not the place that somebody lives in.
            heard.facts.pop("home_region", None)
        waiting = waiting_facts(turn)
        events = [wait(turn, waiting | heard.unsettled(waiting, None, turn.intent).facts)]
        if searches:
            return [*events, *await search_with_facts(turn)]
        if not heard.facts:
            return [*events, FollowupAction("action_unclear")]
        turn.say("inform_before_consent")
        return [*events, asking("register")]


class Skip(TurnAction):
    """Leaves a question aside; a fact that is needed is explained."""

    action = "action_skip"

    async def answer(self, turn: Turn) -> list[Event]:
        """Say why the fact is needed, or that there is nothing to skip; an offer may be left aside as well."""
        if declined(turn):
            return decline(turn)
        if turn.requested == "consent":
            turn.say("why_consent")
        elif turn.requested in REQUIRED:
            turn.say(f"why_{turn.requested}")
        else:
            turn.say("nothing_to_skip")
        return []


class Cancel(TurnAction):
    """Stops whatever goes on; what was kept stays and can be gone on with."""

    action = "action_cancel"

    async def answer(self, turn: Turn) -> list[Event]:
        """Leave the form and forget what was asked; «jangan simpan data saya» asks whether all is to be erased."""
        if privacy.right_meant(turn.text) == "erase" and await known(turn):
            return ask_erasure(turn)
        if not turn.in_form and declined(turn):
            return decline(turn)
        if turn.form == RECORD_FORM:
            turn.say("cancelled_record")
        elif turn.in_form:
            kept = await known(turn)
            turn.say("cancelled_registration" if kept else "cancelled_before_consent")
        else:
            turn.say("cancelled")
        return [asking(None), *(SlotSet(name, None) for name in ("editing", "pending_vacancy", "region_options")),
                *leave_form()]  # fmt: skip


def decline_consent(turn: Turn) -> list[Event]:
    """Respect a no to being kept: what waited is dropped, searching goes on without."""
    turn.say("consent_declined")
    return [asking(None), SlotSet("waiting", None), SlotSet("pending_vacancy", None), *leave_form()]


class CompleteRegistration(TurnAction):
    """Gives the registration its number."""

    action = "action_complete_registration"

    async def answer(self, turn: Turn) -> list[Event]:
        """Complete it; facts that went missing meanwhile are asked for."""
        profile = await known(turn)
        if profile is None or profile.missing:
            return [asking(None), FollowupAction(FORM)]

        async def run(session: Any) -> dict[str, Any]:
            done = await registration.complete(session, turn.chat_id)
            return {
                "name": done.person_name,
                "number": done.registration_number,
                "valid_until": done.valid_until.isoformat() if done.valid_until else None,
            }

        done = await turn.once("the seeker confirmed the review", run)
        turn.say("registered", [button("button_complete", "register")], **done)
        # What was asked stays the review: the rule's next action, which goes on, knows itself by it.
        return []


class Reviewed(TurnAction):
    """Takes what is said to «sudah benar?» and is no plain yes or no: thanks, praise, odd words."""

    action = "action_reviewed"

    async def answer(self, turn: Turn) -> list[Event]:
        """Look for a yes, for what is wrong, for a fact; whatever else it is leaves the question open."""
        if (
            objects(turn.text)
            or turn.intent == "reject_results"
            or any(turn.has(entity) for entity in (*TOLD, "occupation"))
        ):
            turn.intent = "correct"
            return await Correct().answer(turn)
        if agrees(turn.text):
            done = await CompleteRegistration().answer(turn)
            return done or await AfterRegistration().answer(turn)
        match turn.intent:
            case "thank" | "feedback" as said:
                turn.say(f"utter_{said}")
            case "more_results":
                return [FollowupAction("action_more_results")]
            case _:
                return [FollowupAction("action_unclear")]
        return []


class AfterRegistration(TurnAction):
    """Goes on where registration interrupted: with the application, or the first vacancies."""

    action = "action_after_registration"

    async def answer(self, turn: Turn) -> list[Event]:
        """Apply for the vacancy that waited, or show what fits."""
        pending = turn.slot("pending_vacancy")
        if pending:
            return [*await apply_for(turn, int(pending)), SlotSet("pending_vacancy", None)]
        return await first_vacancies(turn)
