package org.tokenquarry.jobs.diff;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.numeric.FloatBytes;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.token.TokenMatrix;

/**
 * Which prototypes two versions share bit for bit, and how near the others come to the other
 * version. Equal prototypes are paired one to one, so the prototypes of each version are those that
 * are kept and its own.
 *
 * @param kept pairs of equal prototypes
 * @param gained of the second version, without an equal one in the first; by their ids
 * @param lost of the first version, without an equal one in the second; by their ids
 */
public record PrototypeChanges(int kept, List<Own> gained, List<Own> lost) {

  /** Prototypes that are compared at once, which bounds what is kept beside them. */
  private static final int AT_ONCE = 1024;

  /** Copies the lists. */
  public PrototypeChanges {
    gained = List.copyOf(gained);
    lost = List.copyOf(lost);
  }

  /**
   * A prototype that the other version does not have.
   *
   * @param id its number in its own version, from 0
   * @param cosine to the nearest prototype of the other version, -1 to 1; 0 if it is a zero vector
   */
  public record Own(int id, double cosine) {}

  /**
   * Compares two versions.
   *
   * @param from {@code [n, D]}, n at least 1, finite
   * @param to {@code [m, D]}, m at least 1, finite
   */
  static PrototypeChanges between(TokenMatrix from, TokenMatrix to) {
    Map<String, Deque<Integer>> unpaired = new HashMap<>();
    for (int i = 0; i < from.count(); i++) {
      unpaired.computeIfAbsent(digest(from, i), digest -> new ArrayDeque<>()).addLast(i);
    }
    List<Integer> gained = new ArrayList<>();
    for (int i = 0; i < to.count(); i++) {
      Deque<Integer> equal = unpaired.get(digest(to, i));
      if (equal == null || equal.pollFirst() == null) {
        gained.add(i);
      }
    }
    int[] lost =
        unpaired.values().stream().flatMap(Deque::stream).mapToInt(i -> i).sorted().toArray();
    return new PrototypeChanges(
        from.count() - lost.length,
        nearest(to, gained.stream().mapToInt(i -> i).toArray(), from),
        nearest(from, lost, to));
  }

  private static String digest(TokenMatrix matrix, int row) {
    return Sha256.of(FloatBytes.of(matrix.values(), row * matrix.dim(), matrix.dim()));
  }

  private static List<Own> nearest(TokenMatrix own, int[] ids, TokenMatrix other) {
    Codebook codebook = new Codebook(other);
    List<Own> nearest = new ArrayList<>();
    for (int first = 0; first < ids.length; first += AT_ONCE) {
      int[] some =
          IntStream.range(first, Math.min(ids.length, first + AT_ONCE)).map(i -> ids[i]).toArray();
      double[] cosines = codebook.redundancy(own.rows(some));
      for (int i = 0; i < some.length; i++) {
        nearest.add(new Own(some[i], cosines[i]));
      }
    }
    return nearest;
  }
}
