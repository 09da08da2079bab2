// SPDX-License-Identifier: Apache-2.0
/**
 * A stand-in for UQPAY, met over HTTP only. Reading order: {@code api} is the gate every call passes, {@code product},
 * {@code cardholder}, {@code account}, {@code card}, {@code pan}, {@code transaction} and {@code extra} hold one handler
 * for each thing UQPAY does, {@code webhook} reports it, {@code control} makes it misbehave, at once or by a schedule,
 * {@code command} is what a person types. They stand on {@code wire} (calls, answers, refusals), {@code behaviour} (the
 * knobs), {@code lane} (one thread, alarms) and {@code store} (the journal, the record of a run). Nothing here knows
 * anything of the gateway.
 */
package dev.cardwire.local.simulator;
