package org.tokenquarry.jobs.report.page;

import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Renders a {@link ReportModel} as one HTML page. The page has no script, loads nothing, and
 * escapes all text. It follows the reader's light or dark scheme, fits a phone and can be printed.
 */
public final class ReportPage {

  private static final Configuration TEMPLATES = templates();

  private ReportPage() {}

  /** The page, to be written as UTF-8. The same model gives the same page, byte for byte. */
  public static String render(ReportModel model) {
    Map<String, Object> data = new HashMap<>(PageFunctions.of(model));
    data.put("model", model);
    StringWriter page = new StringWriter();
    try {
      TEMPLATES.getTemplate("report.ftlh").process(data, page);
    } catch (IOException e) {
      throw new UncheckedIOException("the report's template is missing from the jar", e);
    } catch (TemplateException e) {
      throw new IllegalStateException("the report's template does not fit its model", e);
    }
    return page.toString();
  }

  private static Configuration templates() {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    // The extension .ftlh switches HTML escaping on.
    configuration.setClassForTemplateLoading(ReportPage.class, "");
    configuration.setDefaultEncoding("UTF-8");
    configuration.setLocale(Locale.ROOT);
    configuration.setNumberFormat("computer");
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    configuration.setWrapUncheckedExceptions(true);
    configuration.setFallbackOnNullLoopVariable(false);
    return configuration;
  }
}
