package dev.bridle.pipeline;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** YAML text that holds one document of bounded size and depth. */
final class YamlText {
  private static final int LONGEST = 1_000_000;

  /** Plenty for shared steps; what they expand to is bounded where it is expanded. */
  private static final int MOST_ALIASES = 10_000;

  private static final Optional<String> MERGE_TAG = Optional.of(Tag.MERGE.getValue());
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setSchema(new Unmerged())
          .setAllowNonScalarKeys(true) // refused later, with the place
          .setMaxAliasesForCollections(MOST_ALIASES)
          .build();

  private YamlText() {}

  /** Leaves merge keys alone: the library's own merging never ends when a map merges itself. */
  private static final class Unmerged extends CoreSchema {
    @Override
    public ScalarResolver getScalarResolver() {
      return new CoreScalarResolver(false);
    }
  }

  static Field read(String yaml) {
    if (yaml.length() > LONGEST) {
      throw new InvalidPipeline("the pipeline is longer than %d characters".formatted(LONGEST));
    }
    try {
      refuseWhatCannotBeComposed(yaml);
      Node document =
          new Compose(SETTINGS)
              .composeString(yaml)
              .orElseThrow(() -> new InvalidPipeline("the pipeline is empty"));
      return YamlNodes.read(document);
    } catch (MarkedYamlEngineException problem) {
      throw YamlProblem.of(problem);
    } catch (YamlEngineException problem) {
      throw new InvalidPipeline("the YAML cannot be read: " + problem.getMessage());
    }
  }

  /** Composing recurses, so the depth must be known before; it also joins no documents. */
  private static void refuseWhatCannotBeComposed(String yaml) {
    int depth = 0;
    int documents = 0;
    for (Event event : new Parse(SETTINGS).parseString(yaml)) {
      depth += nesting(event);
      documents += event.getEventId() == Event.ID.DocumentStart ? 1 : 0;
      if (depth > Texts.DEEPEST) {
        throw fault(event, "is nested more than %d levels deep".formatted(Texts.DEEPEST));
      }
      if (event instanceof ScalarEvent scalar && scalar.getTag().equals(MERGE_TAG)) {
        throw fault(event, "has the tag !!merge, which is not supported; << needs none");
      }
      if (documents > 1) {
        throw fault(event, "starts a second document, but a pipeline is a single one");
      }
    }
  }

  private static int nesting(Event event) {
    return switch (event.getEventId()) {
      case MappingStart, SequenceStart -> 1;
      case MappingEnd, SequenceEnd -> -1;
      default -> 0;
    };
  }

  private static InvalidPipeline fault(Event event, String problem) {
    int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    return InvalidPipeline.at(line, "", problem);
  }
}
