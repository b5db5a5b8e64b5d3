package org.tokenquarry.jobs.config;

/** Element type of exported prototypes. */
public enum ExportType {
  /** 32-bit floats, exactly as mined. */
  FLOAT32,
  /** 16-bit floats, as published codebooks. */
  FLOAT16
}
