package org.tokenquarry.task;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;
import org.tokenquarry.prune.form.Constant;
import org.tokenquarry.prune.form.PrunerForm;
import org.tokenquarry.prune.form.TunableMethod;

/**
 * Reads the pruners that settings name, such as {@code gprune} or {@code
 * gprune(steps=3,threshold=0.8)}. Reading goes on behind a mistake, so that all are reported
 * together. Not for several threads.
 */
final class FormReader {

  private static final Pattern WITH_CONSTANTS = Pattern.compile("([^()]*)\\(([^()]*)\\)");
  private static final Pattern SETTING = Pattern.compile("([^=]*)=([^=]*)");

  private final List<String> known;
  private final List<Problem> problems = new ArrayList<>();

  private FormReader(List<String> known) {
    this.known = known;
  }

  /**
   * Reads several.
   *
   * @param known names of all methods
   * @return one form for each text; two of them may be equal
   * @throws UserException with all problems
   */
  static List<PrunerForm> read(List<String> texts, List<String> known) {
    FormReader reader = new FormReader(known);
    List<PrunerForm> forms = texts.stream().map(reader::form).toList();
    if (!reader.problems.isEmpty()) {
      throw new UserException(reader.problems);
    }
    return forms;
  }

  /** A form; what it stands for does not matter if there was a problem. */
  private PrunerForm form(String text) {
    PrunerForm published = PrunerForm.published(PrunerForm.methodOf(text));
    if (!known.contains(published.method())) {
      problems.add(TaskErrors.unknownPruner(published.method(), known));
      return published;
    }
    if (!text.contains("(")) {
      return published;
    }
    Matcher form = WITH_CONSTANTS.matcher(text.strip());
    if (!form.matches()) {
      problems.add(TaskErrors.unreadableForm(text));
      return published;
    }
    Optional<TunableMethod<?>> method = TunableMethods.named(published.method());
    Map<String, Double> values = new TreeMap<>();
    for (String setting : form.group(2).split(",", -1)) {
      Matcher parts = SETTING.matcher(setting);
      if (!parts.matches()) {
        problems.add(TaskErrors.unreadableForm(text));
        return published;
      }
      String name = parts.group(1).strip();
      Optional<Constant> constant = method.flatMap(each -> each.constant(name));
      if (constant.isEmpty()) {
        problems.add(TaskErrors.unknownConstant(published.method(), name, method));
        continue;
      }
      Double value = value(text, constant.get(), parts.group(2).strip());
      if (value != null && values.put(name, value) != null) {
        problems.add(TaskErrors.constantTwice(text, name));
      }
    }
    return method.map(each -> each.form(values)).orElse(published);
  }

  /** A value within bounds, or null. */
  private Double value(String text, Constant constant, String given) {
    double value = Double.NaN;
    try {
      value = new BigDecimal(given).doubleValue();
    } catch (NumberFormatException e) {
      // NaN lies within no bounds.
    }
    if (!constant.bounds().contains(value)) {
      problems.add(TaskErrors.constantInvalid(text, constant, given));
      return null;
    }
    return value;
  }
}
