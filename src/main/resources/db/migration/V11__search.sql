-- What a search finds rows by. The tables are large and written to all the time, so none of these locks them: outside of a
-- transaction, see the file beside this one. What was left of a run that was cut off is made anew.
drop index concurrently if exists card_by_last_four;
create index concurrently card_by_last_four on card (right(card_number, 4), created_at desc, card_id desc);

drop index concurrently if exists operation_by_key;
create index concurrently operation_by_key on operation (idempotency_key, created_at desc)
    where idempotency_key is not null;

drop index concurrently if exists operation_of_cardholder;
create index concurrently operation_of_cardholder on operation (cardholder_id, created_at desc)
    where cardholder_id is not null;
