package dev.bridle.allowance;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The calls of one organization that wait for room, in turns between its pipelines and in the order
 * of their coming within each. Lives on the writing thread only.
 */
final class WaitingLine {
  /** More than that are refused at once: each holds its whole request in memory. */
  private static final int MOST = 2_000;

  private static final long MOST_BYTES = 256L << 20;

  private final Aftermath aftermath;
  private final Map<String, ArrayDeque<Attempt>> byPipeline = new LinkedHashMap<>();
  private final Map<BalanceKey, Integer> awaited = new HashMap<>();
  private int size;
  private long bytes;

  WaitingLine(Aftermath aftermath) {
    this.aftermath = aftermath;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean hasRoomFor(Attempt attempt) {
    return size < MOST && bytes + attempt.call.bodyBytes() <= MOST_BYTES;
  }

  void add(Attempt attempt, Set<BalanceKey> on) {
    put(attempt, on, false);
    aftermath.onUndo(() -> take(attempt));
  }

  /** Nothing happens to one that does not wait. */
  void remove(Attempt attempt) {
    if (attempt.isWaiting()) {
      var on = Set.copyOf(attempt.waitsOn);
      take(attempt);
      aftermath.onUndo(() -> put(attempt, on, true));
    }
  }

  /** It keeps its place but waits for other room. */
  void waitsNow(Attempt attempt, Set<BalanceKey> on) {
    var before = Set.copyOf(attempt.waitsOn);
    await(attempt, on);
    aftermath.onUndo(() -> await(attempt, before));
  }

  private void put(Attempt attempt, Set<BalanceKey> on, boolean first) {
    var own = byPipeline.computeIfAbsent(attempt.call.job().pipelineId(), _ -> new ArrayDeque<>());
    if (first) {
      own.addFirst(attempt);
    } else {
      own.addLast(attempt);
    }
    await(attempt, on);
    size++;
    bytes += attempt.call.bodyBytes();
  }

  private void take(Attempt attempt) {
    var own = byPipeline.get(attempt.call.job().pipelineId());
    if (own != null && own.remove(attempt)) {
      await(attempt, Set.of());
      size--;
      bytes -= attempt.call.bodyBytes();
      if (own.isEmpty()) {
        byPipeline.remove(attempt.call.job().pipelineId());
      }
    }
  }

  private void await(Attempt attempt, Set<BalanceKey> on) {
    attempt.waitsOn.forEach(key -> awaited.computeIfPresent(key, (_, n) -> n == 1 ? null : n - 1));
    attempt.waitsOn.clear();
    attempt.waitsOn.addAll(on);
    on.forEach(key -> awaited.merge(key, 1, Integer::sum));
  }

  /** Whether someone who came earlier waits for this room: then nobody may slip past. */
  boolean isAwaited(BalanceKey key) {
    return awaited.containsKey(key);
  }

  int waitingFor(BalanceKey key) {
    return awaited.getOrDefault(key, 0);
  }

  /** All in the order of their turns: the first of each pipeline, then the second of each … */
  List<Attempt> inTurn() {
    var all = new ArrayList<Attempt>(size);
    var rest = new ArrayList<Iterator<Attempt>>();
    byPipeline.values().forEach(own -> rest.add(own.iterator()));
    while (!rest.isEmpty()) {
      rest.removeIf(next -> !next.hasNext());
      rest.forEach(next -> all.add(next.next()));
    }
    return all;
  }

  /** A pipeline that was served goes behind the others. */
  void served(String pipelineId) {
    var own = byPipeline.remove(pipelineId);
    if (own != null) {
      byPipeline.put(pipelineId, own);
    }
  }
}
