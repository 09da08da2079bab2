-- The store. Amounts are numeric without a scale, so that no digit UQPAY sent is lost; ids that UQPAY does not promise
-- to be UUIDs (orders, sources) are text; JSON that is only carried, never asked, is text.

-- card ---------------------------------------------------------------------------------------------------------------
create table card (
    card_id           uuid primary key,
    card_order_id     varchar,
    card_status       varchar     not null,
    card_status_raw   varchar,
    version           integer     not null,
    -- every new signal with a status raises it: a read that was sent before such a signal no longer counts
    signals_seen      bigint      not null default 0,
    -- UQPAY's time of the newest dated signal, unchanged ones included; older ones are stale. Seconds since 1970 with
    -- every digit UQPAY gave: timestamptz would round two different times to one
    status_as_of      numeric,
    read_as_of        numeric,
    card_number       varchar,
    card_bin          varchar,
    card_scheme       varchar,
    mode_type         varchar,
    form_factor       varchar,
    card_currency     varchar,
    card_limit        numeric,
    available_balance numeric,
    cardholder_id     uuid,
    card_product_id   uuid,
    spending_controls text,
    risk_controls     text,
    metadata          text,
    usage_type        varchar,
    failure_code      varchar,
    created_at        timestamptz not null,
    updated_at        timestamptz not null
);
create index card_newest on card (created_at desc, card_id desc);
create index card_of_cardholder on card (cardholder_id, created_at desc, card_id desc);
create index card_by_status on card (card_status, created_at desc, card_id desc);
create index card_of_product on card (card_product_id, created_at desc, card_id desc);
create index card_last_changed on card (updated_at desc);
create index card_of_order on card (card_order_id);

create table card_change (
    position        bigint primary key,
    card_id         uuid        not null,
    version         integer     not null,
    card_status     varchar     not null,
    previous_status varchar,
    status_changed  boolean     not null,
    -- true on the change that first says whose card it is: streams of that cardholder see the card from here on
    holder_named    boolean     not null,
    card_order_id   varchar,
    cardholder_id   uuid,
    cause           varchar     not null,
    event_id        uuid,
    operation_id    uuid,
    note            varchar,
    occurred_at     timestamptz not null,
    committed_at    timestamptz not null default clock_timestamp()
);
create index card_change_of_card on card_change (card_id, position);
create index card_change_of_holder on card_change (cardholder_id, position);

-- One row. Its lock is held from the position statement to the commit, so positions are contiguous and in commit order.
create table feed_head (
    only_row  boolean primary key default true check (only_row),
    position  bigint not null,
    kept_from bigint not null
);
insert into feed_head (position, kept_from) values (0, 1);

-- issuing ------------------------------------------------------------------------------------------------------------
create table operation (
    operation_id    uuid primary key,
    kind            varchar     not null,
    state           varchar     not null,
    caller          varchar     not null,
    idempotency_key varchar,
    target          varchar     not null,
    fingerprint     bytea       not null,
    upstream_key    uuid        not null unique,
    request         bytea,
    card_id         uuid,
    card_order_id   varchar,
    cardholder_id   uuid,
    order_status    varchar,
    failure_code    varchar,
    answer          text,
    problem         text,
    resolution      text,
    attempts        integer     not null default 0,
    deadline        timestamptz not null,
    sent_at         timestamptz,
    created_at      timestamptz not null,
    ended_at        timestamptz
);
-- A freed key is set to null, so the same key can be claimed again.
create unique index operation_key on operation (caller, idempotency_key);
create unique index operation_issued_card on operation (card_id) where kind = 'ISSUE_CARD';
create index operation_order on operation (card_order_id);
create index operation_unfinished on operation (deadline) where state in ('REQUESTED', 'SENT', 'IN_DOUBT');
create index operation_of_card on operation (card_id, created_at desc);
create index operation_newest on operation (created_at desc, operation_id desc);
create index operation_by_state on operation (state, created_at desc, operation_id desc);

-- webhook ------------------------------------------------------------------------------------------------------------
create table webhook_event (
    event_id    uuid primary key,
    event_type  varchar     not null,
    source_id   varchar,
    card_id     uuid,
    outcome     varchar     not null,
    reason      varchar,
    digest      bytea       not null,
    facts       text,
    received_at timestamptz not null,
    settled_at  timestamptz
);
create index webhook_event_newest on webhook_event (received_at desc, event_id desc);
create index webhook_event_by_outcome on webhook_event (outcome, received_at desc, event_id desc);
create index webhook_event_by_type on webhook_event (event_type, received_at desc, event_id desc);
create index webhook_event_of_card on webhook_event (card_id, received_at desc, event_id desc);
create index webhook_event_parked on webhook_event (card_id) where outcome = 'parked';
create index webhook_event_parked_order on webhook_event (source_id) where outcome = 'parked';

create table webhook_oddity (
    oddity_id   uuid primary key,
    kind        varchar     not null,
    event_id    uuid,
    digest      bytea       not null,
    size        integer     not null,
    received_at timestamptz not null
);
create index webhook_oddity_of_event on webhook_oddity (event_id);
create unique index webhook_oddity_once on webhook_oddity (kind, digest);

-- uqpay --------------------------------------------------------------------------------------------------------------
create table uqpay_token (
    only_row       boolean primary key default true check (only_row),
    generation     bigint      not null,
    ciphertext     bytea,
    expires_at     timestamptz,
    renewing_until timestamptz not null
);
insert into uqpay_token (generation, renewing_until) values (0, 'epoch');

-- stream -------------------------------------------------------------------------------------------------------------
create table revoked_ticket (
    ticket_id  uuid primary key,
    expires_at timestamptz not null,
    revoked_at timestamptz not null default clock_timestamp()
);

-- cluster ------------------------------------------------------------------------------------------------------------
create table lease (
    name       varchar primary key,
    holder     uuid        not null,
    held_until timestamptz not null
);

-- Which database the log lives in: another one, or another time line of it, makes a new log (design of the streams).
create table log_identity (
    only_row          boolean primary key default true check (only_row),
    log_id            uuid   not null,
    system_identifier varchar not null,
    timeline_id       bigint not null
);
