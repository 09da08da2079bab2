-- How often UQPAY answered that it does not know a card, and when that counted last: one such answer proves nothing.
alter table card
    add column misses       integer not null default 0,
    add column missed_as_of numeric;

-- When the comparison last saw a card in UQPAY's list. A table of its own, because the rows of cards belong to those who
-- hold the cards' keys, and the comparison holds none.
create table listed_card (
    card_id   uuid primary key,
    listed_at timestamptz not null
);
