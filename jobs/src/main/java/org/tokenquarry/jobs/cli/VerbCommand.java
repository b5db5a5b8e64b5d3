package org.tokenquarry.jobs.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tokenquarry.jobs.catalogue.Argument;
import org.tokenquarry.jobs.catalogue.Verb;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A verb of the catalogue as picocli knows it: options, help, and what is run. */
final class VerbCommand implements Callable<Integer> {

  private final Verb verb;
  private final VerbRunner runner;
  private final Map<String, ArgSpec> byKey = new HashMap<>();
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private VerbCommand(Verb verb, VerbRunner runner) {
    this.verb = verb;
    this.runner = runner;
  }

  /** The command of a verb. */
  static CommandSpec of(Verb verb, VerbRunner runner) {
    return new VerbCommand(verb, runner).described();
  }

  private CommandSpec described() {
    spec.name(verb.word()).addMixin(CommonOptions.MIXIN, CommonOptions.spec());
    int words = 0;
    for (Argument argument : verb.arguments()) {
      ArgSpec arg =
          switch (argument.kind()) {
            case OPTION -> option(argument);
            case FLAG -> flag(argument);
            case WORD -> positional(argument, words++).arity("0..1").type(String.class).build();
            case WORDS ->
                positional(argument, words++)
                    .arity("0..*")
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .build();
          };
      spec.add(arg);
      byKey.put(argument.key(), arg);
    }
    spec.usageMessage()
        .description(verb.description())
        .footer("  " + verb.exampleLine())
        .synopsisHeading("Usage: ")
        .descriptionHeading("%n")
        .parameterListHeading("%nArguments:%n")
        .optionListHeading("%nOptions:%n")
        .footerHeading("%nExample:%n")
        .sortOptions(false)
        .autoWidth(true);
    return spec;
  }

  private static OptionSpec option(Argument argument) {
    return OptionSpec.builder(argument.name())
        .paramLabel(argument.label())
        .description(argument.help())
        .arity("1")
        .type(String.class)
        .build();
  }

  private static OptionSpec flag(Argument argument) {
    return OptionSpec.builder(argument.name())
        .description(argument.help())
        .arity("0")
        .type(Boolean.class)
        .build();
  }

  private static PositionalParamSpec.Builder positional(Argument argument, int place) {
    return PositionalParamSpec.builder()
        .paramLabel(argument.label())
        .description(argument.help())
        .index(Integer.toString(place));
  }

  @Override
  public Integer call() throws Exception {
    CommonOptions all = CommonOptions.of(spec);
    runner.run(verb, all.layers(given()), all.output());
    return ExitCode.DONE.code();
  }

  /** Values of the verb's own options, by the setting that each one stands for. */
  private Map<String, Object> given() {
    Map<String, Object> given = new HashMap<>();
    byKey.forEach(
        (key, arg) -> {
          Object value = arg.getValue();
          if (value != null && !(value instanceof List<?> list && list.isEmpty())) {
            given.put(key, value);
          }
        });
    return given;
  }
}
