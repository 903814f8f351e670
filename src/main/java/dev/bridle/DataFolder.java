package dev.bridle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

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
      Files.createDirectories(folder);
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
