"""What Telegram shows of the bot: its commands and descriptions, in both languages, set at start."""

from __future__ import annotations

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, MenuButtonCommands
from telegram.error import TelegramError

from bot.messages import COMMANDS
from placement.wording import LANGUAGES, Wording

log = structlog.get_logger(__name__)


async def introduce(bot: Bot, wording: Wording) -> None:
    """Set commands, menu button and descriptions; Indonesian is also what other languages see."""
    try:
        for language in LANGUAGES:
            code = None if language == "id" else language
            commands = [
                BotCommand(name, wording.plain_text({"response": f"command_{name}"}, language)[:256])
                for name in COMMANDS
            ]
            await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats(), language_code=code)
            await bot.set_my_description(
                wording.plain_text({"response": "bot_description"}, language)[:512], language_code=code
            )
            await bot.set_my_short_description(
                wording.plain_text({"response": "bot_short_description"}, language)[:120], language_code=code
            )
        await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    except TelegramError as problem:
        # People can write to the bot all the same; the next start tries again.
        log.warning("commands and descriptions could not be set", error=type(problem).__name__)
