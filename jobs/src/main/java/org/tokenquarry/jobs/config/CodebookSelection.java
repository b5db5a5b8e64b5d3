package org.tokenquarry.jobs.config;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which version of the codebook a verb works on.
 *
 * @param choice how it is chosen
 * @param version the number, from 1; there for {@link Choice#NUMBER} alone
 * @param alias the name; there for {@link Choice#ALIAS} alone
 */
public record CodebookSelection(Choice choice, OptionalInt version, Optional<String> alias) {

  /** What a selection must be, to follow "must be". */
  public static final String EXPECTED =
      "default, latest, published or a number from 1, or an alias such as champion";

  /** The newest complete version, whatever its status. */
  public static final CodebookSelection LATEST = named(Choice.LATEST);

  /** The published version. */
  public static final CodebookSelection PUBLISHED = named(Choice.PUBLISHED);

  /** The ways to choose a version. */
  public enum Choice {
    /** As the verb does by itself: {@code export} takes the published one, others the newest. */
    DEFAULT,
    /** The newest complete one. */
    LATEST,
    /** The published one. */
    PUBLISHED,
    /** By its number. */
    NUMBER,
    /** The one that an alias stands for. */
    ALIAS
  }

  /** The version of this number, from 1. */
  public static CodebookSelection of(long version) {
    return new CodebookSelection(
        Choice.NUMBER, OptionalInt.of(Math.toIntExact(version)), Optional.empty());
  }

  /** This selection, or another where this one leaves it to the verb. */
  public CodebookSelection or(CodebookSelection usual) {
    return choice == Choice.DEFAULT ? usual : this;
  }

  /**
   * Reads a selection.
   *
   * @throws IllegalArgumentException if the text is not {@link #EXPECTED}
   */
  public static CodebookSelection parse(String text) {
    Optional<Choice> word =
        Arrays.stream(Choice.values())
            .filter(each -> each != Choice.NUMBER && each != Choice.ALIAS)
            .filter(each -> Words.of(each).equals(text))
            .findFirst();
    if (word.isPresent()) {
      return named(word.get());
    }
    if (!text.matches("-?[0-9]+")) {
      return new CodebookSelection(
          Choice.ALIAS, OptionalInt.empty(), Optional.of(AliasName.parse(text)));
    }
    int version = Integer.parseInt(text);
    if (version < 1) {
      throw new IllegalArgumentException(text);
    }
    return of(version);
  }

  private static CodebookSelection named(Choice choice) {
    return new CodebookSelection(choice, OptionalInt.empty(), Optional.empty());
  }

  /** The word, the number or the alias, as settings have it. */
  @JsonValue
  public String canonical() {
    return version.isPresent()
        ? Integer.toString(version.getAsInt())
        : alias.orElseGet(() -> Words.of(choice));
  }
}
