package org.tokenquarry.anyres;

import java.util.List;
import java.util.stream.IntStream;

/** The rules of the tiny checkpoints with tiles. */
public final class TileRules {

  /** Of {@code llava-next-tiny}. */
  public static final TileRule NEXT =
      new TileRule(
          TileRule.Kind.NEXT,
          List.of(
              List.of(56, 112),
              List.of(112, 56),
              List.of(112, 112),
              List.of(168, 56),
              List.of(56, 168)),
          56,
          null,
          true);

  /** Of {@code onevision-tiny}. */
  public static final TileRule ONEVISION =
      new TileRule(
          TileRule.Kind.ONEVISION,
          IntStream.range(0, 16)
              .mapToObj(i -> List.of(60 * (1 + i / 4), 60 * (1 + i % 4)))
              .toList(),
          60,
          9,
          true);

  private TileRules() {}
}
