-- Orders of which only the failure is known: UQPAY's events need not say why, its orders do.
create index operation_unexplained on operation (deadline)
    where state = 'ACCEPTED' and order_status = 'FAILED' and failure_code is null and card_order_id is not null
        and attempts < 4;
