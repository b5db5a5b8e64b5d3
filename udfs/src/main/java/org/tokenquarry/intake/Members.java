package org.tokenquarry.intake;

import java.util.Optional;

/** The members of a container, one by one. Belongs to one thread. */
interface Members extends AutoCloseable {

  /**
   * The next member.
   *
   * @return empty at the end
   * @throws UnreadableSourceException if the container cannot be read any further
   */
  Optional<Member> next() throws UnreadableSourceException;

  /** Closes the container; never throws. */
  @Override
  void close();
}
