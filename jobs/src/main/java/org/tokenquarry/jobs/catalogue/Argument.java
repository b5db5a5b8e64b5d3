package org.tokenquarry.jobs.catalogue;

/**
 * What may be written behind a verb; its value is that of one setting.
 *
 * @param kind an option, or what stands without a name
 * @param name of an option, such as {@code --out}; empty for what has none
 * @param label stands for the value in help; empty for what has no value
 * @param key the setting
 * @param description one phrase without a full stop; help adds the key
 * @param remark further sentences for help, or empty
 */
public record Argument(
    Kind kind, String name, String label, String key, String description, String remark) {

  /** How it is written. */
  public enum Kind {
    /** A name and a value, at most once. */
    OPTION,
    /** A name without a value, at most once; it sets the setting to true. */
    FLAG,
    /** One value without a name, at most once. */
    WORD,
    /** Any number of values without a name. */
    WORDS
  }

  static Argument option(String name, String label, String key, String description) {
    return new Argument(Kind.OPTION, name, label, key, description, "");
  }

  static Argument flag(String name, String key, String description) {
    return new Argument(Kind.FLAG, name, "", key, description, "");
  }

  static Argument word(String label, String key, String description) {
    return new Argument(Kind.WORD, "", label, key, description, "");
  }

  static Argument words(String label, String key, String description) {
    return new Argument(Kind.WORDS, "", label, key, description, "");
  }

  Argument remarking(String sentences) {
    return new Argument(kind, name, label, key, description, sentences);
  }

  /** The whole text for help. */
  public String help() {
    return (description + " (" + key + "). " + remark).strip();
  }
}
