package org.tokenquarry.jobs.table;

/**
 * A reason why things are in quarantine, and how many open rows name it.
 *
 * @param verb the verb that quarantined them: {@code ingest} or {@code mine}
 * @param reason stable code
 * @param count number of open rows
 */
public record QuarantinedReason(String verb, String reason, long count) {}
