"""A complaint about the office is told from one about an employer, and both from a fee that is asked for."""

from __future__ import annotations

import pytest

from placement.service_complaints import about_service, asks_money


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("antre dari subuh, loketnya malah tutup", True),
        ("petugas di dinas galak sekali", True),
        ("the officer at the counter was rude", True),
        ("gaji saya ditahan, petugas tolong", False),
        ("bos saya kasar", False),
    ],
)
def test_whose_fault_a_complaint_is_about(text: str, service: bool) -> None:
    assert about_service(text) is service


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("katanya harus setor 500rb dulu ke mandor", True),
        ("diminta uang masuk pabrik", True),
        ("disuruh bayar 1 juta biar diterima", True),
        ("gaji saya belum dibayar 2 bulan", False),
        ("disuruh lembur tapi ga dibayar", False),
    ],
)
def test_a_fee_for_getting_in_is_seen(text: str, money: bool) -> None:
    assert asks_money(text) is money
