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
  WRITEPROTECT("writeprotect"),
  WAKE("wake"),
  POLL("poll"),
  READ("read"),
  SETFL("setfl"),
  MISUSE("misuse"),
  MAP("map"),
  UNMAP("unmap"),
  PROTECT("protect"),
  REMAP("remap"),
  DONTNEED("dontneed"),
  FREE("free"),
  FORK("fork"),
  REAP("reap"),
  CHILDWRITE("childwrite"),
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
