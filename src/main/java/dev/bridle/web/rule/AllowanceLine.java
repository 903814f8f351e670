package dev.bridle.web.rule;

import dev.bridle.allowance.Allowance;
import dev.bridle.allowance.Allowances;
import dev.bridle.allowance.Standing;
import dev.bridle.web.Place;
import dev.bridle.web.Visitor;
import java.util.List;
import java.util.Optional;

/**
 * An allowance with where it stands now.
 *
 * @param standings of the targets that used most in the window of now, those first
 */
public record AllowanceLine(Allowance allowance, List<Standing> standings, String address) {
  /** So many a page about something else shows. */
  private static final int SHOWN = 10;

  /**
   * The first of a list.
   *
   * @param more how many others there are
   */
  public record Some(List<AllowanceLine> lines, int more) {}

  public AllowanceLine {
    standings = List.copyOf(standings);
  }

  /** Those that count calls to a provider, as a page about that provider shows them. */
  public static Some of(Visitor who, Allowances allowances, String provider) {
    var about =
        allowances.list(who.organizationId()).stream()
            .filter(one -> one.provider() == null || provider.equals(one.provider()))
            .toList();
    int shown = Math.min(SHOWN, about.size());
    return new Some(of(who, allowances, about.subList(0, shown)), about.size() - shown);
  }

  static List<AllowanceLine> of(Visitor who, Allowances allowances, List<Allowance> shown) {
    var standings = allowances.standings(shown, 1);
    return shown.stream()
        .map(one ->
            new AllowanceLine(
                one,
                standings.getOrDefault(one.id(), List.of()),
                who.address(Place.ALLOWANCES) + "/" + one.id()))
        .toList();
  }

  /** Where the fullest target stands. */
  public Optional<Standing> fullest() {
    return standings.stream().findFirst();
  }

  /** How full it is, from 0 to 100. */
  public static int percent(Standing standing) {
    long amount = standing.allowance().amount();
    long used = standing.settled() + standing.held();
    if (amount <= 0) {
      return 100;
    }
    return (int) Math.min(100, Math.floor(100.0 * used / amount));
  }
}
