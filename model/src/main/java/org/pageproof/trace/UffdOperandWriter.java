package org.pageproof.trace;

import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.ChildWrite;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.DontNeed;
import org.pageproof.vocabulary.userfaultfd.Fork;
import org.pageproof.vocabulary.userfaultfd.Free;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Misuse;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Poll;
import org.pageproof.vocabulary.userfaultfd.Protect;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.Reap;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Remap;
import org.pageproof.vocabulary.userfaultfd.SetNonblocking;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdVisitor;
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/** Writes the operands of userfaultfd commands, which {@link UffdCommandCodec} reads. */
enum UffdOperandWriter implements UffdVisitor<JsonWriter, JsonWriter> {
  INSTANCE;

  @Override
  public JsonWriter open(Open c, JsonWriter to) {
    fd(to, c.fd()).name("entry").value(JsonObject.nameOf(c.entry()));
    return to.name("flags").value(c.flags()).name("handshake").value(c.handshake());
  }

  @Override
  public JsonWriter api(Api c, JsonWriter to) {
    fd(to, c.fd()).name("api").value(c.api()).name("features").value(c.features());
    return argument(to, c.argument());
  }

  @Override
  public JsonWriter close(Close c, JsonWriter to) {
    return fd(to, c.fd());
  }

  @Override
  public JsonWriter register(Register c, JsonWriter to) {
    range(fd(to, c.fd()), c.range()).name("mode").value(c.mode());
    return argument(to, c.argument());
  }

  @Override
  public JsonWriter unregister(Unregister c, JsonWriter to) {
    return argument(range(fd(to, c.fd()), c.range()), c.argument());
  }

  @Override
  public JsonWriter copy(Copy c, JsonWriter to) {
    range(fd(to, c.fd()), c.range()).name("source").value(JsonObject.nameOf(c.source()));
    return argument(to.name("mode").value(c.mode()), c.argument());
  }

  @Override
  public JsonWriter zeropage(Zeropage c, JsonWriter to) {
    range(fd(to, c.fd()), c.range()).name("mode").value(c.mode());
    return argument(to, c.argument());
  }

  @Override
  public JsonWriter writeProtect(WriteProtect c, JsonWriter to) {
    range(fd(to, c.fd()), c.range()).name("mode").value(c.mode());
    return argument(to, c.argument());
  }

  @Override
  public JsonWriter wake(Wake c, JsonWriter to) {
    return argument(range(fd(to, c.fd()), c.range()), c.argument());
  }

  @Override
  public JsonWriter poll(Poll c, JsonWriter to) {
    return fd(to, c.fd());
  }

  @Override
  public JsonWriter read(Read c, JsonWriter to) {
    return fd(to, c.fd()).name("bytes").value(c.bytes()).name("bad_buffer").value(c.badBuffer());
  }

  @Override
  public JsonWriter map(Map c, JsonWriter to) {
    to.name("region").value(c.region()).name("count").value(c.pages());
    return c.backing() == Map.Backing.ANONYMOUS
        ? to
        : to.name("backing").value(JsonObject.nameOf(c.backing()));
  }

  @Override
  public JsonWriter setNonblocking(SetNonblocking c, JsonWriter to) {
    return fd(to, c.fd()).name("nonblocking").value(c.nonblocking());
  }

  @Override
  public JsonWriter misuse(Misuse c, JsonWriter to) {
    return fd(to, c.fd()).name("call").value(JsonObject.nameOf(c.call()));
  }

  @Override
  public JsonWriter protect(Protect c, JsonWriter to) {
    return range(to, c.range()).name("protection").value(JsonObject.nameOf(c.protection()));
  }

  @Override
  public JsonWriter remap(Remap c, JsonWriter to) {
    range(to, c.range()).name("count").value(c.pages());
    return c.moves() ? to.name("target").value(c.target()) : to;
  }

  @Override
  public JsonWriter free(Free c, JsonWriter to) {
    return range(to, c.range());
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
  public JsonWriter childWrite(ChildWrite c, JsonWriter to) {
    return to.name("region").value(c.region()).name("page").value(c.page());
  }

  @Override
  public JsonWriter unmap(Unmap c, JsonWriter to) {
    return range(to, c.range());
  }

  @Override
  public JsonWriter dontNeed(DontNeed c, JsonWriter to) {
    return range(to, c.range());
  }

  @Override
  public JsonWriter touch(Touch c, JsonWriter to) {
    to.name("thread").value(c.thread()).name("region").value(c.region());
    return to.name("page").value(c.page()).name("access").value(JsonObject.nameOf(c.access()));
  }

  private static JsonWriter fd(JsonWriter to, int fd) {
    return to.name("fd").value(fd);
  }

  private static JsonWriter range(JsonWriter to, PageRange range) {
    return to.name("range").value(UffdCommandCodec.describe(range));
  }

  private static JsonWriter argument(JsonWriter to, Argument argument) {
    return argument == Argument.VALID ? to : to.name("argument").value(JsonObject.nameOf(argument));
  }
}
