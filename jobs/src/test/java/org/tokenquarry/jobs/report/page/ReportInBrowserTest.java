package org.tokenquarry.jobs.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.cluster.PrototypeForm;

/** The report as headless Chromium sees it; skipped, and said so, where there is none. */
class ReportInBrowserTest {

  /** Frames the report unchanged and writes measurements of it into the body's data attributes. */
  private static final String HARNESS =
      """
      <!DOCTYPE html><meta charset="utf-8"><body>
      <iframe style="border:0;height:900px" srcdoc="%s"></iframe>
      <script>
      const frame = document.querySelector('iframe');
      const width = href => new Promise(done => {
        const probe = new Image();
        probe.onload = () => done(probe.naturalWidth);
        probe.onerror = () => done(0);
        probe.src = href;
      });
      frame.onload = async () => {
        const page = frame.contentDocument;
        const found = document.body.dataset;
        for (const across of [320, 360, 768, 1280]) {
          frame.style.width = across + 'px';
          found['overflow' + across] =
              page.documentElement.scrollWidth - page.documentElement.clientWidth;
        }
        // What a phone shows of the tables of figures without scrolling, and how many cards stand side by side.
        frame.style.width = '390px';
        const figures = [...page.querySelectorAll('table.accuracy')].filter(t => t.checkVisibility());
        found.figures = figures.length;
        found.hidden = figures.flatMap(t => [...t.querySelectorAll('th, td')]).filter(c => {
          const box = c.getBoundingClientRect();
          return box.left < 0 || box.right > 390 || c.scrollWidth > c.clientWidth + 1;
        }).length;
        const names = figures.flatMap(t => [...t.querySelectorAll('[scope=row]')]);
        found.squeezed = names.filter(n => n.getBoundingClientRect().width < 300).length;
        frame.style.width = '1280px';
        const cards = [...page.querySelectorAll('.prototype')].filter(c => c.checkVisibility())
            .map(c => c.getBoundingClientRect().top);
        found.abreast = cards.filter(top => top == cards[0]).length;
        const uses = [...page.querySelectorAll('use')];
        found.dangling = uses.filter(u => !page.querySelector(u.getAttribute('href'))).length;
        found.invisible = uses.filter(
            u => u.checkVisibility() && !(u.getBoundingClientRect().width > 20)).length;
        const open = [...page.querySelectorAll('details')];
        open.forEach(d => d.open = true);
        frame.style.width = '360px';
        found.overflowopen =
            page.documentElement.scrollWidth - page.documentElement.clientWidth;
        found.unreachable = [...page.querySelectorAll('*')].filter(e =>
            e.checkVisibility() && e.tabIndex < 0 && e.scrollWidth > e.clientWidth
                && ['auto', 'scroll'].includes(frame.contentWindow.getComputedStyle(e).overflowX)
        ).length;
        found.relations = page.querySelectorAll('.points').length;
        const widths =
            await Promise.all([...page.querySelectorAll('image')].map(i => width(i.getAttribute('href'))));
        found.pictures = widths.length;
        found.broken = widths.filter(w => w == 0).length;
      };
      </script>
      """;

  private static final Pattern MEASURED = Pattern.compile("data-(\\w+)=\"(-?\\d+)\"");

  @TempDir private Path scratch;
  private Chromium chromium;

  @BeforeEach
  void findBrowser() {
    Optional<Chromium> installed = Chromium.installed();
    if (installed.isEmpty()) {
      System.out.println("SKIPPED: no Chromium on the PATH, so the report was not opened in one.");
    }
    assumeTrue(installed.isPresent(), "no Chromium on the PATH");
    chromium = installed.get();
  }

  @Test
  void opensWithoutAWordOnTheConsole() throws Exception {
    for (ReportModel model : new ReportModel[] {SampleReports.rich(), SampleReports.empty()}) {
      Chromium.Opened opened = chromium.open(written(ReportPage.render(model)), scratch);
      assertThat(opened.document()).contains("</footer>");
      assertThat(opened.console()).isEmpty();
    }
  }

  @Test
  void showsItsPicturesAndFitsEveryScreen() throws Exception {
    Map<String, Integer> measured = measured(ReportPage.render(SampleReports.rich()));
    assertThat(measured)
        .containsEntry("pictures", 12)
        .containsEntry("broken", 0)
        .containsEntry("dangling", 0)
        .containsEntry("invisible", 0)
        .containsEntry("overflow320", 0)
        .containsEntry("overflow360", 0)
        .containsEntry("overflow768", 0)
        .containsEntry("overflow1280", 0)
        .containsEntry("overflowopen", 0)
        .containsEntry("unreachable", 0)
        .containsEntry("relations", 4);
  }

  @Test
  void aPhoneShowsEveryBudgetWithoutScrolling() throws Exception {
    assertThat(measured(ReportPage.render(SampleReports.rich())))
        .containsEntry("figures", 2)
        .containsEntry("squeezed", 0)
        .containsEntry("hidden", 0);
  }

  @Test
  void prototypesStandSideBySideOnADesktop() throws Exception {
    assertThat(measured(ReportPage.render(SampleReports.rich(PrototypeForm.CENTROIDS))))
        .containsEntry("abreast", 2);
    assertThat(measured(ReportPage.render(SampleReports.rich())).get("abreast"))
        .isGreaterThanOrEqualTo(5);
  }

  @Test
  void anEmptyReportFitsEveryScreenToo() throws Exception {
    assertThat(measured(ReportPage.render(SampleReports.empty())))
        .containsEntry("pictures", 0)
        .containsEntry("overflow320", 0)
        .containsEntry("overflow1280", 0);
  }

  @Test
  void theConsoleIsHeardWhenItSpeaks() throws Exception {
    Path broken = written("<!DOCTYPE html><script>console.error('broken')</script>");
    assertThat(chromium.open(broken, scratch).console()).hasSize(1);
  }

  private Map<String, Integer> measured(String page) throws Exception {
    String framed = page.replace("&", "&amp;").replace("\"", "&quot;");
    Chromium.Opened opened = chromium.open(written(HARNESS.replace("%s", framed)), scratch);
    assertThat(opened.console()).isEmpty();
    String body = opened.document().replaceAll("(?s).*(<body[^>]*>).*", "$1");
    return MEASURED
        .matcher(body)
        .results()
        .collect(Collectors.toMap(m -> m.group(1), m -> Integer.valueOf(m.group(2))));
  }

  private Path written(String page) throws IOException {
    return Files.writeString(Files.createTempFile(scratch, "page", ".html"), page);
  }
}
