package org.tokenquarry.jobs.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A comparison from the beginning: mining, searches on a validation split, one test; on drawn
 * scenes, or on images and questions of the user's own.
 *
 * @param name which one
 * @param models locations of the bundles; none for the one of {@code model.location}
 * @param keeps shares of visual tokens kept, in the searches and in the test; the key {@code
 *     budgets}
 * @param pruners names of the pruners that are compared, as published
 * @param sizes numbers of scenes
 * @param seeds what the scenes depend on
 * @param own images in place of drawn scenes; empty where scenes are drawn
 * @param search how constants and settings are searched
 */
public record SuiteSettings(
    Name name,
    List<String> models,
    List<Double> keeps,
    List<String> pruners,
    Sizes sizes,
    Seeds seeds,
    Optional<Own> own,
    Search search) {

  /** No suite. */
  static final SuiteSettings NONE =
      new SuiteSettings(
          Name.NONE,
          List.of(),
          List.of(),
          List.of(),
          new Sizes(1, 1, 1),
          new Seeds(0, 1, 2),
          Optional.empty(),
          new Search(1, 1));

  /** The suites. */
  public enum Name {
    /** One version is evaluated on questions that the user names. */
    NONE,
    /** Every pruner, published and searched, on scenes that nothing was chosen by. */
    FAIR
  }

  /**
   * Numbers of scenes, each at least 1.
   *
   * @param mined that codebooks are mined from
   * @param validation that constants and settings are searched on
   * @param test that everything is compared on, once
   */
  public record Sizes(int mined, int validation, int test) {

    private static Sizes from(Section in) {
      return new Sizes(
          in.integer("mined", Range.atLeast(1)),
          in.integer("validation", Range.atLeast(1)),
          in.integer("test", Range.atLeast(1)));
    }
  }

  /**
   * Seeds of the scenes.
   *
   * @param mined of those to mine
   * @param validation of those to search on
   * @param test of those to compare on
   */
  public record Seeds(long mined, long validation, long test) {

    private static Seeds from(Section in) {
      return new Seeds(in.wholeLong("mined"), in.wholeLong("validation"), in.wholeLong("test"));
    }

    /** Whether no scene is used twice. */
    public boolean differ() {
      return LongStream.of(mined, validation, test).distinct().count() == 3;
    }
  }

  /**
   * Images in place of drawn scenes. A text is empty where the user named only others.
   *
   * @param mined folder of images that codebooks are mined from
   * @param validation folder of images and {@code questions.jsonl} that constants and settings are
   *     searched on
   * @param test folder of images and {@code questions.jsonl} that everything is compared on, once
   */
  public record Own(String mined, String validation, String test) {

    private static Optional<Own> from(Section in) {
      Own own = new Own(text(in, "mined"), text(in, "validation"), text(in, "test"));
      return own.equals(new Own("", "", "")) ? Optional.empty() : Optional.of(own);
    }

    private static String text(Section in, String key) {
      return in.optionalText(key).orElse("");
    }

    /** Whether all three are named, and no two are the same. */
    public boolean whole() {
      return Stream.of(mined, validation, test).filter(each -> !each.isEmpty()).distinct().count()
          == 3;
    }
  }

  /**
   * How much is searched; the same for every pruner and for the codebook.
   *
   * @param trials most combinations that are tried
   * @param images of the validation split in the first rung
   */
  public record Search(int trials, int images) {

    private static Search from(Section in) {
      return new Search(
          in.integer("trials", Range.atLeast(1)), in.integer("images", Range.atLeast(1)));
    }
  }

  static SuiteSettings from(Section in) {
    return new SuiteSettings(
        in.choice("name", Name.class),
        in.texts("models"),
        in.numbers("budgets", Range.POSITIVE_FRACTION),
        in.texts("pruners"),
        Sizes.from(in.section("scenes")),
        Seeds.from(in.section("seeds")),
        Own.from(in.section("own")),
        Search.from(in.section("search")));
  }
}
