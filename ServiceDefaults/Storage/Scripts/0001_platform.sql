-- Tables of the mechanics. Every script must run beside the previous version of the service: add, never rename or drop.

-- Events, in the order they were written. Sent rows stay: this is the log that read models are rebuilt from.
CREATE TABLE platform.outbox (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id    uuid        NOT NULL,
    realm_id      uuid        NOT NULL,
    type          text        NOT NULL,
    aggregate_id  uuid        NOT NULL,
    version       bigint      NOT NULL,
    occurred_at   timestamptz NOT NULL,
    payload       text        NOT NULL,
    traceparent   text,
    written_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    published_at  timestamptz
);
-- Only what waits: its size, and so the dispatcher's cost, does not grow with the log.
CREATE INDEX outbox_unpublished ON platform.outbox (id) WHERE published_at IS NULL;

-- What was handled. A higher generation of a consumer takes every event anew.
CREATE TABLE platform.inbox (
    consumer    text        NOT NULL,
    generation  integer     NOT NULL,
    message_id  uuid        NOT NULL,
    handled_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (consumer, generation, message_id)
);

-- Every reaction that ever ran here. A rebuild raises its generation above the one in the code.
CREATE TABLE platform.consumer (
    name        text    PRIMARY KEY,
    generation  integer NOT NULL,
    -- Events written from then on are for it; null: all there are.
    since       timestamptz
);

-- Parts of the log to send again: what a reaction asked for, or a person.
CREATE TABLE platform.replay (
    id            uuid        PRIMARY KEY,
    -- The one queue they are for; null: everyone who is subscribed.
    queue         text,
    types         text[],
    realm_id      uuid,
    message_ids   uuid[],
    since         timestamptz,
    until         timestamptz,
    last_id       bigint      NOT NULL DEFAULT 0,
    up_to_id      bigint      NOT NULL,
    events_sent   bigint      NOT NULL DEFAULT 0,
    requested_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    done_at       timestamptz
);
CREATE INDEX replay_waiting ON platform.replay (requested_at) WHERE done_at IS NULL;

-- Work with a due time, in realm time.
CREATE TABLE platform.due_work (
    realm_id      uuid        NOT NULL,
    kind          text        NOT NULL,
    key           text        NOT NULL,
    due_at        timestamptz NOT NULL,
    payload       text,
    traceparent   text,
    attempts      integer     NOT NULL DEFAULT 0,
    not_before    timestamptz,
    error         text,
    set_aside_at  timestamptz,
    PRIMARY KEY (realm_id, kind, key)
);
CREATE INDEX due_work_by_realm ON platform.due_work (realm_id, due_at) WHERE set_aside_at IS NULL;
CREATE INDEX due_work_by_time ON platform.due_work (due_at) WHERE set_aside_at IS NULL;

-- Sandboxes whose clock was moved, and the drain that follows the move.
CREATE TABLE platform.realm_clock (
    realm_id        uuid        PRIMARY KEY,
    ahead_by        interval    NOT NULL,
    job_id          uuid        NOT NULL,
    round           integer     NOT NULL,
    target          timestamptz NOT NULL,
    draining        boolean     NOT NULL,
    -- The last row of the outbox that an answer has counted.
    seen_outbox_id  bigint      NOT NULL
);

CREATE TABLE platform.mail (
    id            uuid        PRIMARY KEY,
    realm_id      uuid        NOT NULL,
    kind          text        NOT NULL,
    recipient     text        NOT NULL,
    subject       text        NOT NULL,
    html          text,
    text          text,
    traceparent   text,
    queued_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    attempts      integer     NOT NULL DEFAULT 0,
    not_before    timestamptz NOT NULL DEFAULT clock_timestamp(),
    error         text,
    sent_at       timestamptz,
    given_up_at   timestamptz
);
CREATE INDEX mail_waiting ON platform.mail (not_before) WHERE sent_at IS NULL AND given_up_at IS NULL;

CREATE TABLE platform.denied_session (
    session_id  uuid        PRIMARY KEY,
    until       timestamptz NOT NULL
);

-- Answers kept for repeated requests.
CREATE TABLE platform.idempotency (
    scope         text        NOT NULL,
    route         text        NOT NULL,
    key           text        NOT NULL,
    request_hash  bytea       NOT NULL,
    status        integer     NOT NULL,
    headers       jsonb       NOT NULL,
    body          bytea       NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (scope, route, key)
);
CREATE INDEX idempotency_by_age ON platform.idempotency (created_at);
