-- Cards that UQPAY could not list, or not in a form that can be read: an import goes on behind them and reports them.
alter table card_import
    add column left_out bigint not null default 0;
