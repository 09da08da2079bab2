-- How an import of the cards that exist at UQPAY and are not known here goes on.
create table card_import (
    import_id  uuid primary key,
    state      varchar     not null,
    seen       bigint      not null,
    adopted    bigint      not null,
    started_at timestamptz not null,
    ended_at   timestamptz
);
