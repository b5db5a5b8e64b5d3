package org.tokenquarry.jobs.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** A file or a folder that exists, on whichever file system. */
interface Place {

  /** As the tables hold it. */
  String uri();

  /** Says whether it is a folder. */
  boolean isFolder();

  /** Says whether something of this name lies in the folder. */
  boolean holds(String name) throws IOException;

  /** The bytes of the file; the caller closes it. */
  InputStream open() throws IOException;

  /**
   * Walks through the folder and the folders in it, in no order. Links are followed.
   *
   * @param file receives the URI of each file
   * @param closed receives the URI of each folder and link that leads nowhere or may not be read
   */
  void walk(Consumer<String> file, Consumer<String> closed) throws IOException;
}
