// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.build;

/**
 * Whether the local stand-ins are part of this build, which bring a bean that says so; what production refuses for safety is
 * allowed then.
 */
@FunctionalInterface
public interface LocalBuild {

    boolean isOne();
}
