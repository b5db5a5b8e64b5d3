package org.tokenquarry.jobs.report.page;

import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.tokenquarry.jobs.report.chart.Svg;
import org.tokenquarry.token.TokenGrid;

/**
 * Draws over a picture that the page defines once: the redundancy of its tokens, the tokens that a
 * pruner keeps, and the place and the patch of one token.
 */
final class TokenPicture {

  /** Number of steps of the colour scale. They are few enough to tell their colours apart. */
  static final int STEPS = 10;

  private final Picture picture;
  private final String pictureId;
  private final TokenGrid grid;

  /** A picture that the page defines as {@code pictureId}, under a grid of tokens. */
  TokenPicture(Picture picture, String pictureId, TokenGrid grid) {
    this.picture = picture;
    this.pictureId = pictureId;
    this.grid = grid;
  }

  /** The picture as the model saw it. */
  String plain(String id) {
    return open(id, "Image " + picture.name(), "As the model saw it.")
        .use("photo", pictureId)
        .markup();
  }

  /** Each probed token in the colour of its redundancy, redundant tokens with a dot. */
  String redundancy(TokenMap map, String id) {
    long redundant = map.tokens().stream().filter(TokenMap.Score::redundant).count();
    Svg svg =
        open(
                id,
                "Redundancy over " + picture.name(),
                "%d of %d tokens probed, %d found redundant; brighter is more redundant."
                    .formatted(map.tokens().size(), grid.size(), redundant))
            .use("photo grey", pictureId);
    for (int step = 0; step < STEPS; step++) {
      int shown = step;
      cells(svg, "heat h" + step, "h1v1h-1Z", tokensOf(map, s -> step(s.value()) == shown), 0);
    }
    cells(svg, "dot", "l.16.16l-.16.16l-.16-.16Z", tokensOf(map, TokenMap.Score::redundant), .34);
    return svg.markup();
  }

  /** The tokens that a pruner keeps; the others are covered. */
  String selection(TokenMap.Selection selection, String id) {
    Set<Integer> kept = new HashSet<>(selection.kept());
    Svg svg =
        open(
                id,
                "Tokens of " + picture.name() + " kept by " + selection.pruner(),
                "%d of %d tokens kept.".formatted(kept.size(), grid.size()))
            .use("photo", pictureId);
    cells(svg, "dropped", "h1v1h-1Z", token -> !kept.contains(token), 0);
    cells(svg, "hatched", "h1v1h-1Z", token -> !kept.contains(token), 0);
    return svg.markup();
  }

  /** The picture with a frame around one token. */
  String place(int token, String id) {
    Svg svg =
        open(
                id,
                "Where it comes from: " + picture.name(),
                "Row %d, column %d.".formatted(grid.row(token) + 1, grid.col(token) + 1))
            .use("photo", pictureId);
    svg.path("frame outer", frame(token), scale());
    svg.path("frame", frame(token), scale());
    return svg.markup();
  }

  /** The patch of one token alone. */
  String patch(int token, String id) {
    double width = cellWidth();
    double height = cellHeight();
    Svg svg = new Svg(id, width, height, style("patch"), "Patch", "The patch of this token alone.");
    double x = -grid.col(token) * width;
    double y = -grid.row(token) * height;
    return svg.use("photo", pictureId, x, y).markup();
  }

  private Svg open(String id, String title, String description) {
    return new Svg(id, picture.width(), picture.height(), style("token-map"), title, description);
  }

  private String style(String name) {
    return picture.small() ? name + " small" : name;
  }

  /** The step of the colour scale that a score in [0, 1] belongs to. */
  static int step(double value) {
    return Math.min((int) (value * STEPS), STEPS - 1);
  }

  private static IntPredicate tokensOf(TokenMap map, Predicate<TokenMap.Score> wanted) {
    Set<Integer> tokens = new HashSet<>();
    map.tokens().stream().filter(wanted).forEach(s -> tokens.add(s.token()));
    return tokens::contains;
  }

  /** Draws all cells of a kind as one path, so that a page of many tokens stays small. */
  private void cells(Svg svg, String style, String shape, IntPredicate wanted, double inset) {
    StringBuilder data = new StringBuilder();
    double across = inset > 0 ? 0.5 : 0;
    IntStream.range(0, grid.size())
        .filter(wanted)
        .forEach(
            t ->
                data.append('M')
                    .append(Svg.point(grid.col(t) + across, grid.row(t) + inset))
                    .append(shape));
    if (data.length() > 0) {
      svg.path(style, data.toString(), scale());
    }
  }

  private String frame(int token) {
    // Larger than the token, so that the frame does not cover it.
    return "M" + Svg.point(grid.col(token) - 0.25, grid.row(token) - 0.25) + "h1.5v1.5h-1.5Z";
  }

  private String scale() {
    return "scale(" + Svg.point(cellWidth(), cellHeight()) + ")";
  }

  private double cellWidth() {
    return (double) picture.width() / grid.cols();
  }

  private double cellHeight() {
    return (double) picture.height() / grid.rows();
  }
}
