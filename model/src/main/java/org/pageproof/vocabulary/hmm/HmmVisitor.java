package org.pageproof.vocabulary.hmm;

/**
 * One method for each command: whoever must know all commands implements it, and stops compiling
 * when one is added.
 *
 * @param <P> what is passed along
 * @param <R> the result
 */
public interface HmmVisitor<P, R> {
  R open(Open command, P parameter);

  R close(Close command, P parameter);

  R deviceRead(DeviceRead command, P parameter);

  R deviceWrite(DeviceWrite command, P parameter);

  R migrateToDevice(MigrateToDevice command, P parameter);

  R migrateToSystem(MigrateToSystem command, P parameter);

  R snapshot(Snapshot command, P parameter);

  R exclusive(Exclusive command, P parameter);

  R checkExclusive(CheckExclusive command, P parameter);

  R release(Release command, P parameter);

  R setFlags(SetFlags command, P parameter);

  R misuse(Misuse command, P parameter);

  R map(Map command, P parameter);

  R unmap(Unmap command, P parameter);

  R protect(Protect command, P parameter);

  R remap(Remap command, P parameter);

  R dontNeed(DontNeed command, P parameter);

  R touch(Touch command, P parameter);

  R fork(Fork command, P parameter);

  R reap(Reap command, P parameter);

  R childTouch(ChildTouch command, P parameter);
}
