package org.pageproof.reports.html;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A headless Chromium with one page, driven through its DevTools protocol. */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ADDRESS = Pattern.compile("DevTools listening on (ws://\\S+)");
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> received;
  private final List<String> complaints = new ArrayList<>();
  private String session = "";
  private int lastId;

  private Browser(Process process, WebSocket socket, BlockingQueue<JsonNode> received) {
    this.process = process;
    this.socket = socket;
    this.received = received;
  }

  /** Chromium, if it is installed. */
  static Optional<Path> installed() {
    return Stream.of(System.getenv("PATH").split(":"))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it with its files in this folder. */
  static Browser start(Path program, Path folder) throws IOException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox", // the page is ours, and containers have none
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    try {
      WebSocket socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(URI.create(address(process)), new Receiver(received))
              .join();
      Browser browser = new Browser(process, socket, received);
      browser.attach();
      return browser;
    } catch (IOException | RuntimeException e) {
      end(process);
      throw e;
    }
  }

  private static String address(Process process) throws IOException {
    // Not closed: Chromium writes there as long as it runs.
    BufferedReader log =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher matcher = ADDRESS.matcher(line);
      if (matcher.find()) {
        Thread drain = new Thread(() -> log.lines().forEach(ignored -> {}), "chromium-log");
        drain.setDaemon(true);
        drain.start();
        return matcher.group(1);
      }
    }
    throw new IOException("Chromium ended without saying where it listens");
  }

  private record Receiver(BlockingQueue<JsonNode> to, StringBuilder text)
      implements WebSocket.Listener {
    Receiver(BlockingQueue<JsonNode> to) {
      this(to, new StringBuilder());
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          to.add(JSON.readTree(text.toString()));
        } catch (IOException e) {
          throw new IllegalStateException("not JSON: " + text, e);
        }
        text.setLength(0);
      }
      return WebSocket.Listener.super.onText(socket, part, last);
    }
  }

  private void attach() {
    String target = call("Target.createTarget", "url", "about:blank").path("targetId").asText();
    ObjectNode parameters = JSON.createObjectNode().put("targetId", target).put("flatten", true);
    session = call("Target.attachToTarget", parameters).path("sessionId").asText();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", JSON.createObjectNode());
    }
  }

  /** Opens a file on a screen of this width. */
  void open(Path file, int width, String scheme) {
    ObjectNode screen = JSON.createObjectNode().put("width", width).put("height", 900);
    call(
        "Emulation.setDeviceMetricsOverride",
        screen.put("deviceScaleFactor", 1).put("mobile", false));
    ObjectNode media = JSON.createObjectNode().put("media", "");
    media.putArray("features").addObject().put("name", "prefers-color-scheme").put("value", scheme);
    call("Emulation.setEmulatedMedia", media);
    call("Page.navigate", "url", file.toUri().toString());
    JsonNode event = next();
    while (!event.path("method").asText().equals("Page.loadEventFired")) {
      event = next();
    }
  }

  /** Shows the page as it is printed on paper of this width. */
  void print(int width) {
    ObjectNode screen = JSON.createObjectNode().put("width", width).put("height", 1000);
    screen.put("deviceScaleFactor", 1).put("mobile", false);
    call("Emulation.setDeviceMetricsOverride", screen);
    call("Emulation.setEmulatedMedia", "media", "print");
  }

  /** The value of an expression. */
  JsonNode value(String expression) {
    ObjectNode parameters =
        JSON.createObjectNode().put("expression", expression).put("returnByValue", true);
    JsonNode result = call("Runtime.evaluate", parameters);
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  /** Presses and releases the tabulator. */
  void tab() {
    for (String type : List.of("keyDown", "keyUp")) {
      ObjectNode key = JSON.createObjectNode().put("type", type).put("key", "Tab");
      call("Input.dispatchKeyEvent", key.put("code", "Tab").put("windowsVirtualKeyCode", 9));
    }
  }

  /** The page from top to bottom as a PNG. */
  byte[] screenshot() throws IOException {
    ObjectNode parameters =
        JSON.createObjectNode().put("format", "png").put("captureBeyondViewport", true);
    return call("Page.captureScreenshot", parameters).path("data").binaryValue();
  }

  /** What the console was told, and what was asked of the network but for the page itself. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  private JsonNode call(String method, String name, String value) {
    return call(method, JSON.createObjectNode().put(name, value));
  }

  private JsonNode call(String method, ObjectNode parameters) {
    int id = ++lastId;
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    message.set("params", parameters);
    socket.sendText(message.toString(), true).join();
    JsonNode answer = next();
    while (answer.path("id").asInt(-1) != id) {
      answer = next();
    }
    if (answer.has("error")) {
      throw new AssertionError(method + ": " + answer.path("error"));
    }
    return answer.path("result");
  }

  private JsonNode next() {
    try {
      JsonNode message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("Chromium says nothing more");
      }
      String method = message.path("method").asText();
      String url = message.path("params").path("request").path("url").asText("file:");
      if (List.of("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown")
              .contains(method)
          || (method.equals("Network.requestWillBeSent") && !url.startsWith("file:"))) {
        complaints.add(message.toString());
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    socket.abort();
    end(process);
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }
}
