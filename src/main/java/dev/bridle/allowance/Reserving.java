package dev.bridle.allowance;

import dev.bridle.auth.JobIdentity;
import dev.bridle.ledger.Held;
import dev.bridle.ledger.Ledger;
import dev.bridle.price.Money;
import dev.bridle.store.HotSql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every balance that a call is charged to and reserves on all of them, or on none. On the
 * writing thread, so that nothing changes between the look and the reservation.
 */
final class Reserving {
  private final Balances balances;
  private final Ledger ledger;
  private final Calibration calibration;
  private final Map<String, List<Allowance>> allowances = new HashMap<>();

  Reserving(Balances balances, Ledger ledger, Calibration calibration) {
    this.balances = balances;
    this.ledger = ledger;
    this.calibration = calibration;
  }

  /** An organization's allowances have changed. */
  void forget(String organizationId) {
    allowances.remove(organizationId);
  }

  List<Allowance> of(HotSql sql, String organizationId) {
    return allowances.computeIfAbsent(organizationId, id -> AllowanceRows.list(sql.builder(), id));
  }

  /** The balances that a call of this job is charged to when it is admitted at that moment. */
  List<Balance> charged(
      HotSql sql, JobIdentity job, String provider, String model, String modelId, long atMs) {
    var charged = new ArrayList<Balance>();
    for (Allowance allowance : of(sql, job.organizationId())) {
      if (allowance.covers(job, provider, model, modelId)) {
        charged.add(balances.of(sql, allowance, job, atMs));
      }
    }
    return charged;
  }

  /**
   * @param blocked balances whose room others wait for who came earlier
   */
  Verdict attempt(HotSql sql, AskedCall call, Instant at, Set<BalanceKey> blocked) {
    var job = call.job();
    var charged =
        charged(sql, job, call.provider(), call.model(), call.modelId(), at.toEpochMilli());
    var need = call.need(at);
    long tokens = calibration.tokens(job.pipelineId(), call.model(), need.textBytes());
    var look = new Look(need, tokens, call.model(), at, blocked);
    charged.forEach(look::at);
    if (look.objection != null) {
      return new Verdict.Refused(look.objection);
    }
    if (!look.waitsOn.isEmpty()) {
      return new Verdict.Waits(look.waitsOn, look.first(), look.heldThere);
    }
    return reserve(sql, call, at, charged, look);
  }

  private Verdict reserve(
      HotSql sql, AskedCall call, Instant at, List<Balance> charged, Look look) {
    var numbers = new StringBuilder();
    boolean softly = false;
    for (Balance balance : charged) {
      var allowance = balance.allowance;
      long needed = look.needed(allowance);
      if (allowance.unit() == Unit.REQUESTS) {
        balances.change(balance, needed, 0);
        Thresholds.note(sql, balances, balance, null, at);
      } else {
        balances.change(balance, 0, needed);
      }
      softly |= allowance.isMoney() && allowance.mode() == Mode.SOFT && !look.need.free();
      numbers.append(numbers.isEmpty() ? "" : " ").append(allowance.number());
    }
    var held =
        new Held(
            look.need.worst(),
            softly ? look.need.slice() : Money.ZERO,
            look.tokens,
            numbers.toString());
    var row = call.row(at, held);
    ledger.open(sql, row);
    return new Verdict.Fits(row, look.need, softly, charged.stream().map(Standing::of).toList());
  }

  /** One look over all balances of a call. */
  private static final class Look {
    private final Need need;
    private final long tokens;
    private final String model;
    private final Instant at;
    private final Set<BalanceKey> blocked;
    private final Set<BalanceKey> waitsOn = new HashSet<>();
    private @Nullable Allowance firstInTheWay;
    private long heldThere;
    private @Nullable Objection objection;

    Look(Need need, long tokens, String model, Instant at, Set<BalanceKey> blocked) {
      this.need = need;
      this.tokens = tokens;
      this.model = model;
      this.at = at;
      this.blocked = blocked;
    }

    Allowance first() {
      return java.util.Objects.requireNonNull(firstInTheWay);
    }

    long needed(Allowance allowance) {
      return switch (allowance.unit()) {
        case REQUESTS, CONCURRENT_CALLS -> 1;
        case INPUT_TOKENS -> tokens;
        case USD ->
            allowance.mode() == Mode.HARD
                ? need.worst().map(Money::nanos).orElse(0L)
                : need.slice().nanos();
      };
    }

    void at(Balance balance) {
      var allowance = balance.allowance;
      if (allowance.isMoney()) {
        if (need.free()) {
          return;
        }
        if (need.input().isEmpty()) {
          object(new Objection.NoPrice(allowance, model));
          return;
        }
        if (allowance.mode() == Mode.HARD && need.unbounded().isPresent()) {
          object(new Objection.NoBound(allowance, need.unbounded().get()));
          return;
        }
      }
      long needed = needed(allowance);
      if (!everFits(balance, needed)) {
        object(spent(balance, needed));
      } else if (!fitsNow(balance, needed) || blocked.contains(balance.key)) {
        waitsOn.add(balance.key);
        if (firstInTheWay == null) {
          firstInTheWay = allowance;
          heldThere = balance.held();
        }
      }
    }

    /** Whether it would fit if no other call held anything. */
    private static boolean everFits(Balance balance, long needed) {
      boolean emptyWindow = balance.allowance.unit() == Unit.INPUT_TOKENS && balance.settled() == 0;
      return emptyWindow || balance.settled() + needed <= balance.allowance.amount();
    }

    private static boolean fitsNow(Balance balance, long needed) {
      boolean emptyWindow =
          balance.allowance.unit() == Unit.INPUT_TOKENS
              && balance.settled() == 0
              && balance.held() == 0;
      return emptyWindow
          || balance.settled() + balance.held() + needed <= balance.allowance.amount();
    }

    private Objection spent(Balance balance, long needed) {
      var standing = Standing.of(balance);
      long left = balance.allowance.amount() - balance.settled();
      return new Objection.Spent(
          balance.allowance,
          balance.settled(),
          needed,
          balance.allowance.isMoney()
              ? need.fitting(new Money(Math.max(0, left)))
              : java.util.Optional.empty(),
          standing.resetsAt(),
          at);
    }

    /** Of several, the one that stands in the way for longest: else a caller would ask in vain. */
    private void object(Objection next) {
      if (objection == null || lasting(next) > lasting(objection)) {
        objection = next;
      }
    }

    private static long lasting(Objection objection) {
      return objection instanceof Objection.Spent spent && spent.resetsAt().isPresent()
          ? spent.resetsAt().get().toEpochMilli()
          : Long.MAX_VALUE;
    }
  }
}
