package dev.bridle.blob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Bytes by key in a folder. What was put is on disk when the call returns, whole or not at all,
 * whatever happens to the process in between.
 */
public final class Blobs {
  /** No segment may begin with a dot, so no key leaves the folder or meets an unfinished file. */
  private static final Pattern KEY =
      Pattern.compile("[0-9A-Za-z_-][0-9A-Za-z._-]*(/[0-9A-Za-z_-][0-9A-Za-z._-]*)*");

  private static final String UNFINISHED = ".unfinished-";
  private static final int TRIES = 10;

  private final Path folder;

  public Blobs(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  /** Keeps the bytes, in place of what the key held before. */
  public void put(String key, byte[] bytes) {
    Path file = path(key);
    for (int attempt = 1; ; attempt++) {
      try {
        put(file, bytes);
        return;
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        // Somebody deletes the last file of the same folder, and the folder with it.
        if (attempt == TRIES) {
          throw new UncheckedIOException(e);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void put(Path file, byte[] bytes) throws IOException {
    Path above = above(file);
    Path unfinished = above.resolve(UNFINISHED + UUID.randomUUID());
    try {
      createFolders(above);
      write(unfinished, bytes);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      sync(above);
    } catch (IOException e) {
      discard(unfinished, e);
      throw e;
    }
  }

  public Optional<byte[]> get(String key) {
    try {
      return Optional.of(Files.readAllBytes(path(key)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes what the key holds, and the folders that are empty without it. */
  public void delete(String key) {
    Path file = path(key);
    try {
      Files.deleteIfExists(file);
      for (Path above = above(file); !above.equals(folder); above = above(above)) {
        Files.deleteIfExists(above);
      }
    } catch (DirectoryNotEmptyException e) {
      // Others are still in it.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Deletes what a killed process has left half written below a folder; to be called before
   * anything is put there.
   */
  public void deleteUnfinished(String below) {
    Path start = path(below);
    if (!Files.isDirectory(start)) {
      return;
    }
    try (var files = Files.walk(start)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.getFileName().toString().startsWith(UNFINISHED)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path path(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("not a key: " + key);
    }
    return folder.resolve(key);
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  /** A new folder is only there after a power cut if the one above it knows it. */
  private void createFolders(Path wanted) throws IOException {
    if (Files.isDirectory(wanted)) {
      return;
    }
    if (!wanted.equals(folder)) {
      createFolders(above(wanted));
    }
    Files.createDirectories(wanted);
    sync(above(wanted));
  }

  private static Path above(Path path) {
    return Objects.requireNonNull(path.getParent());
  }

  private static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void discard(Path unfinished, IOException cause) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
