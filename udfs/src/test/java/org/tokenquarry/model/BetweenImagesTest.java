package org.tokenquarry.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BetweenImagesTest {

  /** As transformers' chat templates of the families write two images in front of a question. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "tiny, none",
        "llava-tiny, 3 4",
        "onevision-tiny, 198",
        "internvl-tiny, 306 198 305",
        "smolvlm-tiny, 305 305 306",
        "qwen2_5_vl-tiny, 304 303",
        "qwen3_vl-tiny, 304 303"
      })
  void theTemplateSaysWhatStandsBetweenTwoImages(String name, String expected) {
    ModelBundle bundle = ModelBundle.open(TinyBundles.directory(name).toString());
    try (PromptTokenizer tokenizer = PromptTokenizer.of(bundle)) {
      long[] ids = tokenizer.idsBetweenImages(bundle.manifest().prompt().before());
      StringBuilder text = new StringBuilder();
      for (long id : ids) {
        text.append(text.isEmpty() ? "" : " ").append(id);
      }
      assertThat(text.toString()).isEqualTo(expected == null ? "" : expected);
    }
  }
}
