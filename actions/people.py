"""Several people on one phone: who is writing now, and a record for each."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import ActiveLoop, AllSlotsReset, FollowupAction

from actions.hearing import Heard
from actions.record import known, wait
from actions.turn import FORM, Event, Turn, TurnAction, asking, button
from placement import people
from placement.errors import ConflictError, InvalidError, NotFoundError
from placement.registration import Profile
from placement.vocabulary import plain


def names_somebody_else(heard: Heard, profile: Profile | None) -> str | None:
    """Give the name that a message tells when it shares no word with the name that is known."""
    told = heard.facts.get("person_name")
    if told is None or profile is None or not profile.person_name:
        return None
    name = str(told["value"])
    return None if set(plain(name).split()) & set(plain(profile.person_name).split()) else name


def ask_who(turn: Turn, profile: Profile, name: str) -> list[Event]:
    """Ask whether a new name is a correction or another person's."""
    turn.say(
        "ask_same_person",
        [
            button("button_other_person", "person", {"name": name}, who="other", person_name=name),
            button("button_new_name", "correct", {"name": name}, person_name=name),
            button("button_still_me", "person", {"name": profile.person_name}, who=str(profile.seeker_id)),
        ],
        name=name,
        known=profile.person_name,
    )
    return [asking(None)]


async def offer_people(turn: Turn, *, always: bool = False) -> bool:
    """Show who uses the phone, to choose from; says nothing where nobody is known, unless `always`."""
    rows = await turn.read(lambda session: people.people_of(session, turn.chat_id))
    if not rows and not always:
        return False
    buttons = [button("button_person", "person", {"name": row.name or "?"}, who=str(row.seeker_id)) for row in rows]
    turn.say("people", [*buttons, button("button_new_person", "person", who="other")])
    return True


async def asked_who_writes(turn: Turn) -> bool:
    """Ask who is writing where somebody says to be another one of several people: nobody sees another's record."""
    if not (turn.text and people.another_writes(turn.text)):
        return False
    rows = await turn.read(lambda session: people.people_of(session, turn.chat_id))
    return len(rows) > 1 and await offer_people(turn)


class Person(TurnAction):
    """Takes who is writing: another person, one of those known, or shows them."""

    action = "action_person"

    async def answer(self, turn: Turn) -> list[Event]:
        """Switch, begin another record, or list the chat's people."""
        who = turn.first("who")
        if who == "other":
            return await self._another(turn)
        if who and who.isdigit():
            return await self._switch(turn, int(who))
        await offer_people(turn, always=True)
        return [asking(None)]

    async def _another(self, turn: Turn) -> list[Event]:
        try:
            await turn.once("another person", lambda session: people.another_person(session, turn.chat_id))
        except InvalidError as problem:
            turn.say(problem.key, None, **problem.args_of_response)
            return [asking(None)]
        name = turn.first("person_name")
        waiting: dict[str, Any] = {"person_name": {"value": name, "quote": None}} if name else {}
        turn.say("another_person")
        return [AllSlotsReset(), ActiveLoop(None), wait(turn, waiting), FollowupAction(FORM)]

    async def _switch(self, turn: Turn, seeker_id: int) -> list[Event]:
        profile = await known(turn)
        if profile is not None and profile.seeker_id == seeker_id:
            turn.say("person_stays", name=profile.person_name or "?")
            return [asking(None)]

        async def run(session: Any) -> str | None:
            return (await people.switch(session, turn.chat_id, seeker_id)).person_name

        try:
            name = await turn.once("another person of the phone writes", run)
        except NotFoundError:
            turn.say("person_gone")
            return [asking(None)]
        turn.say("person_switched", [button("button_search", "search_job"), button("button_profile", "show_profile")],
                 name=name or "?")  # fmt: skip
        return [AllSlotsReset(), ActiveLoop(None)]


async def join_by_link(turn: Turn, token: str) -> list[Event] | None:
    """Join the chat to the record of a start link; None for a word that is no link's."""

    async def run(session: Any) -> dict[str, Any] | None:
        try:
            profile = await people.join(session, turn.chat_id, token)
        except NotFoundError:
            return None
        except ConflictError:
            return {"key": "link_used"}
        return {"key": "link_joined", "name": profile.person_name, "number": profile.registration_number}

    done = await turn.once("a start link was opened", run)
    if done is None:
        return None
    if done["key"] == "link_used":
        turn.say("link_used", [button("button_officer", "talk_to_officer")])
        return [asking(None)]
    turn.say("link_joined", [button("button_profile", "show_profile"), button("button_search", "search_job")],
             name=done["name"] or "?")  # fmt: skip
    return [AllSlotsReset(), ActiveLoop(None)]
