package org.tokenquarry.model;

/**
 * The sizes of a decoder, and how many floating-point operations its methods execute. Only matrix
 * products are counted, a multiply-add as 2. Norms, softmax and activations are a few per cent
 * more.
 *
 * <p>Attention is counted as it is computed: every query with every key, also where it is masked.
 *
 * @param hidden D
 * @param layers L
 * @param heads query heads of each layer
 * @param kvHeads key/value heads of each layer
 * @param headDim d, width of one head
 * @param mlp width between up and down of the gated MLP
 * @param vocabulary V
 */
public record DecoderShape(
    int hidden, int layers, int heads, int kvHeads, int headDim, int mlp, int vocabulary) {

  /** Parameters of the layers, the embedding and an untied head, without norms. */
  public long parameters() {
    return layers * (keysValues() + queriesOut() + gatedMlp()) + 2L * vocabulary * hidden;
  }

  /** Bytes of the keys and values of one position. */
  public long cacheBytes(int bytesPerNumber) {
    return 2L * layers * kvHeads * headDim * bytesPerNumber;
  }

  /**
   * Operations of {@link LanguageDecoder#forward} on one sequence.
   *
   * @param tokens new positions, at least 1
   * @param past positions before them
   */
  public long forward(long tokens, long past) {
    return layers * layer(tokens, tokens, past) + head();
  }

  /** Operations of {@link LanguageDecoder#prefill} on one sequence. */
  public long prefill(long tokens, long past) {
    return (layers - 1) * layer(tokens, tokens, past) + 2 * tokens * keysValues();
  }

  /** Operations of {@link LanguageDecoder#lastLogits} on one sequence. */
  public long lastLogits(long tokens, long past) {
    return (layers - 1) * layer(tokens, tokens, past) + layer(1, tokens, past) + head();
  }

  /** Operations of some layers of {@link LanguageDecoder#runLayers} on one sequence. */
  public long someLayers(long tokens, int count) {
    return count * layer(tokens, tokens, 0);
  }

  /** Operations of one position in one layer after its attention: output projection and MLP. */
  public long afterAttention() {
    return 2 * ((long) hidden * heads * headDim + gatedMlp());
  }

  /** Operations of the language-model head at one position. */
  public long head() {
    return 2L * hidden * vocabulary;
  }

  private long layer(long queries, long tokens, long past) {
    long linear = tokens * keysValues() + queries * (queriesOut() + gatedMlp());
    long attention = 2L * queries * (past + tokens) * heads * headDim;
    return 2 * (linear + attention);
  }

  private long keysValues() {
    return 2L * hidden * kvHeads * headDim;
  }

  private long queriesOut() {
    return 2L * hidden * heads * headDim;
  }

  private long gatedMlp() {
    return 3L * hidden * mlp;
  }
}
