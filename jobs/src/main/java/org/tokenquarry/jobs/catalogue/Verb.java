package org.tokenquarry.jobs.catalogue;

import java.util.List;
import java.util.Optional;
import org.tokenquarry.jobs.job.Job;

/**
 * One verb of the command line.
 *
 * @param name as it is written; a verb of a group has two words, the group's first
 * @param description one or two sentences for help
 * @param example what may stand behind the name
 * @param arguments in the order of help
 * @param access what it does to the tables of its warehouse
 * @param job does the work; empty for the verb that prints the settings and does nothing
 */
public record Verb(
    String name,
    String description,
    String example,
    List<Argument> arguments,
    Access access,
    Optional<Job<?>> job) {

  /** What a verb does to the tables of its warehouse. */
  public enum Access {
    /** It changes nothing, and may run at any time. */
    READS,
    /** It takes the lease on the warehouse. */
    WRITES,
    /** It moves aliases, each by compare and swap, and needs no lease: a rollback cannot wait. */
    MOVES
  }

  static Verb of(
      String name, String description, String example, Job<?> job, Argument... arguments) {
    return new Verb(name, description, example, List.of(arguments), Access.READS, Optional.of(job));
  }

  static Verb writing(
      String name, String description, String example, Job<?> job, Argument... arguments) {
    return new Verb(
        name, description, example, List.of(arguments), Access.WRITES, Optional.of(job));
  }

  static Verb moving(
      String name, String description, String example, Job<?> job, Argument... arguments) {
    return new Verb(name, description, example, List.of(arguments), Access.MOVES, Optional.of(job));
  }

  /** The name of its group; empty for a verb that belongs to none. */
  public Optional<String> group() {
    int space = name.indexOf(' ');
    return space < 0 ? Optional.empty() : Optional.of(name.substring(0, space));
  }

  /**
   * Whether to run it once more does no harm where it was half done, or done. Benchmarks measure
   * how long it takes, and {@code nightly} repeats its steps, each by itself.
   */
  public boolean repeatable() {
    return access != Access.MOVES && group().isEmpty() && !name.equals(Verbs.NIGHTLY);
  }

  /** A whole command line. */
  public String exampleLine() {
    return "tokenquarry " + name + " " + example;
  }

  /** The name within its group. */
  public String word() {
    return name.substring(name.indexOf(' ') + 1);
  }
}
