"""The domain of job placement: seekers, vacancies, referrals, cases, and how they are kept.

Knows no Telegram, no Rasa and no web: everybody else asks here and decides nothing that is decided here.
"""
