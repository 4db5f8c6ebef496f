"""The SDK's asynchronous calls."""

import asyncio
from contextlib import asynccontextmanager

import pytest
import stripe
from shop import line


@asynccontextmanager
async def unblocking(shop):
    """The shop's sessions, through a client that is closed before its event loop is."""
    http = stripe.HTTPXClient()
    try:
        yield shop.another(shop.key, http_client=http).sessions
    finally:
        await http.close_async()


def test_a_session_lives_its_life_without_blocking(shop):
    async def story():
        async with unblocking(shop) as sessions:
            session = await sessions.create_async(shop.basket(line_items=[line(f"{n}") for n in range(12)]))
            read = await sessions.retrieve_async(session.id, {"expand": ["line_items"]})
            lines = await sessions.line_items.list_async(session.id, {"limit": 5})
            names = [each.description async for each in lines.auto_paging_iter()]
            updated = await sessions.update_async(session.id, {"metadata": {"order": "7"}})
            expired = await sessions.expire_async(session.id)
            with pytest.raises(stripe.InvalidRequestError):
                await sessions.expire_async(session.id)
        return session, read, names, updated, expired

    session, read, names, updated, expired = asyncio.run(story())
    assert (read.id, len(read.line_items.data), read.line_items.has_more) == (session.id, 10, True)
    assert names == [f"{n}" for n in range(12)]
    assert (updated.metadata.to_dict(), expired.status) == ({"order": "7"}, "expired")


def test_sessions_open_at_the_same_time_and_turn_up_once(shop):
    async def story():
        async with unblocking(shop) as sessions:
            opened = await asyncio.gather(*(sessions.create_async(shop.basket()) for _ in range(30)))
            page = await sessions.list_async({"limit": 7})
            return [session.id for session in opened], [session.id async for session in page.auto_paging_iter()]

    opened, listed = asyncio.run(story())
    assert len(listed) == 30 and set(listed) == set(opened)
