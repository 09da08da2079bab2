// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay;

/** A bean of this type is in a build that carries a UQPAY of its own, and only there is the well-known token key taken. */
public interface LocalUqpay {}
