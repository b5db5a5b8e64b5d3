package org.tokenquarry.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Where a Parquet file has its images: in a binary column {@code content}, or in the field {@code
 * bytes} of a column {@code image}, as data sets of the Hugging Face Hub have them.
 *
 * @param projection the columns that are read
 * @param nested whether the images are fields of {@code image}
 */
record ImageColumns(MessageType projection, boolean nested) {

  private static final String CONTENT = "content";
  private static final String IMAGE = "image";
  private static final String BYTES = "bytes";
  private static final String PATH = "path";
  private static final String SOURCE_URI = "source_uri";

  /** Finds the columns; empty if there are none. */
  static Optional<ImageColumns> of(MessageType schema) {
    List<Type> read = new ArrayList<>();
    boolean flat = isBinary(schema, CONTENT);
    if (flat) {
      read.add(schema.getType(CONTENT));
    } else if (schema.containsField(IMAGE) && !schema.getType(IMAGE).isPrimitive()) {
      GroupType image = schema.getType(IMAGE).asGroupType();
      if (!isBinary(image, BYTES)) {
        return Optional.empty();
      }
      List<Type> fields = new ArrayList<>(List.of(image.getType(BYTES)));
      if (isBinary(image, PATH)) {
        fields.add(image.getType(PATH));
      }
      read.add(image.withNewFields(fields));
    } else {
      return Optional.empty();
    }
    if (isBinary(schema, SOURCE_URI)) {
      read.add(schema.getType(SOURCE_URI));
    }
    return Optional.of(new ImageColumns(new MessageType(schema.getName(), read), !flat));
  }

  private static boolean isBinary(GroupType group, String field) {
    if (!group.containsField(field)) {
      return false;
    }
    Type type = group.getType(field);
    return type.isPrimitive()
        && !type.isRepetition(Type.Repetition.REPEATED)
        && type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
  }

  /** The bytes of an image; empty if they are null. */
  Optional<byte[]> content(Group row) {
    return nested ? image(row).flatMap(image -> bytes(image, BYTES)) : bytes(row, CONTENT);
  }

  /** From where the image was read, as the table says. */
  Optional<String> sourceUri(Group row) {
    return text(row, SOURCE_URI);
  }

  /** The name of the image in its data set. */
  Optional<String> path(Group row) {
    return nested ? image(row).flatMap(image -> text(image, PATH)) : Optional.empty();
  }

  private static Optional<Group> image(Group row) {
    return row.getFieldRepetitionCount(IMAGE) == 0
        ? Optional.empty()
        : Optional.of(row.getGroup(IMAGE, 0));
  }

  private static Optional<byte[]> bytes(Group group, String field) {
    return has(group, field) ? Optional.of(group.getBinary(field, 0).getBytes()) : Optional.empty();
  }

  private static Optional<String> text(Group group, String field) {
    return has(group, field)
        ? Optional.of(group.getBinary(field, 0).toStringUsingUTF8()).filter(t -> !t.isEmpty())
        : Optional.empty();
  }

  private static boolean has(Group group, String field) {
    return group.getType().containsField(field) && group.getFieldRepetitionCount(field) > 0;
  }
}
