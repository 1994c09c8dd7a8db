package org.pageproof.sut.simulator.hmm;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.hmm.CheckExclusive;
import org.pageproof.vocabulary.hmm.ChildTouch;
import org.pageproof.vocabulary.hmm.Close;
import org.pageproof.vocabulary.hmm.DeviceRead;
import org.pageproof.vocabulary.hmm.DeviceWrite;
import org.pageproof.vocabulary.hmm.DontNeed;
import org.pageproof.vocabulary.hmm.Exclusive;
import org.pageproof.vocabulary.hmm.Fork;
import org.pageproof.vocabulary.hmm.HmmCommand;
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
import org.pageproof.vocabulary.hmm.SetFlags;
import org.pageproof.vocabulary.hmm.Snapshot;
import org.pageproof.vocabulary.hmm.Touch;
import org.pageproof.vocabulary.hmm.Unmap;

/** A kernel with one process and the driver loaded, in which nothing has run yet. */
final class HmmKernel {
  private static final Dispatch DISPATCH = new Dispatch();

  private final DescriptorCalls descriptorCalls;
  private final MirrorCalls mirrorCalls;
  private final MemoryCalls memoryCalls;
  private final TouchCalls touchCalls;
  private final ChildCalls childCalls;
  private final Observer observer;

  HmmKernel(HmmConfig config, AddressPlan plan) {
    Memory memory = new Memory(config);
    AddressSpace space = new AddressSpace(memory, plan);
    memory.spaces().add(space);
    Device[] devices = new Device[config.driver().devices()];
    for (int d = 0; d < devices.length; d++) {
      devices[d] = new Device(d, config);
    }
    Descriptors descriptors = new Descriptors();
    Driver driver = new Driver(memory);
    FaultHandler handler = new FaultHandler(memory, driver);
    Snapshots snapshots = new Snapshots(memory);
    descriptorCalls = new DescriptorCalls(devices, descriptors, driver, space);
    mirrorCalls = new MirrorCalls(memory, plan, descriptors, driver, handler, snapshots);
    memoryCalls = new MemoryCalls(memory, plan, space);
    touchCalls = new TouchCalls(memory, plan, space, handler);
    childCalls = new ChildCalls(memory, plan, space, descriptors, driver, handler);
    observer =
        new Observer(
            memory, plan, space, new MirrorViewer(plan, devices, descriptors, snapshots, space));
  }

  /**
   * Runs one command and looks at the outcome.
   *
   * @throws KernelLost if the command kills the kernel or never returns
   */
  Observation execute(HmmCommand command) {
    return observer.observe(command.accept(DISPATCH, this), childCalls.child());
  }

  /** Which call a command is. */
  private static final class Dispatch implements HmmVisitor<HmmKernel, Answer> {
    @Override
    public Answer open(Open command, HmmKernel kernel) {
      return kernel.descriptorCalls.open(command);
    }

    @Override
    public Answer close(Close command, HmmKernel kernel) {
      return kernel.descriptorCalls.close(command);
    }

    @Override
    public Answer deviceRead(DeviceRead command, HmmKernel kernel) {
      return kernel.mirrorCalls.call(command);
    }

    @Override
    public Answer deviceWrite(DeviceWrite command, HmmKernel kernel) {
      return kernel.mirrorCalls.call(command);
    }

    @Override
    public Answer migrateToDevice(MigrateToDevice command, HmmKernel kernel) {
      return kernel.mirrorCalls.call(command);
    }

    @Override
    public Answer migrateToSystem(MigrateToSystem command, HmmKernel kernel) {
      return kernel.mirrorCalls.call(command);
    }

    @Override
    public Answer snapshot(Snapshot command, HmmKernel kernel) {
      return kernel.mirrorCalls.call(command);
    }

    @Override
    public Answer exclusive(Exclusive command, HmmKernel kernel) {
      return kernel.mirrorCalls.call(command);
    }

    @Override
    public Answer checkExclusive(CheckExclusive command, HmmKernel kernel) {
      return kernel.mirrorCalls.call(command);
    }

    @Override
    public Answer release(Release command, HmmKernel kernel) {
      return kernel.mirrorCalls.call(command);
    }

    @Override
    public Answer setFlags(SetFlags command, HmmKernel kernel) {
      return kernel.mirrorCalls.setFlags(command);
    }

    @Override
    public Answer misuse(Misuse command, HmmKernel kernel) {
      return kernel.descriptorCalls.misuse(command);
    }

    @Override
    public Answer map(Map command, HmmKernel kernel) {
      return kernel.memoryCalls.map(command);
    }

    @Override
    public Answer unmap(Unmap command, HmmKernel kernel) {
      return kernel.memoryCalls.unmap(command);
    }

    @Override
    public Answer protect(Protect command, HmmKernel kernel) {
      return kernel.memoryCalls.protect(command);
    }

    @Override
    public Answer remap(Remap command, HmmKernel kernel) {
      return kernel.memoryCalls.remap(command);
    }

    @Override
    public Answer dontNeed(DontNeed command, HmmKernel kernel) {
      return kernel.memoryCalls.dontNeed(command);
    }

    @Override
    public Answer touch(Touch command, HmmKernel kernel) {
      return kernel.touchCalls.touch(command);
    }

    @Override
    public Answer fork(Fork command, HmmKernel kernel) {
      return kernel.childCalls.fork();
    }

    @Override
    public Answer reap(Reap command, HmmKernel kernel) {
      return kernel.childCalls.reap();
    }

    @Override
    public Answer childTouch(ChildTouch command, HmmKernel kernel) {
      return kernel.childCalls.touch(command);
    }
  }
}
