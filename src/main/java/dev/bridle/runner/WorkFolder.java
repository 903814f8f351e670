package dev.bridle.runner;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A fresh folder that only this user can enter; gone when the job is over. */
record WorkFolder(Path path) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("runner");

  static WorkFolder below(Path buildPath) throws IOException {
    Files.createDirectories(buildPath);
    return new WorkFolder(Files.createTempDirectory(buildPath, "job-"));
  }

  @Override
  public void close() {
    try {
      Files.walkFileTree(path, new Deleting());
    } catch (IOException e) {
      LOG.warn("the work folder {} could not be removed: {}", path, e.getMessage());
    }
  }

  private static final class Deleting extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException why)
        throws IOException {
      if (why != null) {
        throw why;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
