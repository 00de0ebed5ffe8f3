"""A photo for the proof, made small. Runs in the worker's process only: a small file may unpack to gigabytes."""

from __future__ import annotations

import io
import warnings

from placement.errors import InvalidError

MOST_PIXELS = 40_000_000
SIZE = (354, 472)
"""Pixels of 3 x 4 cm at 300 dots an inch."""


def shrink(content: bytes) -> bytes:
    """Give a JPEG of 3 by 4 from a photo; InvalidError when it can't be opened or is far too big."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as opened:
                opened.draft("RGB", (SIZE[0] * 2, SIZE[1] * 2))
                upright = ImageOps.exif_transpose(opened).convert("RGB")
                # Faces stand above the middle.
                fitted = ImageOps.fit(upright, SIZE, centering=(0.5, 0.3))
        except (
            Image.DecompressionBombError,
            Image.DecompressionBombWarning,
            OSError,
            ValueError,
            SyntaxError,
        ) as problem:
            raise InvalidError("invalid_photo") from problem
    # Nothing of the original goes along: not where it was taken, nor with what.
    made = io.BytesIO()
    fitted.save(made, "JPEG", quality=85)
    return made.getvalue()
