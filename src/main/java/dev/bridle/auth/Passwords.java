package dev.bridle.auth;

import static dev.bridle.store.schema.Tables.PERSON;
import static dev.bridle.store.schema.Tables.PERSON_PASSWORD;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.bridle.config.Secret;
import dev.bridle.store.Database;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jooq.DSLContext;

/** The passwords of people, as Argon2id hashes. */
public final class Passwords {
  /** In characters: what is shorter can be guessed, what is longer only keeps the server busy. */
  public static final int SHORTEST = 10;

  public static final int LONGEST = 200;

  private static final int MEMORY_KIB = 19_456;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int HASH_BYTES = 32;
  private static final int SALT_BYTES = 16;

  /** A hash takes 19 MB while it is made. */
  private static final int AT_ONCE = 4;

  private final Database database;
  private final Semaphore room = new Semaphore(AT_ONCE);

  /** Compared with when there is no such person, so that both take the same time. */
  private final String nobodys;

  public Passwords(Database database) {
    this.database = database;
    this.nobodys =
        "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
            .formatted(MEMORY_KIB, PASSES, LANES, "A".repeat(22), "A".repeat(43));
  }

  /** What is kept of a password; takes a while, so never within a transaction. */
  public String hash(Secret password) {
    return inTurn(() ->
        Password.hash(password.reveal())
            .addRandomSalt(SALT_BYTES)
            .with(Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID))
            .getResult());
  }

  /** Sets a person's password within a transaction. */
  public static void set(DSLContext sql, String personId, String hash, Instant now) {
    sql.insertInto(PERSON_PASSWORD)
        .set(PERSON_PASSWORD.PERSON_ID, personId)
        .set(PERSON_PASSWORD.HASH, hash)
        .set(PERSON_PASSWORD.CHANGED_MS, now.toEpochMilli())
        .onConflict(PERSON_PASSWORD.PERSON_ID)
        .doUpdate()
        .set(PERSON_PASSWORD.HASH, hash)
        .set(PERSON_PASSWORD.CHANGED_MS, now.toEpochMilli())
        .execute();
  }

  /** Whose address and password these are. */
  Optional<String> personWith(String email, Secret password) {
    if (password.reveal().length() > LONGEST) {
      return Optional.empty();
    }
    var kept =
        database.read(sql ->
            sql.select(PERSON_PASSWORD.PERSON_ID, PERSON_PASSWORD.HASH)
                .from(PERSON_PASSWORD)
                .join(PERSON)
                .on(PERSON.ID.eq(PERSON_PASSWORD.PERSON_ID))
                .where(PERSON.EMAIL.eq(email))
                .fetchOptional());
    String hash = kept.map(row -> row.get(PERSON_PASSWORD.HASH)).orElse(nobodys);
    boolean right = inTurn(() -> matches(password, hash));
    return kept.filter(_ -> right).map(row -> row.get(PERSON_PASSWORD.PERSON_ID));
  }

  private static boolean matches(Secret password, String hash) {
    return Password.check(password.reveal(), hash).with(Argon2Function.getInstanceFromHash(hash));
  }

  private <T> T inTurn(Supplier<T> work) {
    room.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      room.release();
    }
  }
}
