package org.tokenquarry.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tokenquarry.error.Problem;

/**
 * Reads one block of the configuration. A value that can't be used becomes a problem with its
 * place, and reading goes on with the reference's value, so that all problems are reported
 * together.
 */
final class Section {

  private final String prefix;
  private final Config values;
  private final Config reference;
  private final List<Problem> problems;

  /**
   * Starts at the root.
   *
   * @param values everything, resolved; holds every key of the reference
   * @param reference the defaults, resolved
   * @param problems receives what is wrong
   */
  Section(Config values, Config reference, List<Problem> problems) {
    this("", values, reference, problems);
  }

  private Section(String prefix, Config values, Config reference, List<Problem> problems) {
    this.prefix = prefix;
    this.values = values;
    this.reference = reference;
    this.problems = problems;
  }

  Section section(String key) {
    return new Section(prefix + key + ".", values, reference, problems);
  }

  String text(String key) {
    return read(key, "text that is not empty", config -> notEmpty(config.getString(prefix + key)));
  }

  /** Text, or nothing where the value is the empty text. */
  Optional<String> optionalText(String key) {
    String value = read(key, "text", config -> config.getString(prefix + key));
    return Optional.of(value).filter(text -> !text.isBlank());
  }

  boolean flag(String key) {
    return read(key, "true or false", config -> config.getBoolean(prefix + key));
  }

  double number(String key, Range range) {
    return read(
        key,
        "a number " + range.words(),
        config -> {
          double value = config.getNumber(prefix + key).doubleValue();
          require(range.contains(value));
          return value;
        });
  }

  int integer(String key, Range range) {
    return read(
        key,
        "a whole number " + range.words(),
        config -> {
          int value = exact(config, key).intValueExact();
          require(range.contains(value));
          return value;
        });
  }

  long wholeLong(String key) {
    return read(key, "a 64-bit whole number", config -> exact(config, key).longValueExact());
  }

  /** A size in bytes, at least one. */
  long bytes(String key) {
    return read(
        key,
        "a size of at least 1 byte, such as 64MiB",
        config -> {
          long value = config.getBytes(prefix + key);
          require(value >= 1);
          return value;
        });
  }

  /** A time, at least zero. */
  Duration duration(String key) {
    return duration(key, Duration.ZERO);
  }

  /** A time, at least {@code shortest}, which is whole seconds. */
  Duration duration(String key, Duration shortest) {
    return read(
        key,
        "a time of at least " + shortest.toSeconds() + "s, such as 45s",
        config -> {
          Duration value = config.getDuration(prefix + key);
          require(value.compareTo(shortest) >= 0);
          return value;
        });
  }

  <E extends Enum<E>> E choice(String key, Class<E> type) {
    List<E> constants = Arrays.asList(type.getEnumConstants());
    String words = constants.stream().map(Words::of).collect(Collectors.joining(", "));
    return parsed(key, "one of " + words, word -> constant(constants, word));
  }

  /** A list of distinct words, possibly none. */
  <E extends Enum<E>> Set<E> choices(String key, Class<E> type) {
    List<E> constants = Arrays.asList(type.getEnumConstants());
    String words = constants.stream().map(Words::of).collect(Collectors.joining(", "));
    return read(
        key,
        "a list of " + words,
        config -> {
          EnumSet<E> chosen = EnumSet.noneOf(type);
          strings(config.getList(prefix + key))
              .forEach(word -> chosen.add(constant(constants, word)));
          return Collections.unmodifiableSet(chosen);
        });
  }

  private static <E extends Enum<E>> E constant(List<E> constants, String word) {
    return constants.stream()
        .filter(each -> Words.of(each).equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(word));
  }

  List<String> texts(String key) {
    return read(
        key, "a list of text", config -> List.copyOf(strings(config.getList(prefix + key))));
  }

  List<Double> numbers(String key, Range range) {
    return read(
        key,
        "a list of numbers, each " + range.words(),
        config -> {
          List<Double> list = List.copyOf(config.getDoubleList(prefix + key));
          require(!list.isEmpty() && list.stream().allMatch(range::contains));
          return list;
        });
  }

  List<Integer> integers(String key, Range range) {
    return read(
        key,
        "a list of whole numbers, each " + range.words(),
        config -> {
          List<Integer> list = List.copyOf(config.getIntList(prefix + key));
          require(!list.isEmpty() && list.stream().allMatch(range::contains));
          return list;
        });
  }

  List<Long> wholeLongs(String key) {
    return read(
        key,
        "a list of whole numbers",
        config -> {
          List<Long> list = List.copyOf(config.getLongList(prefix + key));
          require(!list.isEmpty());
          return list;
        });
  }

  /**
   * A value of a type of its own.
   *
   * @param expected what the value must be, to follow "must be"
   * @param parser throws IllegalArgumentException for a value it can't use
   */
  <T> T parsed(String key, String expected, Function<String, T> parser) {
    return read(key, expected, config -> parser.apply(config.getString(prefix + key)));
  }

  /**
   * A whole number of at least 1, or a word.
   *
   * @param meant what the word stands for
   */
  int countOr(String key, String word, int meant) {
    return parsed(
        key,
        "a whole number of at least 1, or " + word,
        text -> {
          int count = text.equals(word) ? meant : Integer.parseInt(text);
          require(text.equals(word) || count >= 1);
          return count;
        });
  }

  /** Like {@link #parsed}, for a value that may be a list or a single word. */
  <T> T parsedList(String key, String expected, Function<List<String>, T> parser) {
    return read(
        key,
        expected,
        config -> {
          ConfigValue value = config.getValue(prefix + key);
          return parser.apply(
              value.unwrapped() instanceof List<?>
                  ? strings(config.getList(prefix + key))
                  : List.of(config.getString(prefix + key)));
        });
  }

  private static List<String> strings(List<ConfigValue> values) {
    List<String> texts = new ArrayList<>(values.size());
    for (ConfigValue value : values) {
      switch (value.valueType()) {
        case STRING, NUMBER, BOOLEAN -> texts.add(notEmpty(value.unwrapped().toString()));
        default -> throw new IllegalArgumentException("not text");
      }
    }
    return texts;
  }

  private BigDecimal exact(Config config, String key) {
    return new BigDecimal(config.getNumber(prefix + key).toString());
  }

  private static String notEmpty(String text) {
    require(!text.isBlank());
    return text;
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException("out of range");
    }
  }

  private <T> T read(String key, String expected, Function<Config, T> reader) {
    try {
      return reader.apply(values);
    } catch (ConfigException | ArithmeticException | IllegalArgumentException e) {
      ConfigValue value = valueAt(prefix + key);
      problems.add(ConfigProblems.invalid(prefix + key, value, expected));
      return reader.apply(reference);
    }
  }

  private ConfigValue valueAt(String path) {
    return values.hasPathOrNull(path) && !values.getIsNull(path) ? values.getValue(path) : null;
  }
}
