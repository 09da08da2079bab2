// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.time;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** The clock of this machine as it is, for what other machines than the replicas and PostgreSQL are compared with. */
@Qualifier @Retention(RetentionPolicy.RUNTIME)
public @interface MachineTime {}
