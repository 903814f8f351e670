package dev.bridle.call;

import dev.bridle.ledger.OpenCall;
import dev.bridle.store.Written;

/** A call whose opening row is on its way to the ledger. */
record OpenedCall(Call call, OpenCall row, Written written) {}
