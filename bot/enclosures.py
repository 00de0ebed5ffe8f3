"""Files that a seeker is given: the outbox names them, and they are made when they are sent."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import Services
from placement import proofs
from placement.documents.copy import make_copy
from placement.documents.proof import make_proof
from placement.storage import moment, outbox
from placement.storage.models import Chat


async def enclose(session: AsyncSession, chat: Chat, document: Mapping[str, Any], turn_id: int | None) -> None:
    """Put what an answer encloses into the outbox.

    {«name», «json»}: data, as JSON and as a PDF to read; {«name», «proof»: the record's id}: a proof of registration.
    """
    name = str(document["name"])
    if "proof" in document:
        wanted = [{"made": "proof", "seeker": document["proof"], "filename": f"{name}.pdf"}]
    else:
        content = json.dumps(document["json"], ensure_ascii=False, indent=2)
        wanted = [
            {"document": content, "filename": f"{name}.json"},
            {"made": "copy", "document": content, "filename": f"{name}.pdf"},
        ]
    for one in wanted:
        await outbox.put(session, chat.id, "send_document", one | {"language": chat.language}, turn_id=turn_id)


async def made(services: Services, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Give a call's parameters with the bytes of its file; raises as `placement.proofs.proof_of` does."""
    call = dict(arguments)
    kind, language, seeker = call.pop("made", None), call.pop("language", "id"), call.pop("seeker", None)
    match kind:
        case "proof":
            async with services.database.transaction("system", "a proof is made") as session:
                proof = await proofs.proof_of(session, int(seeker), public_url=services.settings.public_url)
            call["document"] = await asyncio.to_thread(make_proof, proof, services.wording, language)
        case "copy":
            data = json.loads(str(call["document"]))
            async with services.database.reading() as session:
                today = moment.today(session)
            call["document"] = await asyncio.to_thread(make_copy, data, services.wording, language, today)
        case _:
            call["document"] = str(call["document"]).encode()  # The outbox holds texts only.
    return call
