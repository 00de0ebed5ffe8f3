"""Matching of job seekers and vacancies: encoder, index, ranking, explanation.

This package imports nothing of ours, reads no settings and speaks no language: codes and numbers in, codes, numbers
and structured reasons out. It can be measured and used alone (`python -m matching --help`).

How it is used:

    encoder = load_encoder("var/models/embedding")            # matching.encoder; any sentence-transformers name too
    geography = Geography.from_csv("data/vocabulary/regions.csv")                  # matching.geography
    linker = OccupationLinker.from_csv("data/vocabulary/occupations.csv", encoder)  # matching.occupations, optional
    matcher = Matcher(encoder, geography, linker)              # matching.matcher; thread-safe
    vectors = matcher.encode(vacancies)                        # Vectors(model, array): keep them with their rows
    matcher.put(vacancies, vectors)                            # or put(vacancies): encodes by itself
    matcher.remove([17])
    result = matcher.search(Wish(text="kasir", regions=("3275",)), today)
    match = matcher.explain(wish, vacancy_id, today)           # also for a vacancy that fails

A match is a set of conditions, each pass, fail or unknown (a fail removes, an unknown asks one question), and a
score of 0–1 made of parts. Each module has one subject: `models` the data, `conditions` what removes, `scoring` what
ranks, `reasons` what explains, `lexical` words, `geography` places, `schooling` levels, `occupations` trades,
`spelling` chat writing, `index` the store, `matcher` the whole. `adverts` reads and judges advertisements by itself.
"""
