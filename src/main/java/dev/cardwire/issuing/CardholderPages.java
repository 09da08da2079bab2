package dev.cardwire.issuing;

import dev.cardwire.card.Page;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayCardholder;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** UQPAY's numbered pages of 10 to 100 as ours, of 1 to 200 with a cursor. The cursor counts rows that were shown. */
@ApplicationScoped
class CardholderPages {

    private static final int SMALLEST = 10;
    private static final int LARGEST = 100;

    private final Uqpay uqpay;

    CardholderPages(Uqpay uqpay) {
        this.uqpay = uqpay;
    }

    Uni<Page<UqpayCardholder>> page(@Nullable String status, @Nullable String cursor, int limit) {
        int shown = cursor == null ? 0 : shown(cursor);
        int size = Math.min(LARGEST, Math.max(SMALLEST, limit));
        int page = shown / size + 1;
        int skip = shown % size;
        return uqpay.cardholders(page, size, status).map(found -> {
            List<UqpayCardholder> rows =
                    found.items().stream().skip(skip).limit(limit).toList();
            int now = shown + rows.size();
            boolean more = !rows.isEmpty() && (now < found.totalItems() || page < found.totalPages());
            return new Page<>(rows, more ? text(now) : null);
        });
    }

    private static String text(int shown) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("h" + shown).getBytes(StandardCharsets.US_ASCII));
    }

    private static int shown(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            if (text.matches("h[0-9]{1,8}")) {
                return Integer.parseInt(text.substring(1));
            }
        } catch (IllegalArgumentException notOurs) {
            // answered below
        }
        throw ProblemException.validation("cursor", "must be a next_cursor of this list");
    }
}
