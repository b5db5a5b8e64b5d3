package org.tokenquarry.model;

/** The native libraries that models run in. */
public final class NativeLibraries {

  private NativeLibraries() {}

  /**
   * Loads them, if they are not loaded yet.
   *
   * @param device that they must be able to use
   * @return the version of PyTorch
   * @throws org.tokenquarry.error.UserException with the code {@code device-unavailable} if they
   *     cannot use the device
   */
  public static String load(ModelDevice device) {
    NativeRuntime.require(device);
    return NativeRuntime.engine().getVersion();
  }
}
