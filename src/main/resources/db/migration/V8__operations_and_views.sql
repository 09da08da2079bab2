-- Which request made an operation, and whether a byte of it ever left: the key of such a one stays with it, whatever was
-- answered, because an answer of 401, 403 or 429 need not come from UQPAY.
alter table operation
    add column request_id varchar,
    add column key_held   boolean not null default false;
create index operation_of_caller on operation (caller, created_at desc, operation_id desc);

-- What an owner of a table lets others read of it. The columns of a view are a promise; those behind it can change.

-- The cards that are known here.
create view known_card as
select card_id from card;

-- How orders ended, as far as events said so.
create view reported_order as
select card_id,
    lower(coalesce(nullif(trim(cast(facts as json) ->> 'card_order_id'), ''), source_id)) as order_key,
    case when event_type like '%.failed' then 'FAILED' else 'SUCCESS' end as order_status,
    coalesce(cast(facts as json) ->> 'failure_code', cast(facts as json) ->> 'failure_reason',
        cast(facts as json) ->> 'reason') as failure_code,
    received_at
from webhook_event
where event_type like '%.succeeded' or event_type like '%.failed';

-- All that happened to a card: its changes, the events that changed nothing, each replay of one, and what callers and
-- operators asked for. One statement can read a page of it, so that no row is repeated or dropped while rows are added.
-- A position stands for an id where a change needs one: it orders changes of the same microsecond as they came.
create view card_timeline as
select c.card_id, cast(lpad(to_hex(c.position), 32, '0') as uuid) as id, c.committed_at as at,
    cast('change' as varchar) as kind, cast(lower(c.cause) as varchar) as cause, c.card_status,
    case when c.status_changed then c.previous_status end as previous_status, c.version, c.event_id, w.event_type,
    w.outcome, cast(null as varchar) as reason, c.operation_id, o.kind as operation_kind,
    o.state as operation_state, cast(null as text) as resolution
from card_change c
left join webhook_event w on w.event_id = c.event_id
left join operation o on o.operation_id = c.operation_id
union all
select w.card_id, w.event_id, w.received_at, 'event', 'webhook', null, null, null, w.event_id, w.event_type,
    w.outcome, w.reason, null, null, null, null
from webhook_event w
where not exists (select 1 from card_change c where c.card_id = w.card_id and c.event_id = w.event_id)
union all
select w.card_id, w.event_id, w.replayed_at, 'event', 'operator', null, null, null, w.event_id, w.event_type,
    w.outcome, w.reason, null, null, null, null
from webhook_event w
where w.replayed_at is not null
union all
select o.card_id, o.operation_id, o.created_at, 'operation', 'request', null, null, null, null, null,
    null, null, o.operation_id, o.kind, o.state, null
from operation o
union all
select o.card_id, o.operation_id, o.ended_at, 'operation', 'operator', null, null, null, null, null,
    null, null, o.operation_id, o.kind, o.state, o.resolution
from operation o
where o.resolution is not null and o.ended_at is not null;
