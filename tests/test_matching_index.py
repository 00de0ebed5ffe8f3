"""The store keeps step with puts and removals, also while it is read."""

import threading

import numpy as np
import pytest

from matching.errors import BadVectors
from matching.geography import Geography
from matching.index import Index, Kin
from matching.models import Vacancy


def vacancy(number: int, title: str = "Kasir") -> Vacancy:
    return Vacancy(number, title, occupation="5230", region="3275")


def put(index: Index, *vacancies: Vacancy) -> None:
    vectors = np.zeros((len(vacancies), 4), dtype=np.float32)
    index.put(vacancies, vectors, [Kin(item.occupation) for item in vacancies])


@pytest.fixture
def index(geography: Geography) -> Index:
    return Index(4, geography)


def held(index: Index) -> dict[int, str]:
    """Read what is alive in one view, by id."""
    view = index.view()
    rows: list[int] = np.flatnonzero(view.alive).tolist()
    assert len(rows) == len(view.slots)
    assert {view.vacancies[row].id: row for row in rows} == view.slots
    assert [view.vacancies[row].id for row in rows] == view.columns.ids[rows].tolist()
    return {view.vacancies[row].id: view.vacancies[row].title for row in rows}


def test_it_grows_past_its_first_room(index: Index) -> None:
    for number in range(1, 300):
        put(index, vacancy(number))
    assert sorted(held(index)) == list(range(1, 300))


def test_putting_the_same_id_replaces(index: Index) -> None:
    put(index, vacancy(1), vacancy(2))
    put(index, vacancy(1, "Sopir"))
    assert held(index) == {1: "Sopir", 2: "Kasir"}


def test_of_duplicate_ids_in_one_call_the_last_counts(index: Index) -> None:
    put(index, vacancy(1), vacancy(1, "Sopir"))
    assert held(index) == {1: "Sopir"}


def test_removing_what_is_not_there_is_no_error(index: Index) -> None:
    put(index, vacancy(1), vacancy(2))
    index.remove([2, 2, 99])
    assert held(index) == {1: "Kasir"}


def test_many_changes_do_not_pile_up(index: Index) -> None:
    for round_ in range(50):
        put(index, *(vacancy(number, f"Kasir {round_}") for number in range(1, 51)))
    assert held(index) == {number: "Kasir 49" for number in range(1, 51)}
    assert len(index.view()) < 300, "hidden rows are cleared away"
    index.remove(range(1, 51))
    assert held(index) == {}


def test_a_view_does_not_change_under_its_reader(index: Index) -> None:
    put(index, vacancy(1))
    before = index.view()
    for number in range(2, 200):
        put(index, vacancy(number))
    index.remove([1])
    assert before.alive.tolist() == [True]
    assert before.columns.ids.tolist() == [1]


@pytest.mark.parametrize(
    ("vectors", "problem"),
    [
        (np.zeros((1, 3), np.float32), "need vectors"),
        (np.zeros((2, 4), np.float32), "need vectors"),
        (np.full((1, 4), np.nan, np.float32), "not a number"),
        (np.full((1, 4), np.inf, np.float32), "not a number"),
    ],
    ids=["length", "count", "NaN", "infinite"],
)
def test_bad_vectors_are_refused_and_change_nothing(index: Index, vectors: np.ndarray, problem: str) -> None:
    put(index, vacancy(1))
    with pytest.raises(BadVectors, match=problem):
        index.put([vacancy(2)], vectors, [Kin(None)])
    assert held(index) == {1: "Kasir"}


def test_readers_always_see_a_whole_state_while_a_writer_works(index: Index) -> None:
    put(index, *(vacancy(number) for number in range(1, 21)))
    done, problems = threading.Event(), []

    def read() -> None:
        while not done.is_set():
            view = index.view()
            ids = sorted(view.columns.ids[view.alive].tolist())
            if ids != list(range(1, 21)):
                problems.append(ids)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for round_ in range(300):
        put(index, *(vacancy(number, str(round_)) for number in range(1, 21)))
    done.set()
    for reader in readers:
        reader.join()
    assert not problems
