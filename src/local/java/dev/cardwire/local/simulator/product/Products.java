// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.product;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.store.Store;
import dev.cardwire.local.simulator.store.Table;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Pages;
import dev.cardwire.local.simulator.wire.Refusal;
import dev.cardwire.local.simulator.wire.Routes;
import dev.cardwire.local.simulator.wire.Times;
import java.time.Instant;
import java.util.List;

/** The products of the account, the seeded ones and no others. */
public final class Products {
    public static final String SHARE = "467e993f-317a-49fc-9ea0-bf49de7d1f76";
    public static final String SINGLE = "8d0f3c52-6a1b-4d3e-9c77-2b5e61f0a914";
    public static final String LIMIT_REQUIRED = "b7a9e6d4-0c85-4f21-8e13-64d2c9f7350b";
    public static final String DISABLED = "e2c41f08-97d6-4b5a-a3f0-1d8b7c6e5f42";

    /** All that a card can be in. */
    public static final List<String> CURRENCIES = List.of("USD", "SGD", "HKD", "XUSD");

    private final Table<SimulatedProduct> table;
    private final Pages pages;

    public Products(Store store, Pages pages) {
        this.table = store.table("product", SimulatedProduct.class, SimulatedProduct::productId);
        this.pages = pages;
    }

    public void seed(Instant now) {
        List<String> both = List.of("USD", "SGD");
        List<String> virtual = List.of("VIR");
        List<String> anyForm = List.of("VIR", "PHY");
        table.put(product(DISABLED, "40963610", "VISA", "SHARE", virtual, both, "DISABLED", now));
        table.put(product(LIMIT_REQUIRED, "527735", "MASTERCARD", "SHARE", virtual, List.of("USD"), "ENABLED", now));
        table.put(product(SINGLE, "40963608", "VISA", "SINGLE", virtual, CURRENCIES, "ENABLED", now));
        table.put(product(SHARE, "40963608", "VISA", "SHARE", anyForm, both, "ENABLED", now));
    }

    /** State files of earlier releases know fewer currencies. */
    public void completeSeed() {
        table.find(SINGLE)
                .filter(product -> product.cardCurrency().size() < CURRENCIES.size())
                .ifPresent(product -> table.put(product.offering(CURRENCIES)));
    }

    private static SimulatedProduct product(
            String id,
            String bin,
            String scheme,
            String mode,
            List<String> forms,
            List<String> currencies,
            String status,
            Instant now) {
        return new SimulatedProduct(
                id,
                bin,
                scheme,
                mode,
                forms,
                currencies,
                status,
                id.equals(SHARE) ? "STANDARD" : "SIMPLIFIED",
                id.equals(LIMIT_REQUIRED) ? 3_001 : 0,
                now);
    }

    public void routes(Routes routes) {
        routes.on("GET", "/v1/issuing/products", this::list);
    }

    private Answer list(Call call) {
        return pages.page(call, table.newestFirst(), this::view);
    }

    public SimulatedProduct get(String productId) {
        return table.find(productId).orElseThrow(() -> Refusal.account("card product not found"));
    }

    public SimulatedProduct get(String productId, String currency) {
        SimulatedProduct product = get(productId);
        if (!product.isEnabled()) {
            throw Refusal.account("card product is disabled");
        }
        if (!product.cardForm().contains("VIR")) {
            throw Refusal.account("card product has no virtual cards");
        }
        if (!product.cardCurrency().contains(currency)) {
            throw Refusal.invalid("card_currency is not offered by the card product");
        }
        return product;
    }

    private ObjectNode view(SimulatedProduct product) {
        ObjectNode view = Json.object()
                .put("product_id", product.productId())
                .put("card_bin", product.cardBin())
                .put("card_scheme", product.cardScheme())
                .put("mode_type", product.modeType());
        product.cardForm().forEach(view.putArray("card_form")::add);
        product.cardCurrency().forEach(view.putArray("card_currency")::add);
        view.put("max_card_quota", product.maxCardQuota()).put("product_status", product.productStatus());
        view.putArray("no_pin_payment_amount")
                .addObject()
                .put("amount", "200.00")
                .put("currency", "SGD");
        view.put("create_time", Times.seconds(product.createTime()));
        view.put("update_time", Times.seconds(product.createTime()));
        view.put("kyc_level", product.kycLevel());
        view.set("required_fields", RequiredField.view(product.requiredFields()));
        return view;
    }
}
