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
}
