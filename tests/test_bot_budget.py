"""The send budget, when Telegram asks to wait."""

from __future__ import annotations

import asyncio

from bot.budget import Budget

LONG = 3600.0
PATIENCE = 30.0


async def test_one_chat_that_has_to_wait_keeps_no_other() -> None:
    budget = Budget()
    budget.refused(1, LONG)
    budget.refused(1, LONG)
    await asyncio.wait_for(budget.spend(2), PATIENCE)


async def test_a_group_that_has_to_wait_keeps_nobody() -> None:
    budget = Budget()
    budget.refused(1, LONG)
    budget.refused(-1, LONG)
    await asyncio.wait_for(budget.spend(2), PATIENCE)


async def test_when_a_second_chat_has_to_wait_all_do_until_it_is_over() -> None:
    budget = Budget()
    budget.refused(1, 0.2)
    budget.refused(2, 0.1)
    until = asyncio.get_running_loop().time() + 0.15
    await asyncio.wait_for(budget.spend(3), PATIENCE)
    assert asyncio.get_running_loop().time() >= until
