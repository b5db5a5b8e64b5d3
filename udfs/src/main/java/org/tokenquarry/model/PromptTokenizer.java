package org.tokenquarry.model;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The model's tokenizer, from Hugging Face's {@code tokenizer.json}. Safe for use by many threads.
 *
 * <p>No special tokens are added, since the manifest's prompt has them, and no text is truncated.
 * Special tokens that are written in a text are recognised.
 */
public final class PromptTokenizer implements AutoCloseable {

  private final HuggingFaceTokenizer tokenizer;
  private final String template;

  private PromptTokenizer(HuggingFaceTokenizer tokenizer, String template) {
    this.tokenizer = tokenizer;
    this.template = template;
  }

  /**
   * Loads the tokenizer without the model; the caller closes it.
   *
   * @throws UncheckedIOException if the file cannot be read
   */
  public static PromptTokenizer of(ModelBundle bundle) {
    try {
      return load(
          bundle.directory().resolve("tokenizer.json"), bundle.manifest().questionTemplate());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PromptTokenizer load(Path file, String template) throws IOException {
    NativeRuntime.configure();
    // By default DJL truncates at 512 tokens.
    Map<String, String> options =
        Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");
    return new PromptTokenizer(HuggingFaceTokenizer.newInstance(file, options), template);
  }

  /** Token ids of a text; none for an empty text. */
  public long[] encode(String text) {
    return tokenizer.encode(text, false, false).getIds();
  }

  /** The text of one token, which may be a special token. */
  public String decode(long id) {
    return tokenizer.decode(new long[] {id}, false);
  }

  /** The text of several tokens, without special tokens; empty where there are none. */
  public String text(long[] ids) {
    return tokenizer.decode(ids, true);
  }

  /**
   * Token ids of a question, between the image and the answer.
   *
   * @param question without the manifest's template, which is added here
   */
  public long[] questionIds(String question) {
    return encode(template.replace(BundleManifest.QUESTION, question));
  }

  /**
   * Token ids between two images of one prompt.
   *
   * @param before ids before the first image; not changed
   */
  long[] idsBetweenImages(long[] before) {
    long[] behind = encode(template.substring(0, template.indexOf(BundleManifest.QUESTION)));
    if (behind.length == 0 || !special(behind[0])) {
      return behind;
    }
    int marks = before.length;
    while (marks > 0 && special(before[marks - 1])) {
      marks--;
    }
    return LongStream.concat(Arrays.stream(behind), Arrays.stream(before, marks, before.length))
        .toArray();
  }

  private boolean special(long id) {
    return text(new long[] {id}).isEmpty() && !decode(id).isEmpty();
  }

  /** Frees the native tokenizer. A loaded model closes its own tokenizer. */
  @Override
  public void close() {
    tokenizer.close();
  }
}
