package org.pageproof.properties.jqwik;

import java.util.Optional;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import net.jqwik.api.lifecycle.ProvidePropertyInstanceHook;

/** The property class that jqwik finds; it stands for whatever {@link JqwikHost} hosts. */
@AddLifecycleHook(HostedProperties.Instance.class)
final class HostedProperties {
  /**
   * What the current thread hosts. jqwik makes the property object itself and runs it in the thread
   * that launched it, so this is the only way to hand it something that is not a string.
   */
  private static final ThreadLocal<Optional<HostedProperty<Object>>> CURRENT =
      ThreadLocal.withInitial(Optional::empty);

  private final HostedProperty<Object> hosted;

  private HostedProperties(HostedProperty<Object> hosted) {
    this.hosted = hosted;
  }

  static void host(HostedProperty<Object> property) {
    CURRENT.set(Optional.of(property));
  }

  static void release() {
    CURRENT.remove();
  }

  private static HostedProperty<Object> current() {
    return CURRENT.get().orElseThrow(() -> new IllegalStateException("nothing is hosted"));
  }

  @AddLifecycleHook(HostedProperties.Attributes.class) // on the class it would not reach it
  @Property(
      shrinking = ShrinkingMode.OFF,
      generation = GenerationMode.RANDOMIZED,
      edgeCases = EdgeCasesMode.NONE,
      afterFailure = AfterFailureMode.RANDOM_SEED)
  boolean holds(@ForAll("samples") Object sample) {
    return hosted.check(sample);
  }

  @Provide
  Arbitrary<Object> samples() {
    return Arbitraries.randomValue(hosted::draw);
  }

  /** Gives jqwik the object with what is hosted. */
  static final class Instance implements ProvidePropertyInstanceHook {
    @Override
    public Object provide(Class<?> testClass) {
      return new HostedProperties(current());
    }
  }

  /** Sets seed and tries, which an annotation could only hold as constants. */
  static final class Attributes implements AroundPropertyHook {
    @Override
    public PropertyExecutionResult aroundProperty(
        PropertyLifecycleContext context, PropertyExecutor property) {
      context.attributes().setSeed(Long.toString(current().seed()));
      context.attributes().setTries(current().tries());
      return property.execute();
    }
  }
}
