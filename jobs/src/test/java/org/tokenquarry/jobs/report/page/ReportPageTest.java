package org.tokenquarry.jobs.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.tokenquarry.cluster.PrototypeForm;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportPageTest {

  private static final Pattern SVG = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL);
  private static final Pattern REFERENCE =
      Pattern.compile("(?:href|src|url)\\s*[=(]\\s*[\"']?([^\"')>]*)");
  private static final Pattern HEADING = Pattern.compile("<h([1-6])[ >]");
  private static final Pattern NAMED = Pattern.compile("</svg> ([^<]+)</li>");

  /** A sample of a line and the name beside it, in legends and tables. */
  private static final Pattern STYLED =
      Pattern.compile("class=\"sample\"[^>]*><path class=\"series (\\w+)[^>]*>.*?</svg> ?([^<]+)<");

  private static final Pattern ID = Pattern.compile(" id=\"([^\"]*)\"");

  private final String rich = ReportPage.render(SampleReports.rich());
  private final String empty = ReportPage.render(SampleReports.empty());

  @Test
  void saysWhatItIsAboutFirst() {
    assertThat(rich)
        .startsWith("<!DOCTYPE html>")
        .contains("<h1>Codebook version 3</h1>")
        .contains(
            "“codebook, diverse” reaches 100.2\u202f% of the unpruned accuracy on held-out scenes")
        .contains("the best other pruner, “DivPrune”, reaches 100.3\u202f%")
        .contains("<time datetime=\"2026-11-20T02:13:00Z\">20 November 2026, 02:13 UTC</time>");
  }

  @Test
  void saysWhyAVersionWasRefused() {
    assertThat(rich)
        .contains("<b>Not published:</b>")
        .contains("Version 3 has 2 prototypes; publish.minPrototypes asks for 9 &lt; 10.")
        .contains("Mine more images or loosen the thresholds.");
    assertThat(empty).doesNotContain("Not published");
  }

  @Test
  void saysHowTokensWereClustered() {
    assertThat(rich).contains("<dt>clustering</dt><dd>approximate: partitioned into 12 cells</dd>");
    assertThat(empty).contains("<dt>clustering</dt><dd>exact</dd>");
  }

  @Test
  void saysHonestlyWhatIsMissing() {
    assertThat(empty)
        .contains("<h1>No codebook yet</h1>")
        .contains("No codebook was evaluated yet")
        .contains("Nothing was mined yet.")
        .contains("Nothing was quarantined.")
        .contains("No image was chosen for this page.")
        .contains("No codebook was made yet.")
        .contains("No token was scored yet.")
        .contains("No words were recorded in this run.")
        .contains("No token was analysed")
        .contains("There is no earlier version to compare with.")
        .doesNotContain("Its visual tokens come from a query transformer");
  }

  @Test
  void saysWhichImagesWereTooLarge() {
    assertThat(rich).contains("2 more images were chosen and not read");
    assertThat(empty).doesNotContain("and not read");
  }

  @Test
  void escapesNames() {
    assertThat(rich)
        .doesNotContain("<script")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quoted&quot;")
        .contains("&quot;a &lt; b &amp; c&quot;");
  }

  @Test
  void refersToNothingOutsideItself() {
    assertThat(List.of(rich, empty))
        .allSatisfy(
            page ->
                assertThat(REFERENCE.matcher(page).results().map(m -> m.group(1)))
                    .allMatch(
                        target -> target.startsWith("#") || target.startsWith("data:image/")));
    assertThat(rich).doesNotContain("http://", "https://", "@import");
  }

  @Test
  void everyPictureIsWellFormedAndDescribed() throws Exception {
    List<String> pictures = SVG.matcher(rich).results().map(MatchResult::group).toList();
    assertThat(pictures).hasSizeGreaterThan(100);
    for (String picture : pictures) {
      Document parsed =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(picture)));
      if (parsed.getDocumentElement().getAttribute("role").equals("img")) {
        assertThat(parsed.getElementsByTagName("title").item(0).getTextContent()).isNotBlank();
        assertThat(parsed.getElementsByTagName("desc").item(0).getTextContent()).isNotBlank();
      }
    }
  }

  @Test
  void idsAreUniqueAndHeadingsInOrder() {
    assertThat(ID.matcher(rich).results().map(m -> m.group(1))).doesNotHaveDuplicates();
    int[] levels =
        HEADING.matcher(rich).results().mapToInt(m -> Integer.parseInt(m.group(1))).toArray();
    assertThat(levels[0]).isEqualTo(1);
    for (int i = 1; i < levels.length; i++) {
      assertThat(levels[i]).isBetween(2, levels[i - 1] + 1);
    }
  }

  @Test
  void namesEveryPrunerAndThoseThatNeedTraining() {
    assertThat(rich)
        .containsPattern("<th scope=\"row\"[^>]*><svg [^>]*>.*</svg>published-method-20</th>")
        .contains("Inside the language model: fastv; its first layers see more")
        .contains("Thin and grey: published-method-02, published-method-03,")
        .contains("<th scope=\"row\">mqt</th>")
        .contains(">Its visual tokens come from a query transformer")
        .contains(">A bundle takes images of one size, so a smaller image is enlarged again")
        .contains("Change against all visual tokens as a table")
        .contains("Fidelity and cost on small objects")
        .contains("Difference to codebook as a table")
        .contains("corrected for 25 comparisons")
        .contains("41.0\u202f% at 50\u202f% kept, 87.0\u202f% at 5\u202f% kept")
        .contains("288 tokens");
  }

  @Test
  void ranksPrunersByTheirMeanAndShowsIt() {
    Evaluation evaluation =
        new Evaluation(
            "set “small”",
            Evaluation.ACCURACY,
            9,
            3,
            0.9,
            List.of(
                series("codebook", 0.5, 0.4),
                series("incomplete", 0.9),
                series("b-equal", 0.7, 0.6),
                series("a-equal", 0.6, 0.7),
                series("random", 0.8, 0.7)));
    assertThat(evaluation.series())
        .extracting(Evaluation.Series::pruner)
        .containsExactly("random", "a-equal", "b-equal", "codebook", "incomplete");
    String page = ReportPage.render(SampleReports.rich(List.of(evaluation)));
    assertThat(page)
        .contains("<caption>Accuracy on set “small”, highest mean over the budgets first</caption>")
        .contains("random</th><td role=\"cell\" class=\"mean\">75.0\u202f%</td>")
        .contains("codebook</th><td role=\"cell\" class=\"mean\">45.0\u202f%</td>")
        .contains("incomplete</th><td role=\"cell\" class=\"mean\">–</td>");
    String legend = page.substring(page.indexOf("<ul class=\"legend\">"));
    assertThat(NAMED.matcher(legend.substring(0, legend.indexOf("</ul>"))).results())
        .extracting(found -> found.group(1))
        .containsExactly("random", "a-equal", "b-equal", "codebook", "incomplete");
  }

  private static Evaluation.Series series(String pruner, double... accuracies) {
    double[] budgets = {0.2, 0.05};
    return new Evaluation.Series(
        pruner,
        IntStream.range(0, accuracies.length)
            .mapToObj(
                i ->
                    new Evaluation.Point(
                        budgets[i],
                        accuracies[i],
                        accuracies[i] / 0.9,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        Evaluation.Detail.NONE))
            .toList());
  }

  @Test
  void aPrunerLooksTheSameWhereverItStands() {
    Map<String, Set<String>> looks = new HashMap<>();
    STYLED
        .matcher(rich)
        .results()
        .forEach(
            found ->
                looks.computeIfAbsent(found.group(2), name -> new HashSet<>()).add(found.group(1)));
    assertThat(looks).containsKeys("codebook", "DivPrune", "random", "published-method-20");
    assertThat(looks.values()).allSatisfy(styles -> assertThat(styles).hasSize(1));
    assertThat(looks.values().stream().flatMap(Set::stream).filter(style -> !style.equals("rest")))
        .hasSize(8)
        .doesNotHaveDuplicates();
  }

  @Test
  void saysWhatAPrototypeIsOfItsCluster() {
    assertThat(rich).contains("<p class=\"quiet\">30 tokens of 23 images, 30 shown</p>");
    assertThat(ReportPage.render(SampleReports.rich(PrototypeForm.CENTROIDS)))
        .contains("A prototype is the mean of the tokens of a cluster.")
        .contains("Word and percentage are that token’s.")
        .contains("<p class=\"quiet\">mean of 30 tokens of 23 images</p>")
        .contains("place, word and scores are those of the token at the centre of the cluster");
    assertThat(ReportPage.render(SampleReports.rich(PrototypeForm.MEDOIDS)))
        .contains("A prototype is the token at the centre of a cluster")
        .contains("<p class=\"quiet\">centre of 30 tokens of 23 images</p>")
        .doesNotContain("1 of 30 tokens");
  }

  @Test
  void tellsWhyAPatchWithoutAThingHasAWord() {
    assertThat(rich)
        .contains("<span><b>“wall”</b> 15.0\u202f%</span> <span class=\"quiet\">#0</span>")
        .contains("A low probability means that the model guesses:");
    assertThat(empty).doesNotContain("A low probability means that the model guesses:");
  }

  @Test
  void tellsWordsWithTheirSigns() {
    assertThat(rich)
        .contains("<span>red</span> <b class=\"more\">+3.48</b>")
        .contains("<span>grass</span> <b class=\"less\">−1.20</b>")
        .contains("<span>&lt;script&gt;</span> <b>20.0\u202f%</b>");
  }

  @Test
  void tellsWhatChangedSinceTheVersionBefore() {
    assertThat(rich)
        .contains("Since version 2: 12 prototypes came, 7 went, 29 stayed.")
        .contains("24.3\u202f% of the probed tokens are redundant, 23.1\u202f% were.")
        .contains("1 setting differs.")
        .contains("<td>+2.00\u202fpp</td>")
        .contains("<td><strong>−4.00\u202fpp</strong></td>");
  }

  @Test
  void tellsWhatHappenedInTheWarehouse() {
    assertThat(rich)
        .contains(
            "<strong>model-fails: The model gave &lt;nothing&gt; of use.</strong>",
            "<summary>done</summary>images 64, quarantined 3</details>");
    assertThat(ReportPage.render(SampleReports.empty())).contains("No run is known.");
  }

  @Test
  void sameModelSamePage() {
    assertThat(ReportPage.render(SampleReports.rich())).isEqualTo(rich);
  }

  @Test
  void staysModestInSize() {
    assertThat(rich.length()).isLessThan(1_000_000);
  }

  @Test
  void aMapWithoutAPictureIsRefused() {
    ReportModel model = SampleReports.rich();
    assertThatThrownBy(
            () ->
                new ReportModel(
                    model.codebook(),
                    model.refusals(),
                    model.thresholds(),
                    model.funnel(),
                    model.quarantined(),
                    model.distributions(),
                    List.of(),
                    model.tokenMaps(),
                    model.prototypes(),
                    model.evaluations(),
                    model.words(),
                    model.analysis(),
                    model.drift(),
                    model.runs(),
                    model.provenance()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no picture for the token map of 0000");
  }
}
