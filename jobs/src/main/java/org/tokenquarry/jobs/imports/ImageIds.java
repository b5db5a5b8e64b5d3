package org.tokenquarry.jobs.imports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.error.UserException;

/**
 * The images that prototypes come from: a list in JSON, as the method's authors publish it beside a
 * codebook.
 */
final class ImageIds {

  /** Ids are digests, or numbers of a data set. */
  private static final int MOST_CHARACTERS = 1000;

  private static final JsonFactory JSON = new JsonFactory();

  private ImageIds() {}

  /**
   * Reads a list, one id after the other, and no more than there are prototypes.
   *
   * @param in the file; the caller closes it
   * @param location of the file, for messages
   * @param count number of the prototypes
   * @throws UserException {@code codebook-origins-invalid} if it is not a list of so many texts or
   *     whole numbers
   */
  static List<String> read(InputStream in, String location, int count) throws IOException {
    List<String> ids = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(in)) {
      boolean list = parser.nextToken() == JsonToken.START_ARRAY;
      while (list && parser.nextToken() != JsonToken.END_ARRAY) {
        ids.add(id(parser, location));
        if (ids.size() > count) {
          throw ImportErrors.originsInvalid(
              location, "has more than " + count + " ids, and there are as many prototypes");
        }
      }
      if (!list || parser.nextToken() != null) {
        throw ImportErrors.originsInvalid(location, "is no list");
      }
    } catch (JsonProcessingException | CharConversionException e) {
      throw ImportErrors.originsInvalid(location, "is no JSON");
    }
    if (ids.size() < count) {
      throw ImportErrors.originsInvalid(
          location, "has %d ids, and there are %d prototypes".formatted(ids.size(), count));
    }
    return ids;
  }

  private static String id(JsonParser parser, String location) throws IOException {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) {
      throw ImportErrors.originsInvalid(location, "has something else than image ids");
    }
    String id = parser.getText();
    if (id.isBlank() || id.length() > MOST_CHARACTERS) {
      throw ImportErrors.originsInvalid(location, "has an id of " + id.length() + " characters");
    }
    return id;
  }
}
