import numpy as np

from index.overview.plane import Plane
from index.overview.topics import cluster, names


def _heaps(*sizes: int) -> np.ndarray:
    chance = np.random.default_rng(0)
    centres = np.eye(len(sizes), 12)
    vectors = np.concatenate(
        [centres[n] + 0.05 * chance.normal(size=(size, 12)) for n, size in enumerate(sizes)]
    )
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_what_lies_together_is_one_topic_and_the_largest_comes_first():
    found = cluster(_heaps(9, 20, 14))
    assert [set(found[part].tolist()) for part in (slice(0, 9), slice(9, 29), slice(29, 43))] == [
        {2},
        {0},
        {1},
    ]


def test_a_handful_of_passages_is_one_topic():
    assert set(cluster(_heaps(2, 2)).tolist()) == {0}


def test_a_topic_is_named_by_words_that_the_others_lack_as_they_are_written():
    texts = [
        "The NATO summit met in November.",
        "NATO allies said so.",
        "Rye bread rises.",
        "The rye dough, the bread.",
    ]
    found = names(texts, np.array([0, 0, 1, 1]))
    assert "NATO" in found[0] and {word.lower() for word in found[1]} >= {"rye", "bread"}
    assert not {"November", "said", "The"} & set(found[0])
    assert names(["the", "of"], np.array([0, 0])) == [()]


def test_topics_lie_apart_on_the_plane_and_a_vector_beside_its_like():
    vectors = _heaps(12, 12, 12)
    topics = np.repeat([0, 1, 2], 12)
    plane = Plane.through(vectors, topics)
    places = plane.places(vectors)
    assert places.shape == (36, 2) and places.min() >= 0 and places.max() <= 1
    middles = np.array([places[topics == topic].mean(axis=0) for topic in range(3)])
    for place, topic in zip(places, topics, strict=True):
        assert int(np.argmin(np.linalg.norm(middles - place, axis=1))) == topic
    assert np.allclose(plane.places(vectors[:1]), places[:1])


def test_two_vectors_have_a_plane_too():
    vectors = _heaps(1, 1)
    assert Plane.through(vectors, np.array([0, 0])).places(vectors).shape == (2, 2)
