package dev.bridle.allowance;

/** One allowance, for one target, in one window. */
record BalanceKey(String allowanceId, String targetId, long windowMs) {}
