-- What is kept ends some day. Each step of a pruning walks one of these; change log and inbox have their own already.
create index operation_ended on operation (ended_at) where state in ('NOT_SENT', 'ACCEPTED', 'REFUSED');
create index webhook_oddity_oldest on webhook_oddity (received_at);
create index revoked_ticket_expired on revoked_ticket (expires_at);

-- Cards whose event may have been lost: few among many.
create index card_pending on card (updated_at) where card_status = 'PENDING';

-- Events that wait for something that can be looked up: a card, or the order of a creation.
create index webhook_event_waiting on webhook_event (received_at)
    where outcome = 'parked'
      and (card_id is not null or event_type in ('card.create.failed', 'card.create.succeeded'));

-- When the webhook endpoint was last well on any replica, and how often it was not for so long that events were lost.
create table webhook_watch (
    only_row boolean primary key default true check (only_row),
    well_at  timestamptz not null,
    outages  bigint      not null
);
insert into webhook_watch (well_at, outages) values (now(), 0);

-- How far the comparison of all cards with UQPAY has got: page 0 while none is under way. What stands beside it is said
-- of the one that is under way, or of the last.
create table card_comparison (
    only_row      boolean primary key default true check (only_row),
    page          integer     not null,
    unknown_cards bigint      not null,
    outages       bigint      not null,
    began_at      timestamptz
);
insert into card_comparison (page, unknown_cards, outages) values (0, 0, 0);
