package org.pageproof.sut.kernel;

import com.sun.jna.Native;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.worker.main.WorkerMain;
import org.pageproof.vocabulary.Observation;

/** Where the classes of a worker come from. */
public final class WorkerClasses {
  private WorkerClasses() {}

  /** The jars or directories of the vocabulary, the worker and JNA. */
  public static List<Path> origins() {
    return Stream.of(Observation.class, WorkerMain.class, Native.class)
        .map(WorkerClasses::origin)
        .distinct()
        .toList();
  }

  private static Path origin(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new HarnessException("nobody knows where " + type.getName() + " was loaded from");
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new HarnessException("not a path: " + source.getLocation(), e);
    }
  }
}
