package org.tokenquarry.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tokenquarry.image.Pixels;
import org.tokenquarry.numeric.Rows;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.TowerKeys;
import org.tokenquarry.token.VisualTokens;

/**
 * The vision tower and its projector, {@code vision.pt}. Safe for use by many threads.
 *
 * <p>Images of a batch have one size. The last bits of a result may depend on B, so only equal
 * batches give equal numbers. NaN in the input gives NaN in the result; values are not checked.
 */
public final class VisionEncoder {

  private final ModelModule module;
  private final BundleManifest manifest;
  private final LoadedModel owner;
  private final WorkMeter meter;

  VisionEncoder(ModelModule module, BundleManifest manifest, LoadedModel owner, WorkMeter meter) {
    this.module = module;
    this.manifest = manifest;
    this.owner = owner;
    this.meter = meter;
  }

  /**
   * Encodes images.
   *
   * @param scope owns the results; the caller closes it
   * @throws IllegalArgumentException if there is no image, or the model takes none of this size
   */
  public VisionOutput encode(NDManager scope, List<Pixels> images) {
    try (NDArray input = input(scope, images)) {
      NDList output = run(scope, "forward", input, grid(images));
      return new VisionOutput(output.get(0), output.get(1));
    }
  }

  /**
   * Encodes images and also gives the tower's own features, for pruners.
   *
   * @param scope owns the results; the caller closes it
   * @throws IllegalArgumentException if there is no image, or the model takes none of this size
   */
  public VisionFeatures features(NDManager scope, List<Pixels> images) {
    try (NDArray input = input(scope, images)) {
      NDList output = run(scope, "features", input, grid(images));
      return new VisionFeatures(output.get(0), output.get(1), output.get(2), output.get(3));
    }
  }

  /**
   * Encodes images into plain arrays; leaves nothing in native memory.
   *
   * @return one element an image, in order
   * @throws IllegalArgumentException if there is no image, or the model takes none of this size
   */
  public List<VisualTokens> tokens(List<Pixels> images) {
    try (NDManager scope = owner.newScope()) {
      VisionOutput output = encode(scope, images);
      return visualTokens(grid(images), output.tokens(), output.clsCosine());
    }
  }

  /** {@link #tokens(List)} of squares of the bundle's {@code imageSize}. */
  public List<VisualTokens> tokens(float[][] squares) {
    return tokens(squares(squares));
  }

  /**
   * The same as {@link #features} in plain arrays; leaves nothing in native memory.
   *
   * @return one element an image, in order
   * @throws IllegalArgumentException if there is no image, or the model takes none of this size
   */
  public List<ImageFeatures> imageFeatures(List<Pixels> images) {
    try (NDManager scope = owner.newScope()) {
      VisionFeatures output = features(scope, images);
      List<VisualTokens> tokens = visualTokens(grid(images), output.tokens(), output.clsCosine());
      float[][] features = rows(output.features());
      float[][] attention = rows(output.clsAttention());
      int width = Math.toIntExact(output.features().getShape().get(2));
      return IntStream.range(0, tokens.size())
          .mapToObj(
              i ->
                  new ImageFeatures(
                      tokens.get(i), new TokenMatrix(features[i], width), attention[i]))
          .toList();
    }
  }

  /** {@link #imageFeatures(List)} of squares of the bundle's {@code imageSize}. */
  public List<ImageFeatures> imageFeatures(float[][] squares) {
    return imageFeatures(squares(squares));
  }

  /**
   * Gives arrays the size that the bundle states.
   *
   * @param squares {@code [3, imageSize, imageSize]} each
   */
  public List<Pixels> squares(float[]... squares) {
    int side = manifest.imageSize();
    return Arrays.stream(squares).map(values -> new Pixels(values, side, side)).toList();
  }

  /**
   * Says whether {@link #keys} and {@link #project} can be called; not every bundle offers them.
   */
  public boolean offersKeys() {
    return module.offers("keys") && module.offers("project");
  }

