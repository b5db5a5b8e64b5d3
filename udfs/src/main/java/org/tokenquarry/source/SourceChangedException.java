package org.tokenquarry.source;

import java.io.IOException;

/** A file became shorter while it was read. */
public final class SourceChangedException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Of a file. */
  public SourceChangedException(String uri) {
    super(uri + " was changed while it was read");
  }
}
