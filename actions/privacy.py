"""A person's rights over their data, by talking."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rasa_sdk.events import ActiveLoop, AllSlotsReset

from actions.facts import fact_lines
from actions.review import see
from actions.turn import Event, Turn, TurnAction, asking, button
from placement import privacy


class Privacy(TurnAction):
    """Explains what happens with data, and does what is asked with it."""

    action = "action_privacy"

    async def answer(self, turn: Turn) -> list[Event]:
        """Answer by the right that a button names; without one, explain and offer all of them."""
        right = turn.first("right") or ""
        if right == "see":
            return await see(turn)
        if right == "copy":
            return await self._copy(turn)
        if right == "withdraw":
            return await self._withdraw(turn)
        if right == "erase":
            turn.say("erase_confirm", [button("button_erase", "privacy", right="erase_confirmed"),
                                       button("button_keep", "deny")])  # fmt: skip
            return [asking("erase")]
        if right == "erase_confirmed":
            return await erase(turn)
        turn.say("privacy_purpose" if right == "purpose" else "privacy")
        return [asking(None)]

    async def _copy(self, turn: Turn) -> list[Event]:
        data = await turn.read(lambda session: privacy.copy(session, turn.chat_id))
        if data is None:
            turn.say("utter_profile_none")
            return [asking("register")]
        # The bot sends the argument «document» as a file; the words show the facts at once.
        turn.say("privacy_copy", facts=fact_lines(data["profile"] | {"wish": data["profile"]["wish_text"]}),
                 document={"name": "antarkerja-data.json", "json": data})  # fmt: skip
        return [asking(None)]

    async def _withdraw(self, turn: Turn) -> list[Event]:
        async def run(session: Any) -> bool:
            return await privacy.withdraw_consent(session, turn.chat_id)

        done = await turn.once("the seeker withdrew consent", run)
        turn.say("consent_withdrawn" if done else "utter_profile_none")
        return [AllSlotsReset(), ActiveLoop(None)]


class Erase(TurnAction):
    """Erases after a yes."""

    action = "action_erase"

    async def answer(self, turn: Turn) -> list[Event]:
        """Erase and say what stays."""
        return await erase(turn)


async def erase(turn: Turn) -> list[Event]:
    """Erase the person, and forget the conversation."""

    async def run(session: Any) -> dict[str, Any]:
        return asdict(await privacy.erase(session, turn.chat_id, turn_id=turn.turn_id))

    await turn.once("the seeker asked for erasure", run)
    turn.say("erased")
    return [AllSlotsReset(), ActiveLoop(None)]
