package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.broadcast;

import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.task.RowSchema;

/**
 * Finds image, token and scores of each prototype of a version. Memory grows with the number of
 * prototypes and not with the number of mined tokens: of the other tables, only the rows of the
 * prototypes are kept. Neither embeddings nor bytes of images are read.
 *
 * <p>Files that cannot hold one of the images are not opened. The table's statistics tell which,
 * once it was compacted: then a file holds a range of image ids. If what is left is small, it is
 * read here, which takes less time than to start Spark. Otherwise Spark's executors read it.
 */
final class Origins {

  private static final String IMAGE_ID = "image_id";
  private static final String TOKEN_INDEX = "token_index";
  private static final List<String> SCORES =
      List.of(
          "model_digest",
          IMAGE_ID,
          TOKEN_INDEX,
          "top1_probability",
          "region_divergence",
          "global_divergence");

  private record Token(String imageId, int index) {
    private static final RowSchema<Token> COLUMNS =
        RowSchema.<Token>empty()
            .required(IMAGE_ID, DataTypes.StringType, Token::imageId)
            .required(TOKEN_INDEX, DataTypes.IntegerType, Token::index);
  }

  private record Scores(Token token, Double top1, Double region, Double global) {
    private static final Scores UNKNOWN = new Scores(null, null, null, null);
  }

  private record Image(String id, String uri) {}

  private record Member(int id, int cluster, Token token, int images, int tokens) {}

  private final Warehouse warehouse;
  private final CodebookVersion codebook;
  private final long mostBytes;

  Origins(Warehouse warehouse, CodebookVersion codebook) {
    this(warehouse, codebook, 512L << 20);
  }

  /**
   * Prepares the search.
   *
   * @param mostBytes size of the files of one table up to which they are read here
   */
  Origins(Warehouse warehouse, CodebookVersion codebook, long mostBytes) {
    this.warehouse = warehouse;
    this.codebook = codebook;
    this.mostBytes = mostBytes;
  }

  /** In the order of the prototypes. */
  List<PrototypeOrigin> all() {
    List<Member> members = members();
    Set<Token> tokens = members.stream().map(Member::token).collect(Collectors.toSet());
    WantedValues imageIds = WantedValues.of(IMAGE_ID, tokens.stream().map(Token::imageId).toList());
    Map<Token, Scores> scores = byKey(scores(tokens, imageIds), Scores::token);
    Map<String, Image> images = byKey(images(imageIds), Image::id);
    return members.stream()
        .map(
            member ->
                origin(
                    member,
                    scores.getOrDefault(member.token(), Scores.UNKNOWN),
                    Optional.ofNullable(images.get(member.token().imageId()))))
        .toList();
  }

  private static PrototypeOrigin origin(Member member, Scores scores, Optional<Image> image) {
    return new PrototypeOrigin(
        member.id(),
        member.cluster(),
        member.images(),
        member.tokens(),
        PrototypeOrigin.image(member.token().imageId()),
        image.map(Image::uri).orElse(null),
        PrototypeOrigin.token(member.token().index()),
        scores.top1(),
        scores.region(),
        scores.global());
  }

  private List<Member> members() {
    return warehouse
        .direct(Tables.PROTOTYPES)
        .rows(
            List.of(
                "prototype_id",
                "cluster_id",
                "image_id",
                "token_index",
                "cluster_images",
                "cluster_tokens"),
            equal("version", Literal.ofLong(codebook.version())),
            row ->
                Optional.of(
                    new Member(
                        row.integer("prototype_id"),
                        row.integer("cluster_id"),
                        new Token(row.string("image_id"), row.integer("token_index")),
                        row.integer("cluster_images"),
                        row.integer("cluster_tokens"))))
        .stream()
        .sorted(Comparator.comparingInt(Member::id))
        .toList();
  }

  private List<Scores> scores(Set<Token> wanted, WantedValues imageIds) {
    DirectFiles files =
        warehouse
            .direct(Tables.EXPERIMENTS)
            .files(
                SCORES,
                equal("settings_digest", Literal.ofString(codebook.experimentDigest())),
                imageIds::mayBeIn);
    if (files.bytes() > mostBytes) {
      return scoresBySpark(wanted);
    }
    return files.rows(
        row ->
            Optional.of(new Token(row.string(IMAGE_ID), row.integer(TOKEN_INDEX)))
                .filter(wanted::contains)
                .filter(token -> row.string("model_digest").equals(codebook.modelDigest()))
                .map(
                    token ->
                        new Scores(
                            token,
                            row.score("top1_probability"),
                            row.score("region_divergence"),
                            row.score("global_divergence"))));
  }

  /** The few tokens go to the rows; the rows are not shuffled. */
  private List<Scores> scoresBySpark(Set<Token> wanted) {
    Dataset<Row> tokens = warehouse.rows(Token.COLUMNS, List.copyOf(wanted));
    return warehouse
        .experiments(codebook.modelDigest(), codebook.experimentDigest())
        .join(broadcast(tokens), new String[] {IMAGE_ID, TOKEN_INDEX}, "left_semi")
        .selectExpr(SCORES.toArray(String[]::new))
        .collectAsList()
        .stream()
        .map(
            row ->
                new Scores(
                    new Token(row.getAs(IMAGE_ID), row.getAs(TOKEN_INDEX)),
                    row.getAs("top1_probability"),
                    row.getAs("region_divergence"),
                    row.getAs("global_divergence")))
        .toList();
  }

  private List<Image> images(WantedValues wanted) {
    DirectFiles files =
        warehouse
            .direct(Tables.IMAGES)
            .files(List.of(IMAGE_ID, "source_uri"), Optional.empty(), wanted::mayBeIn);
    if (files.bytes() > mostBytes) {
      return imagesBySpark(wanted);
    }
    return files.rows(
        row ->
            Optional.of(row.string(IMAGE_ID))
                .filter(wanted.values()::contains)
                .map(id -> new Image(id, row.string("source_uri"))));
  }

  private List<Image> imagesBySpark(WantedValues wanted) {
    RowSchema<String> ids =
        RowSchema.<String>empty().required(IMAGE_ID, DataTypes.StringType, id -> id);
    return warehouse
        .read(Tables.IMAGES)
        .join(
            broadcast(warehouse.rows(ids, List.copyOf(wanted.values()))),
            new String[] {IMAGE_ID},
            "left_semi")
        .select(IMAGE_ID, "source_uri")
        .collectAsList()
        .stream()
        .map(row -> new Image(row.getAs(IMAGE_ID), row.getAs("source_uri")))
        .toList();
  }

  private static Optional<Predicate> equal(String column, Literal value) {
    return Optional.of(new Predicate("=", new Column(column), value));
  }

  /** By key. Of several values with one key, which only a damaged table has, the first is kept. */
  private static <K, V> Map<K, V> byKey(List<V> values, Function<V, K> key) {
    return values.stream().collect(Collectors.toMap(key, each -> each, (first, other) -> first));
  }
}
