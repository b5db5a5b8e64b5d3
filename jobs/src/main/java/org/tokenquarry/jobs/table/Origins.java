package org.tokenquarry.jobs.table;

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
 * Finds image, token and scores of each prototype of a version, without Spark. Memory grows with
 * the number of prototypes and not with the number of mined tokens: of the other tables, only the
 * rows of the prototypes are kept. Neither embeddings nor images are read.
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
                        row.integer("prototype_id"),
                        row.integer("cluster_id"),
                        new Token(row.string("image_id"), row.integer("token_index")),
                        row.integer("cluster_images"),
                        row.integer("cluster_tokens"))))
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
                Optional.of(new Token(row.string("image_id"), row.integer("token_index")))
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

  private List<Image> images(Set<String> wanted) {
    return warehouse
        .direct(Tables.IMAGES)
        .rows(
            List.of("image_id", "source_uri"),
            Optional.empty(),
            row ->
                Optional.of(row.string("image_id"))
                    .filter(wanted::contains)
                    .map(id -> new Image(id, row.string("source_uri"))));
  }

  private static Optional<Predicate> equal(String column, Literal value) {
    return Optional.of(new Predicate("=", new Column(column), value));
  }

  /** By key. Of several values with one key, which only a damaged table has, the first is kept. */
  private static <K, V> Map<K, V> byKey(List<V> values, Function<V, K> key) {
    return values.stream().collect(Collectors.toMap(key, each -> each, (first, other) -> first));
  }
}
