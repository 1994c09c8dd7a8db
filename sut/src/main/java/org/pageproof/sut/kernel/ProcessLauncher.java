package org.pageproof.sut.kernel;

import org.pageproof.sut.driver.Launcher;
import org.pageproof.sut.driver.Worker;

/**
 * Starts worker processes on this machine.
 *
 * @param options how they are run
 * @param interfaceName what they execute
 */
record ProcessLauncher(KernelOptions options, String interfaceName) implements Launcher {
  @Override
  public String sut() {
    return "kernel";
  }

  @Override
  public Worker launch() {
    return WorkerProcess.start(options, interfaceName);
  }

  @Override
  public boolean launchesKernels() {
    return false;
  }

  @Override
  public ProcessLauncher fresh() {
    return this; // nothing is kept: every worker is a new process
  }

  @Override
  public void close() {}
}
