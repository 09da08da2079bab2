// SPDX-License-Identifier: Apache-2.0
// What the samples call and do not show.
import type { Request } from 'express';
import type { CardStreamError, CardStatus, StreamStatus } from 'cardwire';

declare global {
  const cardId: string;
  function show(id: string, status: CardStatus): void;
  function hide(id: string): void;
  function showConnection(state: StreamStatus['state'], retryInMs: number | undefined): void;
  function showSignIn(error: CardStreamError): void;
  function signedIn(request: Request): Promise<{ cardholderId: string } | null>;
}
