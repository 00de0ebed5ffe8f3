"""What a message may have meant when two wishes are about as likely: the person is asked which one."""

from __future__ import annotations

from typing import Any

from actions.turn import Turn, button

LEAST = 0.15
"""Confidence of the second meaning under which there is no choice to offer."""
TOGETHER = 0.5
"""Confidence that both must reach together: below it the message may be about anything."""
MEANINGS = frozenset(
    {
        "application_status", "apply_job", "ask_ak1", "ask_cost", "ask_documents", "ask_guidance", "ask_layoff",
        "ask_market", "ask_office", "ask_training", "cancel", "change_language", "complaint", "disability_service",
        "distress", "explain_match", "help", "job_detail", "more_results", "privacy", "register", "reject_results",
        "report_placed", "report_scam", "search_job", "show_profile", "subscribe_alerts", "talk_to_officer",
        "unsubscribe_alerts", "update_profile", "upload_cv", "withdraw_application", "work_abroad",
    }
)  # fmt: skip
"""Intents that a button can stand for; each has a response `meaning_<intent>`, its title."""


def two_meanings(turn: Turn) -> list[dict[str, Any]]:
    """Give a button for each of the two likeliest meanings; none when they are not near, or are no choice."""
    ranking = turn.tracker.latest_message.get("intent_ranking") or []
    likely = [meaning for meaning in ranking if meaning["name"] != "nlu_fallback"][:2]
    if len(likely) < 2 or not {meaning["name"] for meaning in likely} <= MEANINGS:
        return []
    if likely[1]["confidence"] < LEAST or sum(meaning["confidence"] for meaning in likely) < TOGETHER:
        return []
    facts = {entity: turn.first(entity) for entity in ("occupation", "location", "vacancy_ref") if turn.has(entity)}
    return [button(f"meaning_{meaning['name']}", meaning["name"], title_args=None, **facts) for meaning in likely]
