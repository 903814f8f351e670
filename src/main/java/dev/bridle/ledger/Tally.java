package dev.bridle.ledger;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;

/** Calls added up in memory, under every key that they count for. */
final class Tally {
  final Map<SumKey, Sums> sums = new HashMap<>();
  final Map<BuildKey, Sums> builds = new HashMap<>();
  final Map<WholeBuild, WholeBuild.Sum> wholeBuilds = new HashMap<>();
  final Map<String, BuildKey.Facts> facts = new HashMap<>();

  void add(CountedCall call) {
    for (Grain grain : Grain.values()) {
      add(call, SumKey.ORGANIZATION, "", grain);
      add(call, SumKey.PIPELINE, call.pipelineSlug(), grain);
      if (grain != Grain.HOUR) {
        // Branches are many; nobody asks for their hours.
        add(call, SumKey.BRANCH, call.branch(), grain);
      }
      if (call.creatorId() != null) {
        add(call, SumKey.CREATOR, call.creatorId(), grain);
      }
    }
    for (Grain grain : EnumSet.of(Grain.DAY, Grain.MONTH)) {
      addPairs(call, grain);
    }
    sums.merge(SumKey.ofWholeBranch(call), call.sums(), Sums::plus);
    builds.merge(BuildKey.of(call), call.sums(), Sums::plus);
    addWhole(call, WholeBuild.ALL_MODELS);
    addWhole(call, call.kind().model());
    facts.putIfAbsent(call.buildId(), BuildKey.Facts.of(call));
  }

  private void addPairs(CountedCall call, Grain grain) {
    add(call, SubjectPair.PIPELINE_BRANCH, call.pipelineSlug(), call.branch(), grain);
    if (call.creatorId() != null) {
      add(call, SubjectPair.PIPELINE_CREATOR, call.pipelineSlug(), call.creatorId(), grain);
      add(call, SubjectPair.CREATOR_BRANCH, call.creatorId(), call.branch(), grain);
    }
  }

  private void addWhole(CountedCall call, String model) {
    wholeBuilds.merge(
        new WholeBuild(call.organizationId(), call.buildId(), model),
        new WholeBuild.Sum(WholeBuild.Days.of(call), call.sums()),
        WholeBuild.Sum::plus);
  }

  private void add(CountedCall call, SubjectPair pair, String first, String second, Grain grain) {
    sums.merge(SumKey.of(call, pair, first, second, grain), call.sums(), Sums::plus);
  }

  private void add(CountedCall call, String subject, String id, Grain grain) {
    sums.merge(SumKey.of(call, subject, id, grain), call.sums(), Sums::plus);
  }
}
