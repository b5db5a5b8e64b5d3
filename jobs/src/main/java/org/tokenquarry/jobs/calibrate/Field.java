package org.tokenquarry.jobs.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The contestants of one search: those that are left, and what its rungs showed. The one that was
 * listed first may have to be asked to the end, so that the winner is compared with it on the same
 * images. Not for several threads.
 *
 * @param <T> what is tried
 */
final class Field<T> {

  /** What is asked beside the contestants that are left. */
  enum Watched {
    NOTHING,
    FIRST_LISTED
  }

  private final Contestant<T> first;
  private final Watched watched;
  private final List<Rung> rungs = new ArrayList<>();
  private List<Contestant<T>> left;

  /**
   * Begins with all of them.
   *
   * @param contestants at least one
   */
  Field(List<Contestant<T>> contestants, Watched watched) {
    this.first = contestants.get(0);
    this.watched = watched;
    this.left = List.copyOf(contestants);
  }

  /** Those that are asked next. */
  Stream<Contestant<T>> asked() {
    return watched == Watched.FIRST_LISTED && !left.contains(first)
        ? Stream.concat(left.stream(), Stream.of(first))
        : left.stream();
  }

  /**
   * Ends a rung: ranks those that took part.
   *
   * @param images that they had been asked about
   */
  void rank(int images) {
    left = left.stream().sorted(Contestant.BEST_FIRST).toList();
    int count = left.size();
    rungs.add(
        new Rung(
            images,
            count,
            left.get(0).meanRelative(),
            left.get(count / 2).meanRelative(),
            left.get(count - 1).meanRelative()));
  }

  /** Says whether another rung can change who is the best. */
  boolean undecided() {
    return left.size() > 1 && answered();
  }

  /** Says whether the last rung scored an answer of anyone. */
  boolean scored() {
    return left.stream().anyMatch(Contestant::scored);
  }

  /** Says whether the model answered anyone. */
  boolean answered() {
    return left.stream().anyMatch(Contestant::answered);
  }

  /** Lets the best n-th part of those that took part reach the next rung. */
  void keepOneOf(int n) {
    left = left.subList(0, (left.size() + n - 1) / n);
  }

  /** The best of the last rung; of equals, the one that was listed first. */
  Contestant<T> best() {
    return left.get(0);
  }

  Contestant<T> firstListed() {
    return first;
  }

  List<Rung> rungs() {
    return List.copyOf(rungs);
  }
}
