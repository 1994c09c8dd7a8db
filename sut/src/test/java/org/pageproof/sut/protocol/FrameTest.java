package org.pageproof.sut.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.KernelState;
import org.pageproof.trace.UffdCommandCodec;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

class FrameTest {
  private static final byte[] ENCODED = FrameWriter.encode(Frame.of(Frame.Type.ERROR, "no memory"));

  private static FrameReader reader(byte[] bytes) {
    return new FrameReader(new ByteArrayInputStream(bytes));
  }

  private static byte[] with(int index, int value) {
    byte[] bytes = ENCODED.clone();
    bytes[index] = (byte) value;
    return bytes;
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    FrameWriter writer = new FrameWriter(stream);
    writer.write(Frame.of(Frame.Type.HUNG, "t0 sleeps"));
    writer.write(Frame.of(Frame.Type.TRACE, ""));
    FrameReader reader = reader(stream.toByteArray());

    Frame first = reader.next();
    assertThat(first.type()).isEqualTo(Frame.Type.HUNG);
    assertThat(first.text()).isEqualTo("t0 sleeps");
    assertThat(reader.next().payload()).isEmpty();
    assertThat(reader.next()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 9, 17})
  void refusesTruncatedFrame(int length) {
    assertThatThrownBy(() -> reader(Arrays.copyOf(ENCODED, length)).next())
        .isInstanceOf(HarnessException.class)
        .hasMessageStartingWith("truncated frame: ");
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 12, 17})
  void refusesWrongChecksum(int index) {
    assertThatThrownBy(() -> reader(with(index, ENCODED[index] ^ 0x40)).next())
        .isInstanceOf(HarnessException.class)
        .hasMessageStartingWith("corrupt frame: ");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x02, 0x80})
  void refusesOversizedFrame(int mostSignificantByte) {
    assertThatThrownBy(() -> reader(with(0, mostSignificantByte)).next())
        .isInstanceOf(HarnessException.class)
        .hasMessageStartingWith("oversized frame: ");
    assertThatThrownBy(
            () -> FrameWriter.encode(new Frame(Frame.Type.TRACE, new byte[Frame.MAX_PAYLOAD + 1])))
        .isInstanceOf(HarnessException.class)
        .hasMessageStartingWith("oversized frame: ");
  }

  @Test
  void refusesUnknownType() {
    byte[] payload = {1, 2, 3};
    byte[] frame =
        ByteBuffer.allocate(Frame.HEADER_BYTES + payload.length)
            .putInt(payload.length)
            .put((byte) 99)
            .putInt(FrameReader.checksum((byte) 99, payload))
            .put(payload)
            .array();
    assertThatThrownBy(() -> reader(frame).next())
        .isInstanceOf(HarnessException.class)
        .hasMessage("unknown frame type: 99");
  }

  private static Hello hello() {
    KernelState kernel = new KernelState("Linux version 6.18.0 (me) (gcc)", "0");
    return new Hello(Profile.linux618(), "amd64", "madvise", kernel);
  }

  @Test
  void helloSurvivesTheWire() {
    Hello hello = hello();
    assertThat(Hello.parse(hello.toFrame())).isEqualTo(hello);
  }

  @Test
  void refusesOtherProtocolVersion() {
    String greeting = hello().toFrame().text();
    Frame other = Frame.of(Frame.Type.HELLO, greeting.replace("\"protocol\":6", "\"protocol\":7"));
    assertThatThrownBy(() -> Hello.parse(other))
        .isInstanceOf(HarnessException.class)
        .hasMessageContaining("protocol version 7, not 6");
  }

  @Test
  void refusesGreetingThatIsNotJson() {
    assertThatThrownBy(() -> Hello.parse(Frame.of(Frame.Type.HELLO, "Welcome")))
        .isInstanceOf(HarnessException.class)
        .hasMessageStartingWith("the worker's greeting cannot be read: ");
  }

  @Test
  void requestSurvivesTheWire() {
    UffdCommandCodec codec = new UffdCommandCodec();
    Request<UffdCommand> request =
        new Request<>(
            7,
            new CommandSequence<>(new AddressPlan(3), List.of(new Map(0, 1, 2), new Close(5, 1))));
    assertThat(Request.parse(request.toFrame(codec), codec)).isEqualTo(request);
  }

  @Test
  void refusesRequestWhoseLastLineIsCut() {
    Frame cut = Frame.of(Frame.Type.EXECUTE, "{\"sequence\":0,\"pages\":2}");
    assertThatThrownBy(() -> Request.parse(cut, new UffdCommandCodec()))
        .isInstanceOf(HarnessException.class)
        .hasMessageStartingWith("truncated lines");
  }
}
