// SPDX-License-Identifier: Apache-2.0
/** What only a laptop needs: absent from production builds, because its source root is. */
package dev.cardwire.local;
