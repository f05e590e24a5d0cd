"""Servers of the tests' own."""

from __future__ import annotations

from tests.support.postgres import postgres_server, postgres_url
from tests.support.rabbitmq import rabbitmq_url
from tests.support.redis import redis_url

__all__ = ["postgres_server", "postgres_url", "rabbitmq_url", "redis_url"]
