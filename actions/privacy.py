"""A person's rights over their data, by talking."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rasa_sdk.events import ActiveLoop, AllSlotsReset, FollowupAction

from actions.lines import fact_lines
from actions.people import asked_who_writes
from actions.review import nothing_kept, see
from actions.turn import Event, Turn, TurnAction, asking, button
from placement import objection, privacy
from placement.errors import NeedsRegistrationError


class Privacy(TurnAction):
    """Explains what happens with data, and does what is asked with it."""

    action = "action_privacy"

    async def answer(self, turn: Turn) -> list[Event]:
        """Answer by the right that a button or the words name; without one, explain and offer all of them."""
        if await asked_who_writes(turn):
            return [asking(None)]
        right = turn.first("right") or privacy.right_meant(turn.text)
        if right == "erase" and turn.text and turn.slot("asking") == "erase" and _just_asked(turn):
            return await erase(turn)  # «yakin, hapus aja semua»: said to the very question
        if right == "see":
            return await see(turn)
        if right == "copy":
            return await self._copy(turn)
        if right == "withdraw":
            return await self._withdraw(turn)
        if right == "erase":
            return ask_erasure(turn)
        if right == "erase_confirmed":
            return await erase(turn)
        if right in ("object", "match_again"):
            return await self._object(turn, objects=right == "object")
        if right == "keep":
            return keep_all(turn)
        turn.say("privacy_purpose" if right == "purpose" else "privacy")
        return [asking(None)]

    async def _copy(self, turn: Turn) -> list[Event]:
        data = await turn.read(lambda session: privacy.copy(session, turn.chat_id))
        if data is None:
            return await nothing_kept(turn)
        # The bot sends the argument «document» as files, JSON and PDF; the words show the facts at once.
        turn.say("privacy_copy", facts=fact_lines(data["profile"] | {"wish": data["profile"]["wish_text"]}),
                 document={"name": "antarkerja-data", "json": data})  # fmt: skip
        return [asking(None)]

    async def _object(self, turn: Turn, *, objects: bool) -> list[Event]:
        async def run(session: Any) -> bool:
            return await objection.object_to_matching(session, turn.chat_id, objects=objects)

        try:
            await turn.once("the seeker objects to matching", run)
        except NeedsRegistrationError:
            turn.say("utter_profile_none")
            return [asking("register")]
        turn.say("matching_objected" if objects else "matching_again")
        return [asking(None)]

    async def _withdraw(self, turn: Turn) -> list[Event]:
        async def run(session: Any) -> bool:
            return await privacy.withdraw_consent(session, turn.chat_id)

        done = await turn.once("the seeker withdrew consent", run)
        if not done:
            await nothing_kept(turn)
        else:
            turn.say("consent_withdrawn")
        return [AllSlotsReset(), ActiveLoop(None)]


class Erase(TurnAction):
    """Takes a yes or a no to erasing."""

    action = "action_erase"

    async def answer(self, turn: Turn) -> list[Event]:
        """Erase after a yes in words to the question that was just asked; keep everything after a no.

        The question's own buttons come with the right that they mean: a yes under another question is none to this.
        """
        if turn.intent != "affirm":
            return keep_all(turn)
        if not _just_asked(turn):
            return [asking(None), FollowupAction("action_affirm")]
        return await erase(turn) if turn.text else ask_erasure(turn)


def ask_erasure(turn: Turn) -> list[Event]:
    """Ask whether everything is really to be erased; registration waits with its own question."""
    turn.say("erase_confirm", [button("button_erase", "privacy", right="erase_confirmed"),
                               button("button_keep", "privacy", right="keep")])  # fmt: skip
    return [asking("erase")]


def keep_all(turn: Turn) -> list[Event]:
    """Say that nothing was erased; in registration, its question comes back."""
    turn.say("erase_kept_in_form" if turn.in_form else "erase_kept")
    return [asking(None)]


def _just_asked(turn: Turn) -> bool:
    """Whether the message before this one was answered with the question of erasing: it may not be long ago."""
    messages = 0
    for event in reversed(turn.tracker.events):
        messages += event["event"] == "user"
        if messages == 1 and event["event"] == "action" and event["name"] in (Privacy.action, Erase.action):
            return True
        if messages == 2:
            break
    return False


async def erase(turn: Turn) -> list[Event]:
    """Erase the person, and forget the conversation."""

    async def run(session: Any) -> dict[str, Any]:
        return asdict(await privacy.erase(session, turn.chat_id, turn_id=turn.turn_id))

    await turn.once("the seeker asked for erasure", run)
    turn.say("erased")
    return [AllSlotsReset(), ActiveLoop(None)]
