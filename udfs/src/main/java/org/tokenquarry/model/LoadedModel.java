package org.tokenquarry.model;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;
import org.tokenquarry.error.UserException;
import org.tokenquarry.token.TokenMatrix;

/**
 * A model in native memory, on one device, shared by the tasks of a JVM.
 *
 * <p>Tasks work in scopes. After {@link #close} no new scope can be opened, and native memory is
 * freed when the last open scope closes. So no task computes on freed memory.
 */
public final class LoadedModel implements AutoCloseable {

  private final ModelBundle bundle;
  private final ModelDevice device;
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final WorkMeter meter = new WorkMeter();
  private final NDManager root;
  private final VisionEncoder vision;
  private final LanguageDecoder decoder;
  private final PromptTokenizer tokenizer;
  private KvCache prefix;
  private int openScopes;
  private boolean closed;

  private LoadedModel(ModelBundle bundle, ModelDevice device, ModelModule.Loader loader)
      throws IOException {
    this.bundle = bundle;
    this.device = device;
    Path directory = bundle.directory();
    BundleManifest manifest = bundle.manifest();
    try {
      this.root = hold(NDManager.newBaseManager(device.toDjl(), "PyTorch"));
      ModelModule visionModule = hold(loader.load(directory, "vision", device));
      this.vision = new VisionEncoder(visionModule, manifest, this, meter);
      ModelModule decoderModule = hold(loader.load(directory, "decoder", device));
      this.decoder = new LanguageDecoder(decoderModule, manifest, meter);
      Path vocabulary = directory.resolve("tokenizer.json");
      this.tokenizer = hold(PromptTokenizer.load(vocabulary, manifest.questionTemplate()));
    } catch (IOException | RuntimeException e) {
      release();
      throw e;
    }
  }

  /**
   * Loads a bundle and checks that its modules fit the manifest.
   *
   * @throws UserException with the code {@code bundle-invalid} if they do not or are not
   *     TorchScript; {@code device-unavailable} if the engine cannot use the device
   */
  public static LoadedModel open(ModelBundle bundle, ModelDevice device) {
    return open(bundle, device, ScriptModule::load);
  }

  /** {@link #open(ModelBundle, ModelDevice)} with modules of another engine. */
  static LoadedModel open(ModelBundle bundle, ModelDevice device, ModelModule.Loader loader) {
    NativeRuntime.require(device);
    NativeRuntime.bindThread();
    LoadedModel model;
    try {
      model = new LoadedModel(bundle, device, loader);
    } catch (IOException e) {
      throw new UncheckedIOException("the bundle " + bundle.location() + " cannot be read", e);
    } catch (RuntimeException e) {
      // EngineException from libtorch, a bare RuntimeException from the tokenizer's library.
      throw BundleErrors.notLoaded(bundle.location(), ContractCheck.reason(e));
    }
    try {
      ContractCheck.verify(model, bundle.location());
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T hold(T resource) {
    resources.push(resource);
    return resource;
  }

  /** The manifest of the bundle. */
  public BundleManifest manifest() {
    return bundle.manifest();
  }

  /** The model digest, see {@link ModelBundle#digest}. */
  public String digest() {
    return bundle.digest();
  }

  /** The device that the model computes on. */
  public ModelDevice device() {
    return device;
  }

  /** Pixels to visual tokens. */
  public VisionEncoder vision() {
    return vision;
  }

  /** Embeddings to logits. */
  public LanguageDecoder decoder() {
    return decoder;
  }

  /** Texts to token ids and back. */
  public PromptTokenizer tokenizer() {
    return tokenizer;
  }

  /** The work that the model has done so far, for all threads. */
  public Work work() {
    return meter.reading();
  }

  /** The work that the model has done so far for the calling thread. */
  public Work workOfThread() {
    return meter.readingOfThread();
  }

  /**
   * Runs what copies results from the device, and counts its time as the model's: a GPU computes
   * while it waits.
   */
  public <T> T readBack(Supplier<T> read) {
    return meter.count(Work.NONE, read);
  }

  /**
   * Keys and values of the prompt before the image. They are computed once and belong to the model;
   * only read them.
   *
   * @return batch 1, as many positions as the prompt has before the image
   */
  public synchronized KvCache prefix() {
    if (prefix == null) {
      long[] before = manifest().prompt().before();
      try (NDManager scope = newScope()) {
        KvCache cache = decoder.empty(scope);
        if (before.length > 0) {
          cache = decoder.prefill(scope, decoder.embed(scope, before).expandDims(0), cache);
        }
        cache.keys().attach(root);
        cache.values().attach(root);
        prefix = cache;
      }
    }
    return prefix;
  }

  /** The decoder's newline in plain numbers, {@code [D]}; empty for models without tiles. */
  public Optional<float[]> newline() {
    if (!decoder.hasNewline()) {
      return Optional.empty();
    }
    try (NDManager scope = newScope()) {
      return Optional.of(decoder.newline(scope).toFloatArray());
    }
  }

  /**
   * The text between two images of a prompt, as the model's template puts it there: what stands
   * between an image and the question and, where this ends the image with a mark such as {@code
   * <|vision_end|>}, the marks that begin one.
   *
   * @return {@code [T, R]}: the embedded tokens, possibly none
   */
  public TokenMatrix betweenImages() {
    long[] ids = tokenizer.idsBetweenImages(manifest().prompt().before());
    if (ids.length == 0) {
      return new TokenMatrix(new float[0], manifest().rowWidth());
    }
    try (NDManager scope = newScope()) {
      return new TokenMatrix(decoder.embed(scope, ids).toFloatArray(), manifest().rowWidth());
    }
  }

  /**
   * Opens a scope for native arrays on the model's device, and prepares the calling thread for
   * native work. So call it in the thread that computes. The caller closes it.
   *
   * @throws IllegalStateException if the model is closed
   */
  public synchronized NDManager newScope() {
    if (closed) {
      throw new IllegalStateException("the model " + manifest().name() + " was closed");
    }
    NativeRuntime.bindThread();
    NDManager scope = root.newSubManager();
    // The scope closes this with itself; DJL has no other notice.
    AutoCloseable notice = this::scopeClosed;
    scope.attachInternal("scope-closed", notice);
    openScopes++;
    return scope;
  }

  /** How many scopes are open now. */
  public synchronized int openScopes() {
    return openScopes;
  }

  private synchronized void scopeClosed() {
    openScopes--;
    if (closed && openScopes == 0) {
      release();
    }
  }

  /** Stops new scopes, and frees native memory when no scope is open. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (openScopes == 0) {
      release();
    }
  }

  /** Closes resources in the reverse order of opening. */
  private void release() {
    RuntimeException failure = null;
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception e) {
        failure = failure == null ? new IllegalStateException("a model did not close", e) : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
