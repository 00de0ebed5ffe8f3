"""Registration by talking: the form's understanding and asking, corrections, skipping, stopping, the review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.applications import apply_for
from actions.facts import Heard, fact_lines, hear, profile_facts
from actions.search import SEARCHED, first_vacancies, picture, search_said
from actions.turn import FORM, REQUESTED, Event, Reply, Turn, TurnAction, asking, button, leave_form, reply
from placement import registration
from placement.registration import REQUIRED, Profile

FIELDS = ("consent", *REQUIRED)
WAITING_FOR = timedelta(days=1)
"""Facts said before consent are forgotten after this."""
REVIEW_BUTTONS = ("person_name", "home_region", "education", "wish")


async def known(turn: Turn) -> Profile | None:
    """Give what is kept of the person who writes; None without consent."""
    found: Profile | None = await turn.read(lambda session: registration.profile(session, turn.chat_id))
    return found


def settled(profile: Profile | None) -> set[str]:
    """Give the required fields that are known; the others change whenever they are told."""
    return set(REQUIRED) - set(profile.missing) if profile else set()


async def keep(turn: Turn, heard: Heard, requested: str | None = None) -> Heard:
    """Keep what was heard and is not settled yet, all or none; gives what was new, also when asked again."""
    source = "location" if turn.intent == "location_shared" else "chat" if turn.text else "button"

    async def run(session: Any) -> dict[str, Any]:
        before = await registration.profile(session, turn.chat_id)
        facts = heard.unsettled(settled(before), requested, turn.intent).facts
        for name, fact in facts.items():
            await registration.record_fact(
                session, turn.chat_id, name, fact["value"], quote=fact["quote"], source=source, turn_id=turn.turn_id
            )
        return facts

    if not heard.facts:
        return heard.unsettled(settled(await known(turn)), requested, turn.intent)
    facts = await turn.once("the seeker said so", run)
    # Where a place was ambiguous the message named no other home, so this reads the same when asked again.
    options = heard.unsettled(settled(await known(turn)), requested, turn.intent).options
    return Heard(facts=facts, problems=heard.problems, options=options, age=heard.age)


def noted(heard: Heard) -> Reply | str:
    """Show what was understood; empty when nothing was."""
    if not heard.facts:
        return ""
    return reply("noted", facts=fact_lines({name: fact["value"] for name, fact in heard.facts.items()}))


def waiting_facts(turn: Turn) -> dict[str, Any]:
    """Give the facts that wait for consent, unless they are older than a day."""
    waiting = turn.slot("waiting")
    if not waiting:
        return {}
    age = turn.services.database.clock.now() - datetime.fromisoformat(waiting["at"])
    return dict(waiting["facts"]) if age < WAITING_FOR else {}


def wait(turn: Turn, facts: Mapping[str, Any]) -> Event:
    """Let facts wait for consent; they are kept nowhere but in the conversation's state."""
    at = turn.services.database.clock.now().isoformat()
    event: Event = SlotSet("waiting", {"at": at, "facts": dict(facts)} if facts else None)
    return event


def ask(turn: Turn, what: str, before: list[Reply | str], options: list[str] | None = None) -> None:
    """Ask for one field, after what has to be said before."""
    lines = [line for line in before if line]
    if what == "home_region" and options:
        choices = [button("button_region", "inform", {"code": code}, location=code) for code in options]
        turn.say("ask_which_region", choices, before=lines)
    else:
        turn.say(f"ask_{what}", before=lines)


