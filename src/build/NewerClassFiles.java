import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Brings old class files in a jar to a version that can go into the cache from which everything
 * starts: what was compiled for Java 5 is left out of it, and is loaded and verified anew at each
 * start. Only the version and the maps that the verifier needs are new; no instruction changes.
 */
final class NewerClassFiles {
  private static final int BETWEEN = 50;
  private static final int NEW = ClassFile.JAVA_8_VERSION;

  private final ZipFile jar;
  private final ClassFile classFile;

  private NewerClassFiles(ZipFile jar) {
    this.jar = jar;
    this.classFile =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(this::inJar)
                    .orElse(ClassHierarchyResolver.defaultResolver())),
            ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
  }

  public static void main(String[] args) throws IOException {
    var path = Path.of(args[0]);
    var made = Path.of(args[0] + ".new");
    try (var jar = new ZipFile(path.toFile());
        var out = new ZipOutputStream(Files.newOutputStream(made))) {
      out.setLevel(Deflater.BEST_SPEED);
      new NewerClassFiles(jar).copy(out);
    }
    Files.move(made, path, StandardCopyOption.REPLACE_EXISTING);
  }

  private void copy(ZipOutputStream out) throws IOException {
    for (ZipEntry entry : Collections.list(jar.entries())) {
      var copy = new ZipEntry(entry.getName());
      copy.setTime(entry.getTime());
      out.putNextEntry(copy);
      try (InputStream in = jar.getInputStream(entry)) {
        out.write(newer(entry.getName(), in.readAllBytes()));
      }
      out.closeEntry();
    }
  }

  private byte[] newer(String name, byte[] bytes) {
    return name.endsWith(".class") && major(bytes) < BETWEEN ? newer(bytes) : bytes;
  }

  private static int major(byte[] bytes) {
    return (bytes[6] & 0xff) << 8 | bytes[7] & 0xff;
  }

  private byte[] newer(byte[] bytes) {
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(NEW, 0);
          } else {
            builder.with(element);
          }
        };
    return classFile.transformClass(
        classFile.parse(bytes),
        version.andThen(
            ClassTransform.transformingMethodBodies((builder, each) -> builder.with(each))));
  }

  private InputStream inJar(ClassDesc desc) {
    String descriptor = desc.descriptorString();
    var entry = jar.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
    try {
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
