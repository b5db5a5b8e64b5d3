package org.tokenquarry.jobs.job;

/**
 * What a job did, printed on standard output.
 *
 * <p>Implemented by records whose components are the fields of the JSON object, in their order:
 * numbers, text, flags, lists, maps and further records. An absent value is null, never an
 * Optional; a path is text.
 */
public interface Summary {

  /** What the same job would tell if it ran again and found nothing new. */
  default Summary again() {
    return this;
  }

  /** The same for people: a few short lines, without a line end after the last. */
  String text();
}
