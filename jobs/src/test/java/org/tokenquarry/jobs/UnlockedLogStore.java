package org.tokenquarry.jobs;

import io.delta.storage.HDFSLogStore;
import java.io.IOException;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Writes commits as Delta does, but those of one process do not wait for each other. */
public final class UnlockedLogStore extends HDFSLogStore {

  /** Called by Delta. */
  public UnlockedLogStore(Configuration hadoop) {
    super(hadoop);
  }

  @Override
  public void write(Path path, Iterator<String> actions, Boolean overwrite, Configuration hadoop)
      throws IOException {
    new HDFSLogStore(hadoop).write(path, actions, overwrite, hadoop);
  }
}
