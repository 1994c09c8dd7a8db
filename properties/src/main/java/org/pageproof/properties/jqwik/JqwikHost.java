package org.pageproof.properties.jqwik;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs properties on the jqwik engine, through the JUnit Platform. */
public final class JqwikHost {
  /** Held, because a logger nobody holds forgets its level. */
  private final Logger jqwikLog = Logger.getLogger("net.jqwik");

  private final Launcher launcher =
      LauncherFactory.create(
          LauncherConfig.builder()
              .enableTestExecutionListenerAutoRegistration(false)
              .enablePostDiscoveryFilterAutoRegistration(false)
              .build());
  private final LauncherDiscoveryRequest request =
      LauncherDiscoveryRequestBuilder.request()
          .selectors(DiscoverySelectors.selectClass(HostedProperties.class))
          .filters(EngineFilter.includeEngines("jqwik"))
          // Results go to our listener; stdout belongs to the reports.
          .configurationParameter("jqwik.reporting.usejunitplatform", "true")
          .configurationParameter("jqwik.reporting.onlyfailures", "true")
          // The stored trace is the reproducer; nothing is remembered between runs.
          .configurationParameter("jqwik.database", "")
          .build();

  /** A host whose engine is quiet: progress and results are ours to tell. */
  public JqwikHost() {
    jqwikLog.setLevel(Level.WARNING);
  }

  /**
   * Runs a property to its end or to the first sample that fails.
   *
   * @return whether it holds
   * @throws IllegalStateException if jqwik did not run it
   */
  @SuppressWarnings("unchecked")
  public <T> boolean holds(HostedProperty<T> property) {
    Results results = new Results();
    Watched watched = new Watched((HostedProperty<Object>) property);
    HostedProperties.host(watched);
    try {
      launcher.execute(request, results);
    } finally {
      HostedProperties.release();
    }
    watched.rethrow();
    return results.hold();
  }

  /**
   * Keeps what the property throws: to jqwik that is just another way to falsify it, but to us it
   * says that nothing was decided.
   */
  private static final class Watched implements HostedProperty<Object> {
    private final HostedProperty<Object> property;
    private Optional<RuntimeException> exception = Optional.empty();
    private Optional<Error> error = Optional.empty();

    private Watched(HostedProperty<Object> property) {
      this.property = property;
    }

    @Override
    public long seed() {
      return property.seed();
    }

    @Override
    public int tries() {
      return property.tries();
    }

    @Override
    public Object draw(Random random) {
      return watch(() -> property.draw(random));
    }

    @Override
    public boolean check(Object sample) {
      return watch(() -> property.check(sample));
    }

    private <R> R watch(Supplier<R> part) {
      try {
        return part.get();
      } catch (RuntimeException e) {
        exception = Optional.of(e);
        throw e;
      } catch (Error e) {
        error = Optional.of(e);
        throw e;
      }
    }

    private void rethrow() {
      error.ifPresent(
          thrown -> {
            throw thrown;
          });
      exception.ifPresent(
          thrown -> {
            throw thrown;
          });
    }
  }

  private static final class Results implements TestExecutionListener {
    private final List<TestExecutionResult> properties = new ArrayList<>();

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
      if (identifier.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
        properties.add(result);
      }
    }

    private boolean hold() {
      if (properties.size() != 1) {
        throw new IllegalStateException("jqwik ran " + properties.size() + " properties, not 1");
      }
      TestExecutionResult result = properties.get(0);
      result.getThrowable().ifPresent(Results::rethrow);
      return result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
    }

    /** A falsified property is an answer; any other failure is one of jqwik's. */
    private static void rethrow(Throwable thrown) {
      if (!(thrown instanceof AssertionError)) {
        throw new IllegalStateException("jqwik failed: " + thrown, thrown);
      }
    }
  }
}
