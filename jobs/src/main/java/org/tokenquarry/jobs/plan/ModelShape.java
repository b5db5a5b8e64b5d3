package org.tokenquarry.jobs.plan;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tokenquarry.error.UserException;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.model.DecoderShape;
import org.tokenquarry.model.VisionShape;
import org.tokenquarry.token.TokenGrid;

/**
 * The sizes of a model that its cost depends on.
 *
 * @param name for people
 * @param decoder the language model
 * @param vision the vision tower up to the selected layer, and the projector
 * @param grid of the visual tokens
 * @param before tokens of the prompt before the image
 * @param after tokens of the prompt behind it
 * @param articles whether answers that begin with one are run again
 * @param bytesPerNumber of a weight: 2 or 4
 */
record ModelShape(
    String name,
    DecoderShape decoder,
    VisionShape vision,
    TokenGrid grid,
    int before,
    int after,
    Articles articles,
    int bytesPerNumber) {

  /** What a model's bundle says of articles at the beginning of an answer. */
  enum Articles {
    /** It names none. */
    NONE,
    /** It names some, and counts them as answers. */
    COUNTED,
    /** It names some, and passes over them. */
    SKIPPED;

    private static Articles of(BundleManifest.FirstAnswerToken rule) {
      if (rule.skipIds().length == 0) {
        return NONE;
      }
      return rule.rule().equals("skip") ? SKIPPED : COUNTED;
    }
  }

  private static final TokenGrid CLIP_336 = new TokenGrid(24, 24);
  private static final TokenGrid SIGLIP_384 = new TokenGrid(27, 27);

  /**
   * Sizes from the models' published configurations, weights in 16 bits. The prompts are those of
   * the exporter's presets, counted in tokens to within a few.
   */
  private static final Map<String, ModelShape> KNOWN =
      new TreeMap<>(
          Map.of(
              "llava-1.5-7b",
              clip("llava-1.5-7b", new DecoderShape(4096, 32, 32, 32, 128, 11008, 32064)),
              "llava-1.5-13b",
              clip("llava-1.5-13b", new DecoderShape(5120, 40, 40, 40, 128, 13824, 32064)),
              "llava-next-8b",
              clip("llava-next-8b", new DecoderShape(4096, 32, 32, 8, 128, 14336, 128320)),
              "llava-onevision-7b",
              siglip("llava-onevision-7b", new DecoderShape(3584, 28, 28, 4, 128, 18944, 152128))));

  /** CLIP ViT-L/14 at 336 px; its last block but one is selected. */
  private static ModelShape clip(String name, DecoderShape decoder) {
    int hidden = decoder.hidden();
    VisionShape vision = new VisionShape(CLIP_336.size(), 14, 1024, 23, 4096, 1, 1, hidden, hidden);
    return new ModelShape(name, decoder, vision, CLIP_336, 36, 27, Articles.SKIPPED, 2);
  }

  /** SigLIP SO400M/14 at 384 px, all 26 blocks that the checkpoint holds. */
  private static ModelShape siglip(String name, DecoderShape decoder) {
    int hidden = decoder.hidden();
    VisionShape vision =
        new VisionShape(SIGLIP_384.size(), 14, 1152, 26, 4304, 0, 1, hidden, hidden);
    return new ModelShape(name, decoder, vision, SIGLIP_384, 14, 27, Articles.SKIPPED, 2);
  }

  /**
   * A model by its name.
   *
   * @throws UserException with the code {@code shape-unknown}
   */
  static ModelShape known(String name) {
    return Optional.ofNullable(KNOWN.get(name))
        .orElseThrow(() -> PlanErrors.shapeUnknown(name, KNOWN.keySet()));
  }

  /**
   * The model of a bundle.
   *
   * @throws UserException with the code {@code shape-missing} if the bundle does not say
   */
  static ModelShape of(BundleManifest manifest) {
    Optional<DecoderShape> decoder = manifest.decoderShape();
    Optional<VisionShape> vision = manifest.visionShape();
    if (decoder.isEmpty() || vision.isEmpty()) {
      throw PlanErrors.shapeMissing(manifest.name());
    }
    return new ModelShape(
        manifest.name(),
        decoder.get(),
        vision.get(),
        manifest.grid(),
        manifest.prompt().before().length,
        manifest.prompt().after().length,
        Articles.of(manifest.firstAnswerToken()),
        manifest.dtype().equals("float32") ? Float.BYTES : Short.BYTES);
  }

  /** Bytes of all weights. */
  long weightBytes() {
    return (decoder.parameters() + vision.parameters()) * bytesPerNumber;
  }
}
