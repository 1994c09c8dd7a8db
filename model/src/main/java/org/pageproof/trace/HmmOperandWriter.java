package org.pageproof.trace;

import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.hmm.CheckExclusive;
import org.pageproof.vocabulary.hmm.ChildTouch;
import org.pageproof.vocabulary.hmm.Close;
import org.pageproof.vocabulary.hmm.DeviceRead;
import org.pageproof.vocabulary.hmm.DeviceWrite;
import org.pageproof.vocabulary.hmm.DontNeed;
import org.pageproof.vocabulary.hmm.Exclusive;
import org.pageproof.vocabulary.hmm.Fork;
import org.pageproof.vocabulary.hmm.HmmVisitor;
import org.pageproof.vocabulary.hmm.Map;
import org.pageproof.vocabulary.hmm.MigrateToDevice;
import org.pageproof.vocabulary.hmm.MigrateToSystem;
import org.pageproof.vocabulary.hmm.Misuse;
import org.pageproof.vocabulary.hmm.Open;
import org.pageproof.vocabulary.hmm.Protect;
import org.pageproof.vocabulary.hmm.Reap;
import org.pageproof.vocabulary.hmm.Release;
import org.pageproof.vocabulary.hmm.Remap;
import org.pageproof.vocabulary.hmm.Request;
import org.pageproof.vocabulary.hmm.SetFlags;
import org.pageproof.vocabulary.hmm.Snapshot;
import org.pageproof.vocabulary.hmm.Touch;
import org.pageproof.vocabulary.hmm.Unmap;

/** Writes the operands of the HMM test driver's commands, which {@link HmmCommandCodec} reads. */
enum HmmOperandWriter implements HmmVisitor<JsonWriter, JsonWriter> {
  INSTANCE;

  @Override
  public JsonWriter open(Open c, JsonWriter to) {
    return mirror(to, c.mirror()).name("device").value(c.device());
  }

  @Override
  public JsonWriter close(Close c, JsonWriter to) {
    return mirror(to, c.mirror());
  }

  @Override
  public JsonWriter deviceRead(DeviceRead c, JsonWriter to) {
    return request(to, c.request());
  }

  @Override
  public JsonWriter deviceWrite(DeviceWrite c, JsonWriter to) {
    return request(to, c.request());
  }

  @Override
  public JsonWriter migrateToDevice(MigrateToDevice c, JsonWriter to) {
    return request(to, c.request());
  }

  @Override
  public JsonWriter migrateToSystem(MigrateToSystem c, JsonWriter to) {
    return request(to, c.request());
  }

  @Override
  public JsonWriter snapshot(Snapshot c, JsonWriter to) {
    return request(to, c.request());
  }

  @Override
  public JsonWriter exclusive(Exclusive c, JsonWriter to) {
    return request(to, c.request());
  }

  @Override
  public JsonWriter checkExclusive(CheckExclusive c, JsonWriter to) {
    return request(to, c.request());
  }

  @Override
  public JsonWriter release(Release c, JsonWriter to) {
    return request(to, c.request());
  }

  @Override
  public JsonWriter setFlags(SetFlags c, JsonWriter to) {
    return mirror(to, c.mirror()).name("value").value(c.value());
  }

  @Override
  public JsonWriter misuse(Misuse c, JsonWriter to) {
    return mirror(to, c.mirror()).name("call").value(JsonObject.nameOf(c.call()));
  }

  @Override
  public JsonWriter map(Map c, JsonWriter to) {
    return page(to, c.region(), "count", c.pages())
        .name("backing")
        .value(JsonObject.nameOf(c.backing()));
  }

  @Override
  public JsonWriter unmap(Unmap c, JsonWriter to) {
    return range(to, c.range());
  }

  @Override
  public JsonWriter protect(Protect c, JsonWriter to) {
    return range(to, c.range()).name("protection").value(JsonObject.nameOf(c.protection()));
  }

  @Override
  public JsonWriter remap(Remap c, JsonWriter to) {
    return range(to, c.range()).name("target").value(c.target());
  }

  @Override
  public JsonWriter dontNeed(DontNeed c, JsonWriter to) {
    return range(to, c.range());
  }

  @Override
  public JsonWriter touch(Touch c, JsonWriter to) {
    return page(to, c.region(), "page", c.page())
        .name("access")
        .value(JsonObject.nameOf(c.access()));
  }

  @Override
  public JsonWriter fork(Fork c, JsonWriter to) {
    return to;
  }

  @Override
  public JsonWriter reap(Reap c, JsonWriter to) {
    return to;
  }

  @Override
  public JsonWriter childTouch(ChildTouch c, JsonWriter to) {
    return page(to, c.region(), "page", c.page()).name("write").value(c.write());
  }

  private static JsonWriter mirror(JsonWriter to, int mirror) {
    return to.name("mirror").value(mirror);
  }

  private static JsonWriter request(JsonWriter to, Request request) {
    mirror(to, request.mirror()).name("range").value(HmmCommandCodec.describe(request));
    return request.buffer() == Request.Buffer.VALID
        ? to
        : to.name("buffer").value(JsonObject.nameOf(request.buffer()));
  }

  private static JsonWriter range(JsonWriter to, PageRange range) {
    return to.name("range").value(HmmCommandCodec.describe(range));
  }

  private static JsonWriter page(JsonWriter to, int region, String name, int value) {
    return to.name("region").value(region).name(name).value(value);
  }
}
