package org.tokenquarry.model;

import ai.djl.Device;
import java.io.Serializable;

/**
 * A device that a model computes on.
 *
 * @param kind CPU or GPU
 * @param index number of the GPU as the process sees it, from 0; 0 for the CPU
 */
public record ModelDevice(Kind kind, int index) implements Serializable {

  /** The kinds of device. */
  public enum Kind {
    /** The host's processor. */
    CPU,
    /** A CUDA device. */
    GPU
  }

  /** The host's processor. */
  public static final ModelDevice CPU = new ModelDevice(Kind.CPU, 0);

  /**
   * Checks the index.
   *
   * @throws IllegalArgumentException if it is negative, or not 0 for the CPU
   */
  public ModelDevice {
    if (index < 0 || (kind == Kind.CPU && index != 0)) {
      throw new IllegalArgumentException("there is no " + kind + " number " + index);
    }
  }

  /** The GPU of that number. */
  public static ModelDevice gpu(int index) {
    return new ModelDevice(Kind.GPU, index);
  }

  /** Says whether this is a GPU. */
  public boolean isGpu() {
    return kind == Kind.GPU;
  }

  Device toDjl() {
    return isGpu() ? Device.gpu(index) : Device.cpu();
  }

  /** {@code cpu}, or {@code gpu:0} and so on. */
  @Override
  public String toString() {
    return isGpu() ? "gpu:" + index : "cpu";
  }
}
