package org.tokenquarry.intake;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tokenquarry.source.SourceKind;
import org.tokenquarry.source.SourceState;
import org.tokenquarry.task.Refusal;

/** Adds up what is found in one source. */
final class SourceTally {

  private final ListedSource source;
  private final Map<String, Long> reasons = new TreeMap<>();
  private final SortedSet<String> limits = new TreeSet<>();
  private SourceState state;
  private String imageId;
  private long images;
  private long ignored;
  private boolean retryable;

  SourceTally(ListedSource source) {
    this.source = source;
    this.state = source.state();
  }

  /** The result belongs to this state, not to that of the listing. */
  void found(SourceState now) {
    state = now;
  }

  /** A readable image. */
  void image(String id) {
    images++;
    imageId = id;
  }

  /** Something that cannot be used. */
  void refused(Refusal refusal) {
    reasons.merge(refusal.reason(), 1L, Long::sum);
    if (refusal.exceeded() != null) {
      limits.add(refusal.exceeded());
    } else {
      retryable |= refusal.retryable();
    }
  }

  /**
   * A member that is no image by its name.
   *
   * @param rule that says so
   */
  void ignored(String rule) {
    ignored++;
    limits.add(rule);
  }

  /** A member that is no image whatever the settings. */
  void ignored() {
    ignored++;
  }

  TakenSource result() {
    boolean single = source.kind() == SourceKind.IMAGE;
    return new TakenSource(
        source.uri(),
        state,
        single ? imageId : null,
        images,
        Map.copyOf(reasons),
        ignored,
        List.copyOf(limits),
        retryable);
  }
}