  /**
   * What the tower knows of an image beside its features; leaves nothing in native memory.
   *
   * @throws IllegalArgumentException if the model takes no image of this size
   */
  public TowerKeys keys(Pixels image) {
    List<Pixels> images = List.of(image);
    try (NDManager scope = owner.newScope();
        NDArray input = input(scope, images)) {
      NDList output = run(scope, "keys", input, grid(images));
      return new TowerKeys(
          matrix(output.get(0)),
          matrix(output.get(1)),
          matrix(output.get(2)).values(),
          matrix(output.get(3)));
    }
  }

  /**
   * Projects features of an image, or made of several; leaves nothing in native memory.
   *
   * @param features {@code [M, Dv]}
   * @return {@code [M, D]}
   */
  public TokenMatrix project(TokenMatrix features) {
    int count = features.count();
    long flops = manifest.visionShape().map(shape -> shape.projection(count)).orElse(0L);
    try (NDManager scope = owner.newScope();
        NDArray input = scope.create(features.values(), new Shape(count, features.dim()))) {
      return matrix(
          meter
              .count(Work.ofTower(0, flops), () -> module.run(scope, "project", input))
              .singletonOrThrow());
    }
  }

  /** The rows of a batch of one; none where there is no element. */
  private TokenMatrix matrix(NDArray rows) {
    Shape shape = rows.getShape();
    return shape.size() == 0
        ? new TokenMatrix(new float[0], 1)
        : new TokenMatrix(
            meter.count(Work.NONE, rows::toFloatArray),
            Math.toIntExact(shape.get(shape.dimension() - 1)));
  }

  private NDList run(NDManager scope, String method, NDArray input, TokenGrid grid) {
    long images = input.getShape().get(0);
    long flops = manifest.visionShape(grid).map(shape -> images * shape.image()).orElse(0L);
    Work work = Work.ofTower(images, flops);
    return meter.count(work, () -> module.run(scope, method, input));
  }

  private List<VisualTokens> visualTokens(TokenGrid grid, NDArray tokens, NDArray clsCosine) {
    float[][] projected = rows(tokens);
    float[][] cosines = rows(clsCosine);
    int width = Math.toIntExact(tokens.getShape().get(2));
    return IntStream.range(0, projected.length)
        .mapToObj(i -> visualTokens(grid, new TokenMatrix(projected[i], width), cosines[i]))
        .toList();
  }

  private VisualTokens visualTokens(TokenGrid grid, TokenMatrix rows, float[] cosines) {
    TokenMatrix vectors = rows.columns(rows.dim() / (1 + manifest.planes()));
    return new VisualTokens(grid, vectors, rows, cosines);
  }

  /** One array for each element of the first dimension. */
  private float[][] rows(NDArray batch) {
    float[] numbers = meter.count(Work.NONE, batch::toFloatArray);
    return Rows.of(numbers, Math.toIntExact(batch.getShape().get(0)));
  }

  /** Of images of one size. */
  private TokenGrid grid(List<Pixels> images) {
    return manifest.grid(images.get(0).height(), images.get(0).width());
  }

  private NDArray input(NDManager scope, List<Pixels> images) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("there is no image to encode");
    }
    int height = images.get(0).height();
    int width = images.get(0).width();
    // Refuses a size before anything is allocated.
    manifest.grid(height, width);
    int size = images.get(0).values().length;
    int bytes = Math.multiplyExact(Math.multiplyExact(images.size(), size), Float.BYTES);
    ByteBuffer buffer = scope.allocateDirect(bytes);
    FloatBuffer floats = buffer.asFloatBuffer();
    for (Pixels image : images) {
      if (image.height() != height || image.width() != width) {
        throw new IllegalArgumentException("the images of a batch have several sizes");
      }
      floats.put(image.values());
    }
    return scope.create(buffer, new Shape(images.size(), 3, height, width), DataType.FLOAT32);
  }
}
