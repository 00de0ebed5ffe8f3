"""Applying, and how applications are going."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions import cards
from actions.on_view import meant
from actions.record import known
from actions.turn import FORM, Event, Reply, Turn, TurnAction, asking, begin_record, button, reply
from placement import applications
from placement.applications import UNDER_WAY, Application
from placement.errors import InvalidError, NeedsRegistrationError, NotFoundError

MOST = 8
"""Applications in one message; the latest first."""


async def apply_for(turn: Turn, vacancy_id: int) -> list[Event]:
    """Record an interest and say plainly what happens next; starts registration when facts are missing."""

    async def run(session: Any) -> dict[str, Any]:
        return asdict(await applications.apply(session, turn.chat_id, vacancy_id))

    try:
        done = await turn.once("the seeker applied", run)
    except NeedsRegistrationError:
        turn.say("apply_needs_facts")
        events = [asking(None), SlotSet("pending_vacancy", vacancy_id)]
        return events if turn.in_form else [*events, FollowupAction(FORM)]
    except InvalidError as problem:
        turn.say(problem.key, None, **problem.args_of_response)
        return [asking(None)]
    except NotFoundError:
        turn.say("vacancy_unknown")
        return [asking(None)]
    vacancy = done["vacancy"]
    about: dict[str, Any] = {"title": vacancy["title"], "employer": vacancy["employer"]}
    if not done["new"]:
        turn.say("applied_already", state=reply(f"state_{done['state']}"), **about)
    elif vacancy["how_to_apply"] == "direct":
        turn.say("applied_direct", contact=vacancy["contact"] or "", **about)
    else:
        turn.say("applied_officer", office=done["office"], day=done["next_by"], **about)
        profile = await known(turn)
        if profile is not None and profile.open_topics("apply") and not turn.in_form:
            # An officer who acts on it needs to reach the seeker, and to know what they have done.
            return [SlotSet("looked", vacancy_id), *begin_record("apply")]
    return [asking(None), SlotSet("looked", vacancy_id)]


class ApplyJob(TurnAction):
    """Applies for one vacancy."""

    action = "action_apply_job"

    async def answer(self, turn: Turn) -> list[Event]:
        """Apply for the one that is meant, or ask which."""
        vacancy_id = await meant(turn, "apply", "apply_job")
        if not isinstance(vacancy_id, int):
            return vacancy_id
        return await apply_for(turn, vacancy_id)


def _line(application: Application) -> Reply:
    return reply(
        "application",
        title=application.vacancy.title,
        employer=application.vacancy.employer,
        state=reply(f"state_{application.state}"),
        next=reply("next_by", day=application.next_by) if application.next_by else "",
        reason=reply("end_reason", reason=application.reason) if application.reason else "",
    )


class ApplicationStatus(TurnAction):
    """Says how each application is going."""

    action = "action_application_status"

    async def answer(self, turn: Turn) -> list[Event]:
        """List them, the latest first."""
        rows: list[Application] = await turn.read(lambda session: applications.list_applications(session, turn.chat_id))
        if not rows:
            turn.say("no_applications")
        else:
            turn.say("applications", lines=[_line(row) for row in rows[:MOST]])
        return [asking(None)]


class WithdrawApplication(TurnAction):
    """Takes an application back."""

    action = "action_withdraw_application"

    async def answer(self, turn: Turn) -> list[Event]:
        """Take back the one that is meant; ask which when several are under way."""
        ref, company = turn.first("vacancy_ref") or "", (turn.first("company") or "").casefold()

        async def run(session: Any) -> dict[str, Any]:
            rows = await applications.list_applications(session, turn.chat_id)
            rows = [row for row in rows if row.state in UNDER_WAY]
            named = [
                row
                for row in rows
                if ref.upper() in (f"V{row.vacancy.vacancy_id}", row.vacancy.ref)
                or (company and company in row.vacancy.employer.casefold())
            ] or rows
            if not named:
                return {"response": "nothing_to_withdraw", "asking": None}
            if len(named) > 1:
                choices = [
                    button(
                        "button_choice",
                        "withdraw_application",
                        {"n": number, "title": cards.brief(row.vacancy.title)},
                        vacancy_ref=f"V{row.vacancy.vacancy_id}",
                    )
                    for number, row in enumerate(named[:MOST], start=1)
                ]
                return {"response": "ask_which_application", "buttons": choices, "asking": "withdraw"}
            gone = await applications.withdraw(session, turn.chat_id, named[0].vacancy.vacancy_id)
            args = {"title": gone.vacancy.title, "employer": gone.vacancy.employer}
            return {"response": "application_withdrawn", "args": args, "asking": None}

        told = await turn.once("the seeker took the application back", run)
        turn.say_again(told)
        return [asking(told["asking"])]
