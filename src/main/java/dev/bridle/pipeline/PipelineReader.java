package dev.bridle.pipeline;

import java.util.ArrayList;
import java.util.List;

/** Reads a pipeline whose variables have all been replaced. */
final class PipelineReader {
  private static final int MOST_STEPS = 500;

  private PipelineReader() {}

  static PipelineDefinition read(Field pipeline, Origin origin) {
    Unsupported.refuseInPipeline(pipeline);
    var env = Attributes.env(pipeline.get("env"));
    var reader = new StepReader(origin, pipeline);
    var read = new PipelineDefinition(env, steps(pipeline).stream().map(reader::read).toList());
    refuseTooMany(pipeline.get("steps"), read.flat().size());
    return read;
  }

  /** All that is wrong, as far as one fault doesn't hide another. */
  static List<InvalidPipeline> faults(Field pipeline, Origin origin) {
    var faults = new ArrayList<InvalidPipeline>();
    collect(faults, () -> Unsupported.refuseInPipeline(pipeline));
    collect(faults, () -> Attributes.env(pipeline.get("env")));
    collect(
        faults,
        () -> {
          var reader = new StepReader(origin, pipeline);
          steps(pipeline).forEach(step -> collect(faults, () -> reader.read(step)));
        });
    return faults;
  }

  private static void collect(List<InvalidPipeline> faults, Runnable reading) {
    try {
      reading.run();
    } catch (InvalidPipeline fault) {
      faults.add(fault);
    }
  }

  /** An upload may have nothing to add; a pipeline that is kept to be run must have steps. */
  static void requireSteps(Field pipeline, Origin origin) {
    if (!pipeline.value().isObject()) {
      throw pipeline.fault(
          "a pipeline must be a list of steps, or a map with such a list, not " + pipeline.kind());
    }
    Field steps = pipeline.get("steps");
    if (steps.isAbsent()) {
      throw pipeline.fault("the pipeline has no steps");
    }
    if (steps.items().isEmpty() && origin == Origin.STORED) {
      throw steps.fault("must hold at least one step");
    }
  }

  private static List<Field> steps(Field pipeline) {
    Field steps = pipeline.get("steps");
    List<Field> items = steps.items();
    refuseTooMany(steps, items.size());
    return items;
  }

  private static void refuseTooMany(Field steps, int count) {
    if (count > MOST_STEPS) {
      throw steps.fault(
          "has %d steps, but at most %d can be added at once".formatted(count, MOST_STEPS));
    }
  }
}
