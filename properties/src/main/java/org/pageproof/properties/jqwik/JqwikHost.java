package org.pageproof.properties.jqwik;

import java.util.ArrayList;
import java.util.List;
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
    HostedProperties.host((HostedProperty<Object>) property);
    try {
      launcher.execute(request, results);
    } finally {
      HostedProperties.release();
    }
    return results.hold();
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

    /** A falsified property is an answer; any other failure is passed on as it is. */
    private static void rethrow(Throwable thrown) {
      Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
      if (cause instanceof Error error && !(cause instanceof AssertionError)) {
        throw error;
      }
      if (cause instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }
}