class ValidateRegistrationForm(TurnAction):
    """Takes facts out of the message, keeps them, and asks for the next one that is missing."""

    action = f"validate_{FORM}"

    async def answer(self, turn: Turn) -> list[Event]:
        """Answer a form's turn; returns no slot when the message is no answer, so that other rules have it."""
        if _answered_already(turn):
            return self._ask_again(turn, await known(turn))
        if turn.requested == "consent":
            return await self._about_consent(turn)
        profile = await known(turn)
        if profile is None:
            return self._ask_again(turn, None)
        return await self._about_facts(turn, profile)

    def _ask_again(self, turn: Turn, profile: Profile | None) -> list[Event]:
        """Come to the question after another action has answered, or has started the form."""
        field = next_field(turn, profile)
        if field:
            ask(turn, field, [], turn.slot("region_options"))
        return [*marks(profile, turn.slot("editing")), SlotSet(REQUESTED, field)]

    async def _about_consent(self, turn: Turn) -> list[Event]:
        """Take a yes, with the facts that waited for it; facts said instead of a yes wait on."""
        waiting = waiting_facts(turn)
        heard = await hear(turn)
        if heard.under_age:
            return _turn_away(turn)
        waiting |= heard.unsettled(waiting, None, turn.intent).facts
        options = heard.options or turn.slot("region_options")
        if turn.intent == "affirm":
            profile = await self._consent(turn, waiting)
            before: list[Reply | str] = [reply("consent_given"), noted(Heard(facts=waiting))]
            field = next_field(turn, profile)
            if field:
                ask(turn, field, before, options)
            else:
                turn.say("kept", facts=reply("consent_given"))
            return [
                *marks(profile, turn.slot("editing")),
                wait(turn, {}),
                SlotSet("region_options", options),
                SlotSet(REQUESTED, field),
            ]
        if not heard:
            return []
        ask(turn, "consent", [reply("waits_for_consent")])
        return [wait(turn, waiting), SlotSet("region_options", options), SlotSet(REQUESTED, "consent")]

    async def _consent(self, turn: Turn, waiting: Mapping[str, Any]) -> Profile:
        async def run(session: Any) -> None:
            await registration.give_consent(session, turn.chat_id)
            for name, fact in waiting.items():
                await registration.record_fact(
                    session, turn.chat_id, name, fact["value"], quote=fact["quote"], source="chat", turn_id=turn.turn_id
                )

        await turn.once("the seeker agreed", run)
        profile = await known(turn)
        if profile is None:
            raise RuntimeError("consent was given and is not there")
        return profile

    async def _about_facts(self, turn: Turn, profile: Profile) -> list[Event]:
        requested = turn.requested if turn.requested in REQUIRED else None
        heard = await hear(turn, requested)
        if heard.under_age:
            return _turn_away(turn)
        if heard:
            heard = await keep(turn, heard, requested)
        changed = turn.first("field")
        if not heard and changed in REQUIRED:
            ask(turn, changed, [])
            return [SlotSet("editing", changed), SlotSet(changed, None), SlotSet(REQUESTED, changed)]
        if not heard:
            return []
        profile = await known(turn) or profile
        editing = turn.slot("editing")
        editing = None if editing in heard.facts else editing
        options = None if "home_region" in heard.facts else heard.options or turn.slot("region_options")
        if heard.options and "home_region" not in profile.missing:
            editing = "home_region"
        # Who names a place is talking about it now: which one is meant comes before the next question.
        field = "home_region" if heard.options else editing or next(iter(profile.missing), None)
        if field:
            ask(turn, field, [noted(heard), *heard.problems], options)
        return [
            *marks(profile, editing),
            SlotSet("editing", editing),
            SlotSet("region_options", options),
            SlotSet(REQUESTED, field),
        ]


def _answered_already(turn: Turn) -> bool:
    """Whether another action has had this message: then the form only asks."""
    for event in reversed(turn.tracker.events):
        if event["event"] == "user":
            return False
        if event["event"] == "action" and event["name"] not in ("action_listen", FORM, "action_extract_slots"):
            return True
    return False


def next_field(turn: Turn, profile: Profile | None) -> str | None:
    """Give the field to ask for: consent, the one being changed, then what is missing."""
    if profile is None:
        return "consent"
    return turn.slot("editing") or next(iter(profile.missing), None)


def marks(profile: Profile | None, editing: str | None) -> list[Event]:
    """Mark in the form which fields are known; their values stay in the database."""
    missing = {*(profile.missing if profile else REQUIRED), editing}
    return [
        SlotSet("consent", True if profile else None),
        *(SlotSet(name, None if name in missing else True) for name in REQUIRED),
    ]


def _turn_away(turn: Turn) -> list[Event]:
    """Show somebody under 18 a kind way on; no record is made."""
    turn.say("under_age")
    return [SlotSet("waiting", None), SlotSet("pending_vacancy", None), SlotSet("editing", None),
            *leave_form()]  # fmt: skip


class Register(TurnAction):
    """Starts registration, goes on with it, or says that it is done."""

    action = "action_register"

    async def answer(self, turn: Turn) -> list[Event]:
        """Answer the wish to register; facts in the same message are taken along."""
        profile = await known(turn)
        heard = await hear(turn)
        if heard.under_age:
            return _turn_away(turn)
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
            return [*events, *show_review(turn, profile)]
        return events if turn.in_form else [*events, FollowupAction(FORM)]


class Inform(TurnAction):
    """Takes facts that nobody asked for."""

    action = "action_inform"

    async def answer(self, turn: Turn) -> list[Event]:
        """Keep the facts with consent; without it, search with them or let them wait."""
        profile = await known(turn)
        heard = await hear(turn)
        if profile is None:
            return await self._before_consent(turn, heard)
        heard = await keep(turn, heard)
        if not heard:
            turn.say("utter_unclear")
            return [asking(None)]
        if heard.options and not heard.facts:
            ask(turn, "home_region", [], heard.options)
            return [asking(None), SlotSet("region_options", heard.options)]
        profile = await known(turn) or profile
        turn.say("kept" if profile.missing else "kept_complete", facts=noted(heard))
        events = [asking(None), SlotSet("region_options", heard.options or None)]
        return events if turn.in_form or not profile.missing else [*events, FollowupAction(FORM)]

    async def _before_consent(self, turn: Turn, heard: Heard) -> list[Event]:
        """Search with a wish that was told; let facts wait, and say what registering would do with them."""
        waiting = waiting_facts(turn)
        events = [wait(turn, waiting | heard.unsettled(waiting, None, turn.intent).facts)]
        _, last = await picture(turn)
        narrows = last is not None and any(turn.has(entity) for entity in SEARCHED)
        if (turn.has("occupation") or narrows) and not turn.has("person_name"):
            return [*events, *await search_said(turn)]
        if not heard.facts:
            turn.say("utter_unclear")
            return [*events, asking(None)]
        turn.say("inform_before_consent")
        return [*events, asking("register")]


