package org.tokenquarry.jobs.ingest;

import java.io.IOException;
import java.io.InputStream;
import org.tokenquarry.source.SourceState;

/** A file or a folder that exists, on whichever file system. */
interface Place {

  /** As the tables hold it. */
  String uri();

  /** Says whether it is a folder. */
  boolean isFolder();

  /** What is known of the file without opening it. */
  SourceState state();

  /** Says whether something of this name lies in the folder. */
  boolean holds(String name) throws IOException;

  /** The bytes of the file; the caller closes it. */
  InputStream open() throws IOException;

  /**
   * Walks through the folder and the folders in it, in no order. Links are followed.
   *
   * @param visitor receives what is found
   */
  void walk(Visitor visitor) throws IOException;

  /** Receives what a walk finds. */
  interface Visitor {

    /**
     * A file, or something else that is no folder.
     *
     * @param uri as the tables hold it
     */
    void file(String uri, SourceState state);

    /** A folder or a link that leads nowhere or may not be read. */
    void closed(String uri);
  }
}
