// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cardwire.catalog.Catalogs;
import dev.cardwire.problem.FieldError;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.testsupport.Api;
import dev.cardwire.uqpay.UqpayProduct;
import dev.cardwire.uqpay.client.HeldReads;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class IssueRulesTest {

    private final HeldReads uqpay = new HeldReads();
    private final IssueRules rules = new IssueRules(Catalogs.of(uqpay));

    /** One after the other, a slow product would leave the cardholder no time: the caller would hear of neither. */
    @Test
    void asksForTheCardholderWhileTheProductIsOnItsWay() {
        CompletableFuture<UqpayProduct> checked = check();
        assertThat(uqpay.asked).containsExactly("cardholder", "products");
        uqpay.tellCardholder(holder("SUCCESS"));
        uqpay.tellProduct(product("ENABLED"));
        assertThat(checked.join().productId()).hasToString(Api.SHARE);
    }

    @Test
    void tellsWhatIsWrongWithBothAtOnce() {
        CompletableFuture<UqpayProduct> checked = check();
        uqpay.tellProduct(product("DISABLED"));
        uqpay.tellCardholder(holder("PENDING"));
        assertThatThrownBy(checked::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(ProblemException.class, refusal -> assertThat(
                                refusal.problem().errors())
                        .extracting(FieldError::field)
                        .containsExactly("cardholder_id", "card_product_id"));
    }

    private CompletableFuture<UqpayProduct> check() {
        return rules.check(IssueRequest.read(
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("cardholder_id", Api.HOLDER)
                                .put("card_product_id", Api.SHARE)
                                .put("card_currency", "USD"),
                        LocalDate.of(2026, 11, 22)))
                .subscribeAsCompletionStage();
    }

    private static String product(String status) {
        return """
                {"product_id": "%s", "product_status": "%s", "card_bin": "40963608", "mode_type": "SHARE",
                 "card_form": ["VIR"], "card_currency": ["USD"]}""".formatted(Api.SHARE, status);
    }

    private static String holder(String status) {
        return """
                {"cardholder_id": "%s", "cardholder_status": "%s"}""".formatted(Api.HOLDER, status);
    }
}
