-- What a card is told beside its status comes late and twice like everything else.
alter table card
    -- UQPAY's time of the newest dated facts: older ones only fill what is empty
    add column facts_as_of    numeric,
    -- when facts without a time last changed it: within UQPAY's retries nothing says which of two came first
    add column told_at        timestamptz,
    -- somebody needs a read of the card and has not got it yet, whatever became of the replica that wanted it
    add column read_wanted_at timestamptz;
create index card_read_wanted on card (read_wanted_at) where read_wanted_at is not null;

-- Writes that UQPAY took on and never told the end of.
create index operation_open_order on operation (deadline)
    where state = 'ACCEPTED' and order_status in ('PENDING', 'PROCESSING') and card_order_id is not null;
