package org.tokenquarry.jobs.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Chooses which files of a table are merged. Files of about one size are merged into one that is
 * several times as large, and later again with others of that size. So a row is written again a
 * number of times that grows with the logarithm of the table, however few rows a night adds.
 */
final class CompactionPlan {

  private CompactionPlan() {}

  /**
   * The files to merge. Each group lies in one partition. A table that was compacted has none,
   * until it has grown.
   *
   * @param files of the latest version
   * @param limits what is worth it
   */
  static List<List<TableFile>> groups(List<TableFile> files, CompactionLimits limits) {
    Map<String, List<TableFile>> byPartition = new TreeMap<>();
    files.stream()
        .filter(file -> file.bytes() < limits.smallerThan())
        .forEach(
            file ->
                byPartition
                    .computeIfAbsent(
                        new TreeMap<>(file.partition()).toString(), key -> new ArrayList<>())
                    .add(file));
    long left = limits.mostBytes();
    List<List<TableFile>> groups = new ArrayList<>();
    for (List<TableFile> small : byPartition.values()) {
      List<TableFile> group = group(small, left);
      if (group.size() >= limits.fewestFiles()) {
        groups.add(group);
        left -= bytes(group);
      }
    }
    return groups;
  }

  /**
   * The smallest files, up to a number of bytes. A file that is larger than all smaller ones
   * together waits until there are more of its size.
   */
  private static List<TableFile> group(List<TableFile> small, long most) {
    small.sort(Comparator.comparingLong(TableFile::bytes).thenComparing(TableFile::uri));
    List<TableFile> group = new ArrayList<>();
    long bytes = 0;
    for (TableFile file : small) {
      if (bytes + file.bytes() > most) {
        break;
      }
      group.add(file);
      bytes += file.bytes();
    }
    while (group.size() > 1 && largest(group).bytes() > bytes - largest(group).bytes()) {
      bytes -= group.remove(group.size() - 1).bytes();
    }
    return group;
  }

  private static TableFile largest(List<TableFile> group) {
    return group.get(group.size() - 1);
  }

  /** The size of some files together. */
  static long bytes(List<TableFile> files) {
    return files.stream().mapToLong(TableFile::bytes).sum();
  }
}
