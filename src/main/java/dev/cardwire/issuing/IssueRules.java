// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import dev.cardwire.catalog.Catalog;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.request.FieldReader;
import dev.cardwire.uqpay.UqpayBalance;
import dev.cardwire.uqpay.UqpayCardholder;
import dev.cardwire.uqpay.UqpayException;
import dev.cardwire.uqpay.UqpayProduct;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules that need UQPAY's word: product, cardholder, limit of the BIN, balance. All violations are noted at once. */
@ApplicationScoped
class IssueRules {

    /** {@code uqpay/api.md} 8: for these BINs the limit is required. UQPAY's product does not say so itself. */
    private static final Set<String> LIMIT_REQUIRED = Set.of("527735", "555071", "555243");

    private static final BigDecimal LEAST = new BigDecimal("0.01");

    private final Catalog catalog;

    IssueRules(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The product to issue from; fails with every broken rule. */
    Uni<UqpayProduct> check(IssueRequest request) {
        // at once, because each may take as long as all that the caller waits for leaves to one
        return Uni.combine()
                .all()
                .unis(holder(request), product(request))
                .with((holder, product) -> {
                    checkHolder(request, holder);
                    checkProduct(request, product);
                    return product;
                })
                .flatMap(product -> checkBalance(request, product))
                .map(product -> {
                    request.fields().throwIfBroken();
                    return product.orElseThrow();
                })
                // A request that is invalid already is refused, also while UQPAY cannot be asked for the rest.
                .onFailure(UqpayException.class)
                .transform(failure -> request.fields().errors().isEmpty()
                        ? failure
                        : ProblemException.validation(request.fields().errors()));
    }

    private Uni<Optional<UqpayProduct>> product(IssueRequest request) {
        return request.productId() == null
                ? Uni.createFrom().item(Optional.empty())
                : catalog.product(request.productId(), product -> fits(product, request.currency()));
    }

    private Uni<Optional<UqpayCardholder>> holder(IssueRequest request) {
        return request.cardholderId() == null
                ? Uni.createFrom().item(Optional.empty())
                : catalog.cardholder(request.cardholderId());
    }

    private static void checkHolder(IssueRequest request, Optional<UqpayCardholder> holder) {
        FieldReader fields = request.fields();
        if (request.cardholderId() == null) {
            return;
        }
        if (holder.isEmpty()) {
            fields.reject("cardholder_id", "is not a cardholder at UQPAY");
        } else if (!"SUCCESS".equals(holder.get().cardholderStatus())) {
            fields.reject("cardholder_id", "must be a cardholder whose status is SUCCESS");
        }
    }

    private static void checkProduct(IssueRequest request, Optional<UqpayProduct> product) {
        FieldReader fields = request.fields();
        if (request.productId() == null) {
            return;
        }
        if (product.isEmpty()) {
            fields.reject("card_product_id", "is not a product at UQPAY");
            return;
        }
        if (!"ENABLED".equals(product.get().productStatus())) {
            fields.reject("card_product_id", "must be a product that is ENABLED");
        }
        if (!product.get().cardForm().contains("VIR")) {
            fields.reject("card_product_id", "must be a product with virtual cards");
        }
        if (request.currency() != null && !product.get().cardCurrency().contains(request.currency())) {
            fields.reject("card_currency", "must be a currency of the product");
        }
        checkLimit(request, product.get());
    }

    private static void checkLimit(IssueRequest request, UqpayProduct product) {
        if (product.cardBin() == null || LIMIT_REQUIRED.stream().noneMatch(product.cardBin()::startsWith)) {
            return;
        }
        if (request.limit() == null) {
            request.fields().required("card_limit", null);
        } else if (request.limit().compareTo(LEAST) < 0) {
            request.fields().reject("card_limit", "must be at least 0.01 for this product");
        }
    }

    /** A prepaid card takes its limit from the issuing balance; without enough there, UQPAY would refuse. */
    private Uni<Optional<UqpayProduct>> checkBalance(IssueRequest request, Optional<UqpayProduct> product) {
        boolean prepaid = product.map(p -> "SINGLE".equals(p.modeType())).orElse(false);
        BigDecimal limit = request.limit();
        if (!prepaid || limit == null || isBroken(request, "card_limit") || isBroken(request, "card_currency")) {
            return Uni.createFrom().item(product);
        }
        return catalog.balances().map(balances -> {
            if (available(balances, request.currency()).compareTo(limit) < 0) {
                request.fields().reject("card_limit", "is more than the issuing balance in this currency");
            }
            return product;
        });
    }

    private static boolean isBroken(IssueRequest request, String field) {
        return request.fields().errors().stream()
                .anyMatch(error -> error.field().equals(field));
    }

    private static BigDecimal available(List<UqpayBalance> balances, @Nullable String currency) {
        return balances.stream()
                .filter(balance -> balance.currency().equals(currency))
                .map(UqpayBalance::availableBalance)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(BigDecimal.ZERO);
    }

    private static boolean fits(UqpayProduct product, @Nullable String currency) {
        return product.offers("VIR")
                && (currency == null || product.cardCurrency().contains(currency));
    }
}
