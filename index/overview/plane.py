"""Vectors -> places on a map: a linear projection, so that a question has its place there too."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.types import Vector

Places = NDArray[np.float64]
"""Points of a map, shape ``(n, 2)``: across and up, each from 0 to 1."""

DIRECTIONS = 30
"""Principal components that are kept before topics are set apart; more of them separate noise."""

MARGIN = 0.04
"""Of the map on each side."""

STEPS = 21
"""Quantiles of each direction that are kept, to spread what lies in a heap over the map."""


@dataclass(frozen=True, slots=True)
class Plane:
    """A projection: ``mean`` and ``axes``, shape ``(dimension,)`` and ``(dimension, 2)``, and its scale.

    The scale is the ``quantiles`` of both directions, shape ``(STEPS, 2)``.
    """

    mean: NDArray[np.float64]
    axes: NDArray[np.float64]
    quantiles: NDArray[np.float64]

    @classmethod
    def through(cls, vectors: Vector, topics: NDArray[np.int64]) -> "Plane":
        """Return the plane on which the topics of ``vectors`` lie furthest apart.

        Linear discriminants (Fisher 1936) of the first principal components; with fewer than
        three topics the first two components themselves.
        """
        from sklearn.decomposition import PCA
        from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

        components = PCA(min(DIRECTIONS, *vectors.shape), random_state=0).fit(vectors)
        mean, axes = components.mean_.astype(np.float64), components.components_.T.astype(np.float64)
        if len(set(topics.tolist())) > 2 and axes.shape[1] > 2:
            apart = LinearDiscriminantAnalysis(solver="eigen", shrinkage="auto", n_components=2)
            apart.fit((vectors - mean) @ axes, topics)
            axes = axes @ apart.scalings_[:, :2]
        axes = axes[:, :2] if axes.shape[1] > 1 else np.column_stack([axes, np.zeros(len(axes))])
        flat = (vectors - mean) @ axes
        return cls(mean, axes, np.quantile(flat, np.linspace(0.01, 0.99, STEPS), axis=0))

    def places(self, vectors: Vector) -> Places:
        """Return where ``vectors``, shape ``(n, dimension)``, lie on the map.

        Half by distance, half by rank: clusters stay apart, and what lies between them is not
        crushed. What lies outside the middle 98% of the points is at the edge.
        """
        flat = (vectors - self.mean) @ self.axes
        low, high = self.quantiles[0], self.quantiles[-1]
        by_distance = np.clip((flat - low) / np.maximum(high - low, 1e-9), 0.0, 1.0)
        ranks = np.linspace(0.0, 1.0, STEPS)
        by_rank = np.column_stack([np.interp(flat[:, n], self.quantiles[:, n], ranks) for n in (0, 1)])
        places: Places = MARGIN + (1 - 2 * MARGIN) * (by_distance + by_rank) / 2
        return places