class Correct(TurnAction):
    """Changes a fact that is known, or asks which."""

    action = "action_correct"

    async def answer(self, turn: Turn) -> list[Event]:
        """Take the right fact from the message, ask for the one that a button names, or ask which one."""
        profile = await known(turn)
        if profile is None:
            turn.say("utter_profile_none")
            return [wait(turn, waiting_facts(turn) | (await hear(turn)).facts), asking("register")]
        field = turn.first("field")
        if field in REQUIRED:
            return [asking(None), SlotSet("editing", field), SlotSet(field, None), FollowupAction(FORM)]
        heard = await hear(turn)
        if heard.facts and not heard.options:
            heard = await keep(turn, heard)
            return [asking(None), *show_review(turn, await known(turn) or profile, noted(heard))]
        if heard.options:
            return [asking(None), SlotSet("editing", "home_region"), SlotSet("home_region", None),
                    SlotSet("region_options", heard.options), FollowupAction(FORM)]  # fmt: skip
        turn.say("ask_which_fact", [button(f"button_edit_{name}", "correct", field=name) for name in REVIEW_BUTTONS])
        return [asking(None)]


class Skip(TurnAction):
    """Leaves a question aside; a fact that is needed is explained."""

    action = "action_skip"

    async def answer(self, turn: Turn) -> list[Event]:
        """Say why the fact is needed, or that there is nothing to skip."""
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
        """Leave the form and forget what was asked."""
        if turn.in_form:
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


def show_review(turn: Turn, profile: Profile, before: Reply | str = "") -> list[Event]:
    """Show all facts with buttons to change each; before there is a number, it waits for a yes."""
    edits = [button(f"button_edit_{name}", "correct", field=name) for name in REVIEW_BUTTONS]
    lines = fact_lines(profile_facts(profile))
    if profile.registration_number:
        turn.say(
            "review_registered",
            [*edits, button("button_search", "search_job")],
            before=before,
            facts=lines,
            number=profile.registration_number,
            valid_until=profile.valid_until.isoformat() if profile.valid_until else None,
        )
        return [asking(None)]
    if profile.missing:
        turn.say("review_unfinished", [*edits, button("button_continue", "register")], before=before, facts=lines)
        return [asking("register")]
    turn.say("review", [button("button_right", "affirm"), *edits], before=before, facts=lines)
    return [asking("review")]


class Review(TurnAction):
    """Shows the facts when the form is done."""

    action = "action_review"

    async def answer(self, turn: Turn) -> list[Event]:
        """Show them; a form that was left early has nothing to show."""
        profile = await known(turn)
        if profile is None or profile.missing:
            return []
        return show_review(turn, profile)


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

        turn.say("registered", **await turn.once("the seeker confirmed the review", run))
        # What was asked stays the review: the rule's next action, which goes on, knows itself by it.
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


class ShowProfile(TurnAction):
    """Shows what is kept of the person who writes."""

    action = "action_show_profile"

    async def answer(self, turn: Turn) -> list[Event]:
        """Show it, or say that nothing is kept."""
        profile = await known(turn)
        if profile is None:
            turn.say("utter_profile_none")
            return [asking("register")]
        return show_review(turn, profile)


class Contact(TurnAction):
    """Takes a shared contact."""

    action = "action_contact"

    async def answer(self, turn: Turn) -> list[Event]:
        """Keep one's own number with consent; somebody else's is never kept."""
        phone = turn.first("phone")
        if (turn.first("own") or "").casefold() != "true" or not phone:
            turn.say("contact_foreign")
        elif await known(turn) is None:
            turn.say("contact_before_consent")
        else:
            await turn.once("the seeker shared the contact", lambda session: self._keep(session, turn, phone))
            turn.say("contact_kept", phone=phone)
        return []

    async def _keep(self, session: Any, turn: Turn, phone: str) -> None:
        await registration.record_fact(
            session, turn.chat_id, "phone", phone, quote=None, source="contact", turn_id=turn.turn_id
        )


class Location(TurnAction):
    """Takes a shared location outside the question for it."""

    action = "action_location"

    async def answer(self, turn: Turn) -> list[Event]:
        """Offer to search around it; nothing is kept."""
        region = turn.first("region")
        if not region:
            turn.say("invalid_location_alone")
        else:
            turn.say("location_seen", [button("button_search_here", "search_job", location=region)], code=region)
        return []
