-- very many cards, as if each had been created once in the last 90 days; psql -v cards=50000
insert into card (card_id, card_status, version, card_number, card_bin, card_scheme, mode_type, form_factor, card_currency,
    card_limit, cardholder_id, created_at, updated_at)
select cast('0cad0000-0000-4000-8000-' || lpad(to_hex(n), 12, '0') as uuid), case when n % 10 = 0 then 'FROZEN' else 'ACTIVE' end, 1,
    '40963608****' || lpad((n % 10000)::text, 4, '0'), '40963608', 'VISA', 'SHARE', 'VIR', 'USD', 1000,
    '25ea804d-7fd5-43d5-8792-0fc0214cdb2f', at, at
from generate_series(0, :cards - 1) n, lateral (select now() - n * interval '90 days' / :cards as at) moment;
vacuum analyze card;
