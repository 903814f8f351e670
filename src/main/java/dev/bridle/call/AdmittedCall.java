package dev.bridle.call;

import dev.bridle.allowance.LiveCall;
import dev.bridle.allowance.Standing;
import java.util.List;

/** A call whose opening row is committed, and where its allowances stand with it. */
record AdmittedCall(Call call, LiveCall live, List<Standing> standings) {}
