package org.pageproof.sut.simulator;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Api;
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
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.UffdVisitor;
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/** A kernel with one process, in which nothing has run yet: one for each sequence. */
final class SimulatedKernel {
  private static final Dispatch DISPATCH = new Dispatch();

  private final Threads threads;
  private final DescriptorCalls descriptorCalls;
  private final RegistrationCalls registrationCalls;
  private final FillCalls fillCalls;
  private final WriteProtectCalls writeProtectCalls;
  private final MessageCalls messageCalls;
  private final MemoryCalls memoryCalls;
  private final ProtectCalls protectCalls;
  private final RemapCalls remapCalls;
  private final ChildCalls childCalls;
  private final Observer observer;
  private final AddressSpace space;
  private final Descriptors descriptors = new Descriptors();

  SimulatedKernel(KernelConfig config, AddressPlan plan) {
    threads = new Threads(plan);
    space = new AddressSpace(config.mergeRules());
    registrationCalls = new RegistrationCalls(config, plan, space, descriptors);
    descriptorCalls = new DescriptorCalls(config, threads, descriptors, registrationCalls);
    fillCalls = new FillCalls(config, plan, space, descriptors);
    writeProtectCalls = new WriteProtectCalls(config, plan, space, descriptors);
    messageCalls = new MessageCalls(config, space, descriptors);
    memoryCalls = new MemoryCalls(config, plan, space, threads, descriptors);
    protectCalls = new ProtectCalls(config, plan, space, threads);
    remapCalls = new RemapCalls(config, plan, space, threads);
    childCalls = new ChildCalls(config, plan, space, descriptors, registrationCalls);
    observer = new Observer(config, plan, space, descriptors, messageCalls);
  }

  /** Runs one command, lets the threads that it woke run, and looks at the outcome. */
  Observation execute(UffdCommand command) {
    Answer answer = command.accept(DISPATCH, this);
    List<Completion> completions = runWokenThreads();
    return observer.observe(answer, completions, childCalls.child());
  }

  /** Lets the woken threads try their accesses again, by slot; some may fall asleep again. */
  private List<Completion> runWokenThreads() {
    List<Completion> completions = List.of();
    for (int slot = 0; slot < threads.count(); slot++) {
      SimulatedThread thread = threads.get(slot);
      Touch retry = thread.retry();
      if (retry == null) {
        continue;
      }
      Reply reply = memoryCalls.faultHandler().access(thread, retry);
      if (reply != Reply.BLOCKED) {
        completions = completions.isEmpty() ? new ArrayList<>(threads.count()) : completions;
        completions.add(new Completion(slot, reply));
      }
    }
    return completions;
  }

  /** Appends what observations do not show. */
  void describeHidden(StringBuilder to) {
    for (int i = 0; i < space.size(); i++) {
      descriptors.describeOwner(to, space.at(i).owner());
    }
    space.describeHidden(to, childCalls.child());
    descriptors.describeQueues(to);
  }

  /** Which call a command is. */
  private static final class Dispatch implements UffdVisitor<SimulatedKernel, Answer> {
    @Override
    public Answer open(Open command, SimulatedKernel kernel) {
      return kernel.descriptorCalls.open(command);
    }

    @Override
    public Answer api(Api command, SimulatedKernel kernel) {
      return kernel.descriptorCalls.api(command);
    }

    @Override
    public Answer close(Close command, SimulatedKernel kernel) {
      return kernel.descriptorCalls.close(command);
    }

    @Override
    public Answer register(Register command, SimulatedKernel kernel) {
      return kernel.registrationCalls.register(command);
    }

    @Override
    public Answer unregister(Unregister command, SimulatedKernel kernel) {
      return kernel.registrationCalls.unregister(command);
    }

    @Override
    public Answer copy(Copy command, SimulatedKernel kernel) {
      return kernel.fillCalls.copy(command);
    }

    @Override
    public Answer zeropage(Zeropage command, SimulatedKernel kernel) {
      return kernel.fillCalls.zeropage(command);
    }

    @Override
    public Answer wake(Wake command, SimulatedKernel kernel) {
      return kernel.registrationCalls.wake(command);
    }

    @Override
    public Answer poll(Poll command, SimulatedKernel kernel) {
      return kernel.messageCalls.poll(command.fd());
    }

    @Override
    public Answer read(Read command, SimulatedKernel kernel) {
      return kernel.messageCalls.read(command);
    }

    @Override
    public Answer map(Map command, SimulatedKernel kernel) {
      return kernel.memoryCalls.map(command);
    }

    @Override
    public Answer unmap(Unmap command, SimulatedKernel kernel) {
      return kernel.memoryCalls.unmap(command);
    }

    @Override
    public Answer writeProtect(WriteProtect command, SimulatedKernel kernel) {
      return kernel.writeProtectCalls.writeProtect(command);
    }

    @Override
    public Answer setNonblocking(SetNonblocking command, SimulatedKernel kernel) {
      return kernel.descriptorCalls.setNonblocking(command);
    }

    @Override
    public Answer misuse(Misuse command, SimulatedKernel kernel) {
      return kernel.descriptorCalls.misuse(command);
    }

    @Override
    public Answer protect(Protect command, SimulatedKernel kernel) {
      return kernel.protectCalls.protect(command);
    }

    @Override
    public Answer remap(Remap command, SimulatedKernel kernel) {
      return kernel.remapCalls.remap(command);
    }

    @Override
    public Answer free(Free command, SimulatedKernel kernel) {
      return kernel.memoryCalls.free(command);
    }

    @Override
    public Answer fork(Fork command, SimulatedKernel kernel) {
      return kernel.childCalls.fork();
    }

    @Override
    public Answer reap(Reap command, SimulatedKernel kernel) {
      return kernel.childCalls.reap();
    }

    @Override
    public Answer childWrite(ChildWrite command, SimulatedKernel kernel) {
      return kernel.childCalls.write(command);
    }

    @Override
    public Answer dontNeed(DontNeed command, SimulatedKernel kernel) {
      return kernel.memoryCalls.dontNeed(command);
    }

    @Override
    public Answer touch(Touch command, SimulatedKernel kernel) {
      return kernel.memoryCalls.touch(command);
    }
  }
}
