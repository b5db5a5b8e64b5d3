package org.tokenquarry.jobs.export;

/**
 * A file of an export.
 *
 * @param name in the directory
 * @param sha256 of its bytes
 * @param bytes its length
 */
public record ExportedFile(String name, String sha256, long bytes) {}
