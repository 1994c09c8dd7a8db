package org.pageproof.sut.simulator.hmm;

import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.hmm.Close;
import org.pageproof.vocabulary.hmm.Misuse;
import org.pageproof.vocabulary.hmm.Open;

/** open(2), close(2) and what a mirror does not support. */
final class DescriptorCalls {
  private final Device[] devices;
  private final Descriptors descriptors;
  private final Driver driver;
  private final AddressSpace space;

  DescriptorCalls(Device[] devices, Descriptors descriptors, Driver driver, AddressSpace space) {
    this.devices = devices;
    this.descriptors = descriptors;
    this.driver = driver;
    this.space = space;
  }

  Answer open(Open command) {
    if (descriptors.get(command.mirror()) != null) {
      return Answer.withheld(Withholding.SLOT_IN_USE);
    }
    if (command.device() >= devices.length) {
      return Answer.refused(Errno.ENOENT);
    }
    Mirror mirror = new Mirror(devices[command.device()], space);
    space.mirrors().add(mirror);
    descriptors.set(command.mirror(), mirror);
    return Answer.success();
  }

  Answer close(Close command) {
    Mirror mirror = descriptors.get(command.mirror());
    if (mirror == null) {
      return Answer.refused(Errno.EBADF);
    }
    descriptors.set(command.mirror(), null);
    if (mirror.put()) {
      driver.close(mirror);
    }
    return Answer.success();
  }

  Answer misuse(Misuse command) {
    if (descriptors.get(command.mirror()) == null) {
      return Answer.refused(Errno.EBADF);
    }
    return switch (command.call()) {
      case UNKNOWN_UNREADABLE -> Answer.refused(Errno.EFAULT);
      case UNKNOWN_IOCTL, WRONG_SIZE, WRONG_DIRECTION, UNKNOWN_UNALIGNED ->
          Answer.refused(Errno.EINVAL);
      case READ, WRITE -> Answer.refused(Errno.EINVAL); // the driver has neither
    };
  }
}
