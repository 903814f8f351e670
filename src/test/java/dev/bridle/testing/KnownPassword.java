package dev.bridle.testing;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.bridle.store.DatabaseUrl;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * The password of everyone whom tests know, as a hash that takes no time. Those that Bridle makes
 * take a while on purpose.
 */
final class KnownPassword {
  private static final int KIB = 8;

  private static final String HASH =
      Password.hash(RunningBridle.PASSWORD)
          .addRandomSalt(16)
          .with(Argon2Function.getInstance(KIB, 1, 1, 32, Argon2.ID))
          .getResult();

  private KnownPassword() {}

  /** Lets people who are members already sign in with it. */
  static void giveTo(List<String> emails, DatabaseUrl url) {
    String give =
        "insert into person_password (person_id, hash, changed_ms)"
            + " select id, ?, created_ms from person where email = ?";
    try (var connection =
            DriverManager.getConnection(
                url.jdbc(), url.user().orElse(null), url.password().orElse(null));
        var row = connection.prepareStatement(give)) {
      for (String email : emails) {
        row.setString(1, HASH);
        row.setString(2, email);
        if (row.executeUpdate() != 1) {
          throw new IllegalStateException("nobody has the address " + email);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
