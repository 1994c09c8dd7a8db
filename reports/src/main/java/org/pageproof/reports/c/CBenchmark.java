package org.pageproof.reports.c;

import java.util.List;
import org.pageproof.reports.words.Counted;
import org.pageproof.verdict.Judgement;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * Judged sequences as one C program that measures how fast bare C executes them with the same
 * observation after each command as the worker's, and with none. It checks nothing.
 *
 * <p>The program takes the number of repetitions as its only argument. It prints {@code
 * sequences/s}, {@code commands/s} and, where nothing is looked at, {@code calls/s}, each on a line
 * with its number.
 *
 * @param <C> the commands of the interface
 */
public final class CBenchmark<C extends Command> {
  private final List<Judgement<C>> judgements;
  private final int times;

  private CBenchmark(List<Judgement<C>> judgements, int times) {
    if (judgements.isEmpty()) {
      throw new IllegalArgumentException("nothing to measure");
    }
    this.judgements = judgements;
    this.times = times;
  }

  /**
   * The program.
   *
   * @param judgements the sequences, all of one plan
   * @param times the number of repetitions if there is no argument
   * @throws IllegalArgumentException if there is none, or their plans differ
   */
  public static String ofUserfaultfd(List<Judgement<UffdCommand>> judgements, int times) {
    CBenchmark<UffdCommand> benchmark = new CBenchmark<>(judgements, times);
    CSource body = new CSource();
    return benchmark.write(new UffdProgram(benchmark.plan(), false, body, 0), body);
  }

  /** The same for the HMM test driver. */
  public static String ofHmm(List<Judgement<HmmCommand>> judgements, int times) {
    CBenchmark<HmmCommand> benchmark = new CBenchmark<>(judgements, times);
    MirrorDriver driver = judgements.get(0).trace().environment().profile().driver();
    CSource body = new CSource();
    return benchmark.write(new HmmProgram(benchmark.plan(), false, body, driver), body);
  }

  private AddressPlan plan() {
    return judgements.get(0).trace().sequence().plan();
  }

  private String write(CProgram<C> program, CSource body) {
    int commands = 0;
    for (int i = 0; i < judgements.size(); i++) {
      Judgement<C> judgement = judgements.get(i);
      if (!judgement.trace().sequence().plan().equals(plan())) {
        throw new IllegalArgumentException("the sequences have different plans");
      }
      body.line("static void sequence_" + i + "(void)").line("{").in();
      program.add(judgement);
      body.out().line("}").line("");
      commands += judgement.steps().size();
    }
    String main = measure() + main(commands, program.prepare(judgements));
    CSource file = new CSource();
    file.comment(
        Counted.of(judgements.size(), "sequence")
            + " with "
            + Counted.of(commands, "command")
            + ", executed again and again.",
        "Build: gcc -Wall -Wextra -Werror -O2 -pthread -o benchmark benchmark.c");
    file.raw(program.prelude(main)).line("").raw(body.toString()).raw(main);
    return file.toString();
  }

  private String measure() {
    CSource code = new CSource().line("static void (*const sequences[])(void) = {").in();
    for (int i = 0; i < judgements.size(); i++) {
      code.line("sequence_" + i + ",");
    }
    code.out().line("};").line("").line("static double measure(long times)").line("{").in();
    code.line("double begin = seconds();").line("int k;").line("");
    code.line("for (; times; times--)").in();
    code.line("for (k = 0; k < " + judgements.size() + "; k++) {").in();
    code.line("sequences[k]();").line("clean_up();").out().line("}").out();
    return code.line("return seconds() - begin;").out().line("}").line("").toString();
  }

  private String main(int commands, List<String> prepare) {
    CSource main = new CSource().line("int main(int argc, char **argv)").line("{").in();
    main.line("long times = argc > 1 ? atol(argv[1]) : " + times + ";");
    main.line("double passed;").line("");
    prepare.forEach(main::line);
    main.line("passed = measure(times);");
    main.line("printf(\"sequences/s %.0f\\n\", times * " + judgements.size() + " / passed);");
    main.line("printf(\"commands/s %.0f\\n\", times * " + commands + ".0 / passed);");
    main.line("calls_only = 1;");
    main.line("passed = measure(times);");
    main.line("printf(\"calls/s %.0f\\n\", times * " + commands + ".0 / passed);");
    return main.line("return 0;").out().line("}").toString();
  }
}
