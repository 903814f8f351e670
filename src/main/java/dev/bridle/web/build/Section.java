package dev.bridle.web.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a build that are shown together: a group with its label, or what stands outside of any.
 */
public record Section(@Nullable String groupId, String label, List<JobRow> rows) {
  public Section {
    rows = List.copyOf(rows);
  }

  /** In the order of the build; neighbours outside of groups are one section. */
  static List<Section> of(List<JobRow> rows, Function<String, String> labelOfGroup) {
    var sections = new ArrayList<Section>();
    var open = new ArrayList<JobRow>();
    for (JobRow row : rows) {
      if (!open.isEmpty() && !Objects.equals(open.getLast().groupId(), row.groupId())) {
        sections.add(closed(open, labelOfGroup));
        open.clear();
      }
      open.add(row);
    }
    if (!open.isEmpty()) {
      sections.add(closed(open, labelOfGroup));
    }
    return sections;
  }

  private static Section closed(List<JobRow> rows, Function<String, String> labelOfGroup) {
    String group = rows.getFirst().groupId();
    return new Section(group, group == null ? "" : labelOfGroup.apply(group), rows);
  }

  public boolean isGroup() {
    return groupId != null;
  }

  /** What went well needs no looking at. */
  public boolean isOpen() {
    return !rows.stream().allMatch(row -> row.state().equals("passed"));
  }

  /** What the group has come to: "3 passed, 1 failed". */
  public String tally() {
    return rows.stream()
        .filter(row -> !row.isWait())
        .collect(
            Collectors.groupingBy(
                JobRow::stateWords, java.util.LinkedHashMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }
}
