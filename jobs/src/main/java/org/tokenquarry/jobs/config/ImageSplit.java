package org.tokenquarry.jobs.config;

/** What images are for; the words are the values of {@code ingest.split}. */
public enum ImageSplit {
  /** Codebooks are mined from them. */
  MINE,
  /** Codebooks are judged on them; they are never mined. */
  HELDOUT
}
