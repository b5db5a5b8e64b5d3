package org.tokenquarry.image;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The structure of a JPEG file, from its markers: its frame, its colour space, and whether all
 * scans are present.
 *
 * <p>Goes from marker to marker as libjpeg does; bytes outside of segments are skipped. See ITU
 * T.81, annex B.
 */
final class JpegStructure {

  private static final int SOF0 = 0xc0;
  private static final int SOF2 = 0xc2;
  private static final int SOF15 = 0xcf;
  private static final int DHT = 0xc4;
  private static final int JPG = 0xc8;
  private static final int DAC = 0xcc;
  private static final int RST0 = 0xd0;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP14 = 0xee;
  private static final int TEM = 0x01;
  private static final int EXIF_HEADER = 6;
  private static final int NONE = -1;

  private final ByteBuffer bytes;
  private int frameMarker = NONE;
  private int precision;
  private int width;
  private int height;
  private final List<Integer> componentIds = new ArrayList<>();
  private JpegScans scans;
  private boolean jfif;
  private int adobeTransform = NONE;
  private Orientation orientation;
  private boolean ended;

  private JpegStructure(byte[] content) {
    this.bytes = ByteBuffer.wrap(content);
  }

  /** Reads a file up to its end marker or its last byte. */
  static JpegStructure of(byte[] content) {
    JpegStructure structure = new JpegStructure(content);
    structure.walk();
    return structure;
  }

  private void walk() {
    int position = 2;
    while (!ended && (position = nextMarker(position)) != NONE) {
      int marker = Bytes.u8(bytes, position++);
      if (marker == EOI) {
        ended = true;
      } else if (marker != TEM) {
        if (bytes.limit() - position < 2) {
          return;
        }
        int length = Bytes.u16(bytes, position);
        if (length < 2 || length > bytes.limit() - position) {
          return;
        }
        segment(marker, position + 2, length - 2);
        position += length;
      }
    }
  }

  /** The position of the next marker's code: 0xff, then neither 0, nor fill, nor a restart. */
  private int nextMarker(int from) {
    byte[] content = bytes.array();
    for (int i = from; i < content.length - 1; i++) {
      if (content[i] == (byte) 0xff) {
        int code = content[i + 1] & 0xff;
        if (code != 0 && code != 0xff && (code < RST0 || code > RST0 + 8)) {
          return i + 1;
        }
      }
    }
    return NONE;
  }

  private void segment(int marker, int start, int length) {
    if (marker == SOS) {
      scan(start, length);
    } else if (frame(marker)) {
      frame(marker, start, length);
    } else if (marker == APP0 && length >= 5 && Bytes.has(bytes, start, "JFIF\0")) {
      jfif = true;
    } else if (marker == APP1 && orientation == null && Bytes.has(bytes, start, "Exif\0")) {
      int header = Math.min(EXIF_HEADER, length);
      orientation = Orientation.of(bytes.slice(start + header, length - header));
    } else if (marker == APP14 && length >= 12 && Bytes.has(bytes, start, "Adobe")) {
      adobeTransform = Bytes.u8(bytes, start + 11);
    }
  }

  private static boolean frame(int marker) {
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
  }

  private void frame(int marker, int start, int length) {
    int components = length < 6 ? 0 : Bytes.u8(bytes, start + 5);
    if (frameMarker != NONE || length < 6 + 3 * components) {
      return;
    }
    frameMarker = marker;
    precision = Bytes.u8(bytes, start);
    height = Bytes.u16(bytes, start + 1);
    width = Bytes.u16(bytes, start + 3);
    for (int i = 0; i < components; i++) {
      componentIds.add(Bytes.u8(bytes, start + 6 + 3 * i));
    }
    scans = new JpegScans(componentIds, marker == SOF2);
  }

  private void scan(int start, int length) {
    int components = length < 1 ? 0 : Bytes.u8(bytes, start);
    if (scans != null && length >= 1 + 2 * components + 3) {
      scans.add(bytes.slice(start, length));
    }
  }

  /** Whether there is a frame header. */
  boolean framed() {
    return frameMarker != NONE;
  }

  /** Whether the frame is Huffman-coded DCT: baseline, extended or progressive. */
  boolean readable() {
    return frameMarker >= SOF0 && frameMarker <= SOF2 && (precision == 8 || frameMarker == SOF0);
  }

  /** Whether there is an end marker. */
  boolean ended() {
    return ended;
  }

  /** Whether the scans hold every bit of every coefficient. */
  boolean scansComplete() {
    return scans != null && scans.complete();
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** The EXIF orientation; upright if there is none. */
  Orientation orientation() {
    return orientation == null ? Orientation.UPRIGHT : orientation;
  }

  /** The colour space, by the rules of libjpeg (jdapimin.c, default_decompress_parms). */
  JpegColours colours() throws UnreadableImageException {
    return switch (componentIds.size()) {
      case 1 -> JpegColours.GREY;
      case 3 -> threeAreRgb() ? JpegColours.RGB : JpegColours.YCBCR;
      case 4 -> adobeTransform == 2 ? JpegColours.YCCK : JpegColours.CMYK;
      default ->
          throw new UnreadableImageException(
              Reason.UNSUPPORTED_FORMAT,
              "The jpeg file has %d colour components.".formatted(componentIds.size()));
    };
  }

  private boolean threeAreRgb() {
    if (jfif) {
      return false;
    }
    return adobeTransform == NONE
        ? componentIds.equals(List.of((int) 'R', (int) 'G', (int) 'B'))
        : adobeTransform == 0;
  }
}
