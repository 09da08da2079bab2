package dev.cardwire.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cardwire.card.FeedScope;
import dev.cardwire.problem.CardNumberSearch;
import dev.cardwire.problem.FieldError;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What a ticket is asked for, read strictly: a misspelt field must not make a ticket for more than was meant. */
record TicketRequest(FeedScope scope, Duration life) {

    static final int MOST_IDS = 200;

    private static final int DEFAULT_LIFE = 3_600;
    private static final int SHORTEST_LIFE = 60;
    private static final Set<String> FIELDS = Set.of("card_ids", "cardholder_ids", "everything", "ttl_seconds");
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    /** Wrong JSON kinds are 400; everything else that is wrong is named at once in a 422. */
    static TicketRequest of(byte[] body) {
        JsonNode request = parsed(body);
        List<FieldError> errors = new ArrayList<>();
        request.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                errors.add(
                        new FieldError(shortened(CardNumberSearch.dropFrom(name)), "is not a field of this request"));
            }
        });
        Set<UUID> cards = ids(request, "card_ids", errors);
        Set<UUID> holders = ids(request, "cardholder_ids", errors);
        boolean everything = everything(request, errors);
        Duration life = life(request, errors);
        boolean named = request.hasNonNull("card_ids") || request.hasNonNull("cardholder_ids");
        if (everything && named) {
            errors.add(new FieldError("everything", "goes without card_ids and cardholder_ids"));
        } else if (!everything && !named && !request.hasNonNull("everything")) {
            errors.add(new FieldError("card_ids", "give card_ids, cardholder_ids or everything"));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.validation(errors);
        }
        return new TicketRequest(everything ? FeedScope.EVERYTHING : new FeedScope(false, cards, holders), life);
    }

    private static JsonNode parsed(byte[] body) {
        try {
            JsonNode request = JSON.readTree(body);
            if (request != null && request.isObject()) {
                return request;
            }
        } catch (JsonProcessingException notJson) {
            throw malformed("The body is not JSON, or names a field twice.");
        } catch (IOException cannotBe) {
            throw malformed("The body cannot be read.");
        }
        throw malformed("The body must be a JSON object.");
    }

    private static Set<UUID> ids(JsonNode request, String field, List<FieldError> errors) {
        Set<UUID> ids = new LinkedHashSet<>();
        JsonNode list = request.path(field);
        if (list.isMissingNode() || list.isNull()) {
            return ids;
        }
        if (!list.isArray()) {
            throw malformed(field + " must be a list of strings.");
        }
        if (list.isEmpty() || list.size() > MOST_IDS) {
            errors.add(new FieldError(field, "must hold 1 to " + MOST_IDS + " ids"));
            return ids;
        }
        for (int i = 0; i < list.size(); i++) {
            if (!list.get(i).isTextual()) {
                throw malformed(field + " must be a list of strings.");
            }
            UUID id = Uuids.parse(list.get(i).textValue());
            if (id == null) {
                errors.add(new FieldError(field + "[" + i + "]", "must be a UUID"));
            } else {
                ids.add(id);
            }
        }
        return ids;
    }

    private static boolean everything(JsonNode request, List<FieldError> errors) {
        JsonNode everything = request.path("everything");
        if (everything.isMissingNode() || everything.isNull()) {
            return false;
        }
        if (!everything.isBoolean()) {
            throw malformed("everything must be true.");
        }
        if (!everything.booleanValue()) {
            errors.add(new FieldError("everything", "can only be true"));
        }
        return everything.booleanValue();
    }

    private static Duration life(JsonNode request, List<FieldError> errors) {
        JsonNode seconds = request.path("ttl_seconds");
        if (seconds.isMissingNode() || seconds.isNull()) {
            return Duration.ofSeconds(DEFAULT_LIFE);
        }
        if (!seconds.isNumber()) {
            throw malformed("ttl_seconds must be a number.");
        }
        boolean whole = seconds.isIntegralNumber() && seconds.canConvertToInt();
        if (!whole || seconds.intValue() < SHORTEST_LIFE || seconds.intValue() > Tickets.LONGEST_LIFE.toSeconds()) {
            errors.add(new FieldError("ttl_seconds", "must be a whole number from 60 to 86400"));
            return Duration.ofSeconds(DEFAULT_LIFE);
        }
        return Duration.ofSeconds(seconds.intValue());
    }

    /** A problem never repeats the offending body: a field's name is shown, a novel in its place is not. */
    private static String shortened(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64);
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(ProblemCode.MALFORMED_REQUEST, detail);
    }
}
