package dev.bridle.allowance;

import dev.bridle.ledger.Correction;
import dev.bridle.ledger.Review;
import dev.bridle.price.Money;
import dev.bridle.store.HotStep;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One going over past calls, twice: first to see what there is to correct, so that its beginning
 * can be recorded with the sums of the whole; then to correct it, a few calls in one transaction.
 */
final class RepricingRun {
  private final Admissions admissions;
  private final String organizationId;
  private final Repriced found;
  private final Review review;
  private HotStep beginning;

  /**
   * @param reviews begins a review of the same calls each time
   */
  RepricingRun(
      Admissions admissions, String organizationId, String priceVersion, Supplier<Review> reviews) {
    this.admissions = admissions;
    this.organizationId = organizationId;
    this.found = survey(reviews.get(), Repriced.nothing(priceVersion));
    this.review = reviews.get();
    this.beginning = HotStep.NOTHING;
  }

  private static Repriced survey(Review review, Repriced found) {
    for (var page = review.next(); page.isPresent(); page = review.next()) {
      found = plus(found, page.get());
    }
    return found;
  }

  private static Repriced plus(Repriced sums, Review.Page page) {
    Money difference =
        page.corrections().stream().map(Correction::cost).reduce(sums.difference(), Money::plus);
    return new Repriced(
        sums.priceVersion(),
        sums.calls() + page.calls(),
        sums.corrected() + page.corrections().size(),
        sums.skipped() + page.skipped(),
        difference);
  }

  Repriced found() {
    return found;
  }

  /** What is written together with the first corrections. */
  RepricingRun recording(HotStep record) {
    beginning = record;
    return this;
  }

  /** Corrects the next calls; false when all are corrected. */
  boolean step() {
    for (Optional<Review.Page> page = review.next(); page.isPresent(); page = review.next()) {
      if (!page.get().corrections().isEmpty()) {
        admissions.correct(organizationId, page.get().corrections(), beginning);
        beginning = HotStep.NOTHING;
        return true;
      }
    }
    return false;
  }
}
