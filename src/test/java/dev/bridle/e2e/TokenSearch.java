package dev.bridle.e2e;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Looks for job tokens in anything that is kept or shown. */
final class TokenSearch {
  private static final Pattern TOKEN = Pattern.compile("brdj_[0-9A-Za-z]{30,}");

  private final List<String> places = new ArrayList<>();
  private int searched;

  /** Where tokens were found. */
  List<String> places() {
    return places;
  }

  /** How many texts and files were looked through. */
  int searched() {
    return searched;
  }

  void text(String place, String text) {
    searched++;
    if (TOKEN.matcher(text).find()) {
      places.add(place);
    }
  }

  /** Every byte as it is, and once more what was compressed. */
  void bytes(String place, byte[] bytes) {
    text(place, new String(bytes, StandardCharsets.ISO_8859_1));
    for (int i = 0; i + 2 < bytes.length; i++) {
      if (bytes[i] == 0x1f && bytes[i + 1] == (byte) 0x8b && bytes[i + 2] == 8) {
        text(place + " inflated at " + i, inflated(bytes, i));
      }
    }
  }

  void folder(Path folder) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes(file.toString(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every value of every table. */
  void database(String jdbc) {
    try (var connection = DriverManager.getConnection(jdbc)) {
      var metaData = connection.getMetaData();
      try (var tables = metaData.getTables(null, "public", "%", new String[] {"TABLE"})) {
        while (tables.next()) {
          table(connection, tables.getString("TABLE_NAME"));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void table(Connection connection, String table) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select * from " + table)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        for (int i = 1; i <= columns; i++) {
          value(table + "." + rows.getMetaData().getColumnName(i), rows.getObject(i));
        }
      }
    }
  }

  private void value(String place, @Nullable Object value) {
    if (value instanceof byte[] bytes) {
      bytes(place, bytes);
    } else {
      text(place, String.valueOf(value));
    }
  }

  /** As much as can be inflated: what only looks compressed is not. */
  private static String inflated(byte[] bytes, int from) {
    var out = new ByteArrayOutputStream();
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes, from, bytes.length - from))) {
      in.transferTo(out);
    } catch (IOException e) {
      // What came before the fault is searched all the same.
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }
}
