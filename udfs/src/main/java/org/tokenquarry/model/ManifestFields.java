package org.tokenquarry.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads fields of a JSON object and collects every fault, so that all are reported at once. A field
 * that cannot be read gets a substitute value.
 */
final class ManifestFields {

  private final List<String> faults = new ArrayList<>();

  List<String> faults() {
    return faults;
  }

  void fault(String fault) {
    faults.add(fault);
  }

  int integer(JsonNode parent, String path, int least, int most) {
    JsonNode node = at(parent, path);
    if (node.isInt() && node.intValue() >= least && node.intValue() <= most) {
      return node.intValue();
    }
    faults.add(path + " is " + shown(node) + ", not a whole number from " + least + " to " + most);
    return least;
  }

  /** A size that may be missing; 0 then. */
  int size(JsonNode parent, String path) {
    return size(parent, path, 1 << 24);
  }

  /** A size up to a bound that may be missing; 0 then. */
  int size(JsonNode parent, String path, int most) {
    return at(parent, path).isMissingNode() ? 0 : integer(parent, path, 1, most);
  }

  String text(JsonNode parent, String path) {
    JsonNode node = at(parent, path);
    if (node.isTextual() && !node.textValue().isBlank()) {
      return node.textValue();
    }
    faults.add(path + " is " + shown(node) + ", not a text");
    return "";
  }

  String oneOf(JsonNode parent, String path, List<String> allowed) {
    JsonNode node = at(parent, path);
    if (node.isTextual() && allowed.contains(node.textValue())) {
      return node.textValue();
    }
    faults.add(path + " is " + shown(node) + ", not one of " + String.join(", ", allowed));
    return "";
  }

  boolean flag(JsonNode parent, String path) {
    JsonNode node = at(parent, path);
    if (!node.isBoolean()) {
      faults.add(path + " is " + shown(node) + ", neither true nor false");
    }
    return node.asBoolean();
  }

  JsonNode object(JsonNode parent, String path) {
    JsonNode node = at(parent, path);
    if (!node.isObject() || node.isEmpty()) {
      faults.add(path + " is " + shown(node) + ", not an object with fields");
    }
    return node;
  }

  long[] ids(JsonNode parent, String path, int least, int vocabulary) {
    JsonNode node = at(parent, path);
    long[] ids = new long[node.size()];
    boolean good = node.isArray() && ids.length >= least;
    for (int i = 0; good && i < ids.length; i++) {
      JsonNode id = node.get(i);
      ids[i] = id.longValue();
      good = id.isInt() && ids[i] >= 0 && ids[i] < vocabulary;
    }
    if (!good) {
      String number = least == 0 ? "a list" : "a list of at least " + least;
      faults.add(path + " is " + shown(node) + ", not " + number + " of ids below " + vocabulary);
    }
    return ids;
  }

  private static JsonNode at(JsonNode parent, String path) {
    return parent.at("/" + path.replace('.', '/'));
  }

  private static String shown(JsonNode node) {
    if (node.isMissingNode()) {
      return "missing";
    }
    String text = node.toString();
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
