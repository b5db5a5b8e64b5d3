package org.tokenquarry.source;

import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * Paths as users write them: on the command line, in a list, in a question. No character is a
 * wildcard or an escape.
 */
public final class WrittenPath {

  /** {@code s3a://bucket/a} has a scheme; {@code 12:30.jpg} and {@code a:b.jpg} have none. */
  private static final Pattern WITH_SCHEME =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*", Pattern.DOTALL);

  private WrittenPath() {}

  /**
   * The path as Hadoop's type. Hadoop itself would take everything before the first colon for a
   * scheme.
   *
   * @throws IllegalArgumentException if it cannot be a path
   */
  public static Path of(String written) {
    return WITH_SCHEME.matcher(written).matches()
        ? new Path(written)
        : new Path(null, null, written);
  }
}
