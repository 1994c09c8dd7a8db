package org.pageproof.vocabulary.userfaultfd;

/** The kinds of command, for tables and for reading traces. */
public enum UffdKind {
  OPEN("open"),
  API("api"),
  CLOSE("close"),
  REGISTER("register"),
  UNREGISTER("unregister"),
  COPY("copy"),
  ZEROPAGE("zeropage"),
  WAKE("wake"),
  POLL("poll"),
  READ("read"),
  MAP("map"),
  UNMAP("unmap"),
  DONTNEED("dontneed"),
  TOUCH("touch");

  private final String traceName;

  UffdKind(String traceName) {
    this.traceName = traceName;
  }

  /** The name in traces, fingerprints and rule ids (there in capitals). */
  public String traceName() {
    return traceName;
  }
}
