"""Rasa's message processor, made strict: a failed action or an endless prediction fails the turn.

Rasa itself logs such a failure and goes on, so that a person would get half an answer and the effects of the other
half would be lost.
"""

from __future__ import annotations

from typing import Any

import rasa.core.agent
import rasa.core.processor
from rasa.core.actions.action import Action, ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.current import current_turn
from nlu.remote_action import call_action
from nlu.runner import InOrderRunner


class TurnFailed(Exception):
    """An action of the turn failed; its state and replies must not be kept."""


class _Watched(Action):
    """An action that leaves a note of its failure with the turn before Rasa swallows it."""

    def __init__(self, action: Action) -> None:
        self._action = action

    def name(self) -> str:
        return str(self._action.name())

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
        **kwargs: Any,
    ) -> list[Event]:
        try:
            events: list[Event] = await self._action.run(output_channel, nlg, tracker, domain, **kwargs)
        except ActionExecutionRejection:
            raise  # how a form says that the message was not for it
        except Exception as problem:
            _note_failure(f"{self.name()}: {problem}")
            raise
        return events

    def event_for_successful_execution(self, prediction: PolicyPrediction) -> Event:
        return self._action.event_for_successful_execution(prediction)


def _note_failure(detail: str) -> None:
    turn = current_turn.get()
    if turn is not None and turn.failure is None:
        turn.failure = detail


def _raise_noted_failure() -> None:
    turn = current_turn.get()
    if turn is not None and turn.failure is not None:
        raise TurnFailed(turn.failure)


class TurnProcessor(MessageProcessor):
    """A processor that stops at the first failed action, and whose sessions never expire."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Load the model as Rasa does, with the circuit breaker connected."""
        kwargs["on_circuit_break"] = self._fail_endless_prediction
        super().__init__(*args, **kwargs)

    @staticmethod
    def _fail_endless_prediction(tracker: DialogueStateTracker, *_: Any) -> None:
        _note_failure(f"too many actions in one turn; the last was {tracker.latest_action_name}")

    async def _run_prediction_loop(self, output_channel: OutputChannel, tracker: DialogueStateTracker) -> None:
        await super()._run_prediction_loop(output_channel, tracker)
        _raise_noted_failure()

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        go_on = bool(await super()._run_action(_Watched(action), tracker, output_channel, nlg, prediction))
        _raise_noted_failure()
        return go_on

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        """Check nothing: tests see to it that the data's names are the domain's, and Rasa makes a domain to compare."""

    def _has_session_expired(self, tracker: DialogueStateTracker) -> bool:
        return False


def install() -> None:
    """Give every agent that Rasa makes from now on the strict processor, the planned graph, the fast action call."""
    rasa.core.agent.MessageProcessor = TurnProcessor
    rasa.core.processor.DaskGraphRunner = InOrderRunner
    RemoteAction.run = call_action
