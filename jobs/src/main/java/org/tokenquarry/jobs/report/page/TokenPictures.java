package org.tokenquarry.jobs.report.page;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tokenquarry.token.TokenGrid;

/**
 * The pictures of a page by image id. The page defines the i-th picture once, as {@code picture-i}.
 */
final class TokenPictures {

  private final List<Picture> pictures;
  private final Map<String, Integer> places = new HashMap<>();

  TokenPictures(List<Picture> pictures) {
    this.pictures = pictures;
    for (int i = 0; i < pictures.size(); i++) {
      places.putIfAbsent(pictures.get(i).imageId(), i);
    }
  }

  /** The name of an image: that of its picture, otherwise the beginning of its id. */
  String name(String imageId) {
    Integer place = places.get(imageId);
    return place == null
        ? imageId.substring(0, Math.min(12, imageId.length()))
        : pictures.get(place).name();
  }

  /** Draws over the picture of a token map. */
  TokenPicture of(TokenMap map) {
    return picture(map.imageId(), map.grid());
  }

  /** The place of a token in its image, and its patch; empty if the page lacks the picture. */
  String origin(String imageId, TokenGrid grid, int token, String id) {
    if (!places.containsKey(imageId)) {
      return "";
    }
    TokenPicture picture = picture(imageId, grid);
    return picture.place(token, id + "-place") + picture.patch(token, id + "-patch");
  }

  /**
   * The scores of a map as text, row by row: two decimals, a dot after it if the token is
   * redundant; a dash if it was not probed.
   */
  static List<List<String>> scoreRows(TokenMap map) {
    Map<Integer, TokenMap.Score> scores =
        map.tokens().stream()
            .collect(Collectors.toMap(TokenMap.Score::token, s -> s, (first, second) -> first));
    TokenGrid grid = map.grid();
    return IntStream.range(0, grid.rows())
        .mapToObj(
            row ->
                IntStream.range(0, grid.cols())
                    .mapToObj(col -> cell(scores.get(row * grid.cols() + col)))
                    .toList())
        .toList();
  }

  private static String cell(TokenMap.Score score) {
    return score == null
        ? "–"
        : String.format(Locale.ROOT, "%.2f", score.value()) + (score.redundant() ? "•" : "");
  }

  private TokenPicture picture(String imageId, TokenGrid grid) {
    int place = places.get(imageId);
    return new TokenPicture(pictures.get(place), "picture-" + place, grid);
  }
}
