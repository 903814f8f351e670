package dev.bridle.web.rule;

import dev.bridle.allowance.NamedTarget;
import dev.bridle.allowance.Standing;
import dev.bridle.web.Place;
import dev.bridle.web.Visitor;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an allowance stands for one of its targets.
 *
 * @param name what people call it; of what is no longer known its id
 * @param address where it is; empty for nowhere
 */
public record TargetLine(Standing standing, String name, String address) {

  /**
   * @param named the targets of the standings, in the same order
   */
  static List<TargetLine> of(Visitor who, List<Standing> standings, List<NamedTarget> named) {
    var lines = new ArrayList<TargetLine>();
    for (int i = 0; i < standings.size(); i++) {
      var target = named.get(i);
      String name = target.name().isEmpty() ? target.id() : target.name();
      lines.add(
          new TargetLine(
              standings.get(i),
              name,
              address(who, standings.get(i).allowance().scope().word(), target)));
    }
    return List.copyOf(lines);
  }

  private static String address(Visitor who, String scope, NamedTarget target) {
    if (target.pipeline() != null) {
      String pipeline = who.address(Place.PIPELINES) + "/" + target.pipeline();
      return target.build() == null ? pipeline : pipeline + "/builds/" + target.build() + "/ai";
    }
    if (target.cluster() == null) {
      return "";
    }
    String cluster = who.address(Place.AGENTS) + "/" + target.cluster();
    return scope.equals("queue") ? cluster + "/queues/" + target.id() : cluster;
  }
}
