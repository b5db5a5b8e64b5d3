package org.tokenquarry.pack;

import java.io.Serializable;

/**
 * A finished file that belongs to no table yet. A commit adds it to its table. If nobody commits
 * it, nobody reads it.
 *
 * @param name of the file below the directory of its table
 * @param bytes its size
 * @param rows how many rows it has
 */
public record WrittenFile(String name, long bytes, long rows) implements Serializable {}
