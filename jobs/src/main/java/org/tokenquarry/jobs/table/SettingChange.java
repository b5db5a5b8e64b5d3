package org.tokenquarry.jobs.table;

/**
 * A setting that differs between two versions of the codebook.
 *
 * @param name its path, such as {@code cluster.clusters}
 * @param before its value in the first version; empty if it was not there
 * @param now its value in the second version; empty if it is not there
 */
public record SettingChange(String name, String before, String now) {}
