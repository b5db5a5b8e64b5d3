package org.tokenquarry.layerprune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tokenquarry.model.DecoderInput;
import org.tokenquarry.model.DecoderShape;
import org.tokenquarry.model.LayerOutput;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.PromptPositions;
import org.tokenquarry.numeric.Rows;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

/**
 * A pass of one prompt, with an image and a question, through the decoder's layers. Visual tokens
 * can be dropped between two layers; the others keep their positions, unless new tokens replace
 * dropped ones.
 *
 * <p>It is one sequence, so there is no batch to halve where memory runs out. Belongs to one
 * thread; holds native memory until it is closed.
 */
public final class LayerPass implements AutoCloseable {

  private final LoadedModel model;
  private final NDManager scope;
  private final int before;
  private final int after;
  private final Optional<PromptPositions> rule;
  private NDArray states;
  private NDArray attention;
  private long[][] positions;
  private int[] visual;
  private int layer;
  private long flops;

  /**
   * Embeds a prompt.
   *
   * @param model one whose decoder runs layer by layer; outlives the pass
   * @param image all visual tokens
   * @param question token ids after the image
   */
  public LayerPass(LoadedModel model, VisualTokens image, long[] question) {
    this(model, image.rows(), image.grid(), question);
  }

  /**
   * The same of tokens alone, where positions are a count or the image is a square of the bundle's
   * {@code imageSize}.
   *
   * @param tokens {@code [N, R]}: see {@link VisualTokens#rows}
   */
  public LayerPass(LoadedModel model, TokenMatrix tokens, long[] question) {
    this(model, tokens, model.manifest().grid(), question);
  }

  private LayerPass(LoadedModel model, TokenMatrix tokens, TokenGrid grid, long[] question) {
    this.model = model;
    this.scope = model.newScope();
    long[] prompt = model.manifest().prompt().before();
    this.before = prompt.length;
    this.after = model.decoder().endOfImage() + question.length;
    NDList parts = new NDList();
    if (prompt.length > 0) {
      parts.add(model.decoder().embed(scope, prompt));
    }
    parts.add(scope.create(tokens.values(), new Shape(tokens.count(), tokens.dim())));
    parts.add(model.decoder().embedBehindImage(scope, question));
    this.states = NDArrays.concat(parts, 0).expandDims(0);
    this.rule = PromptPositions.of(model.manifest(), List.of(grid), 0);
    this.visual = IntStream.range(0, tokens.count()).toArray();
    this.positions =
        rule.map(places -> places.prompt(visual, after))
            .orElseGet(() -> numbered(before + visual.length + after));
  }

  /** L, the number of layers. */
  public int layers() {
    return model.manifest().layers();
  }

  /**
   * Indices of the visual tokens that are not dropped, ascending, and -1 for each new one behind
   * them; do not modify.
   */
  public int[] visual() {
    return visual;
  }

  /** The row of the first visual token; the rows of the others follow. */
  public int firstVisual() {
    return before;
  }

  /** The first row of the question. */
  public int firstText() {
    return behindVisual() + model.decoder().endOfImage();
  }

  private int behindVisual() {
    return before + visual.length;
  }

  /** The last row, where the answer begins. */
  public int last() {
    return positions.length - 1;
  }

  /**
   * Runs the next layers.
   *
   * @param end how many layers are run in all after this call, in (layers run so far, L]
   */
  public void runTo(int end) {
    DecoderInput input = input();
    LayerOutput output = model.decoder().runLayers(scope, input, layer, end);
    input.positions().close();
    states.close();
    if (attention != null) {
      attention.close();
    }
    states = output.states();
    attention = output.attention();
    flops += shape().map(shape -> shape.someLayers(positions.length, end - layer)).orElse(0L);
    layer = end;
  }

  /** {@code [T][T]}: attention in the last layer that was run, as the mean over heads. */
  public float[][] meanAttention() {
    try (NDArray mean = attention.mean(new int[] {1})) {
      return square(mean);
    }
  }

  /** {@code [T][T]}: attention in the last layer that was run, as the maximum over heads. */
  public float[][] largestAttention() {
    try (NDArray largest = attention.max(new int[] {1})) {
      return square(largest);
    }
  }

  /** {@code [T, R]}: the input of the next layer. */
  public TokenMatrix states() {
    return matrix(states);
  }

  private static TokenMatrix matrix(NDArray rows) {
    return new TokenMatrix(rows.toFloatArray(), Math.toIntExact(rows.getShape().get(2)));
  }

