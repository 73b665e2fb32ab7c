"""Disjoint sets: who belongs with whom, whatever the order in which it was found out."""


class Forest:
    """Disjoint sets over places 0..n-1; the smallest place of a set is its root."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def root(self, place: int) -> int:
        """The set's smallest place."""
        while self.parent[place] != place:
            self.parent[place] = self.parent[self.parent[place]]
            place = self.parent[place]
        return place

    def join(self, one: int, other: int) -> bool:
        """Put both into one set; False where they already were."""
        first, second = sorted((self.root(one), self.root(other)))
        self.parent[second] = first
        return first != second
