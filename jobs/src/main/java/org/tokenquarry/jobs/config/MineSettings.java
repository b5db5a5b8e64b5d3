package org.tokenquarry.config;

/**
 * How mining runs; no component changes a verdict or enters a digest.
 *
 * @param engine what carries out the experiments
 * @param batchSize sequences that go through the decoder at once
 */
public record MineSettings(EngineKind engine, int batchSize) {

  static MineSettings from(Section in) {
    return new MineSettings(
        in.choice("engine", EngineKind.class),
        in.integer("batchSize", new Range(1, 65_536, Range.Edges.BOTH)));
  }
}
