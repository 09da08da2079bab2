// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.masking;

import io.quarkus.logging.LoggingFilter;
import java.util.Map;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;

/**
 * The last line of defence: nothing leaves in a log line that looks like a card number, a key, a token or a ticket. What
 * is written here never logs them; drivers, frameworks and a raised log level may.
 */
@LoggingFilter(name = "masked")
public final class MaskedLog implements Filter {

    /**
     * A line for each event, of ids and words of closed lists (AuditEntry.ofEvent): to look for secrets in those would take
     * longer than all the rest of the line, and as long as the event's own work.
     */
    private static final String IDS_ALONE = "dev.cardwire.audit.events";

    /** Changes the record where it must be changed; every record passes. */
    @Override
    public boolean isLoggable(LogRecord line) {
        if (IDS_ALONE.equals(line.getLoggerName())) {
            return true;
        }
        ExtLogRecord record = ExtLogRecord.wrap(line);
        String message = record.getFormattedMessage();
        String masked = MaskedText.of(message);
        if (!masked.equals(message)) {
            rewrite(line, masked);
        }
        if (line.getThrown() != null) {
            line.setThrown(MaskedFailure.of(line.getThrown()));
        }
        if (line instanceof ExtLogRecord own) {
            maskContext(own);
        }
        return true;
    }

    private static void rewrite(LogRecord line, String masked) {
        line.setParameters(null);
        if (line instanceof ExtLogRecord own) {
            own.setMessage(masked, ExtLogRecord.FormatStyle.NO_FORMAT);
        } else {
            line.setMessage(masked);
        }
    }

    private static void maskContext(ExtLogRecord record) {
        Map<String, String> context = record.getMdcCopy();
        context.forEach((key, value) -> {
            String masked = MaskedText.of(value);
            if (!masked.equals(value)) {
                record.putMdc(key, masked);
            }
        });
    }
}
