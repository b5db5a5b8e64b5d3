package org.tokenquarry.source;

import java.io.Serializable;
import java.nio.file.attribute.BasicFileAttributes;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;

/**
 * What a file system says about a file without opening it. A file whose state is the same has not
 * changed.
 *
 * @param length in bytes; -1 if it is not known
 * @param modified an entity tag or the time of the last change, in the file system's own form;
 *     empty if it is not known
 */
public record SourceState(long length, String modified) implements Serializable {

  /** Nothing is known: the file could not be looked at, or was not yet. */
  public static final SourceState UNKNOWN = new SourceState(-1, "");

  /** The state of a local file. Times are as exact as the disk holds them. */
  public static SourceState of(BasicFileAttributes attributes) {
    return new SourceState(attributes.size(), attributes.lastModifiedTime().toString());
  }

  /** The state of a file on a file system that Hadoop knows. Times are in milliseconds. */
  public static SourceState of(FileStatus status) {
    String etag = status instanceof EtagSource tagged ? tagged.getEtag() : null;
    return new SourceState(
        status.getLen(),
        etag == null || etag.isEmpty() ? Long.toString(status.getModificationTime()) : etag);
  }
}
