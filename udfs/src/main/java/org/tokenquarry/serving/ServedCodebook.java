package org.tokenquarry.serving;

import java.nio.file.Path;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.prune.CodebookDiversePruner;
import org.tokenquarry.prune.CodebookPruner;
import org.tokenquarry.prune.SelectingPruner;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

/**
 * A codebook, ready to drop tokens. It keeps the same places as {@code evaluate} measured, as the
 * Python package, and as the ONNX graph. May be shared by threads.
 *
 * <pre>{@code
 * ServedCodebook codebook = ServedCodebook.load(Path.of("codebooks/codebook-v1"));
 * int[] places = codebook.keep(new TokenMatrix(values, 4096), 64);
 * }</pre>
 */
public final class ServedCodebook {

  private final String digest;
  private final Codebook codebook;

  private ServedCodebook(String digest, Codebook codebook) {
    this.digest = digest;
    this.codebook = codebook;
  }

  /**
   * A codebook whose prototypes are at hand.
   *
   * @param digest what names the prototypes
   * @param prototypes {@code [n, D] float32}
   * @throws org.tokenquarry.error.UserException {@code codebook-empty} if there is none, {@code
   *     not-finite} if an element is NaN or infinite
   */
  public static ServedCodebook of(String digest, TokenMatrix prototypes) {
    if (prototypes.count() == 0) {
      throw ServingErrors.empty();
    }
    if (!prototypes.finite()) {
      throw ServingErrors.notFinite("prototypes");
    }
    return new ServedCodebook(digest, new Codebook(prototypes));
  }

  /**
   * Reads an exported codebook and compares it with its sha256.
   *
   * @param folder such as {@code codebooks/codebook-v1}
   * @throws org.tokenquarry.error.UserException if it is missing, damaged, or of a newer release
   */
  public static ServedCodebook load(Path folder) {
    ExportFolder export = new ExportFolder(folder);
    ServedContract contract = export.contract();
    return of(contract.contentDigest(), export.prototypes(contract));
  }

  /**
   * Reads the codebook that an alias stands for. If the alias moves meanwhile, that is noticed.
   *
   * @param exports the folder of all exports, which has {@code <alias>.json}
   * @throws org.tokenquarry.error.UserException as {@link #load(Path)}
   */
  public static ServedCodebook load(Path exports, String alias) {
    return new FollowedFolder(exports, alias).load();
  }

  /** What names the prototypes: a cache of kept places must hold it. */
  public String digest() {
    return digest;
  }

  /** How many prototypes there are, n. */
  public int count() {
    return codebook.count();
  }

  /** The width of tokens and prototypes, D. */
  public int width() {
    return codebook.dim();
  }

  /**
   * How redundant tokens are: the largest cosine to any prototype.
   *
   * @param tokens {@code [N, D] float32}
   * @return {@code [N]}, in [-1, 1] up to rounding; 0 for a zero vector
   * @throws org.tokenquarry.error.UserException {@code width-differs}, or {@code not-finite}
   */
  public double[] score(TokenMatrix tokens) {
    requireFit(tokens);
    return codebook.redundancy(tokens);
  }

  /**
   * The places of the tokens that stay, by the published rule.
   *
   * @param tokens {@code [N, D] float32} of one image
   * @param k how many, in [1, N]
   * @return {@code [k]}, ascending
   * @throws org.tokenquarry.error.UserException as {@link #score}, or {@code count-invalid}
   */
  public int[] keep(TokenMatrix tokens, int k) {
    return kept(new CodebookPruner(codebook), tokens, 1, k);
  }

  /**
   * The places of the tokens that stay, by a rule.
   *
   * @param tokens {@code [N, D] float32} of one image
   * @param rows of the grid of the tokens
   * @param columns of the grid; rows times columns are N
   * @param k how many, in [1, N]
   * @return {@code [k]}, ascending
   * @throws org.tokenquarry.error.UserException as {@link #keep(TokenMatrix, int)}, or {@code
   *     grid-missing} if the grid does not fit
   */
  public int[] keep(TokenMatrix tokens, int rows, int columns, int k, Rule rule) {
    if (rows < 1 || columns < 1 || (long) rows * columns != tokens.count()) {
      throw ServingErrors.grid(tokens.count(), rows + " x " + columns);
    }
    SelectingPruner pruner =
        rule == Rule.CODEBOOK ? new CodebookPruner(codebook) : new CodebookDiversePruner(codebook);
    return kept(pruner, tokens, rows, k);
  }

  private int[] kept(SelectingPruner pruner, TokenMatrix tokens, int rows, int k) {
    requireFit(tokens);
    if (k < 1 || k > tokens.count()) {
      throw ServingErrors.count(k, tokens.count());
    }
    TokenGrid grid = new TokenGrid(rows, tokens.count() / rows);
    // The rules look at the tokens only.
    float[] none = new float[tokens.count()];
    return pruner.keep(new ImageFeatures(new VisualTokens(grid, tokens, none), tokens, none), k);
  }

  private void requireFit(TokenMatrix tokens) {
    if (tokens.dim() != width()) {
      throw ServingErrors.width(tokens.dim(), width());
    }
    if (!tokens.finite()) {
      throw ServingErrors.notFinite("tokens");
    }
  }
}
