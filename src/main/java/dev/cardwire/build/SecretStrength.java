// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.build;

/** Whether a secret can be one: no measure of randomness, but placeholders and slips do not start production. */
public final class SecretStrength {

    private static final int SHORTEST = 16;

    private SecretStrength() {}

    /** Too short to withstand guessing, or one byte again and again. */
    public static boolean isWeak(byte[] secret) {
        for (byte each : secret) {
            if (each != secret[0]) {
                return secret.length < SHORTEST;
            }
        }
        return true;
    }
}
