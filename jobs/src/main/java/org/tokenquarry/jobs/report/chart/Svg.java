package org.tokenquarry.jobs.report.chart;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes one inline SVG picture. It is well formed, escaped, and described for screen readers. */
public final class Svg {

  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  /**
   * Opens a picture.
   *
   * @param id unique in the page
   * @param width width of the view box
   * @param height height of the view box
   * @param style class in the style sheet
   * @param title what it shows
   * @param description what a reader learns from it
   */
  public Svg(
      String id, double width, double height, String style, String title, String description) {
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
   * Opens a picture that only repeats the text beside it. Screen readers skip it.
   *
   * @param width width of the view box
   * @param height height of the view box
   * @param style class in the style sheet
   */
  public static Svg decoration(double width, double height, String style) {
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

  /** Adds a straight line. */
  public Svg line(String style, double x1, double y1, double x2, double y2) {
    return path(style, "M" + point(x1, y1) + "L" + point(x2, y2));
  }

  /** Adds a path; {@code data} is path data in units of the view box. */
  public Svg path(String style, String data) {
    return empty("path", "class", style, "d", data);
  }

  /** Adds a path with units of its own, which {@code transform} maps to the view box. */
  public Svg path(String style, String data, String transform) {
    return empty("path", "class", style, "d", data, "transform", transform);
  }

  /** Adds a rectangle. */
  public Svg rectangle(String style, double x, double y, double width, double height) {
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

  /** Adds a line of text; {@code anchor} is start, middle or end. */
  public Svg label(String style, double x, double y, String anchor, String content) {
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

  /** Adds an element that the page defines elsewhere. */
  public Svg use(String style, String id) {
    return empty("use", "class", style, "href", "#" + id);
  }

  /** Adds an element that the page defines elsewhere, moved by {@code x} and {@code y}. */
  public Svg use(String style, String id, double x, double y) {
    return empty("use", "class", style, "href", "#" + id, "x", coordinate(x), "y", coordinate(y));
  }

  /** Closes the picture and returns it. */
  public String markup() {
    try {
      xml.writeEndElement();
      xml.flush();
      return text.toString();
    } catch (XMLStreamException e) {
      throw failure(e);
    }
  }

  /** A point as path data. */
  public static String point(double x, double y) {
    return coordinate(x) + " " + coordinate(y);
  }

  /** A coordinate with at most two decimals. */
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
