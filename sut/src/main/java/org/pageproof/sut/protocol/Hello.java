package org.pageproof.sut.protocol;

import org.pageproof.sut.HarnessException;
import org.pageproof.sut.KernelState;
import org.pageproof.trace.JsonObject;
import org.pageproof.trace.JsonReader;
import org.pageproof.trace.JsonWriter;
import org.pageproof.trace.TraceFormatException;
import org.pageproof.vocabulary.KernelRelease;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.Profile;

/**
 * The first thing a worker says.
 *
 * @param profile what it negotiated with its kernel
 * @param machine the architecture
 * @param thp the transparent huge page policy
 * @param kernel what that kernel says of itself
 */
public record Hello(Profile profile, String machine, String thp, KernelState kernel) {
  /** The version of frames, requests, step lines and journal together. */
  public static final int PROTOCOL_VERSION = 6;

  /** The same greeting with another profile. */
  public Hello with(Profile other) {
    return new Hello(other, machine, thp, kernel);
  }

  /** As a frame. */
  public Frame toFrame() {
    JsonWriter json = new JsonWriter();
    json.object().name("protocol").value(PROTOCOL_VERSION);
    json.name("release").value(profile.release().text());
    json.name("features").value(profile.features());
    json.name("unrestricted").value(profile.unrestricted());
    json.name("device").value(profile.device()).name("ptrace").value(profile.ptrace());
    json.name("ioctls").value(profile.driver().ioctls());
    json.name("devices").value(profile.driver().devices());
    json.name("machine").value(machine).name("thp").value(thp);
    json.name("version").value(kernel.version()).name("tainted").value(kernel.tainted());
    json.endObject();
    return new Frame(Frame.Type.HELLO, json.bytesFrom(0));
  }

  /**
   * The inverse of {@link #toFrame()}.
   *
   * @throws HarnessException if it is of another protocol version or cannot be read
   */
  public static Hello parse(Frame frame) {
    try {
      JsonObject json = JsonReader.parse(frame.payload(), 0, frame.payload().length);
      long version = json.number("protocol");
      if (version != PROTOCOL_VERSION) {
        throw new HarnessException(
            "the worker speaks protocol version "
                + version
                + ", not "
                + PROTOCOL_VERSION
                + ": use driver and worker of one build");
      }
      Profile profile =
          new Profile(
              KernelRelease.parse(json.text("release")),
              json.number("features"),
              json.truth("unrestricted"),
              json.truth("device"),
              json.truth("ptrace"),
              new MirrorDriver(
                  json.number("ioctls", 0, MirrorDriver.NEWEST),
                  json.number("devices", 0, MirrorDriver.DEVICE_SLOTS)));
      KernelState kernel = new KernelState(json.text("version"), json.text("tainted"));
      return new Hello(profile, json.text("machine"), json.text("thp"), kernel);
    } catch (TraceFormatException | IllegalArgumentException e) {
      throw new HarnessException("the worker's greeting cannot be read: " + e.getMessage(), e);
    }
  }
}
