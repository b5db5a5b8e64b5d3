package org.tokenquarry.model;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The loaded models of a JVM, one for each model digest and device. Tasks share them; only the
 * cache closes them.
 *
 * <p>Tasks use {@link #shared}, which closes its models when the JVM ends.
 */
public final class ModelCache {

  private static final ModelCache SHARED = new ModelCache();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(SHARED::closeAll, "tokenquarry-models"));
  }

  private record ModelKey(String digest, ModelDevice device) {}

  private record BundleKey(String location, String manifest) {}

  private final LoadOnceCache<BundleKey, ModelBundle> bundles = new LoadOnceCache<>();
  private final LoadOnceCache<ModelKey, LoadedModel> models = new LoadOnceCache<>();
  private final Deque<LoadedModel> open = new ArrayDeque<>();
  private int opened;
  private int closed;

  /** An empty cache. */
  public ModelCache() {}

  /** The cache of this JVM. */
  public static ModelCache shared() {
    return SHARED;
  }

  /**
   * The model of a bundle; the first call loads it. Each call reads only the manifest again: while
   * it is the same, so is the model. Prepares the calling thread for native work.
   *
   * @param location see {@link ModelBundle#open}
   * @throws org.tokenquarry.error.UserException see {@link ModelBundle#open} and {@link
   *     LoadedModel#open}
   */
  public LoadedModel acquire(String location, ModelDevice device) {
    BundleReference reference = BundleReference.of(location);
    BundleKey key = new BundleKey(location, reference.key());
    return acquire(bundles.get(key, () -> reference.verified(CacheDirectory.root())), device);
  }

  /**
   * The model of a bundle that is open; the first call loads it. Prepares the calling thread for
   * native work.
   *
   * @throws org.tokenquarry.error.UserException see {@link LoadedModel#open}
   */
  public LoadedModel acquire(ModelBundle bundle, ModelDevice device) {
    ModelKey key = new ModelKey(bundle.digest(), device);
    LoadedModel model = models.get(key, () -> load(bundle, device));
    NativeRuntime.bindThread();
    return model;
  }

  private LoadedModel load(ModelBundle bundle, ModelDevice device) {
    LoadedModel model = LoadedModel.open(bundle, device);
    synchronized (this) {
      open.push(model);
      opened++;
    }
    return model;
  }

  /** Closes every model, the last opened first. Later calls load models again. */
  public synchronized void closeAll() {
    models.clear();
    bundles.clear();
    while (!open.isEmpty()) {
      open.pop().close();
      closed++;
    }
  }

  /** How many models have been loaded so far. */
  public synchronized int opened() {
    return opened;
  }

  /** How many models have been closed so far. */
  public synchronized int closed() {
    return closed;
  }
}
