package org.tokenquarry.source;

import java.util.List;
import java.util.Locale;

/** What a source is, as its name tells. */
public enum SourceKind {
  /** A file that is one image. */
  IMAGE(),
  /** A tar archive of images, compressed or not. */
  TAR(".tar", ".tar.gz", ".tgz"),
  /** A Parquet file whose rows are images. */
  PARQUET(".parquet");

  private final List<String> endings;

  SourceKind(String... endings) {
    this.endings = List.of(endings);
  }

  /** The kind of a file with this name. A name that ends like no container is that of an image. */
  public static SourceKind of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (SourceKind kind : values()) {
      if (kind.endings.stream().anyMatch(lower::endsWith)) {
        return kind;
      }
    }
    return IMAGE;
  }
}
