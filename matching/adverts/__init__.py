"""Advertisements: reading what they say, judging whether they are safe, folding those that are there twice.

    reader = AdvertReader.from_folder(Path("data/vocabulary"))          # matching.adverts.analysis
    reader.read(title, description)      # Analysis: facts by code, each with the words that say it
    judge(title, description, employer="PT Maju")                       # matching.adverts.safety: verdict, signs, score
    fold(advertisements)                                                # matching.adverts.duplicates: groups of indexes

`texts` makes a text fit for reading (clauses, wishes, quotes), `phrases` finds words of the vocabularies. Each group of
facts has a module: `education`, `experience`, `wages`, `working`, `abilities`, `demands`, `papers`. What speaks against
an advertisement stands in tables: `signs` (kinds and weights), `money_signs`, `other_signs`.
"""
