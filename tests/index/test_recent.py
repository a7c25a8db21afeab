"""What was computed is not computed again, and what was asked for longest ago is let go."""

from concurrent.futures import ThreadPoolExecutor

from index.recent import Recent


def test_only_what_is_new_is_computed_and_the_oldest_is_let_go() -> None:
    computed: list[str] = []

    def compute(new: list[str]) -> list[int]:
        computed.extend(new)
        return [len(each) for each in new]

    recent: Recent[str, int] = Recent(3)
    assert recent.of(["a", "bb", "a"], compute) == [1, 2, 1]
    assert recent.of(["bb", "ccc"], compute) == [2, 3]
    assert computed == ["a", "bb", "ccc"]
    assert recent.of(["dddd", "a", "bb"], compute) == [4, 1, 2]
    assert computed == ["a", "bb", "ccc", "dddd"]
    recent.of(["ccc"], compute)
    assert computed[-1] == "ccc"


def test_it_may_be_asked_from_many_threads_at_once() -> None:
    recent: Recent[int, int] = Recent(8)

    def ask(start: int) -> list[int]:
        return recent.of(list(range(start, start + 20)), lambda new: [each * each for each in new])

    with ThreadPoolExecutor(8) as pool:
        for start, found in enumerate(pool.map(ask, range(200))):
            assert found == [each * each for each in range(start, start + 20)]
