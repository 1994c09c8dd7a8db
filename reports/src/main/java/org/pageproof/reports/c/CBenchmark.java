package org.pageproof.reports.c;

import java.util.List;
import org.pageproof.reports.words.Counted;
import org.pageproof.verdict.Judgement;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * Judged sequences as one C program that measures how fast bare C executes them with the same
 * observation after each command as the worker's. It checks nothing.
 */
public final class CBenchmark {
  private CBenchmark() {}

  /**
   * The program. It takes the number of repetitions as its only argument, and prints {@code
   * sequences/s} and {@code commands/s}, each on a line with its number.
   *
   * @param judgements the sequences, all of one plan
   * @param times the number of repetitions if there is no argument
   * @throws IllegalArgumentException if there is none, or their plans differ
   */
  public static String of(List<Judgement<UffdCommand>> judgements, int times) {
    if (judgements.isEmpty()) {
      throw new IllegalArgumentException("nothing to measure");
    }
    AddressPlan plan = judgements.get(0).trace().sequence().plan();
    CSource body = new CSource();
    UffdProgram program = new UffdProgram(plan, false, body, 0);
    int commands = 0;
    for (int i = 0; i < judgements.size(); i++) {
      Judgement<UffdCommand> judgement = judgements.get(i);
      if (!judgement.trace().sequence().plan().equals(plan)) {
        throw new IllegalArgumentException("the sequences have different plans");
      }
      body.line("static void sequence_" + i + "(void)").line("{").in();
      program.add(judgement);
      body.out().line("}").line("");
      commands += judgement.steps().size();
    }
    String main = main(judgements.size(), commands, times);
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

  private static String main(int sequences, int commands, int times) {
    CSource main = new CSource().line("static void (*const sequences[])(void) = {").in();
    for (int i = 0; i < sequences; i++) {
      main.line("sequence_" + i + ",");
    }
    main.out().line("};").line("").line("int main(int argc, char **argv)").line("{").in();
    main.line("long i, times = argc > 1 ? atol(argv[1]) : " + times + ";");
    main.line("double begin = seconds(), passed;").line("int k;").line("");
    main.line("for (i = 0; i < times; i++)").in();
    main.line("for (k = 0; k < " + sequences + "; k++) {").in();
    main.line("sequences[k]();").line("clean_up();").out().line("}").out();
    main.line("passed = seconds() - begin;");
    main.line("printf(\"sequences/s %.0f\\n\", times * " + sequences + " / passed);");
    main.line("printf(\"commands/s %.0f\\n\", times * " + commands + ".0 / passed);");
    return main.line("return 0;").out().line("}").toString();
  }
}
