package org.tokenquarry.config;

/** Element type of exported prototypes. */
public enum ExportType implements Choice {
  /** 32-bit floats, exactly as mined. */
  FLOAT32,
  /** 16-bit floats, as published codebooks. */
  FLOAT16
}
