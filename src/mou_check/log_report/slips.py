"""Whether two texts differ by a slip of the keyboard: one letter, or the space between two words."""

from __future__ import annotations

from itertools import takewhile

# In shorter words a letter makes another word: part A and part B, lists II and III.
SHORTEST = 4


def slip(one: str, other: str) -> bool:
    """Whether two folded texts differ by one letter left out, added, changed or swapped with its neighbour, in a word
    of four letters or more, or by a space. Digits are never a slip: part 1 is not part 2.

    >>> slip("chief executive", "cheif executive"), slip("part 1", "part 2"), slip("facilitator a", "facilitator b")
    (True, False, False)
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = _alike(one, other)
    end = _alike(one[start:][::-1], other[start:][::-1])
    mine, yours = one[start : len(one) - end], other[start : len(other) - end]
    swapped = len(mine) == 2 and mine == yours[::-1]
    if not swapped and max(len(mine), len(yours)) > 1:
        return False
    if any(c.isdigit() for c in mine + yours):
        return False
    if not (mine + yours).strip(" -"):
        return True
    longer = max(one, other, key=len)
    words = longer[:start].rpartition(" ")[2] + longer[start:].partition(" ")[0]
    return (mine + yours).isalpha() and len(words) >= SHORTEST


def _alike(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
