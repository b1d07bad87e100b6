/**
 * The local stack as a whole: {@link io.loupe.infra.stack.StackPlan} decides what runs where, {@link
 * io.loupe.infra.stack.LocalStack} starts it in order, watches it and ends it, {@link io.loupe.infra.stack.Recovery} clears
 * away what a killed launcher left.
 */
package io.loupe.infra.stack;
