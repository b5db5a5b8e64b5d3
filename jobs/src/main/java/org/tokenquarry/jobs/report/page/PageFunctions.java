package org.tokenquarry.jobs.report.page;

import freemarker.core.HTMLOutputFormat;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.utility.DeepUnwrap;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.tokenquarry.jobs.report.chart.Distribution;
import org.tokenquarry.jobs.report.chart.HistogramChart;
import org.tokenquarry.jobs.report.chart.NumberText;
import org.tokenquarry.jobs.report.chart.Relation;
import org.tokenquarry.jobs.report.chart.ScatterChart;
import org.tokenquarry.layerprune.LayerPruners;
import org.tokenquarry.prune.NotCompared;
import org.tokenquarry.prune.form.PrunerForm;

/** The functions that the templates call. They give numbers as text and charts as markup. */
final class PageFunctions {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** The arguments of a call, as Java objects. */
  private record Call(List<Object> arguments) {

    <T> T argument(int i, Class<T> type) {
      return type.cast(arguments.get(i));
    }

    String text(int i) {
      return argument(i, String.class);
    }

    /** A number; NaN if it is empty. */
    double number(int i) {
      return arguments.get(i) instanceof OptionalDouble optional
          ? optional.orElse(Double.NaN)
          : argument(i, Number.class).doubleValue();
    }

    long count(int i) {
      return argument(i, Number.class).longValue();
    }
  }

  private PageFunctions() {}

  /** The functions by name. */
  static Map<String, TemplateMethodModelEx> of(ReportModel model) {
    Map<String, TemplateMethodModelEx> functions = new HashMap<>();
    numbers(functions);
    functions.put("headline", text(call -> Headline.of(model)));
    functions.put("moment", text(call -> MOMENT.format(call.argument(0, Instant.class))));
    functions.put("clusters", arguments -> clusters(model));
    functions.put(
        "insideDecoder",
        arguments ->
            LayerPruners.names().contains(PrunerForm.methodOf(unwrapped(arguments).text(0))));
    functions.put("notCompared", arguments -> NotCompared.methods());
    charts(functions);
    series(functions, Palette.of(model.evaluations()));
    pictures(functions, new TokenPictures(model.pictures()));
    return functions;
  }

  private static void numbers(Map<String, TemplateMethodModelEx> functions) {
    functions.put("number", text(call -> NumberText.number(call.number(0))));
    functions.put("signed", text(call -> NumberText.signed(call.number(0))));
    functions.put("points", text(call -> NumberText.points(call.number(0))));
    functions.put("percent", text(call -> NumberText.percent(call.number(0))));
    functions.put("shortPercent", text(call -> NumberText.shortPercent(call.number(0))));
    functions.put("interval", text(call -> NumberText.interval(call.number(0), call.number(1))));
    functions.put("count", text(call -> NumberText.count(call.count(0))));
    functions.put("share", text(call -> NumberText.share(call.count(0), call.count(1))));
  }

  private static void charts(Map<String, TemplateMethodModelEx> functions) {
    functions.put(
        "histogram",
        markup(c -> HistogramChart.draw(c.argument(0, Distribution.class), c.text(1))));
    functions.put(
        "scatter", markup(c -> ScatterChart.draw(c.argument(0, Relation.class), c.text(1))));
  }

  private static void series(Map<String, TemplateMethodModelEx> functions, Palette palette) {
    AccuracyChart chart = new AccuracyChart(palette);
    functions.put(
        "accuracyWide", markup(c -> chart.of(c.argument(0, Evaluation.class)).wide(c.text(1))));
    functions.put(
        "accuracyNarrow", markup(c -> chart.of(c.argument(0, Evaluation.class)).narrow(c.text(1))));
    functions.put("sample", markup(c -> chart.sample(c.argument(0, Evaluation.Series.class))));
    functions.put(
        "highlighted",
        arguments -> palette.highlighted(unwrapped(arguments).argument(0, Evaluation.class)));
    functions.put(
        "others", arguments -> palette.others(unwrapped(arguments).argument(0, Evaluation.class)));
  }

  private static void pictures(
      Map<String, TemplateMethodModelEx> functions, TokenPictures pictures) {
    functions.put("pictureName", text(c -> pictures.name(c.text(0))));
    functions.put(
        "plain", markup(c -> pictures.of(c.argument(0, TokenMap.class)).plain(c.text(1))));
    functions.put(
        "redundancy",
        markup(
            c -> {
              TokenMap map = c.argument(0, TokenMap.class);
              return pictures.of(map).redundancy(map, c.text(1));
            }));
    functions.put(
        "selection",
        markup(
            c ->
                pictures
                    .of(c.argument(0, TokenMap.class))
                    .selection(c.argument(1, TokenMap.Selection.class), c.text(2))));
    functions.put(
        "origin",
        markup(
            c -> {
              Prototype prototype = c.argument(0, Prototype.class);
              return pictures.origin(
                  prototype.imageId(), prototype.grid(), prototype.token(), c.text(1));
            }));
    functions.put(
        "place",
        markup(
            c -> {
              Analysis.Token token = c.argument(0, Analysis.Token.class);
              return pictures.origin(token.imageId(), token.grid(), token.token(), c.text(1));
            }));
    functions.put(
        "scoreRows",
        arguments -> TokenPictures.scoreRows(unwrapped(arguments).argument(0, TokenMap.class)));
  }

  /** The prototypes by cluster, both in the order of the codebook. */
  private static List<List<Prototype>> clusters(ReportModel model) {
    Map<Integer, List<Prototype>> clusters = new LinkedHashMap<>();
    for (Prototype prototype : model.prototypes()) {
      clusters.computeIfAbsent(prototype.cluster(), c -> new ArrayList<>()).add(prototype);
    }
    return List.copyOf(clusters.values());
  }

  private static TemplateMethodModelEx text(Function<Call, String> function) {
    return arguments -> function.apply(unwrapped(arguments));
  }

  /** A function whose result is markup, so that the template does not escape it. */
  private static TemplateMethodModelEx markup(Function<Call, String> function) {
    return arguments -> HTMLOutputFormat.INSTANCE.fromMarkup(function.apply(unwrapped(arguments)));
  }

  private static Call unwrapped(List<?> arguments) throws TemplateModelException {
    List<Object> objects = new ArrayList<>();
    for (Object argument : arguments) {
      objects.add(DeepUnwrap.unwrap((TemplateModel) argument));
    }
    return new Call(objects);
  }
}
