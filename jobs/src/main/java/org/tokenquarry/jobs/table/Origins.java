package org.tokenquarry.jobs.table;

import io.delta.kernel.data.Row;
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

/**
 * Traces the prototypes of a version to image, token and scores, without Spark. Memory grows with
 * the prototypes, never with what was mined: of the other tables only their tokens and images are
 * kept, and neither embeddings nor images are read.
 */
final class Origins {

  private record Token(String imageId, int index) {}

  private record Scores(Token token, Double top1, Double region, Double global) {
    private static final Scores UNKNOWN = new Scores(null, null, null, null);
  }

  private record Image(String id, String uri) {}

  private record Member(int id, int cluster, Token token, int images, int tokens) {}

  private final Warehouse warehouse;
  private final CodebookVersion codebook;

  Origins(Warehouse warehouse, CodebookVersion codebook) {
    this.warehouse = warehouse;
    this.codebook = codebook;
  }

  /** In the order of the prototypes. */
  List<PrototypeOrigin> all() {
    List<Member> members = members();
    Map<Token, Scores> scores =
        byKey(
            scores(members.stream().map(Member::token).collect(Collectors.toSet())), Scores::token);
    Map<String, Image> images =
        byKey(
            images(
                members.stream()
                    .map(member -> member.token().imageId())
                    .collect(Collectors.toSet())),
            Image::id);
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
        member.token().imageId(),
        image.map(Image::uri).orElse(null),
        member.token().index(),
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
                        row.getInt(0),
                        row.getInt(1),
                        new Token(row.getString(2), row.getInt(3)),
                        row.getInt(4),
                        row.getInt(5))))
        .stream()
        .sorted(Comparator.comparingInt(Member::id))
        .toList();
  }

  private List<Scores> scores(Set<Token> wanted) {
    return warehouse
        .direct(Tables.EXPERIMENTS)
        .rows(
            List.of(
                "model_digest",
                "image_id",
                "token_index",
                "top1_probability",
                "region_divergence",
                "global_divergence"),
            equal("settings_digest", Literal.ofString(codebook.experimentDigest())),
            row ->
                Optional.of(new Token(row.getString(1), row.getInt(2)))
                    .filter(wanted::contains)
                    .filter(token -> row.getString(0).equals(codebook.modelDigest()))
                    .map(token -> new Scores(token, score(row, 3), score(row, 4), score(row, 5))));
  }

  private List<Image> images(Set<String> wanted) {
    return warehouse
        .direct(Tables.IMAGES)
        .rows(
            List.of("image_id", "source_uri"),
            Optional.empty(),
            row ->
                Optional.of(row.getString(0))
                    .filter(wanted::contains)
                    .map(id -> new Image(id, row.getString(1))));
  }

  private static Double score(Row row, int column) {
    return row.isNullAt(column) ? null : row.getDouble(column);
  }

  private static Optional<Predicate> equal(String column, Literal value) {
    return Optional.of(new Predicate("=", new Column(column), value));
  }

  /** By key; what a damaged table holds twice is there once. */
  private static <K, V> Map<K, V> byKey(List<V> values, Function<V, K> key) {
    return values.stream().collect(Collectors.toMap(key, each -> each, (first, other) -> first));
  }
}
