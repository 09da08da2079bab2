/** Follows a change until UQPAY has done it, refused it, or patience ends. */
import { Refused } from '/console/api.js';
import { t } from '/console/texts.js';

const PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000];
const OVER = new Set(['SUCCESS', 'FAILED']);

/** @returns the operation as it stands last; throws what ended it badly */
export async function followOperation(api, operationId, going = () => true) {
  let operation = null;
  for (const pause of PAUSES_MS) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (!going()) return operation;
    operation = (await api.get(`/v1/operations/${encodeURIComponent(operationId)}`)).body;
    if (operation.state === 'REFUSED' || operation.state === 'NOT_SENT') {
      throw new Refused(operation.problem?.status ?? 422, operation.problem ?? null);
    }
    if (operation.order_status === 'FAILED') throw new Error(t('operation.orderFailed', { why: operation.failure_code ?? '–' }));
    if (operation.state === 'UNRESOLVED' || OVER.has(operation.order_status)) return operation;
    if (operation.state === 'ACCEPTED' && !operation.order_status) return operation;
  }
  return operation;
}
