package org.tokenquarry.scene;

/**
 * The pixels of a scene, and the object that each patch shows.
 *
 * @param rgb {@code [SIZE, SIZE, 3]} uint8, row-major; not copied, do not modify
 * @param owner {@code [PATCHES * PATCHES]}: the object that covers most of the patch, counted from
 *     1; 0 if none does
 * @param coverage {@code [PATCHES * PATCHES]}: the share of the patch which that object covers, 0
 *     to 255
 */
public record RenderedScene(byte[] rgb, int[] owner, int[] coverage) {

  /** Width and height of a patch, px. */
  public static final int PATCH = 8;

  /** Patches in a row and in a column. */
  public static final int PATCHES = Scene.SIZE / PATCH;

  /** The same at half the resolution: each 2 x 2 px have one colour, their mean. */
  public RenderedScene coarse() {
    byte[] mean = new byte[rgb.length];
    int row = 3 * Scene.SIZE;
    for (int y = 0; y < Scene.SIZE; y += 2) {
      for (int at = y * row; at < (y + 1) * row; at += 2 * 3) {
        for (int c = at; c < at + 3; c++) {
          int sum = (rgb[c] & 0xFF) + (rgb[c + 3] & 0xFF);
          sum += (rgb[c + row] & 0xFF) + (rgb[c + row + 3] & 0xFF);
          byte value = (byte) ((sum + 2) / 4);
          mean[c] = value;
          mean[c + 3] = value;
          mean[c + row] = value;
          mean[c + row + 3] = value;
        }
      }
    }
    return new RenderedScene(mean, owner, coverage);
  }
}
