"""Papers in the conversation: what was read of them is confirmed one by one; what nobody reads gets a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rasa_sdk.events import SlotSet

from actions.lines import fact_lines, profile_facts
from actions.record import known
from actions.turn import Event, Reply, Turn, TurnAction, asking, begin_record, button, reply
from placement import papers
from placement.documents.reading import portrait
from placement.errors import InvalidError, NotFoundError
from placement.fields import FIELDS, TOPICS
from placement.papers import Suggestion
from placement.registration import Profile

AT_ONCE = 5
"""Suggestions that stand in one message."""
QUOTE = 110
"""Characters of a quote that are shown."""
SHOWN = "shown"
"""The slot with the ids of the suggestions that were shown last and wait for an answer."""
ASKED_KINDS = ("diploma", "certificate", "identity", "photo", "other")


class Proposals(TurnAction):
    """Takes a yes or a no to what a paper suggests."""

    action = "action_proposals"

    async def answer(self, turn: Turn) -> list[Event]:
        """Keep or drop what a button names, or, in words, all that was shown; then show what is left."""
        if not await known(turn):
            turn.say("utter_profile_none")
            return [asking(None), SlotSet(SHOWN, None)]
        shown = _ids(turn.first("shown")) or list(turn.slot(SHOWN) or [])
        if turn.intent == "deny":
            turn.say("proposals_which")
            return [asking("proposals")]
        ids = shown if turn.intent == "affirm" else _ids(turn.first("proposal"))
        yes = turn.first("answer") != "no"

        async def run(session: Any) -> dict[str, Any]:
            return asdict(await papers.answer(session, turn.chat_id, ids, yes=yes, turn_id=turn.turn_id))

        return await _go_on(turn, shown, await turn.once("the seeker answered what a paper suggests", run))


async def _go_on(turn: Turn, shown: Sequence[int], done: Mapping[str, Any]) -> list[Event]:
    """Say what became of the answer, and show what is still to be answered."""
    before = [reply("proposals_noted", facts=_lines_of(done["kept"]))] if done["kept"] else []
    before += [reply(key, **args) for key, args in done["problems"]]
    if done["refused"]:
        before.append(reply("proposals_dropped"))
    if not before:
        before.append(reply("proposals_answered"))
    waiting = await _waiting(turn)
    left = [one.id for one in waiting if one.id in shown]
    if left:
        turn.say("proposals_left", before=before, count=len(left))
        return [asking("proposals"), SlotSet(SHOWN, left)]
    if waiting:
        return await show(turn, before)
    profile = await known(turn)
    if turn.in_form or profile is None:
        turn.say("proposals_done_in_form", before=before)
    else:
        buttons = [button("button_profile", "show_profile"), button("button_search", "search_job")]
        if not profile.complete:
            buttons.insert(0, button("button_continue" if profile.missing else "button_complete", "register"))
        turn.say("proposals_done", buttons, before=before)
    return [asking(None), SlotSet(SHOWN, None)]


async def show(turn: Turn, before: Sequence[Reply] = ()) -> list[Event]:
    """Show the next few suggestions with their words, and a yes and a no for each."""
    waiting = await _waiting(turn)
    several, rest = waiting[:AT_ONCE], len(waiting[AT_ONCE:])
    profile = await known(turn)
    have = profile_facts(profile) if profile else {}
    ids = ",".join(str(one.id) for one in several)
    buttons = []
    for number, one in enumerate(several, 1):
        for key, said in (("button_proposal_yes", "yes"), ("button_proposal_no", "no")):
            meant = {"proposal": str(one.id), "answer": said, "shown": ids}
            buttons.append(button(key, "proposal", {"n": number}, **meant))
    if len(several) > 1:
        buttons.append(button("button_proposal_all", "proposal", proposal=ids, answer="yes", shown=ids))
    lines = [_line(number, one, have) for number, one in enumerate(several, 1)]
    more = [reply("proposals_more", count=rest)] if rest else []
    turn.say("proposals", buttons, before=list(before), lines=lines, more=more)
    return [asking("proposals"), SlotSet(SHOWN, [one.id for one in several])]


def _line(number: int, one: Suggestion, have: Mapping[str, Any]) -> Reply:
    """Show a suggestion beside its quote, and beside the other value that is known."""
    quote = one.quote or ""
    quote = quote if len(quote) <= QUOTE else quote[: QUOTE - 1].rstrip() + "…"
    shown = _lines_of([(one.field, one.value)])
    now = have.get(one.field)
    if FIELDS[one.field].key is None and now not in (None, "", []):
        return reply("proposal_instead", n=number, fact=shown, quote=quote, now=_lines_of([(one.field, now)]))
    return reply("proposal", n=number, fact=shown, quote=quote)


def _lines_of(several: Sequence[Sequence[Any]]) -> list[Reply]:
    return [line for field, value in several for line in fact_lines(papers.as_facts(field, value))]


async def _waiting(turn: Turn) -> list[Suggestion]:
    found: list[Suggestion] = await turn.read(lambda session: papers.suggestions(session, turn.chat_id))
    return found


def _ids(told: str | None) -> list[int]:
    return [int(part) for part in (told or "").split(",") if part.isdecimal()]


# --- files that arrive ----------------------------------------------------------------------------------------------


async def received(turn: Turn, files: Mapping[str, Any]) -> list[Event]:
    """Answer files that the bot has fetched and kept, or has not."""
    if not files["consent"]:
        turn.say("document_needs_consent", [] if turn.in_form else [button("button_continue", "register")])
        return [asking(None if turn.in_form else "register")]
    told: list[Reply] = list(files["told"])
    ids = [paper["id"] for paper in files["papers"]]
    if not ids:
        turn.say("document_refused", [button("button_officer", "talk_to_officer")], told=told)
        return [asking(None)]
    waiting = await _waiting(turn)
    if any(one.document_id in ids for one in waiting):
        name = next((paper["name"] for paper in files["papers"] if paper["name"]), None)
        return await show(turn, [reply("document_read", name=name) if name else reply("document_read_nameless"), *told])
    if not told:
        new = any(paper["new"] for paper in files["papers"])
        told = [reply("document_nothing_new" if new else "document_known")]
    kept = await turn.read(lambda session: papers.papers_of(session, turn.chat_id, ids))
    unnamed = [paper.id for paper in kept if paper.kind == "other"]
    if not unnamed:
        turn.say("document_answer", [button("button_profile", "show_profile")], told=told)
        return [asking(None)]
    joined = ",".join(map(str, unnamed))
    kinds = [button(f"button_paper_{kind}", "media_received", document=joined, kind=kind) for kind in ASKED_KINDS]
    turn.say(
        "document_which_kind",
        [*kinds, button("button_paper_drop", "media_received", document=joined, kind="drop")],
        told=told,
    )
    return [asking(None)]


async def named(turn: Turn) -> list[Event]:
    """Keep what papers are, as a button says; or delete them."""
    ids, kind = _ids(turn.first("document")), turn.first("kind") or "other"
    portraits: dict[int, bytes] = {}
    if kind == "photo":
        try:
            for one in ids:
                portraits[one] = await portrait(await _content(turn, one))
        except InvalidError as problem:
            turn.say("document_refused", told=[reply(problem.key, **problem.args_of_response)])
            return [asking(None)]
        except NotFoundError:
            turn.say("document_gone")
            return [asking(None)]

    async def run(session: Any) -> bool:
        if kind == "drop":
            return any([await papers.remove(session, turn.chat_id, one) for one in ids])
        return any([
            await papers.name_kind(session, turn.chat_id, one, kind, portraits.get(one)) for one in ids
        ])  # fmt: skip

    done = await turn.once("the seeker said what a paper is", run)
    if not done:
        turn.say("document_gone")
    elif kind == "drop":
        turn.say("document_dropped")
    else:
        turn.say("document_named", kind=reply(f"paper_{kind}"))
    return [asking(None)]


async def _content(turn: Turn, document_id: int) -> bytes:
    content: bytes = await turn.read(lambda session: papers.content_of(session, turn.chat_id, document_id))
    return content


# --- the proof of registration --------------------------------------------------------------------------------------


def prove(turn: Turn, profile: Profile) -> list[Event]:
    """Send the proof of registration, or ask first for what stands on it and is not known."""
    if profile.ended_at:
        turn.say("proof_ended", day=profile.ended_at.isoformat())
        return [asking(None)]
    if needed_for_proof(profile):
        turn.say("proof_needs")
        return begin_record("proof")
    say_proof(turn, profile)
    return [asking(None)]


def needed_for_proof(profile: Profile) -> list[str]:
    """Give the topics that a proof needs and that are still open."""
    return [topic for topic in profile.open_topics("proof") if not TOPICS[topic].optional]


def say_proof(turn: Turn, profile: Profile, before: Sequence[Reply] = ()) -> None:
    """Say how registration stands, with the proof enclosed."""
    turn.say(
        "ak1_registered",
        before=list(before),
        number=profile.registration_number,
        valid_until=profile.valid_until.isoformat() if profile.valid_until else None,
        # The bot makes the file when it sends it.
        document={"name": f"antarkerja-{profile.registration_number}", "proof": profile.seeker_id},
    )
