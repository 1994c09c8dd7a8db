package org.pageproof.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pageproof.properties.Shard;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code I/N}. */
final class ShardConverter implements ITypeConverter<Shard> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})/(\\d{1,9})");

  @Override
  public Shard convert(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException("'" + text + "' is no shard such as 0/4");
    }
    try {
      return new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage() + "; shards count from 0");
    }
  }
}
