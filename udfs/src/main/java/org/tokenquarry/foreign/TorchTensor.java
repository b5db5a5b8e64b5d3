package org.tokenquarry.foreign;

/**
 * A tensor as the pickle of a file of PyTorch describes it.
 *
 * @param storage that holds its numbers
 * @param offset place of the first number in the storage
 * @param extents of its dimensions
 * @param strides of its dimensions, in numbers; as many
 */
record TorchTensor(Storage storage, long offset, long[] extents, long[] strides) {

  /**
   * Numbers in an entry of the file.
   *
   * @param element their type
   * @param key the last part of the entry's name
   * @param count how many, at least 0
   */
  record Storage(Element element, String key, long count) {}
}
