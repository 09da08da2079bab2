import { CardPage } from '/console/pages/card.js';
import { CardholderPage } from '/console/pages/cardholder.js';
import { CardholdersPage } from '/console/pages/cardholders.js';
import { CardsPage } from '/console/pages/cards.js';
import { EventPage } from '/console/pages/event.js';
import { EventsPage } from '/console/pages/events.js';
import { HealthPage } from '/console/pages/health.js';
import { ImportPage } from '/console/pages/import.js';
import { MissingPage } from '/console/pages/missing.js';
import { OperationPage } from '/console/pages/operation.js';
import { OperationsPage } from '/console/pages/operations.js';
import { SearchPage } from '/console/pages/search.js';
import { StreamPage } from '/console/pages/stream.js';

/** By the name that the router gives. */
export const PAGES = {
  card: CardPage,
  cardholder: CardholderPage,
  cardholders: CardholdersPage,
  cards: CardsPage,
  event: EventPage,
  events: EventsPage,
  health: HealthPage,
  import: ImportPage,
  missing: MissingPage,
  operation: OperationPage,
  operations: OperationsPage,
  search: SearchPage,
  stream: StreamPage,
};
