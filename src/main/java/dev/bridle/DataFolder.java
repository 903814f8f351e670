package dev.bridle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder that a running server keeps to itself: a lock in it is held until the end. */
final class DataFolder implements AutoCloseable {
  private final Path folder;
  private final FileChannel lock;

  private DataFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  static DataFolder take(Path folder) {
    FileChannel channel;
    try {
      make(folder);
      channel =
          FileChannel.open(
              folder.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new CannotStart("The data folder " + folder + " can't be made or written to.", e);
    }
    try {
      if (channel.tryLock() != null) {
        return new DataFolder(folder, channel);
      }
    } catch (IOException | OverlappingFileLockException e) {
      // Told below: somebody else has it.
    }
    var inUse = new IOException("locked by another process or by another server of this one");
    try {
      channel.close();
    } catch (IOException e) {
      inUse.addSuppressed(e);
    }
    throw new CannotStart("The data folder " + folder + " is in use by another server.", inUse);
  }

  /** A folder that is there already keeps its permissions; a new one is its owner's alone. */
  private static void make(Path folder) throws IOException {
    if (Files.exists(folder)) {
      return;
    }
    Files.createDirectories(folder);
    if (knowsPermissions(folder)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static boolean knowsPermissions(Path folder) throws IOException {
    return Files.getFileStore(folder).supportsFileAttributeView("posix");
  }

  /** Makes an empty file that is its owner's alone, to be filled later; an old one stays. */
  void reserve(Path file) {
    try {
      if (knowsPermissions(folder)) {
        var ownerOnly = PosixFilePermissions.fromString("rw-------");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(ownerOnly));
      }
    } catch (FileAlreadyExistsException e) {
      // From an earlier start.
    } catch (IOException e) {
      throw new CannotStart("The file " + file + " can't be made.", e);
    }
  }

  static Path addressFile(Path folder) {
    return folder.resolve("server.address");
  }

  void writeAddress(String url) throws IOException {
    Files.writeString(addressFile(folder), url + "\n");
  }

  @Override
  public void close() {
    try (lock) {
      Files.deleteIfExists(addressFile(folder));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
