package org.tokenquarry.model;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The model's tokenizer, {@code tokenizer.json} of Hugging Face. Safe for use by many threads.
 *
 * <p>Nothing is added around a text and nothing is cut off: the manifest's prompt says which
 * special tokens there are. Special tokens that are spelled out in a text are recognised.
 */
public final class PromptTokenizer implements AutoCloseable {

  private final HuggingFaceTokenizer tokenizer;
  private final String template;

  private PromptTokenizer(HuggingFaceTokenizer tokenizer, String template) {
    this.tokenizer = tokenizer;
    this.template = template;
  }

  /**
   * The tokenizer alone, without the model; the caller closes it.
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
    // DJL's own default cuts at 512 tokens.
    Map<String, String> options =
        Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");
    return new PromptTokenizer(HuggingFaceTokenizer.newInstance(file, options), template);
  }

  /** Token ids of a text, none for an empty one. */
  public long[] encode(String text) {
    return tokenizer.encode(text, false, false).getIds();
  }

  /** The text of one token, special ones included. */
  public String decode(long id) {
    return tokenizer.decode(new long[] {id}, false);
  }

  /** The text of several tokens, without special ones; empty for none. */
  public String text(long[] ids) {
    return tokenizer.decode(ids, true);
  }

  /**
   * Token ids that follow the image when it is asked a question, up to where the answer begins.
   *
   * @param question a plain question, put into the manifest's template
   */
  public long[] questionIds(String question) {
    return encode(template.replace(BundleManifest.QUESTION, question));
  }

  /** Frees the native tokenizer; the model that holds it does this. */
  @Override
  public void close() {
    tokenizer.close();
  }
}
