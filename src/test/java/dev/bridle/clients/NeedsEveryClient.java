package dev.bridle.clients;

import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test that asks models with all the clients there are. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Needs({
  Program.CLAUDE_CODE,
  Program.NPM_ANTHROPIC,
  Program.NPM_ANTHROPIC_0,
  Program.NPM_AI_SDK,
  Program.PYPI_ANTHROPIC,
  Program.PYPI_ANTHROPIC_0,
  Program.GO_ANTHROPIC,
  Program.MAVEN_ANTHROPIC,
  Program.NPM_OPENAI,
  Program.PYPI_OPENAI,
  Program.CURL
})
@interface NeedsEveryClient {}
