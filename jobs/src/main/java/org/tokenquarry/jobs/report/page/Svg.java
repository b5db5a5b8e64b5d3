package org.tokenquarry.jobs.report.page;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes one inline SVG picture: well formed, everything escaped, described for screen readers. */
final class Svg {

  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  /**
   * Opens a picture.
   *
   * @param id unique in the page
   * @param width of the view box
   * @param height of the view box
   * @param style class of the style sheet
   * @param title what it shows
   * @param description what can be read from it
   */
  Svg(String id, double width, double height, String style, String title, String description) {
    this();
    start(
        "svg",
        "viewBox",
        "0 0 " + coordinate(width) + " " + coordinate(height),
        "class",
        style,
        "role",
        "img",
        "aria-labelledby",
        id + "-t " + id + "-d");
    element("title", title, "id", id + "-t");
    element("desc", description, "id", id + "-d");
  }

  private Svg() {
    try {
      xml = FACTORY.createXMLStreamWriter(text);
    } catch (XMLStreamException e) {
      throw failure(e);
    }
  }

  /**
   * Opens a picture that only repeats what the text beside it says: screen readers pass over it.
   *
   * @param width of the view box
   * @param height of the view box
   * @param style class of the style sheet
   */
  static Svg decoration(double width, double height, String style) {
    Svg svg = new Svg();
    svg.start(
        "svg",
        "viewBox",
        "0 0 " + coordinate(width) + " " + coordinate(height),
        "class",
        style,
        "aria-hidden",
        "true",
        "focusable",
        "false");
    return svg;
  }

  /** A straight line. */
  Svg line(String style, double x1, double y1, double x2, double y2) {
    return path(style, "M" + point(x1, y1) + "L" + point(x2, y2));
  }

  /** A path. */
  Svg path(String style, String data) {
    return empty("path", "class", style, "d", data);
  }

  /** A path in units of its own. */
  Svg path(String style, String data, String transform) {
    return empty("path", "class", style, "d", data, "transform", transform);
  }

  /** An upright rectangle. */
  Svg rectangle(String style, double x, double y, double width, double height) {
    return empty(
        "rect",
        "class",
        style,
        "x",
        coordinate(x),
        "y",
        coordinate(y),
        "width",
        coordinate(width),
        "height",
        coordinate(height));
  }

  /** A line of text; {@code anchor} is start, middle or end. */
  Svg label(String style, double x, double y, String anchor, String content) {
    return element(
        "text",
        content,
        "class",
        style,
        "x",
        coordinate(x),
        "y",
        coordinate(y),
        "text-anchor",
        anchor);
  }

  /** Something defined elsewhere in the page. */
  Svg use(String style, String id) {
    return empty("use", "class", style, "href", "#" + id);
  }

  /** Something defined elsewhere in the page, moved. */
  Svg use(String style, String id, double x, double y) {
    return empty("use", "class", style, "href", "#" + id, "x", coordinate(x), "y", coordinate(y));
  }

  /** Closes the picture. */
  String markup() {
    try {
      xml.writeEndElement();
      xml.flush();
      return text.toString();
    } catch (XMLStreamException e) {
      throw failure(e);
    }
  }

  /** A point in path data. */
  static String point(double x, double y) {
    return coordinate(x) + " " + coordinate(y);
  }

  /** Two decimals at most. */
  static String coordinate(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  private Svg element(String name, String content, String... attributes) {
    start(name, attributes);
    try {
      xml.writeCharacters(content);
      xml.writeEndElement();
    } catch (XMLStreamException e) {
      throw failure(e);
    }
    return this;
  }

  private Svg empty(String name, String... attributes) {
    try {
      xml.writeEmptyElement(name);
    } catch (XMLStreamException e) {
      throw failure(e);
    }
    return attributes(attributes);
  }

  private void start(String name, String... attributes) {
    try {
      xml.writeStartElement(name);
    } catch (XMLStreamException e) {
      throw failure(e);
    }
    attributes(attributes);
  }

  private Svg attributes(String... attributes) {
    try {
      for (int i = 0; i < attributes.length; i += 2) {
        xml.writeAttribute(attributes[i], attributes[i + 1]);
      }
    } catch (XMLStreamException e) {
      throw failure(e);
    }
    return this;
  }

  private static IllegalStateException failure(XMLStreamException cause) {
    return new IllegalStateException("a picture could not be written into memory", cause);
  }
}
