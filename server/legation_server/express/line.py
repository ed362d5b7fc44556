"""The line at a desk: who is answered next, and who is refused because the wait is too long.

Next comes whose request would end first if the desk worked at all of them at once: weighted fair
queueing (Demers, Keshav and Shenker, SIGCOMM 1989) over connections of one weight. So one that asks
little does not wait behind those that ask much, however many they are. What a request will need is
not known; it is taken for what the one before it needed. Nothing here looks at a clock: the caller
says what time it is.
"""

from bisect import bisect_left
from collections.abc import Hashable
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T", bound=Hashable)

# The share of the latest request in what is taken for the usual time of one.
LATEST = 1 / 16
# What the request of a client is taken to need of whom nobody knows anything: more than a look-up.
UNKNOWN_SECONDS = 0.001
# Seconds for which a refused client is not heard: it must not keep the desk busy with asking again.
HOLD_SECONDS = 0.2


def is_refused(
    ahead: int, usual_seconds: float, waited_seconds: float, limit_seconds: float
) -> bool:
    """Tell whether a request has waited longer than a limit, or would.

    So many requests are `ahead` of it, of which one usually takes `usual_seconds`.
    """
    return waited_seconds + ahead * usual_seconds > limit_seconds


class Account(NamedTuple):
    """When the last request of a client ended, in the line's time, and the seconds it needed."""

    end: float
    cost: float


class Place(NamedTuple):
    """A place in the line: when the request begins and ends, in the line's time, and its number.

    `since` is when the client came, in seconds.
    """

    end: float
    number: int
    begin: float
    since: float


UNKNOWN = Account(0.0, UNKNOWN_SECONDS)


class Line(Generic[T]):
    """Clients that wait for one desk; one waits once, for the first request on its connection."""

    def __init__(self, limit_seconds: float) -> None:
        """Begin with nobody; nobody is to wait longer than the limit."""
        self._limit = limit_seconds
        self._usual = 0.0
        # The line's time: the seconds that each client has had which always wanted the desk.
        self._time = 0.0
        self._accounts: dict[T, Account] = {}
        # Who waits, the next one first; and those that came first, first.
        self._order: list[tuple[Place, T]] = []
        self._places: dict[T, Place] = {}
        self._joined = 0

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._order)

    def __contains__(self, client: T) -> bool:
        """Tell whether a client waits."""
        return client in self._places

    def expect(self, client: T, cost_seconds: float) -> None:
        """Know what the latest request of a new client cost elsewhere; 0 where nobody knows."""
        self._accounts[client] = Account(0.0, cost_seconds or UNKNOWN_SECONDS)

    def join(self, client: T, now: float) -> bool:
        """Take a client in, if it does not wait already; return False when it is refused."""
        if client in self._places:
            return True
        self._joined += 1
        account = self._accounts.get(client, UNKNOWN)
        begin = max(self._time, account.end)
        place = Place(begin + account.cost, self._joined, begin, now)
        # Numbers differ, so clients are never compared.
        ahead = bisect_left(self._order, (place,))
        if is_refused(ahead, self._usual, 0.0, self._limit):
            self._suspect(client)
            return False
        self._order.insert(ahead, (place, client))
        self._places[client] = place
        return True

    def first(self) -> T:
        """Return the client who comes next, who waits no more."""
        place, client = self._order.pop(0)
        del self._places[client]
        self._accounts[client] = Account(place.begin, 0.0)
        return client

    def late(self, now: float) -> list[T]:
        """Return those that have waited too long, who wait no more."""
        found = []
        for client, place in self._places.items():
            if not is_refused(0, self._usual, now - place.since, self._limit):
                break
            found.append(client)
        for client in found:
            self._remove(client)
            self._suspect(client)
        return found

    def charge(self, client: T, cost_seconds: float, taken_seconds: float) -> None:
        """Count the request of the client who came first.

        It needed `cost_seconds` of processor time, and the desk was at it for `taken_seconds`.
        """
        begin = self._accounts[client].end
        self._accounts[client] = Account(begin + cost_seconds, cost_seconds)
        self._time += cost_seconds / (len(self._order) + 1)
        self._usual += LATEST * (taken_seconds - self._usual)

    def forget(self, client: T) -> None:
        """Forget a client that is gone."""
        if client in self._places:
            self._remove(client)
        self._accounts.pop(client, None)

    def _suspect(self, client: T) -> None:
        """Take a refused client for one that asks much, so that those that are new go before it."""
        account = self._accounts.get(client, UNKNOWN)
        self._accounts[client] = account._replace(cost=max(account.cost, self._usual))

    def _remove(self, client: T) -> None:
        del self._order[bisect_left(self._order, (self._places.pop(client),))]


class Holds(Generic[T]):
    """Clients that were refused, and are not heard for some time."""

    def __init__(self) -> None:
        """Begin with none."""
        self._until: dict[T, float] = {}

    def __len__(self) -> int:
        """Return how many are held."""
        return len(self._until)

    def __contains__(self, client: T) -> bool:
        """Tell whether a client is held."""
        return client in self._until

    def add(self, client: T, now: float) -> None:
        """Hold a client from now on."""
        self._until[client] = now + HOLD_SECONDS

    def over(self, now: float) -> list[T]:
        """Return those to be heard again, who are held no more."""
        found = [client for client, until in self._until.items() if until <= now]
        for client in found:
            del self._until[client]
        return found

    def forget(self, client: T) -> None:
        """Forget a client that is gone."""
        self._until.pop(client, None)