  /** {@code [T, D]}: the same after the decoder's final norm. */
  public TokenMatrix normedStates() {
    try (NDArray normed = model.decoder().normOf(scope, states)) {
      return matrix(normed);
    }
  }

  /**
   * {@code [T, K * d]}: the keys of the next layer, heads side by side. That layer computes them
   * anyway, so no operations are counted.
   */
  public TokenMatrix nextKeys() {
    DecoderInput input = input();
    try (NDArray keys = model.decoder().keysOf(scope, input, layer)) {
      return matrix(keys);
    } finally {
      input.positions().close();
    }
  }

  /**
   * Drops visual tokens.
   *
   * @param places of the tokens to keep, as indices into {@link #visual}, ascending; possibly none
   */
  public void keep(int[] places) {
    int[] rows =
        IntStream.concat(
                IntStream.concat(
                    IntStream.range(0, before), IntStream.of(places).map(i -> before + i)),
                IntStream.range(behindVisual(), positions.length))
            .toArray();
    long[] wanted = IntStream.of(rows).asLongStream().toArray();
    try (NDArray index = scope.create(wanted);
        NDArray all = states;
        NDArray flat = all.squeeze(0);
        NDArray chosen = flat.get(scope, new NDIndex("{}", index))) {
      states = chosen.expandDims(0);
    }
    positions = IntStream.of(rows).mapToObj(row -> positions[row]).toArray(long[][]::new);
    visual = IntStream.of(places).map(i -> visual[i]).toArray();
  }

  /**
   * Drops visual tokens as if they had left the last layer that was run before its output
   * projection and MLP. There rows are independent, so nothing else changes but the number of
   * operations.
   *
   * @param places as in {@link #keep}
   */
  public void keepBeforeMlp(int[] places) {
    int dropped = visual.length - places.length;
    flops -= shape().map(shape -> dropped * shape.afterAttention()).orElse(0L);
    keep(places);
  }

  /**
   * Drops visual tokens and puts new ones behind those that stay. All positions are numbered anew,
   * without gaps.
   *
   * @param places as in {@link #keep}
   * @param added {@code [k, R]}: input of the next layer for new tokens
   */
  public void replace(int[] places, TokenMatrix added) {
    keep(places);
    TokenMatrix kept = states();
    int dim = kept.dim();
    int rows = kept.count() + added.count();
    float[] values = new float[rows * dim];
    int split = behindVisual() * dim;
    System.arraycopy(kept.values(), 0, values, 0, split);
    System.arraycopy(added.values(), 0, values, split, added.values().length);
    System.arraycopy(
        kept.values(), split, values, split + added.values().length, kept.values().length - split);
    states.close();
    states = scope.create(values, new Shape(1, rows, dim));
    positions = numbered(rows);
    visual =
        IntStream.concat(IntStream.of(visual), IntStream.generate(() -> -1).limit(added.count()))
            .toArray();
  }

  /**
   * The logits at the last position, after the remaining layers.
   *
   * @return {@code [V]}
   */
  public float[] logits() {
    if (layer < layers()) {
      runTo(layers());
    }
    flops += shape().map(DecoderShape::head).orElse(0L);
    return model.decoder().logitsOf(scope, states).toFloatArray();
  }

  /** Operations so far; 0 where the bundle does not state its sizes. */
  public long flops() {
    return flops;
  }

  @Override
  public void close() {
    scope.close();
  }

  private DecoderInput input() {
    return rule.map(places -> DecoderInput.at(scope, states, positions))
        .orElseGet(
            () -> {
              long[] counted = Arrays.stream(positions).mapToLong(place -> place[0]).toArray();
              return new DecoderInput(states, scope.create(counted));
            });
  }

  /** {@code [T][3]}, or {@code [T][1]} where the decoder counts: positions without gaps. */
  private long[][] numbered(int length) {
    int parts = rule.isPresent() ? 3 : 1;
    return IntStream.range(0, length)
        .mapToObj(i -> LongStream.generate(() -> i).limit(parts).toArray())
        .toArray(long[][]::new);
  }

  private Optional<DecoderShape> shape() {
    return model.manifest().decoderShape();
  }

  private static float[][] square(NDArray matrix) {
    float[] flat = matrix.toFloatArray();
    int side = (int) Math.round(Math.sqrt(flat.length));
    return Rows.of(flat, side);
  }
}
