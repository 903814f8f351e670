package dev.bridle.organization;

import static dev.bridle.store.schema.Tables.PERSON;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.PersonAudit;
import dev.bridle.store.Database;
import java.util.Map;
import java.util.Optional;

/** People as they say themselves that they are. */
public final class People {
  static final int LONGEST_NAME = 100;

  private final Database database;
  private final PersonAudit audit;

  public People(Database database, AuditLog audit) {
    this.database = database;
    this.audit = new PersonAudit(audit);
  }

  public Person get(String personId) {
    return database.read(
        sql -> sql.selectFrom(PERSON).where(PERSON.ID.eq(personId)).fetchSingle(Members::person));
  }

  /** Whoever has that address. */
  public Optional<Person> find(String email) {
    return database.read(
        sql -> sql.selectFrom(PERSON).where(PERSON.EMAIL.eq(email)).fetchOptional(Members::person));
  }

  /** The name that others see from now on. */
  public void rename(String personId, String name, Actor by) {
    String wanted = name(name);
    database.execute(sql -> {
      String before =
          sql.selectFrom(PERSON).where(PERSON.ID.eq(personId)).fetchSingle(Members::person).name();
      if (before.equals(wanted)) {
        return;
      }
      sql.update(PERSON).set(PERSON.NAME, wanted).where(PERSON.ID.eq(personId)).execute();
      audit.record(
          sql,
          by,
          new PersonAudit.Act(
              "USER_UPDATED", personId, Map.of("name", before), Map.of("name", wanted)));
    });
  }

  private static String name(String name) {
    String stripped = name.strip();
    if (stripped.isEmpty() || stripped.length() > LONGEST_NAME) {
      throw new InvalidField("name", "must be 1 to " + LONGEST_NAME + " characters long");
    }
    return stripped;
  }
}
