// SPDX-License-Identifier: Apache-2.0
import client.ApiClient;
import client.ApiException;
import client.api.CardsApi;
import client.api.OperationsApi;
import client.model.Card;
import client.model.CardStatus;
import client.model.IssueRequest;
import client.model.Problem;
import client.model.ProblemCode;
import client.model.StatusRequest;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** What a back end does with a generated client: issue a card, follow an operation, page, read a problem. */
public final class Use {

    private final ApiClient client = new ApiClient();
    private final CardsApi cards;
    private final OperationsApi operations;

    private Use() {
        client.updateBaseUri(System.getenv("CARDWIRE_URL"));
        client.setRequestInterceptor(
                request -> request.header("Authorization", "Bearer " + System.getenv("CARDWIRE_KEY")));
        cards = new CardsApi(client);
        operations = new OperationsApi(client);
    }

    public static void main(String[] arguments) throws Exception {
        Use use = new Use();
        Card card = use.active(use.issue());
        use.active(use.issue());
        require("10.00".equals(card.getCardLimit()), "the limit of the card");
        use.freeze(card.getCardId());
        require(use.page() >= 2, "both cards in the list");
        use.readProblem();
        System.out.println("the Java client issued a card, froze it, paged through the cards and read a problem");
    }

    private static IssueRequest wanted(String limit) {
        return new IssueRequest()
                .cardholderId(UUID.fromString("25ea804d-7fd5-43d5-8792-0fc0214cdb2f"))
                .cardProductId(UUID.fromString("467e993f-317a-49fc-9ea0-bf49de7d1f76"))
                .cardCurrency("USD")
                .cardLimit(limit);
    }

    private UUID issue() throws ApiException {
        return cards.issueCard(UUID.randomUUID().toString(), wanted("10.00")).getCardId();
    }

    private Card active(UUID id) throws Exception {
        Card card = cards.getCard(id);
        while (card.getCardStatus() != CardStatus.ACTIVE) {
            Thread.sleep(100);
            card = cards.getCard(id);
        }
        return card;
    }

    private void freeze(UUID id) throws Exception {
        StatusRequest frozen = new StatusRequest().cardStatus(StatusRequest.CardStatusEnum.FROZEN);
        var answer = cards.changeCardStatusWithHttpInfo(id, frozen, UUID.randomUUID().toString());
        require(answer.getStatusCode() == 202, "a pending operation");
        String operation = answer.getHeaders().get("location").get(0).replaceAll(".*/", "");
        while (!"SUCCESS".equals(operations.getOperation(UUID.fromString(operation)).getOrderStatus())) {
            Thread.sleep(100);
        }
    }

    private int page() throws ApiException {
        Set<UUID> seen = new HashSet<>();
        String cursor = null;
        do {
            var page = cards.listCards(null, null, null, cursor, 1);
            page.getData().forEach(card -> seen.add(card.getCardId()));
            cursor = page.getNextCursor();
        } while (cursor != null);
        return seen.size();
    }

    private void readProblem() throws Exception {
        try {
            cards.issueCard(UUID.randomUUID().toString(), wanted("0.001"));
            throw new AssertionError("a limit of three decimals was accepted");
        } catch (ApiException refused) {
            Problem problem = client.getObjectMapper().readValue(refused.getResponseBody(), Problem.class);
            require(problem.getCode() == ProblemCode.VALIDATION_FAILED, "the code of the problem");
            require("card_limit".equals(problem.getErrors().get(0).getField()), "the field of the problem");
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("not as expected: " + what);
        }
    }
}
