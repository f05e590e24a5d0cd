"""Tells the operator's own system, by HTTP, of exports that have ended.

    complete, fail ──► outbox ──► row ──► delivery ──POST──► the operator's system
                     (same transaction)      ▲ │
                                             └─┘ again after growing pauses, for about a day

The one receiver is what the operator set; nothing that a caller sends can name another. Signatures, ids and
times are those of Standard Webhooks (https://www.standardwebhooks.com). The id stays the same however often
a message is sent, so that a receiver can tell what it has heard already.

A message says what a poll would say, but for `file_url`: that address opens the file for whoever reads it, it
would stand in queues and logs, and it would expire before the last repetition.
"""
