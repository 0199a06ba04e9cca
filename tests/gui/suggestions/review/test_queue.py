"""The order of a review: what is at hand stays, what is decided makes way, one can go back."""

from __future__ import annotations

import pytest

from coder.domain.span import Span
from coder.domain.suggestion import Suggestion
from coder.gui.suggestions.review.queue import ReviewQueue, key_of
from coder.services.suggestions.reviewing import Review, ReviewItem
from coder.services.suggestions.suggesting import Passage


def item(place: int) -> ReviewItem:
    span = Span(10 * place, 10 * place + 8)
    return ReviewItem(Passage("talk", "Talk", place, span, "Some words"), Suggestion(f"code-{place}", 1, 0.5, ()))


ITEMS = tuple(item(place) for place in range(4))
KEYS = [key_of(each) for each in ITEMS]


@pytest.fixture
def queue() -> ReviewQueue:
    result = ReviewQueue()
    result.give(ITEMS)
    result.take(Review(ITEMS, 0))
    return result


def without(*places: int) -> Review:
    return Review(tuple(each for each in ITEMS if each.passage.turn not in places), len(places))


def test_it_begins_with_the_first(queue: ReviewQueue) -> None:
    assert queue.item == ITEMS[0]
    assert (queue.decided, queue.total) == (0, 4)


def test_a_decided_suggestion_makes_way_for_the_next_and_after_the_last_for_the_first(queue: ReviewQueue) -> None:
    queue.move_to(KEYS[2])
    queue.take(without(2))
    assert queue.item == ITEMS[3]
    queue.take(without(2, 3))
    assert queue.item == ITEMS[0]
    queue.take(without(0, 1, 2, 3))
    assert queue.item is None
    assert queue.total == 4


def test_what_is_undone_is_at_hand_again(queue: ReviewQueue) -> None:
    queue.take(without(0))
    queue.take(Review(ITEMS, 0), prefer=KEYS[0])
    assert queue.item == ITEMS[0]
    assert queue.is_open


def test_going_back_shows_what_was_decided_and_going_on_takes_up_where_one_was(queue: ReviewQueue) -> None:
    queue.take(without(0))
    assert queue.item == ITEMS[1]
    assert queue.go_back()
    assert queue.item == ITEMS[0]
    assert not queue.is_open
    assert queue.following() == KEYS[1]
    assert not queue.go_back()


def test_the_suggestion_at_hand_stays_when_others_are_worked_out(queue: ReviewQueue) -> None:
    queue.move_to(KEYS[2])
    queue.give(ITEMS[:2])
    assert queue.item == ITEMS[2]
    queue.give(ITEMS[1:])
    queue.take(Review(ITEMS[1:], 1))
    assert queue.item == ITEMS[2]


def test_another_order_begins_anew(queue: ReviewQueue) -> None:
    queue.move_to(KEYS[2])
    queue.begin()
    queue.give(ITEMS[::-1])
    queue.take(Review(ITEMS[::-1], 0))
    assert queue.item == ITEMS[3]
    assert not queue.go_back()
