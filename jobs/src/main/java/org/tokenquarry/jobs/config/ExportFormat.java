package org.tokenquarry.jobs.config;

/** Files of an export beside {@code codebook.safetensors}, which is always written. */
public enum ExportFormat {
  /** {@code codebook.onnx}: the published rule as a graph. */
  ONNX,
  /** {@code codebook.npy}, for numpy. */
  NPY,
  /** {@code codebook.parquet}: prototypes and their origins, for SQL. */
  PARQUET,
  /** {@code codebook.pt} and {@code codebook.json}: the files of the method's official code. */
  PT
}
