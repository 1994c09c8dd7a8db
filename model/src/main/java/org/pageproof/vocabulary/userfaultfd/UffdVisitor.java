package org.pageproof.vocabulary.userfaultfd;

/**
 * One method for each command: whoever must know all commands implements it, and stops compiling
 * when one is added.
 *
 * @param <P> what is passed along
 * @param <R> the result
 */
public interface UffdVisitor<P, R> {
  R open(Open command, P parameter);

  R api(Api command, P parameter);

  R close(Close command, P parameter);

  R register(Register command, P parameter);

  R unregister(Unregister command, P parameter);

  R copy(Copy command, P parameter);

  R zeropage(Zeropage command, P parameter);

  R writeProtect(WriteProtect command, P parameter);

  R wake(Wake command, P parameter);

  R poll(Poll command, P parameter);

  R read(Read command, P parameter);

  R setNonblocking(SetNonblocking command, P parameter);

  R misuse(Misuse command, P parameter);

  R map(Map command, P parameter);

  R unmap(Unmap command, P parameter);

  R protect(Protect command, P parameter);

  R remap(Remap command, P parameter);

  R dontNeed(DontNeed command, P parameter);

  R free(Free command, P parameter);

  R fork(Fork command, P parameter);

  R reap(Reap command, P parameter);

  R childWrite(ChildWrite command, P parameter);

  R touch(Touch command, P parameter);
}
